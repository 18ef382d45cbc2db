"""A sheet as a table: where its heads stand, which columns are missing, and its rows by key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _

from rpjmd.content import clean_line
from rpjmd.importing.extraction import column_name
from rpjmd.importing.own import Layout, head_key, year_key
from rpjmd.importing.workbook import EMPTY_CELL, Cell, Sheet

HEAD_ROWS: Final = 15  # titles may stand above the heads
ERROR_VALUES: Final = ("#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#N/A")


@dataclass(frozen=True)
class CellProblem:
    """A sentence about a place of a workbook. `row` counts from 1; 0 means the sheet as a whole."""

    sheet: str
    row: int
    column: str
    message: str

    @property
    def place(self) -> str:
        """The place as a person looks for it: "STRUKTUR, baris 12, kolom D (INDUK)"."""
        parts = [self.sheet] if self.sheet else []
        if self.row:
            parts.append(_("baris %(row)d") % {"row": self.row})
        if self.column:
            parts.append(_("kolom %(column)s") % {"column": self.column})
        return ", ".join(parts)


@dataclass
class Table:
    """A sheet whose heads were found. `columns` maps a key, or "targets.2026", to its column."""

    sheet: Sheet
    head_row: int
    columns: dict[str, int]
    problems: list[CellProblem] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)

    def rows(self) -> Iterator[Row]:
        """The rows below the heads that hold anything in a known column."""
        for number in range(self.head_row + 1, len(self.sheet.rows)):
            row = Row(self, number)
            if any(
                clean_line(row.cell(key).text) or row.cell(key).is_hollow for key in self.columns
            ):
                row.find_unreadable_cells()
                yield row

    def say(self, row: int, key: str, message: str) -> None:
        """Note a problem; `row` counts from zero as in `sheet.rows`."""
        column = self.columns.get(key)
        self.problems.append(
            CellProblem(self.sheet.name, row + 1, self.column_title(column), message)
        )

    def column_title(self, column: int | None) -> str:
        if column is None:
            return ""
        head = clean_line(self.sheet.rows[self.head_row][column].text)
        return f"{column_name(column)} ({head})"


@dataclass(frozen=True)
class Row:
    """One row of a table. `number` counts from zero as in `sheet.rows`."""

    table: Table
    number: int

    def cell(self, key: str) -> Cell:
        cells = self.table.sheet.rows[self.number]
        column = self.table.columns.get(key)
        return cells[column] if column is not None and column < len(cells) else EMPTY_CELL

    def text(self, key: str) -> str:
        return self.cell(key).text

    def say(self, key: str, message: str) -> None:
        self.table.say(self.number, key, message)

    def find_unreadable_cells(self) -> None:
        """Cells in known columns whose value is not what a person meant to write."""
        for key in self.table.columns:
            cell = self.cell(key)
            if cell.is_hollow:
                self.say(key, _("Rumus di sel ini belum punya hasil. Buka dan simpan di Excel."))
            elif cell.is_date:
                self.say(key, _("Sel ini berisi tanggal. Ubah formatnya menjadi Teks."))
            elif clean_line(cell.text) in ERROR_VALUES:
                self.say(key, _("Rumus di sel ini menghasilkan kesalahan. Ketik nilainya."))


def find_table(sheet: Sheet, layout: Layout) -> Table:
    """The table of a sheet; when heads are missing or doubled, its problems say which."""
    keys = {head: key for key, head in (layout.columns | layout.optional).items()}
    head_row = find_head_row(sheet, keys)
    table = Table(sheet, head_row, {})
    heads = sheet.rows[head_row] if sheet.rows else []
    for column, cell in enumerate(heads):
        name = head_key(cell.text)
        year = year_key(name) or ""
        key = year if layout.yearly and year.startswith(layout.yearly) else keys.get(name)
        if not name:
            continue
        if key is None:
            table.ignored.append(clean_line(cell.text))
        elif key in table.columns:
            table.say(head_row, key, _("Judul kolom %(head)s ada dua kali.") % {"head": name})
        else:
            table.columns[key] = column
    missing = [head for key, head in layout.columns.items() if key not in table.columns]
    if missing:
        table.say(
            head_row, "", _("Kolom ini tidak ada: %(heads)s.") % {"heads": ", ".join(missing)}
        )
    return table


def find_head_row(sheet: Sheet, keys: dict[str, str]) -> int:
    """The row near the top that holds the most of the known heads."""
    counts = [sum(head_key(cell.text) in keys for cell in row) for row in sheet.rows[:HEAD_ROWS]]
    return counts.index(max(counts)) if counts else 0
