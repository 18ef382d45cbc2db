"""What the audit trail says: a plain label for each verb, and the way to each kind of target.

Every package adds its own in its `verbs.py`, which is read at start like `rules.py`:

    register_verbs({"opd.submit_program": _("Mengajukan program")})
    register_target("opd.program", visible_programs)
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workspace.models import Membership

# From a member and the ids of one kind of target to the addresses of those the member may see.
FindAddresses = Callable[[Membership, Collection[int]], Mapping[int, str]]

_labels: dict[str, str | Promise] = {}
_targets: dict[str, FindAddresses] = {}


def register_verbs(labels: Mapping[str, str | Promise]) -> None:
    _labels.update(labels)


def register_target(target_type: str, find: FindAddresses) -> None:
    """`target_type` is the model's `label_lower`; `find` asks one query for all ids together."""
    _targets[target_type] = find


def verb_label(verb: str) -> str:
    """The label of a verb; a verb that an older version wrote stays readable as it is."""
    return str(_labels.get(verb, verb))


def verb_choices() -> list[tuple[str, str]]:
    """All verbs for a filter, by label."""
    return sorted(((verb, str(label)) for verb, label in _labels.items()), key=lambda row: row[1])


def registered_verbs() -> frozenset[str]:
    return frozenset(_labels)


def find_addresses(
    membership: Membership, targets: Collection[tuple[str, int]]
) -> dict[tuple[str, int], str]:
    """The addresses of targets that still exist and that the member may see, one query a kind."""
    found: dict[tuple[str, int], str] = {}
    for target_type in {kind for kind, _pk in targets} & _targets.keys():
        ids = {pk for kind, pk in targets if kind == target_type}
        addresses = _targets[target_type](membership, ids)
        found |= {(target_type, pk): url for pk, url in addresses.items()}
    return found


register_verbs(
    {
        "workspace.create_plan": _("Membuka rencana"),
        "workspace.change_plan": _("Mengubah pengaturan rencana"),
        "workspace.invite_member": _("Mengundang pengguna"),
        "workspace.resend_invitation": _("Mengirim ulang undangan"),
        "workspace.cancel_invitation": _("Membatalkan undangan"),
        "workspace.accept_invitation": _("Menerima undangan"),
        "workspace.add_member": _("Menambah pengguna"),
        "workspace.change_member": _("Mengubah peran pengguna"),
        "workspace.deactivate_member": _("Menonaktifkan pengguna"),
        "workspace.reactivate_member": _("Mengaktifkan kembali pengguna"),
        "workspace.import_agency": _("Memuat daftar OPD"),
        "workspace.complete_agencies": _("Melengkapi daftar OPD"),
        "workspace.import_district": _("Memuat daftar kecamatan"),
    }
)


def _members(membership: Membership, ids: Collection[int]) -> dict[int, str]:
    from workspace.access import is_allowed

    if not is_allowed("workspace.change_member", membership):
        return {}
    members = Membership.objects.filter(plan=membership.plan_id, pk__in=ids)
    return {
        pk: membership.plan.url("workspace:change_member", pk=pk)
        for pk in members.values_list("pk", flat=True)
    }


register_target("workspace.membership", _members)
