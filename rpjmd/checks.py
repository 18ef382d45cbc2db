"""What deserves a second look in an RPJMD: gaps and figures that contradict each other.

Every check reads an `RpjmdSubject` and yields a sentence with its place:
"head.vision", "elements.S1" or "indicators.IKU-01". Nothing here stops anybody: the RPJMD is a
regulation, and the region may have decided so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rpjmd import guard
from rpjmd.content import ElementContent, IndicatorContent, RpjmdContent, chain_of
from rpjmd.guard import Rule
from rpjmd.models import RENSTRA_LEVELS, Level
from rpjmd.trajectory import Trajectory
from workspace.checks import Finding, Severity, register, run_checks
from workspace.numbers import format_rupiah

Said = Iterator[tuple[str, str]]


@dataclass(frozen=True)
class RpjmdSubject:
    """`content` is the chain; `whole` has the agencies' Renstra beneath it as well, which has its
    own rules for what it lacks."""

    whole: RpjmdContent

    @cached_property
    def content(self) -> RpjmdContent:
        return chain_of(self.whole)

    @cached_property
    def paths(self) -> list[tuple[str, Trajectory]]:
        """Every indicator's code with its path, read once for all rules."""
        return [(row["code"], Trajectory.of(row)) for row in self.content["indicators"]]


def rpjmd_findings(content: RpjmdContent) -> list[Finding]:
    return run_checks("rpjmd", RpjmdSubject(content))


@register(
    "R101",
    Severity.WARNING,
    subject="rpjmd",
    section="elements",
    why=gettext_lazy("Program hanya dapat ditautkan ke sasaran lewat indikatornya."),
)
def objectives_have_indicators(subject: RpjmdSubject) -> Said:
    measured_codes = {row["element"] for row in subject.content["indicators"]}
    for row in subject.content["elements"]:
        if row["level"] == Level.OBJECTIVE and row["code"] not in measured_codes:
            yield _("Sasaran %(code)s belum punya indikator.") % row, f"elements.{row['code']}"


@register(
    "R102",
    Severity.WARNING,
    subject="rpjmd",
    section="elements",
    why=gettext_lazy("Rantai dari misi sampai program harus dapat ditelusuri penilai."),
)
def elements_have_parents(subject: RpjmdSubject) -> Said:
    """Only the highest level that the region uses may stand at the top.

    What comes from a Renstra stands below its codes, and the highest of them below nothing.
    """
    chain = [row for row in subject.content["elements"] if row["level"] not in RENSTRA_LEVELS]
    levels = [level.value for level in Level]
    used = [levels.index(row["level"]) for row in chain]
    for row in chain:
        if not row["parents"] and levels.index(row["level"]) > min(used):
            yield _("%(code)s belum punya induk.") % row, f"elements.{row['code']}"


@register(
    "R103",
    Severity.WARNING,
    subject="rpjmd",
    section="indicators",
    why=gettext_lazy("Tanpa kondisi awal, kemajuan tidak dapat dihitung."),
)
def indicators_have_a_baseline(subject: RpjmdSubject) -> Said:
    for row in subject.content["indicators"]:
        if not row["baseline"]:
            yield _("%(code)s belum punya kondisi awal.") % row, _place(row)
        elif not row["baseline_year"]:
            yield _("Tahun dasar %(code)s belum diisi.") % row, _place(row)


@register(
    "R104",
    Severity.WARNING,
    subject="rpjmd",
    section="indicators",
    why=gettext_lazy("Kondisi akhir adalah janji RPJMD yang dinilai pada akhir periode."),
)
def indicators_have_a_final_target(subject: RpjmdSubject) -> Said:
    for row in subject.content["indicators"]:
        if not row["final"]:
            yield _("%(code)s belum punya kondisi akhir.") % row, _place(row)


@register(
    "R105",
    Severity.WARNING,
    subject="rpjmd",
    section="indicators",
    why=gettext_lazy("Realisasi setiap tahun dibandingkan dengan target tahun itu."),
)
def targets_cover_the_years(subject: RpjmdSubject) -> Said:
    years = range(subject.content["start_year"], subject.content["end_year"] + 1)
    for row in subject.content["indicators"]:
        missing = [str(year) for year in years if str(year) not in row["targets"]]
        if missing:
            sentence = _("%(code)s belum punya target tahun %(years)s.")
            yield sentence % {"code": row["code"], "years": ", ".join(missing)}, _place(row)


