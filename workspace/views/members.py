"""People of the plan: who they are, what they may do, and when they were last here."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from workspace.access import PlanRequest, rule
from workspace.actions import change_member, deactivate_member, reactivate_member
from workspace.actions.members import member_fingerprint
from workspace.acts import Conflict, Refused
from workspace.forms import MemberFilterForm, MemberForm, show_refusal
from workspace.models import Membership
from workspace.queries import members_of, open_invitations

ROWS_PER_PAGE = 25


@rule("workspace.view_members")
def member_list(request: PlanRequest) -> HttpResponse:
    filters = MemberFilterForm(request.GET)
    members = members_of(request.plan, filters.values())
    page = Paginator(members, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "page": page,
        "invited": open_invitations(request.plan).count(),
    }
    return render(request, "workspace/member_list.html", context)


@rule("workspace.change_member")
@require_http_methods(["GET", "POST"])
def change(request: PlanRequest, pk: int) -> HttpResponse:
    member = find_member(request, pk)
    if request.method == "GET":
        return show_member(request, member, _form_of(request, member))
    form = MemberForm(request.POST, plan=request.plan)
    if not form.is_valid():
        return show_member(request, member, form, 422)
    try:
        change_member(membership=member, actor=request.membership, **form.cleaned_data)
    except Refused as refusal:
        show_refusal(form, refusal)
        return show_member(request, member, form, 409 if isinstance(refusal, Conflict) else 422)
    messages.success(request, _("Perubahan untuk %(name)s tersimpan.") % {"name": member.user})
    return redirect(request.plan.url("workspace:member_list"))


@rule("workspace.change_member")
@require_POST
def deactivate(request: PlanRequest, pk: int) -> HttpResponse:
    reason = request.POST.get("reason", "").strip()[:1000]
    done = _("%(name)s dinonaktifkan. Sesi masuknya sudah diakhiri.")
    return _switch(
        request,
        pk,
        lambda member: deactivate_member(
            membership=member, actor=request.membership, reason=reason
        ),
        done,
    )


@rule("workspace.change_member")
@require_POST
def reactivate(request: PlanRequest, pk: int) -> HttpResponse:
    done = _("%(name)s aktif kembali.")
    return _switch(
        request,
        pk,
        lambda member: reactivate_member(membership=member, actor=request.membership),
        done,
    )


def find_member(request: PlanRequest, pk: int) -> Membership:
    members = Membership.objects.select_related("user", "agency", "plan")
    return get_object_or_404(members, pk=pk, plan=request.plan)


def show_member(
    request: PlanRequest, member: Membership, form: MemberForm, status: int = 200
) -> HttpResponse:
    context = {"member": member, "form": form}
    return render(request, "workspace/member.html", context, status=status)


def _form_of(request: PlanRequest, member: Membership) -> MemberForm:
    initial = {
        "role": member.role,
        "agency": member.agency_id,
        "shown": member_fingerprint(member),
    }
    return MemberForm(plan=request.plan, initial=initial)


def _switch(
    request: PlanRequest, pk: int, act: Callable[[Membership], Membership], done: str
) -> HttpResponse:
    member = find_member(request, pk)
    try:
        act(member)
    except Refused as refusal:
        form = _form_of(request, find_member(request, pk))
        context = {"member": find_member(request, pk), "form": form, "refusal": refusal.message}
        status = 409 if isinstance(refusal, Conflict) else 422
        return render(request, "workspace/member.html", context, status=status)
    messages.success(request, done % {"name": member.user})
    return redirect(request.plan.url("workspace:member_list"))
