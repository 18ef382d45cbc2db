"""The reviewer's side: what waits, the sheet with its changes, and the decision."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from opd.actions import approve_program, return_program, unlock_program
from opd.actions.review import has_entered
from opd.filters import ProgramFilter
from opd.models import Program
from opd.queries.programs import visible_program, waiting_programs
from opd.views.pages import attempt, one_page, sheet_context, show_page
from workspace.access import PlanRequest, rule
from workspace.acts import Refused


@rule("opd.review_program")
@require_safe
def review_queue(request: PlanRequest) -> HttpResponse:
    filters = ProgramFilter(request.GET, membership=request.membership)
    waiting = waiting_programs(request.membership)
    page = one_page(request, filters.apply(waiting))
    today = timezone.localdate()
    for program in page:
        program.days_waiting = (today - timezone.localdate(program.state_since)).days
    return show_page(request, "opd/review_queue.html", {"page": page, "filters": filters})


@rule("opd.review_program")
@require_safe
def review(request: PlanRequest, pk: int) -> HttpResponse:
    return show_review(request, visible_program(request.membership, pk))


def show_review(
    request: PlanRequest,
    program: Program,
    refusal: Refused | None = None,
    typed: dict[str, str] | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        **sheet_context(request, program),
        "has_entered": has_entered(program, request.membership),
        "submission": program.submissions.first(),
        "typed": typed or {},
    }
    return show_page(request, "opd/review.html", context, refusal)


@rule("opd.review_program")
@require_POST
def program_return(request: PlanRequest, pk: int) -> HttpResponse:
    program = visible_program(request.membership, pk)
    note = request.POST.get("note", "")
    return attempt(
        request,
        lambda: return_program(
            program=program, actor=request.membership, note=note, seen=seen_submission(request)
        ),
        said=_("Program dikembalikan. OPD mendapat pemberitahuan."),
        to=request.plan.url("opd:review_queue"),
        show=lambda refusal: show_again(request, pk, refusal, note=note),
    )


@rule("opd.review_program")
@require_POST
def program_approve(request: PlanRequest, pk: int) -> HttpResponse:
    program = visible_program(request.membership, pk)
    return attempt(
        request,
        lambda: approve_program(
            program=program, actor=request.membership, seen=seen_submission(request)
        ),
        said=_("Program disetujui. OPD mendapat pemberitahuan."),
        to=request.plan.url("opd:review_queue"),
        show=lambda refusal: show_again(request, pk, refusal),
    )


@rule("opd.review_program")
@require_POST
def program_unlock(request: PlanRequest, pk: int) -> HttpResponse:
    program = visible_program(request.membership, pk)
    reason = request.POST.get("reason", "")
    return attempt(
        request,
        lambda: unlock_program(program=program, actor=request.membership, reason=reason),
        said=_("Kunci dibuka. OPD dapat mengubah program ini lagi."),
        to=request.plan.url("opd:review", pk=pk),
        show=lambda refusal: show_again(request, pk, refusal, reason=reason),
    )


def seen_submission(request: PlanRequest) -> int | None:
    """Which submission the page showed when the person decided."""
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 18 else None


def show_again(request: PlanRequest, pk: int, refusal: Refused, **typed: str) -> HttpResponse:
    """The page as things stand now, with what the person had typed."""
    return show_review(request, visible_program(request.membership, pk), refusal, typed)
