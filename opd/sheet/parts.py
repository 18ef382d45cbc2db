"""The parts of a sheet, as its template shows them."""

from __future__ import annotations

from dataclasses import dataclass, field

from opd.models import Thread
from workspace.checks import Finding


@dataclass
class Cell:
    """A value in a table. `before` is the former one; None when nothing changed."""

    text: str
    is_number: bool = False
    small: str = ""  # a second, quieter line
    before: str | None = None


@dataclass
class Entry:
    """A named value of a section, such as the problem or the horizon."""

    key: str
    label: str
    value: str
    is_text: bool = False  # Markdown paragraphs
    before: str | None = None
    threads: list[Thread] = field(default_factory=list)


@dataclass
class Row:
    """A line of a table; `key` is where notes about it are pinned ("indicators.12")."""

    key: str
    cells: list[Cell]
    is_new: bool = False
    threads: list[Thread] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.cells[0].text

    @property
    def is_changed(self) -> bool:
        return self.is_new or any(cell.before is not None for cell in self.cells)


@dataclass
class Table:
    caption: str
    columns: list[tuple[str, bool]]  # label, whether its values are numbers
    rows: list[Row]
    totals: list[Cell] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)  # names of rows that are gone

    @property
    def is_changed(self) -> bool:
        return bool(self.removed) or any(row.is_changed for row in self.rows)


@dataclass
class Part:
    """A section of the sheet."""

    key: str
    title: str
    entries: list[Entry] = field(default_factory=list)
    table: Table | None = None
    threads: list[Thread] = field(default_factory=list)  # about the section as a whole
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_changed(self) -> bool:
        return any(entry.before is not None for entry in self.entries) or bool(
            self.table and self.table.is_changed
        )

    def places(self) -> dict[str, Entry | Row]:
        """Where a note can be pinned, by its field."""
        rows: list[Entry | Row] = list(self.table.rows) if self.table else []
        return {place.key: place for place in [*self.entries, *rows]}
