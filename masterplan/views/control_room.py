"""The administrator's first page, and the checks by code."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import render

from dimensions.models import Dimension
from masterplan.control_room import (
    read_chapters,
    read_matrix,
)
from opd.checks import program_findings
from opd.codes import standings_of
from opd.content import with_content
from opd.models import Program, ProgramFinding, ProgramState
from opd.queries.coverage import read_coverage
from opd.queries.programs import count_states, days_left, waiting_programs
from workspace.access import PlanRequest, rule
from workspace.checks import registered, run_checks

ROWS_PER_PAGE = 25
QUEUE_SHOWN = 8


@rule("masterplan.view_control_room")
def control_room(request: PlanRequest) -> HttpResponse:
    dimensions = list(Dimension.objects.of_plan(request.plan))
    matrix = read_matrix(request.membership, dimensions)
    counts = count_states(Program.objects.visible_to(request.membership))
    return render(
        request,
        "masterplan/control_room.html",
        {
            "dimensions": dimensions,
            "matrix": matrix,
            "silent": [row.agency for row in matrix if row.is_silent],
            "states": [(state, counts.get(state, 0)) for state in ProgramState],
            "total": sum(counts.values()),
            "queue": waiting_programs(request.membership)[:QUEUE_SHOWN],
            "chapters": read_chapters(request.plan, dimensions),
            "coverage": read_coverage(request.membership),
            "days_left": days_left(request.plan),
        },
    )


@rule("masterplan.view_checks")
def checks(request: PlanRequest) -> HttpResponse:
    """Every check with its reason and how many programs it speaks of, and what the plan lacks."""
    counted = (
        ProgramFinding.objects.filter(program__in=Program.objects.visible_to(request.membership))
        .order_by()
        .values("code")
        .annotate(number=Count("pk"))
    )
    numbers = {row["code"]: row["number"] for row in counted}
    rows = [(check, numbers.get(check.code, 0)) for check in registered("program")]
    return render(
        request,
        "masterplan/checks.html",
        {
            "rows": sorted(rows, key=lambda row: (-row[1], row[0].code)),
            "findings": run_checks("plan", request.plan),
        },
    )


@rule("masterplan.view_checks")
def check(request: PlanRequest, code: str) -> HttpResponse:
    """The programs of which one check speaks, with its sentences."""
    found = next((check for check in registered("program") if check.code == code), None)
    if found is None:
        raise Http404
    programs = with_content(
        Program.objects.visible_to(request.membership).filter(findings__code=code)
    )
    page = Paginator(programs, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    standings = standings_of(page)
    rows = [
        (program, [one for one in program_findings(program, standings) if one.code == code])
        for program in page
    ]
    return render(request, "masterplan/check.html", {"check": found, "page": page, "rows": rows})
