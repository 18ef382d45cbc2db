"""All sheets of a workbook, each by the layout that its heads tell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext as _

from rpjmd.content import clean_line
from rpjmd.importing.agencies import short_name_of
from rpjmd.importing.draft import Draft, SheetNote
from rpjmd.importing.layouts import LAYOUTS, Kind
from rpjmd.importing.layouts.lists import read_agencies, read_nomenclature
from rpjmd.importing.layouts.programs import read_programs
from rpjmd.importing.layouts.recognition import Recognised, recognise
from rpjmd.importing.layouts.sheet import Context, SheetReader
from rpjmd.importing.layouts.tables import read_chain, read_tables
from rpjmd.importing.workbook import Sheet, Unreadable

READERS: Final[dict[Kind, Callable[[SheetReader], None]]] = {
    "agencies": read_agencies,
    "chain": read_chain,
    "tables": read_tables,
    "programs": read_programs,
    "nomenclature": read_nomenclature,
}


def read_layouts(sheets: list[Sheet], context: Context) -> Draft:
    """The draft of every recognised sheet. Raises Unreadable when there is none."""
    draft = Draft()
    recognised = [(sheet, recognise(sheet)) for sheet in sheets]
    if not any(table for _sheet, table in recognised):
        raise Unreadable(unknown_heads())
    # Agencies first: the other sheets of the file may name one that is new.
    recognised.sort(key=lambda pair: pair[1] is None or pair[1].layout.kind != "agencies")
    names = dict(context.agencies)
    for sheet, table in recognised:
        if table is None:
            if any(cell.text.strip() for row in sheet.rows for cell in row):
                draft.sheets.append(SheetNote(sheet.name, ""))
            continue
        reader = SheetReader(table, draft, replace(context, agencies=names))
        READERS[table.layout.kind](reader)
        draft.sheets.append(
            SheetNote(
                sheet.name,
                table.layout.name,
                table.title[:200],
                list(table.ignored),
                column_titles(reader, table),
            )
        )
        for entry in draft.entries:
            if entry["kind"] == "agency":
                for name in (entry.get("short_name", ""), entry["name"], entry["code"]):
                    if name:
                        names.setdefault(clean_line(name).casefold(), short_name_of(entry))
    return draft


def column_titles(reader: SheetReader, table: Recognised) -> dict[str, str]:
    """Where each key of an entry stands, for sentences about it."""
    titles = {key: table.name_of(column) for key, column in table.columns.items()}
    for (kind, _number), column in table.years.items():
        titles[f"{kind}.{reader.year(column)}"] = table.name_of(column)
    return titles


def unknown_heads() -> str:
    """What a workbook that nothing recognises would have to look like."""
    known = []
    for layout in LAYOUTS:
        heads = [names[0] for key, names in layout.heads.items() if key in layout.required]
        known.append(f"{layout.title} ({', '.join(heads)})")
    return _(
        "Tidak satu lembar pun berjudul kolom yang dikenal. Bentuk yang dikenal: %(layouts)s, "
        "dan templat dari halaman ini."
    ) % {"layouts": "; ".join(known)}
