"""This project's own layout of an RPJMD workbook: three sheets, their heads, their words.

The words are those of the file, in Indonesian whatever language the page is in. A head is found
whatever its case and its blanks. `docs/` shows the layout to people.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from rpjmd.content import clean_line
from rpjmd.models import Direction, Level


@dataclass(frozen=True)
class Layout:
    """A sheet: its name, and its columns by the key of the content that each holds.

    Columns in `optional` came later than the first workbooks: a file may lack them.
    """

    sheet: str
    columns: dict[str, str]
    optional: dict[str, str] = field(default_factory=dict)
    yearly: str = ""  # what a column for each year holds


HEAD: Final = Layout("VERSI", {"key": "KUNCI", "value": "ISI"})
HEAD_KEYS: Final = {
    "name": "NAMA",
    "label": "VERSI",
    "start_year": "TAHUN AWAL",
    "end_year": "TAHUN AKHIR",
    "vision": "VISI",
    "regulation": "DASAR HUKUM",
    "remark": "CATATAN",
}
ELEMENTS: Final = Layout(
    "STRUKTUR",
    {
        "level": "JENIS",
        "code": "KODE",
        "text": "URAIAN",
        "parents": "INDUK",
        "agency": "OPD",
        "nomenclature_code": "KODE NOMENKLATUR",
    },
    # Older copies of the template lack these. The years of the money follow as PAGU 2026.
    {"objective": "SASARAN RENSTRA", "location": "LOKASI", "remark": "KETERANGAN"},
    "ceilings",
)
# The columns of the years stand between KONDISI AWAL and KONDISI AKHIR.
INDICATORS: Final = Layout(
    "INDIKATOR",
    {
        "code": "KODE",
        "name": "INDIKATOR",
        "is_headline": "JENIS",
        "element": "KODE UNSUR",
        "unit": "SATUAN",
        "direction": "ARAH",
        "formula": "FORMULA",
        "data_source": "SUMBER DATA",
        "agency": "OPD",
        "baseline_year": "TAHUN DASAR",
        "baseline": "KONDISI AWAL",
        "final": "KONDISI AKHIR",
        "remark": "CATATAN",
    },
    optional={"adds_up": "DIJUMLAHKAN"},
    yearly="targets",
)
LEVELS: Final = {
    Level.MISSION: "Misi",
    Level.GOAL: "Tujuan",
    Level.OBJECTIVE: "Sasaran",
    Level.STRATEGY: "Strategi",
    Level.POLICY_DIRECTION: "Arah Kebijakan",
    Level.PROGRAM: "Program",
    Level.AFFAIR: "Urusan",
    Level.FIELD: "Bidang Urusan",
    Level.ACTIVITY: "Kegiatan",
    Level.SUBACTIVITY: "Subkegiatan",
}
DIRECTIONS: Final = {
    Direction.INCREASE: "Naik",
    Direction.DECREASE: "Turun",
    Direction.MAINTAIN: "Tetap",
}
HEADLINE: Final = "IKU"
ADDS_UP: Final = "Ya"  # or "Tidak", or nothing
# What JENIS of an indicator may say besides IKU: the level of what it measures, or just this.
OTHER_INDICATORS: Final = ("Indikator", "IKD", "IKK", *LEVELS.values())
GUIDE: Final = "PETUNJUK"
AGENCIES: Final = "DAFTAR OPD"

_YEAR: Final = re.compile(r"^(?:TARGET )?(?:TAHUN )?(20\d\d|2100)$")
_CEILING: Final = re.compile(r"^PAGU (?:TAHUN )?(20\d\d|2100)$")


def head_key(head: str) -> str:
    """A head as it is compared: "  Kode\\nUnsur " is KODE UNSUR."""
    return clean_line(head).upper()


def year_key(head: str) -> str | None:
    """The key of a year's column: TARGET TAHUN 2026 is "targets.2026", PAGU 2026 its money."""
    name = head_key(head)
    if match := _YEAR.match(name):
        return f"targets.{match[1]}"
    if match := _CEILING.match(name):
        return f"ceilings.{match[1]}"
    return None


def element_heads(years: range) -> list[str]:
    """The heads of the sheet STRUKTUR in their order, the money of the years last."""
    named = [*ELEMENTS.columns.values(), *ELEMENTS.optional.values()]
    return [*named, *(f"PAGU {year}" for year in years)]


def indicator_heads(years: range) -> list[str]:
    """The heads of the sheet INDIKATOR in their order, with one column for each year."""
    heads: list[str] = []
    for key, head in INDICATORS.columns.items():
        if key == "final":
            heads.extend(map(str, years))
        heads.append(head)
    return [*heads, *INDICATORS.optional.values()]
