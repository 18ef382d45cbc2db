"""Which layout a sheet is in, and which of its columns holds what: told by its heads alone.

Heads may stand below titles, in any order, in one row or in two or three that are merged ("TARGET"
over "TAHUN 1"). Of all readings of all rows near the top the one that explains most heads wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from rpjmd.content import clean_line
from rpjmd.importing.extraction import column_name
from rpjmd.importing.layouts import LAYOUTS, Layout
from rpjmd.importing.workbook import Cell, Sheet

HEAD_ROWS: Final = 30  # titles may stand above the heads
DEEPEST: Final = 3  # rows of heads
ROMAN: Final = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6}
MONEY: Final = frozenset(
    [
        "DANA",
        "PAGU",
        "RP",
        "ANGGARAN",
        "RUPIAH",
        "PENDANAAN",
        "RIBU",
        "RIBUAN",
        "JUTA",
        "JUTAAN",
        "MILIAR",
        "MILYAR",
    ]
)
AIM: Final = frozenset({"TARGET"})
COUNTED: Final = frozenset(["TAHUN", "TH", "THN", "KE", "TARGET", "DANA", "PAGU", "RP", "ANGGARAN"])
BESIDE_AIM: Final = frozenset({"CAPAIAN", "INDIKATOR", "PROGRAM"})
FILLING: Final = frozenset(
    [
        "TAHUN",
        "TH",
        "THN",
        "KE",
        "DAN",
        "PADA",
        "RENCANA",
        "KINERJA",
        "INDIKATIF",
        "KERANGKA",
        "KEBUTUHAN",
        "DALAM",
    ]
)
SCALES: Final = {
    "RIBU": 10**3,
    "RIBUAN": 10**3,
    "JUTA": 10**6,
    "JUTAAN": 10**6,
    "MILIAR": 10**9,
    "MILYAR": 10**9,
}
_TOKENS: Final = re.compile(r"[A-Z]+|\d+|[^\sA-Z\d.,()/:;&-]")
_BRACKETS: Final = re.compile(r"\([^)]*\)")
_TRAILING_YEAR: Final = re.compile(r"[ (]*(?:TAHUN |TH\.? )?(20\d\d)\)?$")


@dataclass(frozen=True)
class Column:
    """Where something stands. `year` counts from 1 (TAHUN 1) or is a year; `scale`: of money."""

    place: int
    head: str
    year: int = 0
    scale: int = 1


@dataclass
class Recognised:
    """A sheet in a known layout. Keys of years are pairs such as ("targets", 1)."""

    sheet: Sheet
    layout: Layout
    top: int  # the first row of heads
    body: int  # the first row below them
    columns: dict[str, Column]
    years: dict[tuple[str, int], Column] = field(default_factory=dict)
    baseline_year: int | None = None
    ignored: list[str] = field(default_factory=list)
    unread: int = 0  # columns whose lowest head says nothing: a row of values is no row of heads

    @property
    def rank(self) -> tuple[int, int]:
        """How much it explains; of equals the one with fewer rows of heads, for titles are none."""
        return len(self.columns) + len(self.years) - self.unread, self.top - self.body

    @property
    def title(self) -> str:
        """What stands above the heads and on the sheet's tab."""
        above = [cell.text for row in self.sheet.rows[: self.top] for cell in row if cell.text]
        return clean_line(" ".join([self.sheet.name, *above]))

    def name_of(self, column: Column | None) -> str:
        return f"{column_name(column.place)} ({column.head})" if column else ""


def recognise(sheet: Sheet) -> Recognised | None:
    """The sheet as a table of the layout that explains it best; None when none does."""
    best: Recognised | None = None
    for top in range(min(HEAD_ROWS, len(sheet.rows))):
        if not any(cell.text.strip() for cell in sheet.rows[top]):
            continue
        for depth in range(1, DEEPEST + 1):
            heads = stack_heads(sheet, top, depth)
            for layout in LAYOUTS:
                found = match(sheet, layout, top, heads, top + depth)
                if found and (best is None or found.rank > best.rank):
                    best = found
    return best


def stack_heads(sheet: Sheet, top: int, depth: int) -> list[list[str]]:
    """For each column its heads from above to below; a merged head counts for all it covers."""
    rows = [[head_text(cell) for cell in row] for row in sheet.rows[top : top + depth]]
    width = max(len(row) for row in rows)
    columns: list[list[str]] = []
    carried = [""] * len(rows)
    for place in range(width):
        own = [row[place] if place < len(row) else "" for row in rows]
        parts: list[str] = []
        for level, text in enumerate(own):
            if text:
                carried[level:] = [text, *[""] * (len(rows) - level - 1)]
            is_covered = not text and any(own[level + 1 :]) and not any(own[:level])
            parts.append(carried[level] if is_covered else text)
        columns.append([part for part in parts if part] if any(own) else [])
    return columns


