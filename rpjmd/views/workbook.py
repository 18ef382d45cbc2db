"""Loading the RPJMD from a workbook in two steps, and downloading it as one.

Between the preview and the confirmation the content travels in the page itself, signed for this
person and this plan: nothing is kept on the server, and going back and forth loses nothing.
"""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rpjmd.actions import import_rpjmd
from rpjmd.actions.refusals import linked_programs, linked_sentence
from rpjmd.comparison import compare_content
from rpjmd.content import RpjmdContent
from rpjmd.forms import WorkbookForm
from rpjmd.importing import (
    Reading,
    Unreadable,
    check_workbook,
    rpjmd_workbook,
    template_workbook,
)
from rpjmd.importing.workbook import FAULTS, LARGEST_FILE
from rpjmd.models import Indicator
from rpjmd.queries import current_version, read_rpjmd
from rpjmd.views.saving import region_agencies, require_version
from workspace.access import PlanRequest, rule
from workspace.acts import Conflict, Refused
from workspace.fingerprints import fingerprint

KEPT: Final = 12 * 3600  # seconds in which a preview can be confirmed
MOST_PROBLEMS: Final = 200  # shown at once
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@rule("rpjmd.import_rpjmd")
@require_http_methods(["GET", "POST"])
def workbook(request: PlanRequest) -> HttpResponse:
    """Upload a workbook; the answer is its problems, or a preview to confirm."""
    if request.method != "POST":
        return show_upload(request, WorkbookForm())
    form = WorkbookForm(request.POST, request.FILES)
    reading = read_upload(request, form)
    if reading is None:
        return show_upload(request, form, status=422)
    if reading.problems:
        context = {"problems": reading.problems[:MOST_PROBLEMS], "total": len(reading.problems)}
        return show_upload(request, form, status=422, **context)
    return show_preview(request, reading.content, ignored=reading.ignored)


@rule("rpjmd.import_rpjmd")
@require_POST
def workbook_confirm(request: PlanRequest) -> HttpResponse:
    """Load what the preview showed, all or none."""
    try:
        kept = signing.loads(request.POST.get("kept", ""), salt=salt(request), max_age=KEPT)
    except signing.BadSignature:
        form = WorkbookForm()
        return show_upload(
            request, form, status=422, refusal=_("Pratinjau ini sudah tidak berlaku. Unggah lagi.")
        )
    try:
        import_rpjmd(
            plan=request.plan,
            actor=request.membership,
            content=kept["content"],
            base=kept["base"],
        )
    except Refused as refused:
        status = 409 if isinstance(refused, Conflict) else 422
        return show_preview(request, kept["content"], refusal=refused.message, status=status)
    messages.success(request, _("RPJMD dimuat dari buku kerja."))
    return redirect(request.plan.url("rpjmd:rpjmd"))


@rule("rpjmd.import_rpjmd")
@require_GET
def workbook_template(request: PlanRequest) -> HttpResponse:
    """An empty workbook to fill in, for the years of the current RPJMD or of the plan."""
    version = current_version(request.plan)
    years = version.years if version else request.plan.years
    data = template_workbook(years, region_agencies(request))
    return download(data, f"templat-rpjmd-{request.plan.region.slug}")


@rule("rpjmd.export_rpjmd")
@require_GET
def workbook_download(request: PlanRequest) -> HttpResponse:
    """The current RPJMD in the layout that can be loaded again."""
    version = require_version(request)
    data = rpjmd_workbook(read_rpjmd(version))
    return download(data, slugify(f"rpjmd-{request.plan.region.slug}-{version.label}"))


def read_upload(request: PlanRequest, form: WorkbookForm) -> Reading | None:
    """The reading of the posted file, or None with the sentence on the form."""
    if not form.is_valid():
        return None
    file = form.cleaned_data["file"]
    try:
        if file.size > LARGEST_FILE:
            raise Unreadable(FAULTS["too_heavy"])
        return check_workbook(file.read(), request.plan)
    except Unreadable as unreadable:
        form.add_error("file", str(unreadable))
        return None


def show_upload(
    request: PlanRequest, form: WorkbookForm, *, status: int = 200, **context: Any
) -> HttpResponse:
    context |= {"form": form, "version": current_version(request.plan)}
    return render(request, "rpjmd/workbook.html", context, status=status)


def show_preview(
    request: PlanRequest,
    content: RpjmdContent,
    *,
    status: int = 200,
    refusal: str = "",
    ignored: list[str] | None = None,
) -> HttpResponse:
    """What loading would change, with the signed content to confirm it."""
    version = current_version(request.plan)
    before = read_rpjmd(version) if version else None
    kept = {"content": content, "base": fingerprint(before or {})}
    codes = {row["code"] for row in content["indicators"]}
    gone = Indicator.objects.filter(version=version) if version else Indicator.objects.none()
    held = linked_programs(gone.exclude(code__in=codes))
    context = {
        "content": content,
        "version": version,
        "differences": compare_content(before, content),
        "is_same": before == content,
        "kept": signing.dumps(kept, salt=salt(request), compress=True),
        "refusal": refusal or (linked_sentence(held) if held else ""),
        "is_blocked": bool(held),
        "ignored": ignored or [],
    }
    return render(request, "rpjmd/workbook_preview.html", context, status=status)


def salt(request: PlanRequest) -> str:
    return f"rpjmd.import.{request.plan.pk}.{request.user.pk}"


def download(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response
