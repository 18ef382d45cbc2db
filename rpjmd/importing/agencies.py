"""Lists of agencies: which one a row means, and what a new one is called in short."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from rpjmd.content import clean_line
from workspace.actions import AgencyRow
from workspace.models import Agency

LONGEST: Final = Agency._meta.get_field("short_name").max_length or 40
_DISTRICT: Final = re.compile(r"^(?:kantor )?kecamatan\s+(.+)$", re.IGNORECASE)


def agency_names(agencies: Iterable[Agency]) -> dict[str, str]:
    """Short names by everything that a cell may call an agency."""
    names: dict[str, str] = {}
    for agency in agencies:
        for name in (agency.short_name, agency.name, agency.code):
            if name:
                names.setdefault(clean_line(name).casefold(), agency.short_name)
    return names


def short_name_of(entry: dict[str, Any]) -> str:
    """What the list says, or the name as far as it fits: no abbreviation is guessed."""
    if written := entry.get("short_name"):
        return str(written)
    name = str(entry["name"])
    if match := _DISTRICT.match(name):
        return f"Kec. {match[1]}"[:LONGEST]
    if len(name) <= LONGEST:
        return name
    words = name[: LONGEST + 1].split(" ")[:-1]
    return " ".join(words) or name[:LONGEST]


def agency_rows(entries: Iterable[dict[str, Any]], stored: Iterable[Agency]) -> list[AgencyRow]:
    """The rows to write: a stored agency is known by its name, its short name or its code."""
    by_name: dict[str, Agency] = {}
    for agency in stored:
        for name in (agency.code, agency.short_name, agency.name):
            if name:
                by_name[clean_line(name).casefold()] = agency
    rows: dict[str, AgencyRow] = {}
    for entry in entries:
        known = next(
            (
                by_name[clean_line(name).casefold()]
                for name in (entry["name"], entry.get("short_name", ""), entry["code"])
                if name and clean_line(name).casefold() in by_name
            ),
            None,
        )
        short = known.short_name if known else short_name_of(entry)
        kind = known.kind if known else kind_of(entry["name"])
        rows[short] = {
            "short_name": short,
            "name": entry["name"],
            "kind": kind,
            "code": entry["code"] or (known.code if known else ""),
            "remark": entry.get("remark", known.remark if known else ""),
            "is_verified": entry.get("is_verified", known.is_verified if known else True),
        }
    return list(rows.values())


def kind_of(name: str) -> str:
    return Agency.Kind.DISTRICT if _DISTRICT.match(name) else Agency.Kind.OPD
