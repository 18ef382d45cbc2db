"""Acts on people's places in a plan. Every one leaves an administrator who can work."""

from __future__ import annotations

from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied, ValidationError
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
from workspace.fields import validate_no_control_characters
from workspace.fingerprints import compare, fingerprint
from workspace.models import Agency, Membership, Plan, Role, User


@act("workspace.change_member", locks="plan")
def add_member(
    *,
    plan: Plan,
    actor: Actor,
    email: str,
    name: str,
    role: str,
    agency: Agency | None = None,
    password: str | None,
) -> Membership:
    """Make a person with a given password a member at once: for operators and the sample plan.

    Without a password nobody can sign in until one is set by mail. A known account keeps its name
    and password. Raises Refused (field `role`, `agency`, `email`).
    """
    if isinstance(actor, Membership):
        raise PermissionDenied
    require_agency_fits(plan, role, agency)
    user = User.objects.filter(email__iexact=email).first() or User.objects.create_user(
        email, password, name=name
    )
    if user.memberships.filter(plan=plan).exists():
        raise Refused(_("Orang ini sudah menjadi anggota."), field="email")
    membership = Membership.objects.create(user=user, plan=plan, role=role, agency=agency)
    _record("workspace.add_member", membership, actor, changes={"role": ["", role]})
    return membership


@act("workspace.change_member", locks="membership")
def change_member(
    *,
    membership: Membership,
    actor: Actor,
    role: str,
    agency: Agency | None = None,
    shown: str | None = None,
) -> Membership:
    """Give a member another role or agency. `shown` is `member_fingerprint` of what was read.

    Raises Refused (field `role` or `agency`) and Conflict when the place changed in between.
    """
    lock_people(membership.plan)
    require_present(actor)
    before = member_content(membership)
    if shown is not None and shown != fingerprint(before):
        raise Conflict(changed_by(membership))
    require_agency_fits(membership.plan, role, agency)
    if role != Role.ADMIN:
        _require_not_own(
            membership, actor, _("Anda tidak dapat mencabut peran admin Anda sendiri.")
        )
        _require_another_admin(membership)
    membership.role, membership.agency = role, agency
    membership.save(update_fields=["role", "agency"])
    changes = compare(before, member_content(membership))
    _record("workspace.change_member", membership, actor, changes=changes)
    return membership


@act("workspace.change_member", locks="membership")
def deactivate_member(*, membership: Membership, actor: Actor, reason: str = "") -> Membership:
    """End somebody's work on the plan; what they wrote stays, their sessions end."""
    try:
        validate_no_control_characters(reason)
    except ValidationError as error:
        raise Refused(error.messages[0], field="reason") from error
    lock_people(membership.plan)
    require_present(actor)
    if not membership.is_active:
        raise Conflict(changed_by(membership))
    _require_not_own(membership, actor, _("Anda tidak dapat menonaktifkan diri Anda sendiri."))
    _require_another_admin(membership)
    return _set_active(membership, actor, False, "workspace.deactivate_member", reason)


@act("workspace.change_member", locks="membership")
def reactivate_member(*, membership: Membership, actor: Actor) -> Membership:
    lock_people(membership.plan)
    require_present(actor)
    if membership.is_active:
        raise Conflict(changed_by(membership))
    return _set_active(membership, actor, True, "workspace.reactivate_member")


def member_content(membership: Membership) -> dict[str, str]:
    """What an administrator may change about a member, as the audit trail names it."""
    return {
        "role": membership.role,
        "agency": membership.agency.short_name if membership.agency else "",
    }


def member_fingerprint(membership: Membership) -> str:
    return fingerprint(member_content(membership))


def end_sessions(user: User) -> int:
    """Sign the person out everywhere; returns how many sessions ended.

    Sessions name their person only inside their signed data, so all open ones are read. That is
    a few thousand rows at most, for an act of a few times a month.
    """
    opened = Session.objects.filter(expire_date__gt=timezone.now())
    theirs = [
        session.pk
        for session in opened.iterator(chunk_size=500)
        if session.get_decoded().get("_auth_user_id") == str(user.pk)
    ]
    Session.objects.filter(pk__in=theirs).delete()
    return len(theirs)


def _set_active(
    membership: Membership, actor: Actor, active: bool, verb: str, reason: str = ""
) -> Membership:
    membership.is_active = active
    membership.save(update_fields=["is_active"])
    if not active:
        end_sessions(membership.user)
    _record(verb, membership, actor, reason=reason, changes={"is_active": [not active, active]})
    return membership


def _require_not_own(membership: Membership, actor: Actor, sentence: str) -> None:
    if membership.role == Role.ADMIN and membership.user_id == actor.user_id:
        raise Refused(sentence, field="role")


def _require_another_admin(membership: Membership) -> None:
    if membership.role != Role.ADMIN or not membership.is_active:
        return
    others = Membership.objects.filter(
        plan=membership.plan_id, role=Role.ADMIN, is_active=True, user__is_active=True
    ).exclude(pk=membership.pk)
    if not others.exists():
        raise Refused(_("Rencana ini harus punya paling sedikit satu admin aktif."), field="role")


def _record(verb: str, membership: Membership, actor: Actor, **details: object) -> None:
    record(
        verb,
        plan=membership.plan,
        actor=actor,
        target=membership,
        agency=membership.agency,
        **details,  # type: ignore[arg-type]
    )
