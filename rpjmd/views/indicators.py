"""Adding, changing and deleting indicators with their targets."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rpjmd.actions import add_indicator, change_indicator, delete_indicator
from rpjmd.content import read_indicator
from rpjmd.forms import IndicatorForm
from rpjmd.models import Indicator, Version
from rpjmd.queries import version_elements, version_indicators
from rpjmd.views.elements import saved
from rpjmd.views.saving import region_agencies, require_version, save_form
from workspace.access import PlanRequest, rule
from workspace.acts import Conflict, Refused
from workspace.fingerprints import fingerprint


@rule("rpjmd.change_rpjmd")
@require_http_methods(["GET", "POST"])
def indicator_add(request: PlanRequest) -> HttpResponse:
    """A new indicator; `?unsur=CODE` chooses what it measures."""
    version = require_version(request)
    form = build_form(request, version, None, {"element": request.GET.get("unsur", "")})
    status = 200
    if request.method == "POST":
        status = save_form(
            form,
            lambda: add_indicator(
                version=version, actor=request.membership, content=form.content()
            ),
        )
        if status == 200:
            return saved(request, form.cleaned_data["element"])
    context = {"form": form, "version": version}
    return render(request, "rpjmd/indicator.html", context, status=status)


@rule("rpjmd.change_rpjmd")
@require_http_methods(["GET", "POST"])
def indicator(request: PlanRequest, pk: int) -> HttpResponse:
    version = require_version(request)
    row = find_indicator(request, version, pk)
    title = str(row)
    content = read_indicator(row)
    initial = {
        "element": content["element"],
        "base": fingerprint(content),
        **{f"target_{year}": text for year, text in content["targets"].items()},
    }
    form = build_form(request, version, row, initial)
    status = 200
    if request.method == "POST":
        status = save_form(
            form,
            lambda: change_indicator(
                version=version,
                actor=request.membership,
                indicator=row,
                content=form.content(),
                base=form.cleaned_data["base"],
            ),
        )
        if status == 200:
            return saved(request, form.cleaned_data["element"])
    context = {"form": form, "version": version, "indicator": row, "title": title}
    return render(request, "rpjmd/indicator.html", context, status=status)


@rule("rpjmd.change_rpjmd")
@require_http_methods(["GET", "POST"])
def indicator_delete(request: PlanRequest, pk: int) -> HttpResponse:
    version = require_version(request)
    row = find_indicator(request, version, pk)
    context: dict[str, Any] = {"row": row, "back": request.plan.url("rpjmd:indicator", pk=pk)}
    status = 200
    if request.method == "POST":
        try:
            delete_indicator(version=version, actor=request.membership, indicator=row)
        except Refused as refused:
            context["refusal"] = refused.message
            status = 409 if isinstance(refused, Conflict) else 422
        else:
            messages.success(request, _("%(name)s dihapus.") % {"name": row})
            return redirect(request.plan.url("rpjmd:rpjmd"))
    return render(request, "rpjmd/delete.html", context, status=status)


def find_indicator(request: PlanRequest, version: Version, pk: int) -> Indicator:
    visible = Indicator.objects.visible_to(request.membership).values("pk")
    return get_object_or_404(version_indicators(version).filter(pk__in=visible), pk=pk)


def build_form(
    request: PlanRequest, version: Version, row: Indicator | None, initial: dict[str, Any]
) -> IndicatorForm:
    return IndicatorForm(
        request.POST or None,
        instance=row or Indicator(version=version),
        initial=initial,
        elements=version_elements(version),
        agencies=region_agencies(request),
        years=version.years,
    )
