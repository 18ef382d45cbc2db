"""What every page shows around its content: the plan, the person's place, the navigation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from workspace.access import is_allowed
from workspace.models import Membership, Notification, Role


@dataclass(frozen=True)
class Destination:
    """An entry of the navigation: an address by name, shown when the rule holds."""

    url_name: str
    label: str | Promise
    rule: str


# Addresses by name, because the packages above are not imported from here.
NAVIGATION: Final = (
    Destination("masterplan:control_room", _("Ruang kendali"), "masterplan.view_control_room"),
    Destination("opd:program_list", _("Program"), "opd.list_programs"),
    Destination("opd:review_queue", _("Tinjauan"), "opd.review_program"),
    Destination("rpjmd:rpjmd", _("RPJMD"), "rpjmd.view_rpjmd"),
    Destination("masterplan:narrative_list", _("Naskah"), "masterplan.change_narrative"),
    Destination("masterplan:document", _("Dokumen"), "masterplan.view_exports"),
    Destination("workspace:member_list", _("Pengguna"), "workspace.view_members"),
    Destination("workspace:audit", _("Jejak audit"), "workspace.view_audit"),
)
# The first page after sign-in answers each role's own question.
HOMES: Final = {
    Role.STAFF: "opd:program_list",
    Role.ADMIN: "masterplan:control_room",
    Role.STEWARD: "opd:coverage",
    Role.REVIEWER: "masterplan:document",
}


def workspace(request: HttpRequest) -> dict[str, Any]:
    membership: Membership | None = getattr(request, "membership", None)
    if membership is None:
        return {"navigation": []}
    plan = membership.plan
    return {
        "plan": plan,
        "membership": membership,
        "navigation": [
            {"label": entry.label, "url": plan.url(entry.url_name)}
            for entry in NAVIGATION
            if is_allowed(entry.rule, membership)
        ],
        "unread": SimpleLazyObject(lambda: count_unread(membership)),
    }


def count_unread(membership: Membership) -> int:
    return Notification.objects.filter(
        user=membership.user_id, plan=membership.plan_id, read_at=None
    ).count()
