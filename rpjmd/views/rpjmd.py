"""The RPJMD's page, and its head."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rpjmd.actions import change_version, create_version
from rpjmd.checks import rpjmd_findings
from rpjmd.content import read_head
from rpjmd.forms import VersionForm
from rpjmd.models import Element, Version
from rpjmd.queries import LoadedVersion, count_renstra, load_chain, load_renstra
from rpjmd.tree import build_tree
from rpjmd.views.saving import asked_version, write_page
from workspace.access import PlanRequest, is_allowed, rule
from workspace.checks import Check, registered
from workspace.fingerprints import fingerprint

OPEN_INDICATORS = 30  # up to so many, the page opens every objective


@rule("rpjmd.view_rpjmd")
@require_GET
def rpjmd(request: PlanRequest) -> HttpResponse:
    """The version in force, or the one that `?versi=` names."""
    version = asked_version(request)
    context: dict[str, Any] = {
        "version": version,
        "may_change": is_allowed("rpjmd.change_rpjmd", request.membership),
        "may_export": is_allowed("rpjmd.export_rpjmd", request.membership),
        "may_view_mapping": is_allowed("opd.view_mapping", request.membership),
    }
    if version is not None:
        whole = load_chain(version)
        loaded = whole.without_renstra()
        context |= {
            "roots": build_tree(loaded),
            "years": version.years,
            "renstra": count_renstra(version),
            "counts": (len(loaded.elements), len(loaded.indicators)),
            "opens_all": len(loaded.indicators) <= OPEN_INDICATORS,
        }
        if context["may_change"]:
            context["findings"] = list(find_groups(request, whole))
    return render(request, "rpjmd/rpjmd.html", context)


@rule("rpjmd.view_rpjmd")
@require_GET
def renstra(request: PlanRequest, pk: int) -> HttpResponse:
    """What the Renstra holds below a program, with its money."""
    rows = Element.objects.visible_to(request.membership).select_related("version", "agency")
    program = get_object_or_404(rows, pk=pk)
    loaded = load_renstra(program)
    context = {
        "program": program,
        "version": program.version,
        "roots": build_tree(loaded),
        "years": program.version.years,
        "counts": (len(loaded.elements), len(loaded.indicators)),
        "opens_all": True,
        "money": [
            {"element": row, "amounts": [row.ceiling(year) for year in program.version.years]}
            for row in loaded.elements
            if row.ceilings
        ],
        "may_change": is_allowed("rpjmd.change_rpjmd", request.membership),
    }
    return render(request, "rpjmd/renstra.html", context)


@dataclass(frozen=True)
class FindingGroup:
    """What one check says, each sentence with the address that mends it."""

    check: Check
    sentences: list[tuple[str, str]]


def find_groups(request: PlanRequest, loaded: LoadedVersion) -> Iterator[FindingGroup]:
    """The findings by check, in the order of their severity."""
    addresses = {
        **{f"elements.{row.code}": ("rpjmd:element", row.pk) for row in loaded.elements},
        **{f"indicators.{row.code}": ("rpjmd:indicator", row.pk) for row in loaded.indicators},
    }
    checks = {check.code: check for check in registered("rpjmd")}
    groups: dict[str, FindingGroup] = {}
    for finding in rpjmd_findings(loaded.content):
        group = groups.setdefault(finding.code, FindingGroup(checks[finding.code], []))
        name, pk = addresses.get(finding.field, ("", None))
        head = f"{request.plan.url('rpjmd:version')}?versi={loaded.version.pk}"
        url = request.plan.url(name, pk=pk) if pk else head
        group.sentences.append((finding.message, url))
    return iter(groups.values())


@rule("rpjmd.change_rpjmd")
@require_http_methods(["GET", "POST"])
def version(request: PlanRequest) -> HttpResponse:
    """Write the head of the RPJMD; the first time, this makes the RPJMD."""
    found = asked_version(request)
    row = found or Version(
        plan=request.plan, start_year=request.plan.start_year, end_year=request.plan.end_year
    )
    form = VersionForm(
        request.POST or None,
        instance=row,
        initial={"base": fingerprint(read_head(found)) if found else ""},
    )

    def after() -> HttpResponse:
        messages.success(request, _("Pokok RPJMD tersimpan."))
        return redirect(row.get_absolute_url())

    return write_page(
        request,
        "rpjmd/version.html",
        form,
        lambda: write_version(request, form, found),
        after,
        version=found,
    )


def write_version(request: PlanRequest, form: VersionForm, found: Version | None) -> Version:
    if found is None:
        return create_version(plan=request.plan, actor=request.membership, content=form.content())
    return change_version(
        version=found,
        actor=request.membership,
        content=form.content(),
        base=form.cleaned_data["base"],
    )
