"""The versions of an RPJMD: which there are, and a new one beside the one in force."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rpjmd.actions import add_version, delete_version
from rpjmd.forms import VersionForm
from rpjmd.models import Version
from rpjmd.queries import counted_versions, read_rpjmd
from rpjmd.views.saving import delete_page, require_version, write_page
from workspace.access import PlanRequest, is_allowed, rule
from workspace.models import Plan


@rule("rpjmd.view_rpjmd")
@require_GET
def version_list(request: PlanRequest) -> HttpResponse:
    versions = [row.within(request.plan) for row in counted_versions(request.plan)]
    context = {
        "versions": versions,
        "may_change": is_allowed("rpjmd.change_rpjmd", request.membership),
        "may_view_mapping": is_allowed("opd.view_mapping", request.membership),
    }
    return render(request, "rpjmd/version_list.html", context)


@rule("rpjmd.change_rpjmd")
@require_http_methods(["GET", "POST"])
def version_add(request: PlanRequest) -> HttpResponse:
    """A copy of the version in force, or of the one that `?versi=` names, under another label."""
    source = require_version(request)
    label = free_label(request.plan)
    form = VersionForm(
        request.POST or None,
        instance=Version(plan=request.plan),
        initial={
            "name": source.name,
            "label": label,
            "start_year": source.start_year,
            "end_year": source.end_year,
            "vision": source.vision,
            "regulation": "",
            "remark": "",
        },
    )
    made: list[Version] = []

    def add() -> None:
        content: Any = {**read_rpjmd(source), **form.content()}
        made.append(add_version(plan=request.plan, actor=request.membership, content=content))

    def after() -> HttpResponse:
        text = _("%(label)s disiapkan. Ubah isinya, lalu berlakukan bila sudah ditetapkan.")
        messages.success(request, text % {"label": made[0].label})
        return redirect(made[0].get_absolute_url())

    return write_page(request, "rpjmd/version_add.html", form, add, after, source=source)


@rule("rpjmd.change_rpjmd")
@require_http_methods(["GET", "POST"])
def version_delete(request: PlanRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Version, plan=request.plan, pk=pk).within(request.plan)
    return delete_page(
        request,
        row,
        lambda: delete_version(version=row, actor=request.membership),
        back=row.get_absolute_url(),
        after=request.plan.url("rpjmd:version_list"),
        indicators=row.indicators.count(),
    )


def free_label(plan: Plan) -> str:
    """The next of the usual names that no version has yet."""
    taken = set(Version.objects.filter(plan=plan).values_list("label", flat=True))
    usual = (f"Perubahan {number}" for number in ("I", "II", "III", "IV", "V"))
    return next((label for label in usual if label not in taken), "")
