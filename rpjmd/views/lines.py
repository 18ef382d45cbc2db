"""The line of values of an indicator: read by every member, kept by the steward."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rpjmd.actions import add_succession, add_value, delete_succession, delete_value, use_value
from rpjmd.forms import LineForm, SuccessionForm, ValueForm
from rpjmd.lines import read_line
from rpjmd.models import Indicator, ObservedValue, Succession
from rpjmd.views.indicators import find_indicator
from rpjmd.views.saving import save_form
from workspace.access import PlanRequest, is_allowed, rule
from workspace.acts import Conflict, Refused


@rule("rpjmd.view_rpjmd")
@require_safe
def line(request: PlanRequest, pk: int) -> HttpResponse:
    return show_line(request, find_indicator(request, pk))


@rule("rpjmd.change_rpjmd")
@require_POST
def value_add(request: PlanRequest, pk: int) -> HttpResponse:
    row = find_indicator(request, pk)
    form = ValueForm(request.POST, code=row.code)
    return write(
        request,
        row,
        form,
        lambda: add_value(plan=request.plan, actor=request.membership, content=form.content()),
        value_form=form,
    )


@rule("rpjmd.change_rpjmd")
@require_POST
def succession_add(request: PlanRequest, pk: int) -> HttpResponse:
    row = find_indicator(request, pk)
    form = SuccessionForm(request.POST, code=row.code)
    return write(
        request,
        row,
        form,
        lambda: add_succession(plan=request.plan, actor=request.membership, content=form.content()),
        succession_form=form,
    )


@rule("rpjmd.change_rpjmd")
@require_POST
def value_use(request: PlanRequest, pk: int) -> HttpResponse:
    value = find_value(request, pk)
    reason = request.POST.get("reason", "")
    return attempt(
        request,
        value.code,
        lambda: use_value(plan=request.plan, actor=request.membership, value=value, reason=reason),
        choosing=value.pk,
        typed=reason,
    )


@rule("rpjmd.change_rpjmd")
@require_POST
def value_delete(request: PlanRequest, pk: int) -> HttpResponse:
    value = find_value(request, pk)
    return attempt(
        request,
        value.code,
        lambda: delete_value(plan=request.plan, actor=request.membership, value=value),
    )


@rule("rpjmd.change_rpjmd")
@require_POST
def succession_delete(request: PlanRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Succession.objects.visible_to(request.membership), pk=pk)
    return attempt(
        request,
        found.new_code,
        lambda: delete_succession(plan=request.plan, actor=request.membership, succession=found),
    )


def find_value(request: PlanRequest, pk: int) -> ObservedValue:
    found: ObservedValue = get_object_or_404(
        ObservedValue.objects.visible_to(request.membership), pk=pk
    )
    return found


def write(
    request: PlanRequest,
    row: Indicator,
    form: LineForm,
    act: Callable[[], object],
    **forms: LineForm,
) -> HttpResponse:
    status = save_form(form, act)
    if status != 200:
        return show_line(request, row, status=status, form=form, **forms)
    messages.success(request, _("Tersimpan."))
    return redirect(request.plan.url("rpjmd:line", pk=row.pk))


def attempt(
    request: PlanRequest, code: str, act: Callable[[], object], **context: Any
) -> HttpResponse:
    """Do it and show the line again, on the page from which it was done."""
    row = page_of(request, code)
    try:
        act()
    except Refused as refusal:
        status = 409 if isinstance(refusal, Conflict) else 422
        return show_line(request, row, status=status, refusal=refusal, **context)
    messages.success(request, _("Tersimpan."))
    return redirect(request.plan.url("rpjmd:line", pk=row.pk))


def page_of(request: PlanRequest, code: str) -> Indicator:
    """The indicator on whose page the person was, or the newest one with this code."""
    sent = request.POST.get("page", "")
    if sent.isascii() and sent.isdigit() and len(sent) < 18:
        return find_indicator(request, int(sent))
    found = Indicator.objects.visible_to(request.membership).filter(code=code).order_by("-version")
    return find_indicator(request, get_object_or_404(found[:1]).pk)


def show_line(
    request: PlanRequest, row: Indicator, *, status: int = 200, **context: Any
) -> HttpResponse:
    may_change = is_allowed("rpjmd.change_rpjmd", request.membership)
    found = read_line(row, request.plan)
    shown = {
        "indicator": row,
        "version": row.version,
        "line": found,
        "may_change": may_change,
        **context,
    }
    if may_change:
        shown.setdefault("value_form", ValueForm(code=row.code))
        shown.setdefault("succession_form", SuccessionForm(code=row.code))
        shown["codes"] = row.version.indicators.exclude(pk=row.pk)
        shown["is_replaced"] = any(
            one.succession and one.succession.old_code == row.code for one in found.segments
        )
    return render(request, "rpjmd/line.html", shown, status=status)
