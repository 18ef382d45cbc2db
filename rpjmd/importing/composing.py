"""From decided entries to the whole RPJMD as it will be: rows merged by code into what is stored.

A sheet speaks of its own rows and columns only. Rows that it does not name stay, and so does what
it has no column for: the Renstra of one agency leaves the others' alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rpjmd.content import (
    ElementContent,
    IndicatorContent,
    RpjmdContent,
)
from rpjmd.importing.codes import LEVELS_BY_DEPTH, depth, uppers
from rpjmd.importing.draft import Entry
from rpjmd.models import RENSTRA_LEVELS, Direction, Level
from rpjmd.validation import element_problems, indicator_problems
from workspace.nomenclature import validate_nomenclature_code

PROGRAM_DEPTH: Final = 3
CODED: Final = frozenset({*RENSTRA_LEVELS, Level.PROGRAM})
PREFIXES: Final = {
    Level.MISSION: "M",
    Level.GOAL: "T",
    Level.OBJECTIVE: "S",
    Level.STRATEGY: "ST",
    Level.POLICY_DIRECTION: "AK",
    Level.PROGRAM: "P",
}
ABOVE: Final = {Level.OBJECTIVE: Level.GOAL, Level.GOAL: Level.MISSION}
ELEMENT_KEYS: Final = ("agency", "objective", "location", "remark")
INDICATOR_KEYS: Final = (
    "unit", "formula", "data_source", "agency", "is_headline", "baseline", "baseline_year",
    "final", "remark",
)  # fmt: skip
_ITEM: Final = re.compile(r"^\d+(?:\.\d+)*$")


@dataclass(frozen=True)
class Fault:
    """Why an entry cannot be stored. `key` names the column as `SheetNote.columns` does."""

    entry: int
    key: str
    message: str


@dataclass
class Composed:
    content: RpjmdContent
    faults: list[Fault] = field(default_factory=list)


def compose(
    before: RpjmdContent, entries: Iterable[Entry], agencies: Mapping[str, Any] | set[str]
) -> Composed:
    """The RPJMD with the entries in it, without those that cannot be stored, and why not."""
    kept = dict(enumerate(entries))
    faults: list[Fault] = []
    while True:
        composer = Composer(before)
        composer.add_all(kept)
        found = [*composer.faults, *composer.find_faults(set(agencies))]
        if not found:
            return Composed(composer.content(), faults)
        faults.extend(found)
        for fault in found:
            kept.pop(fault.entry, None)


class Composer:
    def __init__(self, before: RpjmdContent) -> None:
        self.before = before
        self.elements: dict[str, ElementContent] = {row["code"]: row for row in before["elements"]}
        self.indicators: dict[str, IndicatorContent] = {
            row["code"]: row for row in before["indicators"]
        }
        self.stored = set(self.elements)
        self.faults: list[Fault] = []
        self.touched: dict[str, int] = {}
        self.touched_indicators: dict[str, int] = {}
        self.named: dict[tuple[str, str], str] = {
            (row["element"], row["name"].casefold()): row["code"] for row in before["indicators"]
        }
        self.counts: dict[str, int] = defaultdict(int)
        self.by_text = {
            (row["level"], row["text"].casefold()): row["code"] for row in before["elements"]
        }
        self.programs = self.find_programs()
        self.last: dict[tuple[str, str], str] = {}

    def find_programs(self) -> dict[str, str]:
        """Programs of the RPJMD that have a code of their own, by the nomenclature's code."""
        found: dict[str, list[str]] = defaultdict(list)
        for row in self.before["elements"]:
            if row["level"] == Level.PROGRAM and row["nomenclature_code"] not in ("", row["code"]):
                found[row["nomenclature_code"]].append(row["code"])
        return {code: keys[0] for code, keys in found.items() if len(keys) == 1}

    def add_all(self, entries: Mapping[int, Entry]) -> None:
        placed: list[tuple[str, Entry]] = []
        for number, entry in entries.items():
            if entry["kind"] == "chain":
                key = self.add_chain(number, entry)
            else:
                key = self.add_program(number, entry)
            if key:
                placed.append((key, entry))
        objectives = self.objectives()
        for key, entry in placed:
            if entry["kind"] == "program":
                self.hang_program(key, entry, objectives)

    # Programs

    def add_program(self, number: int, entry: Entry) -> str:
        code = entry["code"]
        level = LEVELS_BY_DEPTH[depth(code)]
        key = self.program_key(code, entry)
        present = self.elements.get(key)
        if present and present["level"] not in CODED:
            message = _("Kode %(code)s sudah dipakai unsur lain: %(text)s.")
            said = message % {"code": key, "text": present["text"][:80]}
            self.faults.append(Fault(number, "code", said))
            return ""
        row = self.element(number, key, level, entry)
        row["nomenclature_code"] = code if is_nomenclature(code) else row["nomenclature_code"]
        self.add_indicators(number, key, entry)
        return key

    def program_key(self, code: str, entry: Entry) -> str:
        """The code, with the agency's name behind it where it is not the only one's.

        X.XX.01 is every agency's, and two may share a program: each has its own rows and money. A
        sheet of one agency never takes over what another one has; a table with a column of agencies
        may move a program.
        """
        agency = entry.get("agency", "")
        own = f"{code}/{agency}"
        if agency and ("X" in code or own in self.elements):
            return own
        key = code
        if code not in self.elements and depth(code) == PROGRAM_DEPTH:
            key = self.programs.get(code, code)
        if agency and key in self.elements and depth(code) >= PROGRAM_DEPTH:
            is_settled = key in self.touched or entry.get("is_owned")
            if is_settled and self.elements[key]["agency"] not in ("", agency):
                return own
        return key

    def hang_program(self, key: str, entry: Entry, objectives: Mapping[str, str]) -> None:
        """Below the nearest code above it, and a program below the sasaran that its sheet names."""
        row = self.elements[key]
        parents = row["parents"]
        if row["level"] == Level.PROGRAM and key not in self.stored:
            objective = objectives.get(entry.get("objective", "").casefold())
            parents = [objective, *parents] if objective and objective not in parents else parents
        for upper in uppers(entry["code"]):
            found = self.program_key(upper, entry)
            found = found if found in self.elements else self.programs.get(upper, upper)
            if found in self.elements and self.elements[found]["level"] in CODED:
                parents = parents if found in parents else [*parents, found]
                break
        row["parents"] = parents

    def objectives(self) -> dict[str, str]:
        """Codes of the RPJMD's sasaran by what a sheet may write for them."""
        found: dict[str, str] = {}
        for code, row in self.elements.items():
            if row["level"] == Level.OBJECTIVE:
                found[row["text"].casefold()] = code
                found[code.casefold()] = code
                found[f"{code} {row['text']}".casefold()] = code
        return found

    # Tujuan and sasaran

    def add_chain(self, number: int, entry: Entry) -> str:
        level = Level(entry["level"])
        key = self.chain_key(entry, level)
        present = self.elements.get(key)
        if present and present["level"] != level and key not in self.stored:
            message = _("Kode %(code)s dipakai lebih dari sekali.") % {"code": key}
            self.faults.append(Fault(number, "code", message))
            return ""
        is_new = key not in self.elements
        self.element(number, key, level, entry)
        if is_new:
            self.hang_chain(key, level, entry)
        self.last[entry["sheet"], level] = key
        self.by_text.setdefault((level, entry["text"].casefold()), key)
        self.add_indicators(number, key, entry)
        return key

    def chain_key(self, entry: Entry, level: Level) -> str:
        """The stored code, or a new one; 1.1 of a tujuan becomes T1.1, for 1.03 is a bidang."""
        code = str(entry["code"])
        if code in self.elements and self.elements[code]["level"] not in CODED:
            return code
        if code:
            return f"{PREFIXES[level]}{code}" if _ITEM.match(code) else code
        if known := self.by_text.get((level, entry["text"].casefold())):
            return known
        number = 1
        while f"{PREFIXES[level]}{number}" in self.elements:
            number += 1
        return f"{PREFIXES[level]}{number}"

    def hang_chain(self, key: str, level: Level, entry: Entry) -> None:
        """A sasaran stands below the tujuan whose number begins its own, or that is above it."""
        upper = ABOVE.get(level)
        if upper is None or self.elements[key]["parents"]:
            return
        above = str(entry["code"]).rpartition(".")[0]
        for code in (
            f"{PREFIXES[upper]}{above}",
            above,
            self.last.get((entry["sheet"], upper), ""),
        ):
            if code in self.elements and self.elements[code]["level"] == upper:
                self.elements[key]["parents"] = [code]
                return

    # Rows

    def element(self, number: int, key: str, level: Level, entry: Entry) -> ElementContent:
        """The element's row as a copy to write in, with the entry's values."""
        row = self.elements.get(key) or new_element(key, level)
        row = {**row, "text": entry["text"]}
        if key not in self.touched and key in self.stored and level not in CODED:
            row["level"] = level.value
        for name in ELEMENT_KEYS:
            if name in entry and (entry[name] or key not in self.touched):
                row[name] = entry[name]  # type: ignore[literal-required]
        if "ceilings" in entry:
            given = dict(entry["ceilings"])
            if key in self.touched:
                given = {year: amount for year, amount in given.items() if amount}
            row["ceilings"] = merged(row["ceilings"], given)
        self.touched.setdefault(key, number)
        self.elements[key] = row
        return row

    def add_indicators(self, number: int, key: str, entry: Entry) -> None:
        for given in entry["indicators"]:
            known = self.named.get((key, given["name"].casefold()))
            row = self.indicators[known] if known else self.new_indicator(key, given["name"])
            row = {**row, "name": given["name"]}
            row["targets"] = merged(row["targets"], given["targets"])
            for name in INDICATOR_KEYS:
                if name in given:
                    row[name] = given[name]  # type: ignore[literal-required]
            self.indicators[row["code"]] = row
            self.touched_indicators.setdefault(row["code"], number)

    def new_indicator(self, element: str, name: str) -> IndicatorContent:
        code = ""
        while not code or code in self.indicators:
            self.counts[element] += 1
            code = f"{element}-{self.counts[element]}"
        self.named[element, name.casefold()] = code
        return {
            "code": code,
            "name": name,
            "element": element,
            "is_headline": False,
            "unit": "",
            "direction": Direction.INCREASE.value,
            "adds_up": False,
            "formula": "",
            "data_source": "",
            "agency": "",
            "baseline_year": None,
            "baseline": "",
            "targets": {},
            "final": "",
            "remark": "",
        }

    # The whole

    def find_faults(self, agencies: set[str]) -> Iterator[Fault]:
        years = range(self.before["start_year"], self.before["end_year"] + 1)
        for code, number in self.touched.items():
            for key, message in element_problems(self.elements[code], agencies, years):
                yield Fault(number, key, message)
        for code, number in self.touched_indicators.items():
            for key, message in indicator_problems(self.indicators[code], agencies, years):
                yield Fault(number, "indicator" if key == "name" else key, message)

    def content(self) -> RpjmdContent:
        """Chain first as it was, then what the nomenclature orders in the order of its codes."""
        chain = [row for row in self.elements.values() if not is_coded(row)]
        coded = [row for row in self.elements.values() if is_coded(row)]
        coded.sort(key=lambda row: row["code"])
        elements = [*chain, *coded]
        places = {row["code"]: place for place, row in enumerate(elements)}
        indicators = sorted(self.indicators.values(), key=lambda row: places[row["element"]])
        return {**self.before, "elements": elements, "indicators": indicators}


def merged(stored: dict[str, str], given: dict[str, str]) -> dict[str, str]:
    """By year: what is given counts, also when it is nothing; other years stay."""
    both = {**stored, **given}
    return {year: both[year] for year in sorted(both) if both[year]}


def is_coded(row: ElementContent) -> bool:
    """Whether the nomenclature's code is the element's own."""
    code = row["code"].partition("/")[0]
    return (
        row["level"] in CODED
        and code[:1] in "123456789X"
        and (row["level"] == Level.AFFAIR or code == row["nomenclature_code"])
    )


def new_element(code: str, level: Level) -> ElementContent:
    return {
        "level": level.value,
        "code": code,
        "text": "",
        "parents": [],
        "agency": "",
        "nomenclature_code": "",
        "objective": "",
        "ceilings": {},
        "location": "",
        "remark": "",
    }


def is_nomenclature(code: str) -> bool:
    try:
        validate_nomenclature_code(code)
    except ValidationError:
        return False
    return True
