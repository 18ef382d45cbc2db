"""The steward's decisions about links to the RPJMD: a list to work through, and one link alone."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from opd.actions import confirm_alignment, dispute_alignment
from opd.actions.alignments import seen_alignment
from opd.models import Alignment, AlignmentState
from opd.queries.alignments import count_decisions, visible_alignment, visible_alignments
from opd.views.pages import one_page, show_page
from workspace.access import PlanRequest, is_allowed, rule
from workspace.acts import Refused


@rule("opd.view_mapping")
@require_safe
def alignment_list(request: PlanRequest) -> HttpResponse:
    """Links of one state; those that wait come first."""
    asked = request.GET.get("keputusan", "")
    state = AlignmentState(asked) if asked in AlignmentState else AlignmentState.PROPOSED
    counts = count_decisions(request.membership)
    page = one_page(request, visible_alignments(request.membership).filter(state=state))
    for link in page:
        link.seen = seen_alignment(link)
    context = {
        "page": page,
        "state": state,
        "tabs": [(each, counts[each]) for each in AlignmentState],
        "may_decide": is_allowed("opd.decide_alignment", request.membership),
    }
    return show_page(request, "opd/alignment_list.html", context)


@rule("opd.view_mapping")
@require_safe
def alignment(request: PlanRequest, pk: int) -> HttpResponse:
    return show_alignment(request, pk)


@rule("opd.decide_alignment")
@require_POST
def alignment_confirm(request: PlanRequest, pk: int) -> HttpResponse:
    link = visible_alignment(request.membership, pk)
    return decide(
        request,
        link,
        lambda: confirm_alignment(
            program=link.program,
            actor=request.membership,
            alignment=link,
            seen=request.POST.get("seen"),
        ),
        _("Kaitan dikonfirmasi."),
    )


@rule("opd.decide_alignment")
@require_POST
def alignment_dispute(request: PlanRequest, pk: int) -> HttpResponse:
    link = visible_alignment(request.membership, pk)
    return decide(
        request,
        link,
        lambda: dispute_alignment(
            program=link.program,
            actor=request.membership,
            alignment=link,
            reason=request.POST.get("reason", ""),
            seen=request.POST.get("seen"),
        ),
        _("Kaitan dipertanyakan. OPD mendapat pemberitahuan."),
    )


def decide(
    request: PlanRequest, link: Alignment, act: Callable[[], object], said: str
) -> HttpResponse:
    """Back to where the person decided; what is refused is said on the link's own page."""
    try:
        act()
    except Refused as refusal:
        return show_alignment(request, link.pk, refusal, request.POST.get("reason", ""))
    messages.success(request, said)
    if request.POST.get("from") == "program":
        return redirect(f"{link.program.get_absolute_url()}#alignment")
    return redirect(request.plan.url("opd:alignment_list"))


def show_alignment(
    request: PlanRequest, pk: int, refusal: Refused | None = None, typed: str = ""
) -> HttpResponse:
    link = visible_alignment(request.membership, pk)
    link.seen = seen_alignment(link)
    context = {
        "link": link,
        "typed": typed,
        "may_decide": is_allowed("opd.decide_alignment", request.membership),
    }
    return show_page(request, "opd/alignment.html", context, refusal)
