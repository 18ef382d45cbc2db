"""Plain lists: the agencies of the region, and SIPD's nomenclature."""

from __future__ import annotations

import re
from typing import Final

from django.utils.translation import gettext as _

from rpjmd.content import clean_line
from rpjmd.importing import cells
from rpjmd.importing.codes import read_code
from rpjmd.importing.draft import Entry
from rpjmd.importing.layouts.sheet import RowReader, SheetReader, skip_choice

STEPS: Final = ("field", "program", "activity", "subactivity")
UNVERIFIED: Final = frozenset({"belum", "tidak"})
_AGENCY_CODE: Final = re.compile(r"^[0-9Xx]+(?:[.-][0-9Xx]+)*$")


def read_agencies(reader: SheetReader) -> None:
    seen: dict[str, int] = {}
    for row in reader.rows():
        name = row.line("name")
        code = clean_line(row.cell("code").code).strip(".").replace(" ", "")
        code = "" if cells.is_zero(code) or code in ("-", "–") else code
        if not name:
            if code:
                row.refuse_at("name", _("Nama organisasi kosong."))
            continue
        if code and not _AGENCY_CODE.match(code):
            row.refuse_at(
                "code", _("“%(code)s” bukan kode perangkat daerah.") % {"code": code[:40]}
            )
            continue
        entry: Entry = {"kind": "agency", "code": code, "name": name}
        for key in ("short_name", "remark"):
            if key in reader.table.columns:
                entry[key] = cells.optional_line(row.cell(key))
        stored = reader.context.offices.get(code, "")
        if "verified" in reader.table.columns:
            entry["is_verified"] = row.line("verified").casefold() not in UNVERIFIED
        first = seen.get(name.casefold())
        if first is not None:
            ask_which(reader, row, first, entry)
            continue
        number = seen[name.casefold()] = reader.add(entry, row)
        if stored and stored.casefold() != name.casefold():
            ask_name(reader, row, number, stored)
    reader.finish()


def ask_name(reader: SheetReader, row: RowReader, number: int, stored: str) -> None:
    """A known code with another name: the agency was renamed, or the code is wrong."""
    name = reader.draft.entries[number]["name"]
    message = _("Kode %(code)s milik “%(stored)s”, tetapi di sini bernama “%(name)s”.")
    reader.doubt(
        "set",
        "name",
        row.number + 1,
        reader.table.name_of(reader.table.columns["name"]),
        message % {"code": reader.draft.entries[number]["code"], "stored": stored, "name": name},
        [[name, _("Ganti namanya")], [stored, _("Pertahankan nama yang tersimpan")], skip_choice()],
        [[number, "name"]],
    )


def ask_which(reader: SheetReader, row: RowReader, first: int, entry: Entry) -> None:
    """A name twice: nothing new, or two codes of which one is right."""
    known = reader.draft.entries[first]
    if entry["code"] in ("", known["code"]):
        known["rows"].append(row.number + 1)
        return
    number = reader.add(entry, row)
    choices = [
        [str(one), _("Pakai kode %(code)s") % {"code": reader.draft.entries[one]["code"] or "–"}]
        for one in (first, number)
    ]
    reader.doubt(
        "keep",
        "rows",
        row.number + 1,
        reader.table.name_of(reader.table.columns["name"]),
        _("“%(name)s” tercantum dua kali dengan kode yang berbeda.") % {"name": entry["name"][:80]},
        choices,
        [[first], [number]],
    )


def read_nomenclature(reader: SheetReader) -> None:
    """Each row names a subkegiatan with what stands above it."""
    for row in reader.rows():
        entry: Entry = {"kind": "nomenclature", "names": []}
        for step in STEPS:
            if f"{step}_code" not in reader.table.columns:
                continue
            cell, name = row.cell(f"{step}_code"), row.line(step)
            if not cell.text.strip() and not name:
                continue
            try:
                code = read_code(cell)
            except ValueError as error:
                row.refuse_at(f"{step}_code", str(error))
                break
            if not name:
                row.refuse_at(step, _("Nama untuk kode %(code)s kosong.") % {"code": code.text})
                break
            entry["names"].append([told_code(row, code.text, code.others), name])
        else:
            if entry["names"]:
                entry["indicator"] = row.line("indicator")
                entry["unit"] = row.line("unit")
                entry["former"] = row.line("former")
                reader.add(entry, row)
    reader.finish()


def told_code(row: RowReader, code: str, others: tuple[str, ...]) -> str:
    """A bidang's code that lost its zero is told by the program's code in the same row."""
    below = clean_line(row.cell("program_code").code)
    return next((option for option in (code, *others) if below.startswith(f"{option}.")), code)
