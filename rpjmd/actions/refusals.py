"""Sentences and tests that several acts on the RPJMD share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rpjmd.models import Indicator, Version
from workspace.acts import Conflict, Refused, last_entry
from workspace.fingerprints import fingerprint
from workspace.models import Agency


def region_agencies(version: Version) -> dict[str, Agency]:
    """The agencies that an element or indicator may name, by short name."""
    agencies = Agency.objects.filter(region=version.plan.region_id)
    return {agency.short_name: agency for agency in agencies}


def assign(row: models.Model, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def refuse_first(problems: Iterable[tuple[str, str]]) -> None:
    """Raise Refused with the first problem, beside the field that it names."""
    for key, message in problems:
        raise Refused(message, field=key)


def require_unchanged(target: models.Model, content: Mapping[str, Any], base: str | None) -> None:
    """Conflict when the stored content is no longer what the person saw."""
    if base is not None and base != fingerprint(content):
        raise Conflict(changed_by(target))


def changed_by(target: models.Model) -> str:
    """A sentence about the last act on the row, for the person who came second."""
    entry = last_entry(target)
    if entry is None:
        return _("Belum tersimpan: data ini baru saja diubah orang lain. Isian Anda masih ada.")
    at = timezone.localtime(entry.at)
    return _(
        "Belum tersimpan: data ini diubah oleh %(who)s pada %(day)s pukul %(time)s. "
        "Muat ulang untuk melihat perubahannya; isian Anda masih ada di halaman ini."
    ) % {
        "who": entry.actor or _("operator"),
        "day": date_format(at, "j F Y"),
        "time": date_format(at, "H.i"),
    }


def linked_programs(indicators: models.QuerySet[Indicator]) -> dict[str, int]:
    """How many protected rows hold each indicator, by its code; none means it may go.

    Who links to an indicator is not known in this package: whatever protects it counts.
    """
    held: dict[str, int] = {}
    for relation in Indicator._meta.related_objects:
        if relation.on_delete is not models.PROTECT:
            continue
        rows = relation.related_model._base_manager.filter(
            **{f"{relation.field.name}__in": indicators}
        )
        for code in rows.values_list(f"{relation.field.name}__code", flat=True):
            held[code] = held.get(code, 0) + 1
    return held


def refuse_linked(held: Mapping[str, int]) -> None:
    """Raise Refused when programs are linked to indicators that are about to be deleted."""
    if held:
        raise Refused(linked_sentence(held))


def linked_sentence(held: Mapping[str, int]) -> str:
    parts = [
        ngettext(
            "%(code)s masih ditautkan oleh %(count)d program",
            "%(code)s masih ditautkan oleh %(count)d program",
            count,
        )
        % {"code": code, "count": count}
        for code, count in sorted(held.items())
    ]
    return _("Tidak dapat dihapus: %(indicators)s. Minta OPD memindahkan tautannya lebih dulu.") % {
        "indicators": "; ".join(parts)
    }
