"""Scoped reads of people, invitations, notifications and the audit trail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from workspace.fingerprints import canonical_json
from workspace.models import (
    Agency,
    AuditEntry,
    Invitation,
    Membership,
    Notification,
    Plan,
    Role,
    User,
    hash_token,
)
from workspace.verbs import find_addresses, verb_label


def members_of(plan: Plan, filters: Mapping[str, Any]) -> QuerySet[Membership]:
    """The plan's members; `filters` holds `q` (name, e-mail, NIP, agency), `role`, `status`."""
    members = Membership.objects.filter(plan=plan).select_related("user", "agency")
    if filters.get("q"):
        members = members.filter(_names(filters["q"]))
    if filters.get("role"):
        members = members.filter(role=filters["role"])
    if filters.get("status"):
        members = members.filter(is_active=filters["status"] == "active")
    return members.order_by("-is_active", "user__name", "pk")


def _names(text: str) -> Q:
    return (
        Q(user__name__icontains=text)
        | Q(user__email__icontains=text)
        | Q(user__nip__startswith=text)
        | Q(agency__name__icontains=text)
        | Q(agency__short_name__icontains=text)
    )


def open_invitation(token: str) -> Invitation | None:
    """The invitation behind a link, if it still opens."""
    invitation = (
        Invitation.objects.select_related("plan__region", "agency")
        .filter(token_hash=hash_token(token))
        .first()
    )
    return invitation if invitation and invitation.is_open(timezone.now()) else None


def open_invitations(plan: Plan) -> QuerySet[Invitation]:
    """Invitations that nobody has accepted, expired ones too: they can be sent again."""
    return Invitation.objects.filter(plan=plan, accepted_at=None).select_related("agency")


def notifications_of(membership: Membership) -> QuerySet[Notification]:
    """The person's own notifications in this plan, newest first."""
    return Notification.objects.filter(user=membership.user_id, plan=membership.plan_id)


@dataclass(frozen=True)
class Change:
    """A value before and after, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class AuditRow:
    """An entry of the trail as a page shows it; `url` is empty when the target is out of sight."""

    entry: AuditEntry
    label: str
    url: str
    changes: list[Change]


def audit_entries(membership: Membership, filters: Mapping[str, Any]) -> QuerySet[AuditEntry]:
    """What the member may read; `filters`: `person`, `verb`, `agency`, `since`, `until`, `q`.

    Days are those of the region's time zone, which the request has activated.
    """
    entries = AuditEntry.objects.visible_to(membership).select_related("actor", "agency")
    exact = {"actor": "person", "verb": "verb", "agency": "agency"}
    for field, name in exact.items():
        if filters.get(name):
            entries = entries.filter(**{field: filters[name]})
    if filters.get("since"):
        entries = entries.filter(at__gte=_local(filters["since"], time.min))
    if filters.get("until"):
        entries = entries.filter(at__lte=_local(filters["until"], time.max))
    if filters.get("q"):
        entries = entries.filter(target_name__icontains=filters["q"])
    return entries


def audit_rows(membership: Membership, entries: Iterable[AuditEntry]) -> list[AuditRow]:
    entries = list(entries)
    addresses = find_addresses(
        membership, {(entry.target_type, entry.target_id) for entry in entries}
    )
    return [
        AuditRow(
            entry,
            verb_label(entry.verb),
            addresses.get((entry.target_type, entry.target_id), ""),
            [
                _change(entry.target_type, path, *pair)
                for path, pair in sorted(entry.changes.items())
            ],
        )
        for entry in entries
    ]


def people_of(membership: Membership) -> QuerySet[User]:
    """Whom the member may meet in the trail: administrators everybody, past members too; staff
    their own agency and the administrators who act on it.
    """
    members = Membership.objects.filter(plan=membership.plan_id)
    if membership.role != Role.ADMIN:
        members = members.filter(Q(role=Role.ADMIN) | Q(agency=membership.agency_id))
    return User.objects.filter(pk__in=members.values("user")).order_by("name", "email")


def agencies_of(plan: Plan) -> QuerySet[Agency]:
    return Agency.objects.filter(region=plan.region_id)


def _local(day: Any, moment: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, moment))


def _change(target_type: str, path: str, before: Any, after: Any) -> Change:
    name = path.rsplit(".", 1)[-1]
    try:
        field = apps.get_model(target_type)._meta.get_field(name)
    except (FieldDoesNotExist, LookupError):
        return Change(path, _words(before, {}), _words(after, {}))
    label = str(getattr(field, "verbose_name", path))
    choices = dict(getattr(field, "flatchoices", None) or [])
    return Change(label, _words(before, choices), _words(after, choices))


def _words(value: Any, choices: Mapping[Any, Any]) -> str:
    """A JSON value as text for people; long ones end in an ellipsis."""
    if value is True or value is False:
        return _("ya") if value else _("tidak")
    if value in (None, "", [], {}):
        return _("kosong")
    if isinstance(value, str):
        return Truncator(str(choices.get(value, value))).chars(500)
    return Truncator(canonical_json(value)).chars(500)
