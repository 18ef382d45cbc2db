"""The nomenclature codes of a program: where they stand, and what may take their place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from opd.content import ProgramContent
from opd.models import Program
from rpjmd.nomenclature.standing import Standings, Successor, read_standings


@dataclass(frozen=True)
class Offer:
    """A dropped code of a section that exactly one code certainly replaces."""

    section: str
    code: str
    successor: Successor


def codes_of(content: ProgramContent) -> list[tuple[str, str, dict[str, Any]]]:
    """(section, code, the row that holds it) for every code that is filled in."""
    identity = content["identity"]
    rows = content["activities"]["activities"]
    places = [("identity", identity["nomenclature_code"], identity)]
    places += [("activities", row["code"], row) for row in rows]
    return [place for place in places if place[1]]


def standings_of(programs: Iterable[Program]) -> Standings:
    """How the codes of one plan's programs stand, for all of them in one query.

    The programs must have been read `with_content`.
    """
    programs = list(programs)
    codes = {program.nomenclature_code for program in programs}
    codes |= {activity.code for program in programs for activity in program.activities.all()}
    return read_standings(programs[0].plan_id, codes) if programs else Standings()


def find_offers(content: ProgramContent, standings: Standings) -> list[Offer]:
    """What can be replaced with one click, each code once in a section."""
    found = {
        (section, code): standings.successor(code) for section, code, _row in codes_of(content)
    }
    return [Offer(*place, successor) for place, successor in found.items() if successor]


def replaced(content: ProgramContent, code: str, successor: str) -> Iterator[tuple[str, Any]]:
    """(section, its content with the successor in the code's place) for each section with it."""
    identity, activities = content["identity"], content["activities"]
    if identity["nomenclature_code"] == code:
        yield "identity", {**identity, "nomenclature_code": successor}
    rows = activities["activities"]
    if any(row["code"] == code for row in rows):
        changed = [{**row, "code": successor} if row["code"] == code else row for row in rows]
        yield "activities", {**activities, "activities": changed}
