"""From the sheets of a workbook in this project's own layout to an RPJMD's content."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _

from rpjmd.content import (
    ElementContent,
    HeadContent,
    IndicatorContent,
    RpjmdContent,
    clean_content,
    clean_line,
    clean_optional,
)
from rpjmd.importing.agencies import agency_names
from rpjmd.importing.cells import read_money
from rpjmd.importing.own import (
    ADDS_UP,
    DIRECTIONS,
    ELEMENTS,
    HEAD,
    HEAD_KEYS,
    HEADLINE,
    INDICATORS,
    LEVELS,
    OTHER_INDICATORS,
    Layout,
    head_key,
)
from rpjmd.importing.table import CellProblem, Row, Table, find_table
from rpjmd.importing.workbook import Sheet
from rpjmd.models import Direction
from rpjmd.validation import PARENT_MARK, Problem, duplicate_code, find_problems
from workspace.models import Agency
from workspace.numbers import EMPTY

YEARS: Final = range(2000, 2101)


@dataclass
class Reading:
    """What was read: content that can be loaded when there are no problems."""

    content: RpjmdContent
    problems: list[CellProblem] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


@dataclass
class _Source:
    """The tables of a workbook, and the row that each piece of content was read from."""

    tables: dict[str, Table]
    head_rows: dict[str, Row]
    element_rows: list[Row]
    indicator_rows: list[Row]

    def row_of(self, problem: Problem) -> Row | None:
        if problem.part == "elements":
            return self.element_rows[problem.row]
        if problem.part == "indicators":
            return self.indicator_rows[problem.row]
        return self.head_rows.get(problem.key)


def read_content(sheets: list[Sheet], agencies: Iterable[Agency]) -> Reading:
    """Everything that the sheets hold, with every problem by sheet, row and column."""
    tables, problems = find_tables(sheets)
    if problems:
        return Reading(empty_content(), problems)
    names = agency_names(agencies)
    source = _Source(tables, head_rows(tables[HEAD.sheet]), [], [])
    source.element_rows = list(tables[ELEMENTS.sheet].rows())
    source.indicator_rows = list(tables[INDICATORS.sheet].rows())
    content = clean_content(
        {
            **read_head(source.head_rows, tables[HEAD.sheet]),
            "elements": read_elements(source.element_rows, names),
            "indicators": [read_indicator(row, names) for row in source.indicator_rows],
        }
    )
    require_rows(content, tables[ELEMENTS.sheet])
    require_years(content, tables[INDICATORS.sheet])
    place_problems(source, find_problems(content, set(names.values())))
    found = [
        problem
        for table in tables.values()
        for problem in sorted(table.problems, key=lambda problem: problem.row)
    ]
    return Reading(content, found, [head for table in tables.values() for head in table.ignored])


def find_tables(sheets: list[Sheet]) -> tuple[dict[str, Table], list[CellProblem]]:
    """The tables by the names of their sheets, or what keeps them from being read."""
    by_name = {head_key(sheet.name): sheet for sheet in sheets}
    tables: dict[str, Table] = {}
    problems: list[CellProblem] = []
    for layout in (HEAD, ELEMENTS, INDICATORS):
        sheet = by_name.get(layout.sheet)
        if sheet is None:
            problems.append(missing_sheet(layout, sheets))
            continue
        tables[layout.sheet] = find_table(sheet, layout)
        problems.extend(tables[layout.sheet].problems)
    return tables, problems


def missing_sheet(layout: Layout, sheets: list[Sheet]) -> CellProblem:
    names = ", ".join(clean_line(sheet.name)[:40] for sheet in sheets)
    message = _("Lembar %(sheet)s tidak ada. Lembar yang ada: %(names)s.")
    return CellProblem(layout.sheet, 0, "", message % {"sheet": layout.sheet, "names": names})


def head_rows(table: Table) -> dict[str, Row]:
    keys = {title: key for key, title in HEAD_KEYS.items()}
    rows: dict[str, Row] = {}
    for row in table.rows():
        key = keys.get(head_key(row.text("key")))
        if key is None and row.text("key"):
            table.ignored.append(clean_line(row.text("key")))
        elif key in rows:
            row.say("key", _("Kunci %(key)s ada dua kali.") % {"key": HEAD_KEYS[key]})
        elif key:
            rows[key] = row
    return rows


def read_head(rows: Mapping[str, Row], table: Table) -> HeadContent:
    missing = [title for key, title in HEAD_KEYS.items() if key not in rows]
    if missing:
        table.say(
            table.head_row, "", _("Kunci ini tidak ada: %(keys)s.") % {"keys": ", ".join(missing)}
        )

    def text(key: str) -> str:
        return rows[key].text("value") if key in rows else ""

    def year(key: str) -> int:
        return (read_year(rows[key], "value") or 0) if key in rows else 0

    return {
        "name": text("name"),
        "label": text("label"),
        "start_year": year("start_year"),
        "end_year": year("end_year"),
        "vision": text("vision"),
        "regulation": text("regulation"),
        "remark": text("remark"),
    }


def read_elements(rows: list[Row], agencies: Mapping[str, str]) -> list[ElementContent]:
    codes = {clean_line(row.cell("code").code) for row in rows}
    return [
        {
            "level": read_word(row, "level", {name: level.value for level, name in LEVELS.items()}),
            "code": row.cell("code").code,
            "text": row.text("text"),
            "parents": split_parents(row.cell("parents").code, codes),
            "agency": read_agency(row, agencies),
            "nomenclature_code": row.cell("nomenclature_code").code,
            "objective": row.text("objective"),
            "ceilings": read_ceilings(row),
            "location": row.text("location"),
            "remark": row.text("remark"),
        }
        for row in rows
    ]


def read_indicator(row: Row, agencies: Mapping[str, str]) -> IndicatorContent:
    kinds = {HEADLINE: HEADLINE, **dict.fromkeys(OTHER_INDICATORS, "")}
    years = [key for key in row.table.columns if key.startswith("targets.")]
    return {
        "code": row.cell("code").code,
        "name": row.text("name"),
        "element": row.cell("element").code,
        "is_headline": read_word(row, "is_headline", kinds, default="") == HEADLINE,
        "unit": row.text("unit"),
        "direction": read_word(
            row,
            "direction",
            {name: direction.value for direction, name in DIRECTIONS.items()},
            default=Direction.INCREASE.value,
        ),
        "adds_up": bool(read_word(row, "adds_up", {ADDS_UP: ADDS_UP, "Tidak": ""}, default="")),
        "formula": row.text("formula"),
        "data_source": row.text("data_source"),
        "agency": read_agency(row, agencies),
        "baseline_year": read_year(row, "baseline_year"),
        "baseline": row.text("baseline"),
        "targets": {key.removeprefix("targets."): row.text(key) for key in years},
        "final": row.text("final"),
        "remark": row.text("remark"),
    }


def read_word(row: Row, key: str, words: Mapping[str, str], default: str | None = None) -> str:
    """One of the words of the layout, whatever its case; a problem when it is another."""
    written = clean_line(row.text(key))
    known = {word.casefold(): value for word, value in words.items()}
    if written.casefold() in known:
        return known[written.casefold()]
    if default is not None and written.lower() in EMPTY:
        return default
    row.say(
        key,
        _("“%(written)s” tidak dikenal. Tulis salah satu: %(words)s.")
        % {"written": written[:40], "words": ", ".join(words)},
    )
    return next(iter(words.values()))


def read_year(row: Row, key: str) -> int | None:
    written = clean_line(row.text(key))
    if written.lower() in EMPTY:
        return None
    if written.isascii() and written.isdecimal() and int(written) in YEARS:
        return int(written)
    row.say(key, _("“%(written)s” bukan tahun. Tulis empat angka.") % {"written": written[:40]})
    return None


def read_agency(row: Row, agencies: Mapping[str, str]) -> str:
    """The agency's short name; what nobody knows stays as it is, for the sentence about it."""
    written = row.text("agency")
    return agencies.get(clean_line(written).casefold(), written)