@register(
    "R109",
    Severity.NOTE,
    subject="rpjmd",
    section="indicators",
    why=gettext_lazy("Setiap indikator perlu OPD yang menjawab capaiannya."),
)
def indicators_have_an_agency(subject: RpjmdSubject) -> Said:
    for row in subject.content["indicators"]:
        if not row["agency"]:
            yield _("%(code)s belum punya OPD penanggung jawab.") % row, _place(row)


@register(
    "R110",
    Severity.WARNING,
    subject="rpjmd",
    section="head",
    why=gettext_lazy("Masterplan dibuka dengan visi daerah."),
)
def vision_is_written(subject: RpjmdSubject) -> Said:
    if not subject.content["vision"]:
        yield _("Visi belum ditulis."), "head.vision"


@register(
    "R116",
    Severity.WARNING,
    subject="rpjmd",
    section="elements",
    why=gettext_lazy("Pagu bagian yang melebihi pagu induknya tidak dapat dianggarkan."),
)
def parts_fit_into_the_whole(subject: RpjmdSubject) -> Said:
    """Parts may be missing while not every Renstra is loaded; together they may not be more."""
    ceilings = {
        row["code"]: row["ceilings"] for row in subject.whole["elements"] if row["ceilings"]
    }
    sums: dict[str, dict[str, Decimal]] = {}
    for row in subject.whole["elements"]:
        above = [code for code in row["parents"] if code in ceilings]
        if len(above) == 1:  # a part of two wholes may be shared between them in any way
            of_whole = sums.setdefault(above[0], {})
            for year, amount in row["ceilings"].items():
                of_whole[year] = of_whole.get(year, Decimal()) + Decimal(amount)
    for code, of_whole in sums.items():
        for year, total in sorted(of_whole.items()):
            whole = Decimal(ceilings[code].get(year, "0"))
            if total > whole > 0:
                yield (
                    _(
                        "Pagu %(year)s di bawah %(code)s berjumlah Rp%(total)s, "
                        "melebihi pagu %(code)s sendiri (Rp%(whole)s)."
                    )
                    % {
                        "year": year,
                        "code": code,
                        "total": format_rupiah(total),
                        "whole": format_rupiah(whole),
                    },
                    f"elements.{code}",
                )


@register(
    "R117",
    Severity.WARNING,
    subject="rpjmd",
    section="elements",
    why=gettext_lazy("Anggaran tanpa target, dan target tanpa anggaran, tidak dapat dinilai."),
)
def money_and_targets_go_together(subject: RpjmdSubject) -> Said:
    """In the years for which the RPJMD plans money at all: a first year may come without."""
    paid = {year for row in subject.whole["elements"] for year in _paid_years(row)}
    targets: dict[str, set[str]] = {}
    for indicator in subject.content["indicators"]:
        targets.setdefault(indicator["element"], set()).update(indicator["targets"])
    for row in subject.content["elements"]:
        aimed, funded = targets.get(row["code"], set()) & paid, _paid_years(row)
        if not aimed or not funded:
            continue
        for years, sentence in (
            (funded - aimed, _("%(code)s punya pagu tetapi tidak punya target pada %(years)s.")),
            (aimed - funded, _("%(code)s punya target tetapi tidak punya pagu pada %(years)s.")),
        ):
            if years:
                words = {"code": row["code"], "years": ", ".join(sorted(years))}
                yield sentence % words, f"elements.{row['code']}"


def _paid_years(row: ElementContent) -> set[str]:
    return {year for year, amount in row["ceilings"].items() if Decimal(amount)}


def _place(row: IndicatorContent) -> str:
    return f"indicators.{row['code']}"


def _guard(code: str, rule: Rule) -> None:
    """Register a rule of the target guard for every indicator."""

    def told(subject: RpjmdSubject) -> Said:
        for code, path in subject.paths:
            for sentence in rule.say(path, code):
                yield sentence, f"indicators.{code}"

    register(code, Severity.WARNING, subject="rpjmd", section="indicators", why=rule.why)(told)


_guard("R106", guard.DIRECTION)
_guard("R107", guard.FINAL_VALUE)
_guard("R108", guard.READABLE)
_guard("R111", guard.BASELINE_YEAR)
_guard("R112", guard.CHANGE)
_guard("R113", guard.LIMITS)
_guard("R114", guard.JUMP)
_guard("R115", guard.UNIT)
