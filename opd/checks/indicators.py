"""Checks of a program's indicators and their targets."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opd.checks.subject import ProgramSubject, Said
from rpjmd.models import Direction
from workspace.checks import Severity, register
from workspace.numbers import parse_target


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
    "P404",
    Severity.WARNING,
    subject="program",
    section="indicators",
    why=gettext_lazy("Target yang sama dengan kondisi awal berarti tidak ada perubahan."),
)
def final_target_differs_from_baseline(subject: ProgramSubject) -> Said:
    for row, baseline, values in _measured(subject):
        if row["direction"] != Direction.MAINTAIN and values and values[-1] == baseline:
            yield (
                _("Target akhir “%(name)s” sama dengan kondisi awalnya.") % {"name": row["name"]},
                f"indicators.{row['id']}",
            )


@register(
    "P405",
    Severity.WARNING,
    subject="program",
    section="indicators",
    why=gettext_lazy("Arah target yang terbalik biasanya salah ketik."),
)
def targets_follow_the_direction(subject: ProgramSubject) -> Said:
    for row, baseline, values in _measured(subject):
        path = ([baseline] if baseline is not None else []) + values
        steps = [later - earlier for earlier, later in pairwise(path)]
        wrong = (row["direction"] == Direction.INCREASE and any(step < 0 for step in steps)) or (
            row["direction"] == Direction.DECREASE and any(step > 0 for step in steps)
        )
        if wrong:
            yield (
                _("Target “%(name)s” bergerak berlawanan dengan arah yang dipilih.")
                % {"name": row["name"]},
                f"indicators.{row['id']}",
            )


def _measured(
    subject: ProgramSubject,
) -> Iterator[tuple[dict[str, Any], Decimal | None, list[Decimal]]]:
    """Indicators with the numbers in their baseline and yearly targets, in order of years."""
    for row in subject.indicators:
        targets = [row["targets"][year] for year in sorted(row["targets"])]
        values = [value for text in targets if (value := parse_target(text)) is not None]
        yield row, parse_target(row["baseline"]), values
