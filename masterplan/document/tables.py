"""A table of the document as a context: fixed columns, one head, rows of cells.

Widths are per cent of the line in steps of one, or None for an equal share of what is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from masterplan.document.blocks import Block, Caption, Context, text_lines
from masterplan.document.frozen import Program

Cell = dict[str, Any]

# A table of at most so many rows is kept on one page: a third of one at most stays empty for it.
SHORT_ROWS: Final = 12
# An amount of so many signs fits into the narrowest column that has any.
AMOUNT_SIGNS: Final = 10


@dataclass(frozen=True, slots=True)
class Column:
    label: str
    width: int | None = None
    is_number: bool = False

    @property
    def classes(self) -> str:
        """The classes of the style sheet that its cells have."""
        return "num" if self.is_number else ""


def year_columns(years: Iterable[int], width: int | None = None) -> list[Column]:
    return [Column(str(year), width, is_number=True) for year in years]


def table(
    columns: Sequence[Column],
    rows: Sequence[Context],
    *,
    caption: Caption | None = None,
    title: str = "",
    unit: str = "",
    note: str = "",
) -> Context:
    """`caption` numbers the table and lists it in front; `title` alone only says what it holds."""
    return {
        "caption": caption.as_context() if caption else None,
        "title": title,
        "unit": unit,
        "note": note,
        "columns": [
            {"label": column.label, "width": column.width, "is_number": column.is_number}
            for column in columns
        ],
        "rows": list(rows),
        "is_short": len(rows) <= SHORT_ROWS,
    }


def row(columns: Sequence[Column], cells: Sequence[str | Cell], kind: str = "") -> Context:
    """`kind` is "" or "total". The first cell heads its row.

    A cell that `is_rich` holds more than its text. Nearly all are plain, and a template that looks
    for what is not there takes its time.
    """
    return {
        "kind": kind,
        "anchor": "",
        "cells": [
            {"text": cell, "classes": column.classes, "is_rich": False}
            if isinstance(cell, str)
            else _rich(column, **cell)
            for column, cell in zip(columns, cells, strict=True)
        ],
    }


def _rich(column: Column, *, text: str, kind: str, **more: Any) -> Context:
    classes = f"{column.classes} {kind}".strip()
    return {"text": text, "classes": classes, "is_rich": bool(more), **more}


def group(title: str, anchor: str = "") -> Context:
    """A line over the rows that follow, across all columns."""
    return {"kind": "group", "text": title, "anchor": anchor}


def text(words: str, *, kind: str = "") -> Cell:
    """`kind` is a class of the style sheet: "quiet", "strong", "lacking", "bar"."""
    return {"text": words, "kind": kind}


def amount(words: str) -> Cell:
    """A figure at the right end of its cell that lays out nothing when it changes: the assembly
    writes it. One that might not fit into a line is an ordinary text."""
    return {**text(words), "is_amount": True} if len(words) <= AMOUNT_SIGNS else text(words)


def without_amounts(table: Context) -> tuple[Context, list[str]]:
    """The table as it is laid out, and the amounts to be written into it, in their order."""
    amounts = [
        cell["text"]
        for line in table["rows"]
        for cell in line.get("cells", ())
        if "is_amount" in cell
    ]
    rows = [_without_amounts(line) for line in table["rows"]] if amounts else table["rows"]
    return {**table, "rows": rows}, amounts


def _without_amounts(line: Context) -> Context:
    if "cells" not in line:
        return line
    cells = [{**cell, "text": ""} if "is_amount" in cell else cell for cell in line["cells"]]
    return {**line, "cells": cells}


def links(programs: Iterable[Program]) -> Cell:
    """The codes of programs, each leading to its sheet."""
    return {
        "text": "",
        "kind": "codes",
        "links": [{"to": program.anchor, "text": program.code} for program in programs],
    }


def links_to(name: str, words: str) -> Cell:
    """One code that leads to a place of the document."""
    return {"text": "", "kind": "codes", "links": [{"to": name, "text": words}]}


def joined(blocks: Iterable[Block]) -> list[Block]:
    """The blocks of a part, the shares of one table put together."""
    found: list[Block] = []
    for block in blocks:
        if block.continues and found:
            table = _longer(found[-1].context["table"], block.context["table"])
            found[-1] = replace(found[-1], context={**found[-1].context, "table": table})
        else:
            found.append(block)
    return found


def _longer(table: Context, more: Context) -> Context:
    rows = table["rows"] + more["rows"]
    return {**table, "rows": rows, "note": more["note"], "is_short": len(rows) <= SHORT_ROWS}


def table_lines(context: Context) -> int:
    """About how many lines of the page the table takes; its head and caption as many as five, which
    a share without a caption has in common with the others."""
    return 5 * bool(context["caption"]) + sum(
        _row_lines(line, len(context["columns"])) for line in context["rows"]
    )


def _row_lines(line: Context, columns: int) -> int:
    width = max(12, 110 // columns)
    longest = max(
        (text_lines(cell.get("text", ""), width) for cell in line.get("cells", ())), default=1
    )
    return max(1, longest)
