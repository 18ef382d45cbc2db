"""What a version of the RPJMD changes, where links go, and the act that puts it in force."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from opd.actions import make_current
from opd.carrying import read_carrying
from opd.forms.version import HomesForm
from opd.views.pages import show_page
from rpjmd.models import Version
from rpjmd.queries import current_version, read_rpjmd
from rpjmd.version_changes import compare_versions
from workspace.access import PlanRequest, is_allowed, rule
from workspace.acts import Refused


@rule("opd.view_mapping")
@require_safe
def version_changes(request: PlanRequest, pk: int) -> HttpResponse:
    return show_changes(request, find_version(request, pk))


@rule("rpjmd.change_rpjmd")
@require_POST
def version_in_force(request: PlanRequest, pk: int) -> HttpResponse:
    version, current = find_version(request, pk), current_version(request.plan)
    if current is None or version.is_current:
        return show_changes(request, version)
    form = HomesForm(request.POST, carrying=read_carrying(current, version))
    if not form.is_valid():
        refused = Refused(_("Masih ada kaitan yang belum punya tempat. Periksa di bawah."))
        return show_changes(request, version, form, refused)
    try:
        make_current(
            plan=request.plan, actor=request.membership, version=version, choices=form.choices()
        )
    except Refused as refusal:
        return show_changes(request, version, form, refusal)
    messages.success(request, _("%(label)s sekarang berlaku.") % {"label": version.label})
    return redirect(request.plan.url("rpjmd:rpjmd"))


def find_version(request: PlanRequest, pk: int) -> Version:
    return get_object_or_404(Version, plan=request.plan, pk=pk).within(request.plan)


def show_changes(
    request: PlanRequest,
    version: Version,
    form: HomesForm | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    """Beside the version in force; what is in force itself stands beside the one before it."""
    current = current_version(request.plan)
    other = version.predecessor if version.is_current else current
    context: dict[str, Any] = {
        "version": version,
        "other": other,
        "changes": compare_versions(read_rpjmd(other), read_rpjmd(version)) if other else None,
        "may_change": is_allowed("rpjmd.change_rpjmd", request.membership),
    }
    if current is not None and not version.is_current:
        carrying = read_carrying(current.within(request.plan), version)
        context |= {"carrying": carrying, "form": form or HomesForm(carrying=carrying)}
    return show_page(request, "opd/version_changes.html", context, refusal)