def head_text(cell: Cell) -> str:
    """A head as it is compared: " Kode_Urusan : " is KODE URUSAN, "a / b" is A/B."""
    return plain_head(cell.text) if cell.text else ""


@lru_cache(maxsize=4096)
def plain_head(text: str) -> str:
    line = clean_line(text.replace("_", " ").replace("&", " dan ")).upper()
    line = re.sub(r"\s*/\s*", "/", line)
    return re.sub(r"SUB[ -]KEGIATAN", "SUB KEGIATAN", line).strip(" .:*")


def match(
    sheet: Sheet, layout: Layout, top: int, heads: list[list[str]], body: int
) -> Recognised | None:
    """The sheet read by this layout, or None when a required head is missing."""
    found = Recognised(sheet, layout, top, body, {})
    for place, parts in enumerate(heads):
        read = place_column(found, place, parts) if parts else None
        if parts and read != parts[-1]:
            found.unread += 1
        if read == "":
            found.ignored.append(" ".join(parts)[:60])
    kinds = {kind for kind, _year in found.years}
    if all(key in found.columns or key in kinds for key in layout.required):
        return found
    return None


def place_column(found: Recognised, place: int, parts: list[str]) -> str:
    """Note what the column holds. The lowest head that was read; "" when the layout knows none."""
    for lowest, text in readings(parts):
        if found.layout.yearly and (year := year_head(text)):
            kind, number, scale = year
            if kind in found.layout.yearly and (kind, number) not in found.years:
                found.years[kind, number] = Column(place, " ".join(parts), number, scale)
                return lowest
        key, dated = named_head(found.layout.name, text)
        if key and key not in found.columns:
            found.columns[key] = Column(place, " ".join(parts))
            if key == "baseline" and dated:
                found.baseline_year = dated
            return lowest
    return ""


def readings(parts: list[str]) -> Iterator[tuple[str, str]]:
    """What stacked heads may say together, with the lowest of them: all, fewer, then each alone."""
    for start in range(len(parts)):
        yield parts[-1], " ".join(parts[start:])
    for part in reversed(parts[:-1]):
        yield part, part


@lru_cache(maxsize=4096)
def named_head(layout: str, text: str) -> tuple[str, int]:
    """The key of a head that is one of the layout's names, with the year that it ends in."""
    names = _names(layout)
    dated = _TRAILING_YEAR.search(text)
    year = int(dated[1]) if dated else 0
    for written in (text, _BRACKETS.sub("", text), text.replace("(", "").replace(")", "")):
        bare = clean_line(written).strip(" .:*")
        if bare in names:
            return names[bare], year
        key = names.get(_TRAILING_YEAR.sub("", bare).strip(" .:"), "")
        if key in ("baseline", "final"):
            return key, year
    return "", 0


@lru_cache(maxsize=16)
def _names(layout: str) -> dict[str, str]:
    [found] = [one for one in LAYOUTS if one.name == layout]
    names: dict[str, str] = {}
    for key, synonyms in found.heads.items():
        for name in synonyms:
            names.setdefault(name, key)
    return names


@lru_cache(maxsize=4096)
def year_head(text: str) -> tuple[str, int, int] | None:
    """("targets" or "ceilings", year, scale of the money) of a head such as DANA TAHUN 1 (Rp juta).

    None when it names no year, several, or anything besides.
    """
    tokens = _TOKENS.findall(text)
    years = {int(token) for token in tokens if token.isdecimal() and 2000 <= int(token) <= 2100}
    counted = [
        number
        for before, token in zip(["", *tokens], tokens, strict=False)
        if before in COUNTED and (number := _count(token))
    ]
    words = {token for token in tokens if not token.isdecimal() and token not in ROMAN} - FILLING
    found = years or set(counted)
    allowed = MONEY | AIM | (BESIDE_AIM if words & AIM else set())
    if len(found) != 1 or words - allowed or (words & MONEY and words & AIM):
        return None
    scale = next((SCALES[word] for word in words if word in SCALES), 1)
    return ("ceilings" if words & MONEY else "targets"), found.pop(), scale


def _count(token: str) -> int:
    """1 to 10 as in TAHUN 1 or TAHUN IV."""
    if token.isdecimal() and 1 <= int(token) <= 10:
        return int(token)
    return ROMAN.get(token, 0)
