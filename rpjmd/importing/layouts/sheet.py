"""One recognised sheet being read: its rows, and where its doubts and refusals are noted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

from django.utils.translation import gettext as _

from rpjmd.content import clean_line
from rpjmd.importing import cells
from rpjmd.importing.draft import SKIP, Doubt, Draft, Entry
from rpjmd.importing.layouts.recognition import Column, Recognised, head_text
from rpjmd.importing.table import CellProblem
from rpjmd.importing.workbook import EMPTY_CELL, Cell

FREE: Final = frozenset({"remark", "location", "formula", "data_source"})  # a date is no fault here
_NO_WORD: Final = re.compile(r"[^\w&]+")
_COLUMN_NUMBER: Final = re.compile(r"^\(?(\d{1,2})\)?$")


@dataclass(frozen=True)
class Context:
    """What the readers know of the plan. `agencies`: short names by all names in small letters."""

    years: range
    agencies: Mapping[str, str] = field(default_factory=dict)
    levels: Mapping[str, str] = field(default_factory=dict)  # of elements by code
    offices: Mapping[str, str] = field(default_factory=dict)  # names of stored agencies by code

    def agency_in(self, text: str) -> str:
        """The agency that a title names; the longest name wins, for some contain others."""
        folded = words(text)
        named = [
            (len(name), short)
            for name, short in self.agencies.items()
            if words(name).strip() and words(name) in folded
        ]
        return max(named)[1] if named else ""


@dataclass
class SheetReader:
    table: Recognised
    draft: Draft
    context: Context
    # places in entries: agencies that nobody knows
    strangers: dict[str, list[list[Any]]] = field(default_factory=dict)
    unsure: list[list[Any]] = field(default_factory=list)  # figures like 1.250
    fractions: list[list[Any]] = field(default_factory=list)
    _yearly: dict[str, list[tuple[int, Column]]] = field(default_factory=dict)

    def rows(self) -> Iterator[RowReader]:
        """The rows that say something: no empty ones, no sums, no heads again."""
        sheet, body = self.table.sheet, self.table.body
        places = [column.place for column in self.columns()]
        for number in range(body, len(sheet.rows)):
            row = sheet.rows[number]
            size = len(row)
            held = [place for place in places if place < size and row[place].value is not None]
            if not held:
                continue
            reader = RowReader(self, number, row)
            if reason := self.is_no_row(reader, held, number <= body + 1):
                self.draft.skipped.append(CellProblem(sheet.name, number + 1, "", reason))
            elif not reader.refuse_faults():
                yield reader

    def columns(self) -> list[Column]:
        return [*self.table.columns.values(), *self.table.years.values()]

    def is_no_row(self, row: RowReader, held: list[int], is_near_heads: bool) -> str:
        """Why the row is left out without a word of refusal; "" for one to read."""
        if is_total(row):
            return _("baris jumlah")
        if is_near_heads:
            found = [
                _COLUMN_NUMBER.match(clean_line(row.cells[place].text)) for place in sorted(held)
            ]
            numbers = [int(match[1]) for match in found if match]
            if len(numbers) == len(held) > 2 and all(a < b for a, b in pairwise(numbers)):
                return _("nomor kolom")
        heads = [self.table.columns.get("code"), self.table.columns.get("text")]
        if all(
            head and head_text(row.at(head)) and head_text(row.at(head)) in head.head
            for head in heads
        ):
            return _("judul kolom yang berulang")
        return ""

    def add(self, entry: Entry, row: RowReader) -> int:
        entry["sheet"] = self.table.sheet.name
        entry["rows"] = [row.number + 1]
        self.draft.entries.append(entry)
        return len(self.draft.entries) - 1

    def yearly(self, kind: str) -> list[tuple[int, Column]]:
        """The columns of targets or ceilings by their years; TAHUN 1 is the first of the RPJMD."""
        if kind not in self._yearly:
            self._yearly[kind] = [
                (self.year(column), column)
                for (held, _number), column in self.table.years.items()
                if held == kind
            ]
        return self._yearly[kind]

    def year(self, column: Column) -> int:
        return column.year if column.year > 100 else self.context.years.start + column.year - 1

    def doubt(
        self,
        kind: str,
        key: str,
        row: int,
        column: str,
        message: str,
        choices: list[list[str]],
        places: list[list[Any]],
    ) -> None:
        """Note a question; its id is its place, so that answers find it again."""
        rows = {
            (self.table.sheet.name, number)
            for place in places
            for number in self.draft.entries[place[0]]["rows"]
        }
        problem = {"sheet": self.table.sheet.name, "row": row, "column": column, "message": message}
        identity = f"{self.table.sheet.name}!{row or ''}{key}"
        self.draft.doubts.append(
            Doubt(identity, kind, problem, choices, places, sorted(map(list, rows)))
        )

    def finish(self) -> None:
        """Ask once for each unknown agency, and once for the sheet's way of writing figures."""
        head = self.table.name_of(self.table.columns.get("agency"))
        for name, places in self.strangers.items():
            row = self.draft.entries[places[0][0]]["rows"][0]
            message = _("OPD “%(name)s” tidak dikenal di daerah ini.") % {"name": name[:80]}
            short_names = sorted(set(self.context.agencies.values()), key=closeness(name))
            choices = [["", _("Tanpa OPD")], *([short, short] for short in short_names)]
            self.doubt("set", "agency", row, head, message, choices, places)
        self.ask_figures()

    def ask_figures(self) -> None:
        for kind, places in (("numbers", self.unsure), ("percents", self.fractions)):
            if not places:
                continue
            number, *path = places[0]
            entry = self.draft.entries[number]
            sample: Any = entry
            for key in path:
                sample = sample[key]
            if kind == "numbers":
                message = _("“%(text)s” dapat berarti ribuan atau pecahan desimal.")
                choices = [
                    ["thousands", _("Titik memisahkan ribuan: 1.250 adalah 1250")],
                    ["decimals", _("Titik adalah koma desimal: 1.250 adalah 1,25")],
                ]
            else:
                message = _("“%(text)s” dengan satuan persen dapat berarti seratus kalinya.")
                choices = [
                    ["percent", _("Pecahan dari 100 persen: 0,85 adalah 85%")],
                    ["asis", _("Sudah dalam persen: 0,85 tetap 0,85")],
                ]
            others = len({place[0] for place in places}) - 1
            if others:
                message += " " + _(
                    "Jawaban ini berlaku juga untuk %(count)d baris lain di lembar ini."
                )
            said = message % {"text": sample, "count": others}
            self.doubt(kind, kind, entry["rows"][0], "", said, choices, places)


