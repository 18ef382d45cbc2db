"""A row's indicators with their baseline, targets and money, the same in every layout."""

from __future__ import annotations

import re
from typing import Any, Final

from django.utils.translation import gettext as _

from rpjmd.content import clean_line
from rpjmd.importing import cells
from rpjmd.importing.draft import UNSURE, spell_sure
from rpjmd.importing.layouts.sheet import RowReader
from rpjmd.importing.workbook import Cell

IndicatorEntry = dict[str, Any]
_PARTS: Final = re.compile(r"[;\n]")
_PERCENT: Final = re.compile(r"%|\bpersen|\bprosen", re.IGNORECASE)
# What an indicator's own columns hold besides its values, by how their cells are read.
LINES: Final = {"unit": cells.optional_line, "data_source": cells.optional_line}
PARAGRAPHS: Final = {"formula": cells.paragraphs}


def read_ceilings(row: RowReader) -> dict[str, str] | None:
    """The row's money by year, or None when the row was refused for it."""
    ceilings: dict[str, str] = {}
    for year, column in row.sheet.yearly("ceilings"):
        try:
            amount = cells.read_money(row.at(column), column.scale)
        except ValueError as error:
            row.refuse(column, str(error))
            return None
        if amount and year not in row.sheet.context.years:
            row.refuse(column, outside(row, year))
            return None
        ceilings[str(year)] = amount
    return ceilings


def read_indicators(row: RowReader, ceilings: dict[str, str]) -> list[IndicatorEntry] | None:
    """The indicators that the row names; None when the row was refused."""
    values = read_values(row, ceilings)
    if values is None:
        return None
    written = row.cell("indicator").text
    names = cells.split_lines(written, at_semicolons="\n" in written.strip())
    names = [name for name in names if not cells.is_zero(name)]
    if not names:
        if any(values.values()):
            row.refuse_at("indicator", _("Ada nilai di baris ini, tetapi indikatornya kosong."))
            return None
        return []
    facts = read_facts(row)
    if len(names) == 1:
        return [build(row, names[0], facts, values)]
    shares = {key: share(text, len(names)) for key, text in (values | facts).items()}
    if any(parts is None for parts in shares.values()):
        return [build(row, "; ".join(names), facts, values)]
    return [
        build(
            row,
            name,
            {key: shares[key][place] for key in facts},  # type: ignore[index]
            {key: shares[key][place] for key in values},  # type: ignore[index]
        )
        for place, name in enumerate(names)
    ]


def read_facts(row: RowReader) -> dict[str, str]:
    columns = row.sheet.table.columns
    facts = {key: read(row.cell(key)) for key, read in LINES.items() if key in columns}
    # Several units or figures in one cell are parted by line ends, which a line would lose.
    if "unit" in facts and "\n" in row.cell("unit").text.strip():
        facts["unit"] = row.cell("unit").text
    return facts | {key: read(row.cell(key)) for key, read in PARAGRAPHS.items() if key in columns}


def read_values(row: RowReader, ceilings: dict[str, str]) -> dict[str, str] | None:
    """Baseline, final and targets by year as they are written; zeros that mean nothing are out."""
    table = row.sheet.table
    values = {
        key: value_text(row.cell(key)) for key in ("baseline", "final") if key in table.columns
    }
    targets: dict[str, str] = {}
    for year, column in row.sheet.yearly("targets"):
        text = value_text(row.at(column))
        if text and year not in row.sheet.context.years:
            if cells.is_zero(text):
                continue
            row.refuse(column, outside(row, year))
            return None
        targets[str(year)] = text
    is_planned = any(text and not cells.is_zero(text) for text in targets.values())
    for when, text in targets.items():
        # 0 stands for "nothing" where no year has a target, or where the year has no money.
        unpaid = when in ceilings and not ceilings[when]
        if cells.is_zero(text) and (not is_planned or unpaid):
            targets[when] = ""
    if not is_planned:
        for key, text in values.items():
            if cells.is_zero(text):
                values[key] = ""
    return values | {f"targets.{year}": text for year, text in targets.items()}


