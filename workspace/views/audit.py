"""The audit trail: who did what, when, and what it changed."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from workspace.access import PlanRequest, rule
from workspace.forms import AuditFilterForm
from workspace.queries import audit_entries, audit_rows

ROWS_PER_PAGE = 25


@rule("workspace.view_audit")
def audit(request: PlanRequest) -> HttpResponse:
    filters = AuditFilterForm(request.GET, membership=request.membership)
    entries = audit_entries(request.membership, filters.values())
    page = Paginator(entries, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    rows = audit_rows(request.membership, page)
    return render(request, "workspace/audit.html", {"filters": filters, "page": page, "rows": rows})
