"""The program editor: a new program, and one page for each section.

A section is posted in two ways to one address: by its buttons, answered with a page, and by the
autosave script (`X-Autosave: 1`), answered with JSON. Both take the same way to `change_program`.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from opd.actions import create_program
from opd.actions.programs import require_editable
from opd.forms import CreateForm
from opd.forms.rows import MOST_ROWS
from opd.models import Program
from opd.queries.programs import visible_program
from opd.views.editor_page import EditorPage
from workspace.access import PlanRequest, is_allowed, rule
from workspace.acts import Conflict, Refused
from workspace.templatetags.indonesian import clock


@rule("opd.create_program")
@require_http_methods(["GET", "HEAD", "POST"])
def program_create(request: PlanRequest) -> HttpResponse:
    form = CreateForm(request.POST or None, plan=request.plan)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(first_section(create(request, form)))
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    status = 422 if form.errors else 200
    return render(request, "opd/editor/create.html", {"form": form}, status=status)


def create(request: PlanRequest, form: CreateForm) -> Program:
    agency = request.membership.agency
    if agency is None:
        raise Refused(_("Hanya staf OPD yang dapat menambah program."))
    return create_program(
        plan=request.plan,
        actor=request.membership,
        agency=agency,
        sub_dimension=form.chosen,
        name=form.cleaned_data["name"],
    )


def first_section(program: Program) -> str:
    return program.plan.url("opd:section", pk=program.pk, section="identity")


@rule("opd.view_program")
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: PlanRequest, pk: int, section: str) -> HttpResponse:
    """Supporting agencies and everybody after submission read the sheet instead."""
    program = visible_program(request.membership, pk)
    if request.method == "POST":
        return save_section(request, program, section)
    if not program.is_editable or not is_allowed("opd.change_program", request.membership, program):
        return redirect(program)
    if section == "quick_win" and not program.is_quick_win:
        messages.info(request, _("Tandai dulu program ini sebagai quick win."))
        return redirect(first_section(program))
    return show(request, EditorPage(program, section))


def save_section(request: PlanRequest, program: Program, section: str) -> HttpResponse:
    is_autosave = request.headers.get("X-Autosave") == "1"
    if not is_allowed("opd.change_program", request.membership, program):
        return forbid(program, is_autosave)
    page = EditorPage(program, section, data=request.POST)
    if "add" in request.POST and not is_autosave:
        return add_row(request, program, section)
    try:
        require_editable(program)
        if not page.form.is_valid():
            raise Refused(_("Ada isian yang perlu diperbaiki."), field="")
        saved = page.save(request.membership)
    except Refused as refusal:
        return tell_refusal(request, page, refusal, is_autosave)
    if is_autosave:
        return JsonResponse(describe_save(request, page, saved))
    messages.success(request, _("Tersimpan pukul %(time)s.") % {"time": clock(timezone.now())})
    return redirect(next_address(request, EditorPage(saved, section)))


def forbid(program: Program, is_autosave: bool) -> HttpResponse:
    """403; as JSON the script can tell it from an ended session, which is a page."""
    if not is_autosave:
        raise PermissionDenied("opd.change_program")
    message = _("Hanya %(agency)s yang mengubah program ini.") % {"agency": program.lead_agency}
    return JsonResponse({"saved": False, "message": message}, status=403)


def add_row(request: PlanRequest, program: Program, section: str) -> HttpResponse:
    """The same page with one more row and everything typed kept; nothing is stored.

    The row is empty, or holds what a suggestion's button says: "alignments.rpjmd_indicator=IKU-01".
    """
    data = request.POST.copy()
    rows, _dot, given = str(data["add"]).partition(".")
    field, _equals, value = given.partition("=")
    if (count := str(data.get(f"{rows}-TOTAL_FORMS", ""))).isdecimal():
        places = range(min(int(count), MOST_ROWS))
        empty = [place for place in places if not data.get(f"{rows}-{place}-{field}", "").strip()]
        if not field or not empty:
            data[f"{rows}-TOTAL_FORMS"] = str(int(count) + 1)
        if field:
            data[f"{rows}-{empty[0] if empty else int(count)}-{field}"] = value
    page = EditorPage(program, section, data=data)
    page.form.silence()
    return show(request, page)


def tell_refusal(
    request: PlanRequest, page: EditorPage, refusal: Refused, is_autosave: bool
) -> HttpResponse:
    """409 for a conflict, 422 for everything else, with what was typed still in its place."""
    is_conflict = isinstance(refusal, Conflict)
    if not is_conflict and refusal.field != "":
        page.form.refuse(refusal.message, refusal.field)
    status = 409 if is_conflict else 422
    if is_autosave:
        problems = [] if is_conflict else page.form.problems()
        answer = {
            "saved": False,
            "message": refusal.message,
            "errors": [{"place": one.place, "message": one.message} for one in problems],
            "overwrite": page.newest if is_conflict and page.program.is_editable else "",
        }
        return JsonResponse(answer, status=status)
    return show(request, page, conflict=refusal.message if is_conflict else "", status=status)


def describe_save(request: PlanRequest, sent: EditorPage, program: Program) -> dict[str, Any]:
    """What the script needs to go on: the new fingerprint, ids of new rows, ticks, findings."""
    stored = EditorPage(program, sent.section)
    context = {**stored.context(), "form": sent.form}
    return {
        "saved": True,
        "at": clock(timezone.now()),
        "base": stored.newest,
        "ids": sent.form.row_ids(stored.stored),
        "errors": [],
        "readings": sent.form.readings(),
        "spellings": sent.form.spellings(),
        "findings_html": render_to_string("opd/editor/_findings.html", context, request),
        "sections_html": render_to_string("opd/editor/_sections.html", context, request),
    }


def next_address(request: PlanRequest, page: EditorPage) -> str:
    if "next" not in request.POST:
        return page.program.plan.url("opd:section", pk=page.program.pk, section=page.section)
    return page.following.url if page.following else page.program.get_absolute_url()


def show(
    request: PlanRequest, page: EditorPage, *, conflict: str = "", status: int = 200
) -> HttpResponse:
    context = {**page.context(), "conflict": conflict, "problems": page.form.problems()}
    return render(request, "opd/editor/section.html", context, status=status)
