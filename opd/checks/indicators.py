"""Checks of a program's indicators and their targets."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opd.checks.subject import ProgramSubject, Said
from rpjmd import guard
from rpjmd.guard import Rule
from workspace.checks import Severity, register


@register(
    "P401",
    Severity.ERROR,
    subject="program",
    section="indicators",
    why=gettext_lazy("Tanpa indikator keluaran dan hasil, capaian program tidak dapat dinilai."),
)
def has_output_and_outcome(subject: ProgramSubject) -> Said:
    levels = {row["level"] for row in subject.indicators}
    if "output" not in levels:
        yield _("Belum ada indikator keluaran."), "indicators"
    if not levels & {"outcome", "impact"}:
        yield _("Belum ada indikator hasil atau dampak."), "indicators"


@register(
    "P402",
    Severity.ERROR,
    subject="program",
    section="indicators",
    why=gettext_lazy("Kemajuan diukur dari kondisi awal; angka tanpa satuan tidak terbaca."),
)
def indicators_are_complete(subject: ProgramSubject) -> Said:
    for row in subject.indicators:
        missing = [
            label
            for key, label in (
                ("level", _("tingkat")),
                ("unit", _("satuan")),
                ("direction", _("arah")),
                ("data_source", _("sumber data")),
                ("baseline", _("kondisi awal")),
                ("baseline_year", _("tahun dasar")),
            )
            if not row[key]
        ]
        if missing:
            yield (
                _("Indikator “%(name)s” belum lengkap: %(missing)s.")
                % {"name": row["name"], "missing": ", ".join(missing)},
                f"indicators.{row['id']}",
            )


@register(
    "P403",
    Severity.ERROR,
    subject="program",
    section="indicators",
    why=gettext_lazy("Realisasi setiap tahun dibandingkan dengan target tahun itu."),
)
def targets_cover_the_years(subject: ProgramSubject) -> Said:
    for row in subject.indicators:
        missing = [str(year) for year in subject.years if not row["targets"].get(str(year))]
        if missing:
            yield (
                _("Indikator “%(name)s” belum punya target tahun %(years)s.")
                % {"name": row["name"], "years": ", ".join(missing)},
                f"indicators.{row['id']}",
            )


@register(
    "P406",
    Severity.WARNING,
    subject="program",
    section="indicators",
    why=gettext_lazy("Target tanpa pelaksanaan pada tahun itu tidak ada yang mewujudkannya."),
)
def targets_stay_in_the_years(subject: ProgramSubject) -> Said:
    for row in subject.indicators if subject.years else ():
        outside = [year for year in sorted(row["targets"]) if int(year) not in subject.years]
        if outside:
            yield (
                _(
                    "Indikator “%(name)s” bertarget di luar masa pelaksanaan program: %(years)s. "
                    "Hapus targetnya atau perpanjang masa pelaksanaannya."
                )
                % {"name": row["name"], "years": ", ".join(outside)},
                f"indicators.{row['id']}",
            )


def _guard(code: str, rule: Rule) -> None:
    """Register a rule of the target guard for every indicator of a program."""

    def told(subject: ProgramSubject) -> Said:
        for pk, path in subject.paths.items():
            for sentence in rule.say(path, f"“{path.name}”"):
                yield sentence, f"indicators.{pk}"

    register(code, Severity.WARNING, subject="program", section="indicators", why=rule.why)(told)


_guard("P404", guard.CHANGE)
_guard("P405", guard.DIRECTION)
_guard("P407", guard.BASELINE_YEAR)
_guard("P408", guard.LIMITS)
_guard("P409", guard.JUMP)
_guard("P410", guard.UNIT)
_guard("P411", guard.READABLE)
