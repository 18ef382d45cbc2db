"""The document: ask for it, watch its progress, download it, see earlier ones."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from masterplan import turns
from masterplan.actions import request_export, retry_export
from masterplan.models import Export, ExportState
from masterplan.queries import export_progress
from masterplan.tasks import hand_over
from opd.models import Program, ProgramState
from workspace.access import PlanRequest, is_allowed, rule
from workspace.acts import Refused
from workspace.checks import run_checks

ROWS_PER_PAGE = 10


@rule("masterplan.view_exports")
@require_GET
def document(request: PlanRequest) -> HttpResponse:
    exports = Export.objects.visible_to(request.membership).select_related("requested_by")
    page = Paginator(exports, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    for export in page:
        attach_progress(export)
    return render(
        request,
        "masterplan/document.html",
        {"page": page, **request_context(request)},
    )


def request_context(request: PlanRequest) -> dict[str, Any]:
    """What somebody who may ask for the document needs to know before asking."""
    if not is_allowed("masterplan.request_export", request.membership):
        return {"may_request": False}
    approved = Program.objects.of_plan(request.plan).filter(state=ProgramState.APPROVED)
    return {
        "may_request": True,
        "approved": approved.count(),
        "findings": run_checks("plan", request.plan),
    }


@rule("masterplan.request_export")
@require_POST
def export_request(request: PlanRequest) -> HttpResponse:
    request_export(
        plan=request.plan,
        actor=request.membership,
        is_draft=request.POST.get("is_draft") == "on",
    )
    return redirect(request.plan.url("masterplan:document"))


@rule("masterplan.request_export")
@require_POST
def export_retry(request: PlanRequest, pk: int) -> HttpResponse:
    try:
        retry_export(export=find_export(request, pk), actor=request.membership)
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect(request.plan.url("masterplan:document"))


@rule("masterplan.request_export")
@require_GET
def export_state(request: PlanRequest, pk: int) -> HttpResponse:
    """One export's card, asked for every second while it is being made."""
    export = find_export(request, pk)
    if export.state == ExportState.WAITING and export.handed_over_at is None:
        hand_over(export)
    attach_progress(export)
    return render(request, "masterplan/export.html", {"export": export, "may_request": True})


@rule("masterplan.view_exports")
@require_GET
def export_download(request: PlanRequest, pk: int) -> HttpResponseBase:
    export = find_export(request, pk)
    if export.state != ExportState.DONE:
        raise Http404
    kind = "-draf" if export.is_draft else ""
    name = f"{slugify(request.plan.title)}-{request.plan.slug}{kind}.pdf"
    try:
        return FileResponse(export.file.open("rb"), as_attachment=True, filename=name)
    except FileNotFoundError:
        messages.error(request, _("Berkas ini tidak ada lagi. Buat dokumennya sekali lagi."))
        return redirect(request.plan.url("masterplan:document"))


def find_export(request: PlanRequest, pk: int) -> Export:
    export: Export = get_object_or_404(
        Export.objects.visible_to(request.membership).select_related("plan", "requested_by"), pk=pk
    )
    return export


def attach_progress(export: Export) -> None:
    """Progress is counted only for an export that is still being made."""
    if export.is_unfinished:
        wait = turns.wait_of(export)
        export.wait = turns.sentence_about(wait) if wait else ""  # type: ignore[attr-defined]
        export.progress = export_progress(export)  # type: ignore[attr-defined]