def read_ceilings(row: Row) -> dict[str, str]:
    ceilings: dict[str, str] = {}
    for key in row.table.columns:
        if key.startswith("ceilings."):
            try:
                ceilings[key.removeprefix("ceilings.")] = read_money(row.cell(key), 1)
            except ValueError as error:
                row.say(key, str(error))
    return ceilings


def split_parents(written: str, codes: set[str]) -> list[str]:
    """Codes parted by semicolons or line ends, or by commas when that yields known codes only."""
    parents: list[str] = []
    for part in written.replace("\n", PARENT_MARK).split(PARENT_MARK):
        code = clean_optional(part)
        pieces = [clean_line(piece) for piece in code.split(",")]
        parents.extend(pieces if code not in codes and codes.issuperset(pieces) else [code])
    return parents


def require_rows(content: RpjmdContent, table: Table) -> None:
    if not content["elements"]:
        table.say(table.head_row, "", _("Lembar ini belum berisi satu unsur pun."))


def require_years(content: RpjmdContent, table: Table) -> None:
    """Without its column a year would lose its targets."""
    years = range(content["start_year"], content["end_year"] + 1)
    if not content["start_year"] or len(years) > len(YEARS):
        return
    missing = [str(year) for year in years if f"targets.{year}" not in table.columns]
    if missing:
        table.say(
            table.head_row,
            "",
            _("Kolom tahun ini tidak ada: %(years)s.") % {"years": ", ".join(missing)},
        )


def place_problems(source: _Source, problems: list[Problem]) -> None:
    """Say each problem of the content at the cell that it was read from.

    A year that could not be read makes other sentences about the period untrue: they wait.
    """
    head_is_sound = not source.tables[HEAD.sheet].problems
    for problem in problems:
        row = source.row_of(problem)
        if row is None:
            continue
        if problem.part != "head":
            row.say(problem.key, problem.message + code_hint(row, problem))
        elif head_is_sound:
            row.say("value", problem.message)


def code_hint(row: Row, problem: Problem) -> str:
    """Excel keeps 1.10 as the number 1.1, so that two codes become one."""
    if problem.key != "code" or not row.cell("code").is_number:
        return ""
    if problem.message != duplicate_code(row.cell("code").code):
        return ""
    return " " + _(
        "Kode ini tersimpan sebagai angka, sehingga nol di belakangnya hilang; "
        "ubah format kolom menjadi Teks dan ketik ulang kodenya."
    )


def empty_content() -> RpjmdContent:
    return {
        "name": "",
        "label": "",
        "start_year": 0,
        "end_year": 0,
        "vision": "",
        "regulation": "",
        "remark": "",
        "elements": [],
        "indicators": [],
    }
