"""Sentences for people about what waits for them, written in the act's own transaction."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from workspace.models import Agency, Membership, Notification, Plan, Role, User


def notify(people: Iterable[User], *, plan: Plan, text: str, url: str) -> None:
    """`text` is Indonesian, untranslated: who is told may read another language than who acts."""
    Notification.objects.bulk_create(
        Notification(user=person, plan=plan, text=text[:300], url=url) for person in people
    )


def administrators(plan: Plan) -> QuerySet[User]:
    return _people(plan, role=Role.ADMIN)


def staff_of(plan: Plan, agency: Agency) -> QuerySet[User]:
    return _people(plan, role=Role.STAFF, agency=agency)


def _people(plan: Plan, **place: Any) -> QuerySet[User]:
    """Who holds this place in this very plan: their other plans do not count."""
    members = Membership.objects.filter(plan=plan, is_active=True, **place)
    return User.objects.filter(is_active=True, pk__in=members.values("user"))
