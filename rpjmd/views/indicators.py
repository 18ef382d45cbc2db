"""Adding, changing and deleting indicators with their targets."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from rpjmd.actions import add_indicator, change_indicator, delete_indicator
from rpjmd.content import read_indicator
from rpjmd.forms import IndicatorForm
from rpjmd.models import Indicator, Version
from rpjmd.queries import version_elements
from rpjmd.views.elements import saved
from rpjmd.views.saving import delete_page, region_agencies, require_version, write_page
from workspace.access import PlanRequest, rule
from workspace.fingerprints import fingerprint


@rule("rpjmd.change_rpjmd")
@require_http_methods(["GET", "POST"])
def indicator_add(request: PlanRequest) -> HttpResponse:
    """A new indicator; `?unsur=CODE` chooses what it measures."""
    version = require_version(request)
    form = build_form(request, version, None, {"element": request.GET.get("unsur", "")})
    return write_page(
        request,
        "rpjmd/indicator.html",
        form,
        lambda: add_indicator(version=version, actor=request.membership, content=form.content()),
        lambda: saved(request, version, form.cleaned_data["element"]),
        version=version,
    )


@rule("rpjmd.change_rpjmd")
@require_http_methods(["GET", "POST"])
def indicator(request: PlanRequest, pk: int) -> HttpResponse:
    row = find_indicator(request, pk)
    content = read_indicator(row)
    initial = {
        "element": content["element"],
        "base": fingerprint(content),
        **{f"target_{year}": text for year, text in content["targets"].items()},
    }
    form = build_form(request, row.version, row, initial)
    return write_page(
        request,
        "rpjmd/indicator.html",
        form,
        lambda: change_indicator(
            version=row.version,
            actor=request.membership,
            indicator=row,
            content=form.content(),
            base=form.cleaned_data["base"],
        ),
        lambda: saved(request, row.version, form.cleaned_data["element"]),
        version=row.version,
        indicator=row,
        title=str(row),
    )


@rule("rpjmd.change_rpjmd")
@require_http_methods(["GET", "POST"])
def indicator_delete(request: PlanRequest, pk: int) -> HttpResponse:
    row = find_indicator(request, pk)
    return delete_page(
        request,
        row,
        lambda: delete_indicator(version=row.version, actor=request.membership, indicator=row),
        back=request.plan.url("rpjmd:indicator", pk=pk),
        after=row.version.get_absolute_url(),
    )


def find_indicator(request: PlanRequest, pk: int) -> Indicator:
    rows = Indicator.objects.visible_to(request.membership)
    found: Indicator = get_object_or_404(
        rows.select_related("version", "agency", "element").prefetch_related("targets"), pk=pk
    )
    found.version.within(request.plan)
    return found


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
