"""Lists of programs, a program's page, and what its agency does with it as a whole."""

from __future__ import annotations

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opd.actions import delete_program, restore_program, submit_program
from opd.content import SECTIONS
from opd.filters import ProgramFilter
from opd.models import Program, ProgramState
from opd.queries.programs import (
    agency_workload,
    count_states,
    days_left,
    led_programs,
    supported_programs,
    totals,
    visible_program,
    with_figures,
)
from opd.views.pages import attempt, one_page, sheet_context, show_page
from workspace.access import PlanRequest, require, rule
from workspace.acts import Refused
from workspace.models import Role

DELETED_SHOWN = 10


@rule("opd.list_programs")
@require_safe
def program_list(request: PlanRequest) -> HttpResponse:
    if request.membership.role == Role.STAFF:
        return agency_programs(request)
    return plan_programs(request)


def agency_programs(request: PlanRequest) -> HttpResponse:
    """What is left to do for one's own agency, and until when."""
    member = request.membership
    supports = request.GET.get("tampil") == "dukungan"
    filters = ProgramFilter(request.GET, membership=member)
    programs = filters.apply(supported_programs(member) if supports else led_programs(member))
    context = {
        "page": one_page(request, programs),
        "filters": filters,
        "supports": supports,
        "supported": Program.objects.visible_to(member)
        .exclude(lead_agency=member.agency_id)
        .count(),
        "work": agency_workload(member),
        "days_left": days_left(request.plan),
        "deleted": deleted_page(request),
        "states": ProgramState,
    }
    return show_page(request, "opd/agency_programs.html", context)


def deleted_page(request: PlanRequest) -> Page[Program]:
    """What the agency deleted, newest first, with an address of its own beside the programs'."""
    deleted = Program.objects.deleted_of(request.membership)
    rows = deleted.select_related("sub_dimension__dimension").order_by("-deleted_at", "-pk")
    return Paginator(rows, DELETED_SHOWN).get_page(request.GET.get("terhapus"))


def plan_programs(request: PlanRequest) -> HttpResponse:
    """All programs that the member may see, by dimension and number."""
    filters = ProgramFilter(request.GET, membership=request.membership)
    visible = Program.objects.visible_to(request.membership)
    programs = filters.apply(visible)
    context = {
        "page": one_page(request, with_figures(programs)),
        "filters": filters,
        "totals": totals(programs),
        "counts": count_states(programs),
        "states": ProgramState,
    }
    return show_page(request, "opd/plan_programs.html", context)


@rule("opd.view_program")
@require_safe
def program(request: PlanRequest, pk: int) -> HttpResponse:
    return show_program(request, visible_program(request.membership, pk))


def show_program(
    request: PlanRequest, program: Program, refusal: Refused | None = None
) -> HttpResponse:
    context = sheet_context(request, program)
    return show_page(
        request, "opd/program.html", {**context, "first_section": first_section(context)}, refusal
    )


def first_section(context: dict[str, object]) -> str:
    """Where "Ubah" leads: the first section in which something is missing."""
    wrong = {finding.section for finding in context["errors"]}  # type: ignore[attr-defined]
    return next((section for section in SECTIONS if section in wrong), "identity")


@rule("opd.submit_program")
@require_POST
def program_submit(request: PlanRequest, pk: int) -> HttpResponse:
    program = visible_program(request.membership, pk)
    return attempt(
        request,
        lambda: submit_program(program=program, actor=request.membership),
        said=_("Program diajukan. Admin Diskominfo mendapat pemberitahuan."),
        to=program.get_absolute_url(),
        show=lambda refusal: show_program(
            request, visible_program(request.membership, pk), refusal
        ),
    )


@rule("opd.delete_program")
@require_http_methods(["GET", "HEAD", "POST"])
def program_delete(request: PlanRequest, pk: int) -> HttpResponse:
    program = visible_program(request.membership, pk)
    require("opd.delete_program", request.membership, program)

    def show(refusal: Refused | None = None) -> HttpResponse:
        return show_page(request, "opd/program_delete.html", {"program": program}, refusal)

    if request.method != "POST":
        return show()
    return attempt(
        request,
        lambda: delete_program(program=program, actor=request.membership),
        said=_("Program dihapus. Anda dapat memulihkannya dari daftar di bawah."),
        to=request.plan.url("opd:program_list"),
        show=show,
    )


@rule("opd.delete_program")
@require_POST
def program_restore(request: PlanRequest, pk: int) -> HttpResponse:
    program = get_object_or_404(
        Program.objects.filter(plan=request.plan, lead_agency=request.membership.agency_id), pk=pk
    )
    return attempt(
        request,
        lambda: restore_program(program=program, actor=request.membership),
        said=_("Program dipulihkan."),
        to=program.get_absolute_url(),
        show=lambda refusal: show_program(
            request, visible_program(request.membership, pk), refusal
        ),
    )
