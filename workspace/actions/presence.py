"""Questions that the acts about people share: who was first, and who is still there."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from workspace.access import Actor
from workspace.acts import Conflict, Refused, last_entry
from workspace.models import Agency, Membership, Plan, Role


def changed_by(target: models.Model) -> str:
    """A sentence about the last act on this row, for the person who came second."""
    entry = last_entry(target)
    who = str(entry.actor) if entry and entry.actor else _("operator")
    at = timezone.localtime(entry.at if entry else None)
    return _(
        "Belum tersimpan: data ini diubah oleh %(who)s pada %(day)s pukul %(time)s. "
        "Periksa keadaan terbarunya, lalu ulangi bila masih perlu."
    ) % {"who": who, "day": date_format(at, "j F Y"), "time": date_format(at, "H.i")}


def lock_people(plan: Plan) -> Plan:
    """One act about people at a time in a plan.

    Without it two administrators could deactivate each other in the same moment, and each would
    still count the other as the one who stays.
    """
    return Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)


def require_present(actor: Actor) -> None:
    """Refuse somebody who lost their place while waiting for the lock."""
    if isinstance(actor, Membership):
        now = Membership.objects.filter(pk=actor.pk, is_active=True, role=actor.role)
        if not now.exists():
            raise Conflict(
                _("Peran Anda baru saja diubah oleh admin lain. Muat ulang halaman ini.")
            )


def require_agency_fits(plan: Plan, role: str, agency: Agency | None) -> None:
    if role == Role.STAFF and agency is None:
        raise Refused(_("Pilih OPD untuk staf OPD."), field="agency")
    if role != Role.STAFF and agency is not None:
        raise Refused(_("Hanya staf OPD yang punya OPD. Kosongkan isian ini."), field="agency")
    if agency is not None and agency.region_id != plan.region_id:
        raise Refused(_("OPD ini bukan dari daerah yang sama."), field="agency")
