"""What deserves a second look in an RPJMD: gaps and figures that contradict each other.

Every check reads the content of `rpjmd.content` and yields a sentence with its place:
"head.vision", "elements.S1" or "indicators.IKU-01". Nothing here stops anybody: the RPJMD is a
regulation, and the region may have decided so.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rpjmd.content import IndicatorContent, RpjmdContent, measured
from rpjmd.models import RENSTRA_LEVELS, Direction, Level
from workspace.checks import Finding, Severity, register, run_checks

Said = Iterator[tuple[str, str]]


def rpjmd_findings(content: RpjmdContent) -> list[Finding]:
    return run_checks("rpjmd", content)


@register(
    "R101",
    Severity.WARNING,
    subject="rpjmd",
    section="elements",
    why=gettext_lazy("Program hanya dapat ditautkan ke sasaran lewat indikatornya."),
)
def objectives_have_indicators(content: RpjmdContent) -> Said:
    measured_codes = {row["element"] for row in content["indicators"]}
    for row in content["elements"]:
        if row["level"] == Level.OBJECTIVE and row["code"] not in measured_codes:
            yield _("Sasaran %(code)s belum punya indikator.") % row, f"elements.{row['code']}"


@register(
    "R102",
    Severity.WARNING,
    subject="rpjmd",
    section="elements",
    why=gettext_lazy("Rantai dari misi sampai program harus dapat ditelusuri penilai."),
)
def elements_have_parents(content: RpjmdContent) -> Said:
    """Only the highest level that the region uses may stand at the top.

    What comes from a Renstra stands below its codes, and the highest of them below nothing.
    """
    chain = [row for row in content["elements"] if row["level"] not in RENSTRA_LEVELS]
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
def indicators_have_a_baseline(content: RpjmdContent) -> Said:
    for row in content["indicators"]:
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
def indicators_have_a_final_target(content: RpjmdContent) -> Said:
    for row in content["indicators"]:
        if not row["final"]:
            yield _("%(code)s belum punya kondisi akhir.") % row, _place(row)


@register(
    "R105",
    Severity.WARNING,
    subject="rpjmd",
    section="indicators",
    why=gettext_lazy("Realisasi setiap tahun dibandingkan dengan target tahun itu."),
)
def targets_cover_the_years(content: RpjmdContent) -> Said:
    years = range(content["start_year"], content["end_year"] + 1)
    for row in content["indicators"]:
        missing = [str(year) for year in years if str(year) not in row["targets"]]
        if missing:
            sentence = _("%(code)s belum punya target tahun %(years)s.")
            yield sentence % {"code": row["code"], "years": ", ".join(missing)}, _place(row)


@register(
    "R106",
    Severity.WARNING,
    subject="rpjmd",
    section="indicators",
    why=gettext_lazy("Arah target yang terbalik biasanya salah ketik."),
)
def targets_follow_the_direction(content: RpjmdContent) -> Said:
    for row in content["indicators"]:
        steps = [later - earlier for earlier, later in pairwise(_path(row))]
        wrong = {
            Direction.INCREASE: any(step < 0 for step in steps),
            Direction.DECREASE: any(step > 0 for step in steps),
            Direction.MAINTAIN: False,
        }[Direction(row["direction"])]
        if wrong:
            yield _("Target %(code)s bergerak berlawanan dengan arahnya.") % row, _place(row)


@register(
    "R107",
    Severity.WARNING,
    subject="rpjmd",
    section="indicators",
    why=gettext_lazy("Dua angka untuk akhir periode membuat penilai ragu mana yang dijanjikan."),
)
def final_target_is_the_last_years(content: RpjmdContent) -> Said:
    for row in content["indicators"]:
        last = row["targets"].get(str(content["end_year"]), "")
        values = measured(last), measured(row["final"])
        if None not in values and values[0] != values[1]:
            sentence = _(
                "Kondisi akhir %(code)s (%(final)s) berbeda dari target %(year)d (%(last)s)."
            )
            place = {"final": row["final"], "last": last, "year": content["end_year"]}
            yield sentence % {"code": row["code"], **place}, _place(row)


@register(
    "R108",
    Severity.WARNING,
    subject="rpjmd",
    section="indicators",
    why=gettext_lazy("Angka yang tidak terbaca tidak ikut dihitung."),
)
def figures_can_be_read(content: RpjmdContent) -> Said:
    for row in content["indicators"]:
        for text in (row["baseline"], *row["targets"].values(), row["final"]):
            if any(letter.isdigit() for letter in text) and measured(text) is None:
                sentence = _("Angka “%(text)s” pada %(code)s tidak terbaca.")
                yield sentence % {"text": text, "code": row["code"]}, _place(row)


@register(
    "R109",
    Severity.NOTE,
    subject="rpjmd",
    section="indicators",
    why=gettext_lazy("Setiap indikator perlu OPD yang menjawab capaiannya."),
)
def indicators_have_an_agency(content: RpjmdContent) -> Said:
    for row in content["indicators"]:
        if not row["agency"]:
            yield _("%(code)s belum punya OPD penanggung jawab.") % row, _place(row)


@register(
    "R110",
    Severity.WARNING,
    subject="rpjmd",
    section="head",
    why=gettext_lazy("Masterplan dibuka dengan visi daerah."),
)
def vision_is_written(content: RpjmdContent) -> Said:
    if not content["vision"]:
        yield _("Visi belum ditulis."), "head.vision"


def _place(row: IndicatorContent) -> str:
    return f"indicators.{row['code']}"


def _path(row: IndicatorContent) -> list[Decimal]:
    """The figures from the baseline through the years, without those that are words."""
    texts = [row["baseline"], *(row["targets"][year] for year in sorted(row["targets"]))]
    return [value for text in texts if (value := measured(text)) is not None]
