"""Adding, changing and deleting missions, goals, objectives and the others."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rpjmd.actions import add_element, change_element, delete_element
from rpjmd.actions.elements import read_with_parents
from rpjmd.forms import ElementForm
from rpjmd.models import Element, Level, Version
from rpjmd.queries import version_elements
from rpjmd.views.saving import delete_page, region_agencies, require_version, write_page
from workspace.access import PlanRequest, rule
from workspace.fingerprints import fingerprint


@rule("rpjmd.change_rpjmd")
@require_http_methods(["GET", "POST"])
def element_add(request: PlanRequest) -> HttpResponse:
    """A new element; `?induk=CODE` chooses its parent and guesses its level."""
    version = require_version(request)
    form = build_form(request, version, None, guess(request, version))
    return write_page(
        request,
        "rpjmd/element.html",
        form,
        lambda: add_element(version=version, actor=request.membership, content=form.content()),
        lambda: saved(request, version, form.cleaned_data["code"]),
        version=version,
    )


@rule("rpjmd.change_rpjmd")
@require_http_methods(["GET", "POST"])
def element(request: PlanRequest, pk: int) -> HttpResponse:
    row = find_element(request, pk)
    content = read_with_parents(row)
    initial = {"parents": content["parents"], "base": fingerprint(content)}
    form = build_form(request, row.version, row, initial)
    return write_page(
        request,
        "rpjmd/element.html",
        form,
        lambda: change_element(
            version=row.version,
            actor=request.membership,
            element=row,
            content=form.content(),
            base=form.cleaned_data["base"],
        ),
        lambda: saved(request, row.version, form.cleaned_data["code"]),
        version=row.version,
        element=row,
        title=str(row),
    )


@rule("rpjmd.change_rpjmd")
@require_http_methods(["GET", "POST"])
def element_delete(request: PlanRequest, pk: int) -> HttpResponse:
    row = find_element(request, pk)
    return delete_page(
        request,
        row,
        lambda: delete_element(version=row.version, actor=request.membership, element=row),
        back=request.plan.url("rpjmd:element", pk=pk),
        after=row.version.get_absolute_url(),
        indicators=row.indicators.count(),
        children=Element.objects.filter(links_up__parent=row).count(),
    )


def find_element(request: PlanRequest, pk: int) -> Element:
    rows = Element.objects.visible_to(request.membership).select_related("version", "agency")
    found: Element = get_object_or_404(rows, pk=pk)
    found.version.within(request.plan)
    return found


def build_form(
    request: PlanRequest, version: Version, row: Element | None, initial: dict[str, Any]
) -> ElementForm:
    return ElementForm(
        request.POST or None,
        instance=row or Element(version=version),
        initial=initial,
        elements=version_elements(version),
        agencies=region_agencies(request),
        years=version.years,
    )


def guess(request: PlanRequest, version: Version) -> dict[str, Any]:
    """The parent that the address names, and the level that usually stands below it."""
    code = request.GET.get("induk", "")
    # PostgreSQL fails when it is asked for a text with a null character.
    is_code = code.isprintable() and code != ""
    parent = version.elements.filter(code=code).first() if is_code else None
    if parent is None:
        return {}
    levels = list(Level)
    below = min(levels.index(Level(parent.level)) + 1, len(levels) - 1)
    return {"parents": [parent.code], "level": levels[below].value}


def saved(request: PlanRequest, version: Version, code: str) -> HttpResponse:
    messages.success(request, _("%(code)s tersimpan.") % {"code": code})
    row = version.elements.filter(code=code).first()
    anchor = f"#unsur-{row.pk}" if row else ""
    return redirect(version.get_absolute_url() + anchor)
