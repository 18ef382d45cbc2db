"""Invitations: a link is shown once, only the hash of its token is kept, it works one time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from workspace.access import Actor
from workspace.actions.presence import (
    changed_by,
    lock_people,
    require_agency_fits,
    require_present,
)
from workspace.acts import Conflict, Refused, act, record
from workspace.models import Agency, Invitation, Membership, Plan, User, hash_token
from workspace.queries import open_invitations

VALID_FOR: Final = timedelta(days=14)


class InvitationClosed(Refused):
    """The link was used, replaced, withdrawn, or is too old. Which of these is not told."""


@act("workspace.invite_member", locks="plan")
def invite_member(
    *,
    plan: Plan,
    actor: Actor,
    name: str,
    email: str,
    role: str,
    agency: Agency | None = None,
) -> tuple[Invitation, str]:
    """Invite a person; returns the invitation and its token, which nobody can read again.

    Raises Refused (field `email` or `agency`) for a member and for somebody already invited.
    """
    require_present(actor)
    require_agency_fits(plan, role, agency)
    email = email.strip().lower()
    _require_no_member(plan, email)
    if open_invitations(plan).filter(email=email).exists():
        raise Refused(
            _("Alamat ini sudah diundang. Pakai “Kirim ulang” pada daftar undangan."), field="email"
        )
    token = Invitation.new_token()
    invitation = Invitation.objects.create(
        plan=plan,
        email=email,
        name=name.strip(),
        role=role,
        agency=agency,
        token_hash=hash_token(token),
        invited_by=actor.user,
        expires_at=timezone.now() + VALID_FOR,
    )
    changes = {"role": ["", role], "name": ["", invitation.name]}
    _record("workspace.invite_member", invitation, actor, changes)
    return invitation, token


@act("workspace.invite_member", locks="invitation")
def resend_invitation(*, invitation: Invitation, actor: Actor) -> tuple[Invitation, str]:
    """A new link for fourteen days; the old one stops working."""
    if invitation.accepted_at is not None:
        raise Conflict(changed_by(invitation))
    token = Invitation.new_token()
    invitation.token_hash = hash_token(token)
    invitation.expires_at = timezone.now() + VALID_FOR
    invitation.save(update_fields=["token_hash", "expires_at"])
    _record("workspace.resend_invitation", invitation, actor)
    return invitation, token


@act("workspace.invite_member", locks="invitation")
def cancel_invitation(*, invitation: Invitation, actor: Actor) -> None:
    if invitation.accepted_at is not None:
        raise Conflict(changed_by(invitation))
    _record("workspace.cancel_invitation", invitation, actor)
    invitation.delete()


@transaction.atomic
def accept_invitation(*, token: str, user: User) -> Membership:
    """Make the signed-in person a member. Not an `@act`: the token is the permission.

    Raises InvitationClosed, and Refused for another person than the invited one.
    """
    invitation = _open_for_update(token)
    if user.email.lower() != invitation.email:
        raise Refused(_("Undangan ini untuk alamat e-mail lain."))
    return _accept(invitation, user)


@transaction.atomic
def accept_as_new_person(*, token: str, name: str, nip: str | None, password: str) -> Membership:
    """Create the person's account and make them a member, both or neither.

    Raises InvitationClosed, and Refused with a field (`nip`, `password`) for what they typed.
    """
    invitation = _open_for_update(token)
    if User.objects.filter(email__iexact=invitation.email).exists():
        raise Refused(_("Alamat e-mail ini sudah punya akun. Masuklah lebih dulu."))
    user = User(email=invitation.email, name=name.strip(), nip=nip or None)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), field="password") from error
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        raise Refused(_("NIP ini sudah dipakai akun lain."), field="nip") from error
    return _accept(invitation, user)


def _open_for_update(token: str) -> Invitation:
    """Locked until the acceptance is written: of two at once the second finds it used."""
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .filter(token_hash=hash_token(token))
        .first()
    )
    if invitation is None or not invitation.is_open(timezone.now()):
        raise InvitationClosed(_("Tautan undangan ini tidak berlaku lagi."))
    return invitation


def _accept(invitation: Invitation, user: User) -> Membership:
    lock_people(invitation.plan)
    if Membership.objects.filter(plan=invitation.plan_id, user=user).exists():
        raise Refused(_("Anda sudah menjadi anggota rencana ini."))
    membership = Membership.objects.create(
        user=user, plan=invitation.plan, role=invitation.role, agency=invitation.agency
    )
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    record(
        "workspace.accept_invitation",
        plan=invitation.plan,
        actor=membership,
        target=membership,
        agency=membership.agency,
        changes={"role": ["", membership.role]},
    )
    return membership


def _require_no_member(plan: Plan, email: str) -> None:
    member = Membership.objects.filter(plan=plan, user__email__iexact=email).first()
    if member is None:
        return
    if member.is_active:
        raise Refused(_("Orang ini sudah menjadi anggota."), field="email")
    raise Refused(
        _("Orang ini pernah menjadi anggota. Aktifkan kembali lewat daftar pengguna."),
        field="email",
    )


def _record(
    verb: str, invitation: Invitation, actor: Actor, changes: dict[str, Any] | None = None
) -> None:
    record(
        verb,
        plan=invitation.plan,
        actor=actor,
        target=invitation,
        agency=invitation.agency,
        changes=changes,
    )
