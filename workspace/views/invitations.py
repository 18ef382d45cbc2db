"""Inviting people, and the page behind an invitation's link."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from workspace.access import PlanRequest, public, rule
from workspace.actions import (
    InvitationClosed,
    accept_as_new_person,
    accept_invitation,
    cancel_invitation,
    invite_member,
    resend_invitation,
)
from workspace.acts import Conflict, Refused
from workspace.forms import AcceptanceForm, InvitationForm, show_refusal
from workspace.invitation_mail import send_invitation
from workspace.models import Invitation, Membership, User
from workspace.queries import open_invitation, open_invitations

ROWS_PER_PAGE = 25
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@rule("workspace.invite_member")
def invitation_list(request: PlanRequest) -> HttpResponse:
    invitations = open_invitations(request.plan)
    page = Paginator(invitations, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "now": timezone.now()}
    return render(request, "workspace/invitation_list.html", context)


@rule("workspace.invite_member")
@never_cache
@require_http_methods(["GET", "POST"])
def invite(request: PlanRequest) -> HttpResponse:
    """The form; after it the link, in the answer itself: it is stored nowhere, not in a session."""
    form = InvitationForm(request.POST if request.method == "POST" else None, plan=request.plan)
    if request.method == "POST" and form.is_valid():
        try:
            invitation, token = invite_member(
                plan=request.plan, actor=request.membership, **form.cleaned_data
            )
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            return _show_link(request, invitation, token)
    status = 422 if form.errors else 200
    return render(request, "workspace/invite.html", {"form": form}, status=status)


@rule("workspace.invite_member")
@never_cache
@require_POST
def resend(request: PlanRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation, pk=pk, plan=request.plan)
    try:
        invitation, token = resend_invitation(invitation=invitation, actor=request.membership)
    except Conflict as conflict:
        return _show_conflict(request, conflict)
    return _show_link(request, invitation, token)


@rule("workspace.invite_member")
@require_POST
def cancel(request: PlanRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation, pk=pk, plan=request.plan)
    try:
        cancel_invitation(invitation=invitation, actor=request.membership)
    except Conflict as conflict:
        return _show_conflict(request, conflict)
    messages.success(
        request, _("Undangan untuk %(email)s dibatalkan.") % {"email": invitation.email}
    )
    return redirect(request.plan.url("workspace:invitation_list"))


@public
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """What the link opens depends on who stands before it: nobody yet, the invited, another."""
    invitation = open_invitation(token)
    if invitation is None:
        return _show_closed(request)
    context = {"invitation": invitation}
    if isinstance(request.user, User):
        if request.user.email.lower() != invitation.email:
            return render(request, "workspace/invitation_other.html", context)
        return _accept_signed_in(request, token, invitation)
    if User.objects.filter(email__iexact=invitation.email).exists():
        return render(request, "workspace/invitation_sign_in.html", context)
    return _accept_new(request, token, invitation)


def _accept_signed_in(request: HttpRequest, token: str, invitation: Invitation) -> HttpResponse:
    refusal = ""
    if request.method == "POST" and isinstance(request.user, User):
        try:
            return _enter(request, accept_invitation(token=token, user=request.user))
        except InvitationClosed:
            return _show_closed(request)
        except Refused as refused:
            refusal = refused.message
    context = {"invitation": invitation, "refusal": refusal}
    status = 422 if refusal else 200
    return render(request, "workspace/invitation_confirm.html", context, status=status)


def _accept_new(request: HttpRequest, token: str, invitation: Invitation) -> HttpResponse:
    form = AcceptanceForm(
        request.POST if request.method == "POST" else None, initial={"name": invitation.name}
    )
    if request.method == "POST" and form.is_valid():
        typed = {name: form.cleaned_data[name] for name in ("name", "nip", "password")}
        try:
            membership = accept_as_new_person(token=token, **typed)
        except InvitationClosed:
            return _show_closed(request)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            login(request, membership.user, backend=BACKEND)
            return _enter(request, membership)
    context = {"invitation": invitation, "form": form}
    status = 422 if form.errors else 200
    return render(request, "workspace/invitation_new.html", context, status=status)


def _enter(request: HttpRequest, membership: Membership) -> HttpResponse:
    messages.success(request, _("Selamat datang, %(name)s.") % {"name": membership.user})
    return redirect(membership.plan)


def _show_closed(request: HttpRequest) -> HttpResponse:
    return render(request, "workspace/invitation_closed.html", status=410)


def _show_link(request: PlanRequest, invitation: Invitation, token: str) -> HttpResponse:
    address = reverse("workspace:accept_invitation", kwargs={"token": token})
    link = request.build_absolute_uri(address)
    context = {"invitation": invitation, "link": link, "sent": send_invitation(invitation, link)}
    return render(request, "workspace/invitation_link.html", context)


def _show_conflict(request: PlanRequest, conflict: Conflict) -> HttpResponse:
    page = Paginator(open_invitations(request.plan), ROWS_PER_PAGE).get_page(1)
    context = {"page": page, "now": timezone.now(), "refusal": conflict.message}
    return render(request, "workspace/invitation_list.html", context, status=409)