def value_text(cell: Cell) -> str:
    """A value; the line ends between several values in one cell stay."""
    if isinstance(cell.value, str) and "\n" in cell.value.strip():
        return "\n".join(clean_line(part) for part in cell.value.strip().split("\n"))
    return cells.line(cell)


def share(text: str, number: int) -> list[str] | None:
    """A cell's parts for each of its indicators; None when they do not come out even."""
    parts = [clean_line(part) for part in _PARTS.split(text)]
    parts = [part for part in parts if part] if len(parts) != number else parts
    if not parts:
        return [""] * number
    return parts if len(parts) == number else None


def build(
    row: RowReader, name: str, facts: dict[str, str], values: dict[str, str]
) -> IndicatorEntry:
    table = row.sheet.table
    entry: IndicatorEntry = {"name": name, "targets": {}}
    for key, text in facts.items():
        entry[key] = text if key in PARAGRAPHS else clean_line(text)
    for key, text in values.items():
        kept, _dot, year = key.partition(".")
        if year:
            entry["targets"][year] = clean_line(text)
        else:
            entry[kept] = clean_line(text)
    if table.baseline_year and "baseline" in entry:
        entry["baseline_year"] = table.baseline_year if entry["baseline"] else None
    return entry


def add_further(row: RowReader, number: int, indicators: list[IndicatorEntry]) -> int:
    """Indicators of a row that goes on with the entry above; how many of them are new.

    One that the entry has already is new only if it says something else, and then it is refused.
    """
    entry = row.sheet.draft.entries[number]
    known = {indicator["name"].casefold(): indicator for indicator in entry["indicators"]}
    fresh = [one for one in indicators if one["name"].casefold() not in known]
    for one in indicators:
        same = known.get(one["name"].casefold())
        if same is not None and spoken(same) != spoken(one):
            sentence = _("Indikator “%(name)s” sudah ada di baris lain dengan nilai yang berbeda.")
            row.refuse_at("indicator", sentence % {"name": one["name"][:80]})
            return 0
    entry["rows"].append(row.number + 1)
    entry["indicators"].extend(fresh)
    return len(fresh)


def spoken(indicator: IndicatorEntry) -> dict[str, Any]:
    """What an indicator's own cells say; agency, mark and remark are added later."""
    later = ("name", "agency", "is_headline", "remark")
    return {key: value for key, value in indicator.items() if key not in later}


def note_unsure(row: RowReader, number: int, place: int) -> None:
    """Ask about figures of this indicator that may be read in two ways, unless the row tells."""
    indicator = row.sheet.draft.entries[number]["indicators"][place]
    targets = indicator["targets"]
    texts: dict[tuple[str, ...], str] = {
        (key,): indicator[key] for key in ("baseline", "final") if indicator.get(key)
    }
    texts |= {("targets", year): text for year, text in targets.items() if text}
    if any("." in text for text in texts.values()):
        spelled = cells.sure_spelling(texts.values())
        for path, text in texts.items():
            if not UNSURE.search(text):
                continue
            if spelled:
                (targets if len(path) > 1 else indicator)[path[-1]] = spell_sure(text, spelled)
            else:
                row.sheet.unsure.append([number, "indicators", place, *path])
    if not row.sheet.table.sheet.tells_percents and _PERCENT.search(indicator.get("unit", "")):
        row.sheet.fractions.extend(
            [number, "indicators", place, *path]
            for path in texts
            if is_fraction(value_cell(row, path))
        )


def value_cell(row: RowReader, path: tuple[str, ...]) -> Cell:
    if len(path) == 1:
        return row.cell(path[0])
    return next(
        row.at(column) for year, column in row.sheet.yearly("targets") if str(year) == path[1]
    )


def is_fraction(cell: Cell) -> bool:
    """A number that a format which this file's kind does not tell may show as a percentage."""
    return cell.is_number and not cell.shows_percent and 0 < float(cell.value or 0) <= 1


def outside(row: RowReader, year: int) -> str:
    years = row.sheet.context.years
    return _("Tahun %(year)s di luar periode %(start)d–%(end)d.") % {
        "year": year,
        "start": years.start,
        "end": years.stop - 1,
    }
