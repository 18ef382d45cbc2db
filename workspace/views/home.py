"""The way in: from the root to a plan, and from a plan to the first page of one's role."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from workspace.access import PlanRequest, public, rule, signed_in
from workspace.context import HOMES
from workspace.models import Membership, Role


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """The person's plan, or the list of them when there are several."""
    memberships = list(
        Membership.objects.filter(user=request.user.pk, is_active=True).select_related(
            "plan__region", "agency"
        )
    )
    if len(memberships) == 1:
        return redirect(memberships[0].plan)
    return render(request, "workspace/home.html", {"memberships": memberships})


@rule("workspace.view_plan")
def plan_home(request: PlanRequest) -> HttpResponse:
    return redirect(request.plan.url(HOMES[Role(request.membership.role)]))


@public
def health(request: HttpRequest) -> HttpResponse:
    """For the container's health check: the process answers. It asks no database on purpose."""
    return JsonResponse({"status": "ok"})
