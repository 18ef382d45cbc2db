"""What waits for the person. A page that is read changes nothing; buttons do."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from workspace.access import PlanRequest, rule
from workspace.queries import notifications_of

ROWS_PER_PAGE = 25


@rule("workspace.view_notifications")
def notifications(request: PlanRequest) -> HttpResponse:
    mine = notifications_of(request.membership)
    page = Paginator(mine, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "workspace/notifications.html", {"page": page})


@rule("workspace.view_notifications")
@require_POST
def mark_read(request: PlanRequest) -> HttpResponse:
    """Mark those that the page showed: what came in since then has not been seen."""
    shown = [pk for pk in request.POST.getlist("shown") if pk.isdecimal() and len(pk) < 19]
    mine = notifications_of(request.membership).filter(pk__in=shown[:ROWS_PER_PAGE], read_at=None)
    mine.update(read_at=timezone.now())
    return redirect(request.plan.url("workspace:notifications"))


@rule("workspace.view_notifications")
@require_POST
def open_notification(request: PlanRequest, pk: int) -> HttpResponse:
    """Mark one as read and go where it leads, within this site."""
    notification = get_object_or_404(notifications_of(request.membership), pk=pk)
    if notification.read_at is None:
        notification.read_at = timezone.now()
        notification.save(update_fields=["read_at"])
    if url_has_allowed_host_and_scheme(notification.url, allowed_hosts=None):
        return redirect(notification.url)
    return redirect(request.plan.url("workspace:notifications"))
