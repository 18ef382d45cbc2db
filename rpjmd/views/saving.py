"""What the editing pages share: the version being edited, a form saved by an act, a question
before something is deleted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from rpjmd.forms import ContentForm
from rpjmd.models import Element, Indicator, Version
from rpjmd.queries import current_version
from workspace.access import PlanRequest
from workspace.acts import Conflict, Refused
from workspace.models import Agency


def asked_version(request: PlanRequest) -> Version | None:
    """The version that `?versi=` names, or the one in force; None before there is any."""
    asked = request.GET.get("versi", "")
    if asked:
        is_number = asked.isascii() and asked.isdigit() and len(asked) < 18
        return get_object_or_404(
            Version, plan=request.plan, pk=int(asked) if is_number else 0
        ).within(request.plan)
    version = current_version(request.plan)
    return version.within(request.plan) if version else None


def require_version(request: PlanRequest) -> Version:
    """Elements and indicators can only be edited once there is a version."""
    version = asked_version(request)
    if version is None:
        raise Http404
    return version


def region_agencies(request: PlanRequest) -> QuerySet[Agency]:
    return Agency.objects.filter(region=request.plan.region_id)


def save_form(form: ContentForm, act: Callable[[], object]) -> int:
    """Run the act when the form is valid; the status of the answer, 200 when it is saved."""
    if not form.is_valid():
        return 422
    try:
        act()
    except Refused as refused:
        form.refuse(refused)
        return 409 if isinstance(refused, Conflict) else 422
    return 200


def write_page(
    request: PlanRequest,
    template: str,
    form: ContentForm,
    act: Callable[[], object],
    after: Callable[[], HttpResponse],
    **context: Any,
) -> HttpResponse:
    """A form on its page: shown, saved by the act and left, or shown again with what is wrong."""
    status = 200
    if request.method == "POST":
        status = save_form(form, act)
        if status == 200:
            return after()
    return render(request, template, {**context, "form": form}, status=status)


def delete_page(
    request: PlanRequest,
    row: Element | Indicator | Version,
    act: Callable[[], object],
    *,
    back: str,
    after: str,
    **context: Any,
) -> HttpResponse:
    """Ask first, saying what goes with it; then delete it or say why not."""
    name = str(row)
    context |= {"row": row, "back": back}
    status = 200
    if request.method == "POST":
        try:
            act()
        except Refused as refused:
            context["refusal"] = refused.message
            status = 409 if isinstance(refused, Conflict) else 422
        else:
            messages.success(request, _("%(name)s dihapus.") % {"name": name})
            return redirect(after)
    return render(request, "rpjmd/delete.html", context, status=status)
