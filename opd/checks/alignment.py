"""Checks of a program's links to the RPJMD."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opd.checks.subject import ProgramSubject, Said
from rpjmd.models import Direction
from rpjmd.trajectory import Trajectory
from workspace.checks import Severity, register

# The alignment matrix lists the programs of which this check speaks.
TARGETS_REACH_THE_RPJMD: Final = "P602"


@register(
    "P601",
    Severity.ERROR,
    subject="program",
    section="alignment",
    why=gettext_lazy("Program tanpa kaitan RPJMD tidak punya dasar penganggaran."),
)
def is_aligned(subject: ProgramSubject) -> Said:
    rows = subject.content["alignment"]["alignments"]
    if not rows:
        yield _("Tautkan paling sedikit satu indikator RPJMD."), "alignments"
    for row in rows:
        if not row["reason"].strip():
            yield (
                _("Tulis alasan kaitan dengan %(code)s.") % {"code": row["rpjmd_indicator"]},
                "alignments",
            )


@register(
    TARGETS_REACH_THE_RPJMD,
    Severity.WARNING,
    subject="program",
    section="alignment",
    why=gettext_lazy("Program yang menjanjikan kurang dari RPJMD tidak mewujudkan targetnya."),
)
def targets_reach_the_rpjmd(subject: ProgramSubject) -> Said:
    for place, code, own, theirs in _same_measures(subject):
        for year, target, asked in own.worse_than(theirs):
            yield (
                _(
                    "Target “%(name)s” tahun %(year)s (%(target)s) belum mencapai target RPJMD "
                    "%(code)s (%(asked)s). Samakan, atau jelaskan dalam alasan kaitannya."
                )
                % {"name": own.name, "year": year, "target": target, "code": code, "asked": asked},
                place,
            )
            break


@register(
    "P603",
    Severity.WARNING,
    subject="program",
    section="alignment",
    why=gettext_lazy("Satu ukuran dengan dua satuan tidak dapat dibandingkan."),
)
def units_are_those_of_the_rpjmd(subject: ProgramSubject) -> Said:
    for place, code, own, theirs in _same_measures(subject):
        if own.unit and theirs.unit and not own.has_unit_of(theirs):
            yield (
                _(
                    "“%(name)s” memakai satuan %(unit)s, sedangkan %(code)s dalam RPJMD "
                    "memakai %(theirs)s. Samakan satuannya."
                )
                % {"name": own.name, "unit": own.unit, "code": code, "theirs": theirs.unit},
                place,
            )


@register(
    "P604",
    Severity.WARNING,
    subject="program",
    section="alignment",
    why=gettext_lazy("Program dan RPJMD harus menggerakkan ukuran yang sama ke arah yang sama."),
)
def directions_are_those_of_the_rpjmd(subject: ProgramSubject) -> Said:
    for place, code, own, theirs in _same_measures(subject):
        if own.direction and own.direction != theirs.direction:
            yield (
                _(
                    "Arah “%(name)s” %(direction)s, sedangkan %(code)s dalam RPJMD %(theirs)s. "
                    "Samakan arahnya."
                )
                % {
                    "name": own.name,
                    "direction": _label(own.direction),
                    "code": code,
                    "theirs": _label(theirs.direction),
                },
                place,
            )


@register(
    "P606",
    Severity.WARNING,
    subject="program",
    section="alignment",
    why=gettext_lazy("Dua angka untuk tahun yang sama membuat penilai meragukan keduanya."),
)
def baselines_are_those_of_the_rpjmd(subject: ProgramSubject) -> Said:
    for place, code, own, theirs in _same_measures(subject):
        if own.has_other_start_than(theirs):
            yield (
                _(
                    "Kondisi awal “%(name)s” tahun %(year)s (%(own)s) berbeda dari %(code)s dalam "
                    "RPJMD (%(theirs)s). Pakai satu angka beserta sumbernya."
                )
                % {
                    "name": own.name,
                    "year": own.baseline_year,
                    "own": own.baseline,
                    "code": code,
                    "theirs": theirs.baseline,
                },
                place,
            )


@register(
    "P605",
    Severity.WARNING,
    subject="program",
    section="alignment",
    why=gettext_lazy("Kaitan yang dipertanyakan Bapperida belum dapat dipertanggungjawabkan."),
)
def links_are_not_disputed(subject: ProgramSubject) -> Said:
    for code, reason in subject.disputed:
        yield (
            _("Bapperida mempertanyakan kaitan dengan %(code)s: %(reason)s")
            % {"code": code, "reason": reason},
            "alignments",
        )


def _same_measures(subject: ProgramSubject) -> Iterator[tuple[str, str, Trajectory, Trajectory]]:
    """(place, code, own path, the RPJMD's path) of links that name an indicator of one measure.

    An indicator of another name may move the RPJMD's without sharing its figures: no rule here
    compares those.
    """
    for link in subject.content["alignment"]["alignments"]:
        code = link["rpjmd_indicator"]
        own, theirs = subject.paths.get(link.get("program_indicator")), subject.rpjmd.get(code)
        if own and theirs and own.is_same_measure(theirs):
            yield f"alignments.{link['id']}", code, own, theirs


def _label(direction: str) -> str:
    return str(Direction(direction).label).lower()