def words(text: str) -> str:
    """The words in small letters with one blank around each."""
    return f" {clean_line(_NO_WORD.sub(' ', text)).casefold()} "


def is_total(row: RowReader) -> bool:
    """A sum stands without code and indicator; an indicator may well begin with "Jumlah"."""
    if clean_line(row.cell("indicator").text):
        return False
    code = clean_line(row.cell("code").text)
    first = next((text for cell in row.cells if (text := clean_line(cell.text))), "")
    return bool(cells.TOTALS.match(first) and (not code or cells.TOTALS.match(code)))


def closeness(name: str) -> Any:
    """How far a short name is from what was written: names that occur in it come first."""
    folded = name.casefold()

    def key(short: str) -> tuple[bool, str]:
        return (short.casefold() not in folded, short)

    return key


@dataclass(frozen=True)
class RowReader:
    """One row. `number` counts from zero as in the sheet's rows."""

    sheet: SheetReader
    number: int
    cells: list[Cell]

    def at(self, column: Column | None) -> Cell:
        if column is None or column.place >= len(self.cells):
            return EMPTY_CELL
        return self.cells[column.place]

    def cell(self, key: str) -> Cell:
        return self.at(self.sheet.table.columns.get(key))

    def line(self, key: str) -> str:
        return cells.line(self.cell(key))

    def refuse(self, column: Column | None, message: str) -> None:
        table = self.sheet.table
        self.sheet.draft.refused.append(
            CellProblem(table.sheet.name, self.number + 1, table.name_of(column), message)
        )

    def refuse_at(self, key: str, message: str) -> None:
        self.refuse(self.sheet.table.columns.get(key), message)

    def refuse_faults(self) -> bool:
        """Whether a cell that counts cannot be read; the row is then refused as a whole."""
        if not [cell for cell in self.cells if cell.is_hollow or cell.is_date or _may_fail(cell)]:
            return False
        table = self.sheet.table
        named = [
            (key, column) for key, column in table.columns.items() if key not in table.layout.unkept
        ]
        for key, column in [*named, *(("", column) for column in table.years.values())]:
            cell = self.at(column)
            if key in FREE and cell.is_date:
                continue
            if said := cells.fault(cell):
                self.refuse(column, said)
                return True
        return False

    def fill_agency(self, entry: Entry, number: int, path: tuple[Any, ...] = ()) -> None:
        """Put the short name of the row's agency into the entry, or ask who is meant."""
        if "agency" not in self.sheet.table.columns:
            return
        written = cells.optional_line(self.cell("agency"))
        known = self.sheet.context.agencies.get(written.casefold(), "") if written else ""
        holder: Any = entry
        for key in path:
            holder = holder[key]
        holder["agency"] = known
        if written and not known:
            self.sheet.strangers.setdefault(written, []).append([number, *path, "agency"])


def _may_fail(cell: Cell) -> bool:
    return cell.value.__class__ is str and cell.value[:1] in ("#", " ")  # type: ignore[index]


def skip_choice() -> list[str]:
    return [SKIP, _("Lewati baris ini")]
