"""Checks of codes against the current edition of the nomenclature. Silent without one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opd.checks.subject import ProgramSubject, Said
from opd.codes import codes_of
from workspace.checks import Severity, register

SECTIONS: Final = {"identity": "P102", "activities": "P304"}  # which check speaks where
WHY: Final = gettext_lazy(
    "Kode yang tidak berlaku lagi ditolak SIPD, dan anggarannya tidak dapat dicocokkan."
)


@register("P102", Severity.WARNING, subject="program", section="identity", why=WHY)
def code_is_valid(subject: ProgramSubject) -> Said:
    for sentence, _row in _dropped(subject, "identity"):
        yield sentence, "nomenclature_code"


@register("P304", Severity.WARNING, subject="program", section="activities", why=WHY)
def activity_codes_are_valid(subject: ProgramSubject) -> Said:
    for sentence, row in _dropped(subject, "activities"):
        words = {"name": row["name"], "sentence": sentence}
        yield _("Kegiatan “%(name)s”: %(sentence)s") % words, f"activities.{row['id']}"


def _dropped(subject: ProgramSubject, wanted: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """What there is to say of each dropped code of the section, with the row that holds it."""
    standings = subject.standings
    for section, code, row in codes_of(subject.content) if standings else ():
        if section == wanted and standings.is_dropped(code):
            yield standings.sentence(code), row
