"""Settings of the plan that its administrators keep."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from workspace.access import PlanRequest, rule
from workspace.actions import change_plan
from workspace.actions.plans import plan_fingerprint
from workspace.acts import Conflict, Refused
from workspace.forms import PlanForm, show_refusal


@rule("workspace.change_plan")
@require_http_methods(["GET", "POST"])
def plan_settings(request: PlanRequest) -> HttpResponse:
    plan = request.plan
    if request.method == "GET":
        initial = {
            "title": plan.title,
            "submission_deadline": plan.submission_deadline,
            "shown": plan_fingerprint(plan),
        }
        return _show(request, PlanForm(initial=initial))
    form = PlanForm(request.POST)
    if not form.is_valid():
        return _show(request, form, 422)
    try:
        change_plan(plan=plan, actor=request.membership, **form.cleaned_data)
    except Refused as refusal:
        show_refusal(form, refusal)
        return _show(request, form, 409 if isinstance(refusal, Conflict) else 422)
    messages.success(request, _("Pengaturan rencana tersimpan."))
    return redirect(plan.url("workspace:plan_settings"))


def _show(request: PlanRequest, form: PlanForm, status: int = 200) -> HttpResponse:
    return render(request, "workspace/plan_settings.html", {"form": form}, status=status)
