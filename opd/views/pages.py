"""The sheet of a program as a page: for its readers and agencies, and for its reviewer.

Acts that are refused show the same page again with the sentence and what was typed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render

from opd.actions.alignments import seen_alignment
from opd.checks import program_findings
from opd.codes import find_offers, standings_of
from opd.content import read_content
from opd.models import Program
from opd.queries.programs import possible_acts
from opd.queries.review import program_history, program_threads, reviewed_content
from opd.sheet import build_sheet, read_names
from workspace.access import PlanRequest, is_allowed
from workspace.acts import Conflict, Refused
from workspace.checks import Severity

PAGE_LENGTH = 25
Show = Callable[..., HttpResponse]


def one_page(request: PlanRequest, rows: QuerySet[Any]) -> Page[Any]:
    return Paginator(rows, PAGE_LENGTH).get_page(request.GET.get("page"))


def sheet_context(request: PlanRequest, program: Program) -> dict[str, Any]:
    """Everything that a page with the program's sheet shows."""
    before = reviewed_content(program)
    now = read_content(program)
    threads = list(program_threads(program))
    standings = standings_of([program])
    findings = program_findings(program, standings)
    for link in program.alignments.all():
        link.seen = seen_alignment(link)
    return {
        "program": program,
        "dimension": program.sub_dimension.dimension,
        "sheet": build_sheet(
            program,
            now,
            read_names(program.plan, [now, before] if before else [now]),
            before=before,
            threads=threads,
            findings=findings,
        ),
        "compared": before is not None,
        "may": possible_acts(program, request.membership),
        "may_decide": is_allowed("opd.decide_alignment", request.membership),
        "findings": findings,
        "offers": find_offers(now, standings),
        "errors": [finding for finding in findings if finding.severity is Severity.ERROR],
        "open_notes": sum(thread.is_open for thread in threads),
        "history": program_history(program, request.membership),
        "note_url": program.plan.url("opd:thread_open", pk=program.pk),
    }


def attempt(
    request: PlanRequest,
    act: Callable[[], object],
    *,
    said: str,
    to: str,
    show: Callable[[Refused], HttpResponse],
) -> HttpResponse:
    """Do the act and go on to another page, or show why it was not done."""
    try:
        act()
    except Refused as refusal:
        return show(refusal)
    messages.success(request, said)
    return redirect(to)


def show_page(
    request: PlanRequest, template: str, context: dict[str, Any], refusal: Refused | None = None
) -> HttpResponse:
    """200, or 409 for a conflict and 422 for another refusal, which the page then explains."""
    status = 200 if refusal is None else 409 if isinstance(refusal, Conflict) else 422
    return render(request, template, {**context, "refusal": refusal}, status=status)
