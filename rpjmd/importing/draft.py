"""What a workbook says before anybody decided anything: entries, doubts, refusals.

All of it is plain JSON, because it travels with the preview until the person confirms. An entry is
what one or several rows say of one thing; a doubt names the entries that wait for its answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from rpjmd.content import RpjmdContent
from rpjmd.importing.table import CellProblem

Entry = dict[str, Any]
Decisions = Mapping[str, str]
SKIP: Final = "-"  # the answer that leaves a doubtful row out
# 1.250 may be 1250, as Indonesians write, or 1,25, as many programs do.
UNSURE: Final = re.compile(r"(?<![\d.,])([1-9]\d{0,2})\.(\d{3})(?![\d.,])")


@dataclass
class Doubt:
    """A question about some rows. `places` are [entry, key, ...] into the entries.

    `kind`: "set" puts the answer there, "keep" keeps only the entry that the answer names,
    "numbers" spells figures like 1.250 without doubt, "percents" writes 0,85 as 85%.
    """

    id: str
    kind: str
    problem: dict[str, Any]
    choices: list[list[str]]
    places: list[list[Any]]
    rows: list[list[Any]]

    @property
    def place(self) -> str:
        return CellProblem(**self.problem).place

    @property
    def message(self) -> str:
        return str(self.problem["message"])


@dataclass
class SheetNote:
    """A sheet, the layout it was recognised as ("" for none), and heads that nothing reads."""

    sheet: str
    layout: str
    title: str = ""  # what stands above the heads
    ignored: list[str] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)  # "C (INDIKATOR)" by the entries' keys


@dataclass
class Draft:
    """`content` is the whole RPJMD of a workbook in this project's own layout, else None."""

    sheets: list[SheetNote] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    refused: list[CellProblem] = field(default_factory=list)
    skipped: list[CellProblem] = field(default_factory=list)
    content: RpjmdContent | None = None

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Draft:
        return cls(
            [SheetNote(**row) for row in value["sheets"]],
            value["entries"],
            [Doubt(**row) for row in value["doubts"]],
            [CellProblem(**row) for row in value["refused"]],
            [CellProblem(**row) for row in value["skipped"]],
            value["content"],
        )

    def undecided(self, decisions: Decisions) -> list[Doubt]:
        return [doubt for doubt in self.doubts if not is_answer(doubt, decisions.get(doubt.id))]

    def decided(self, decisions: Decisions) -> list[Entry]:
        """The entries as the answers make them, without those that still wait for one.

        Entries that an answer changes are changed in copies: the draft stays as it was read.
        """
        entries: dict[int, Entry] = dict(enumerate(self.entries))
        for doubt in self.doubts:
            answer = decisions.get(doubt.id)
            touched = {place[0] for place in doubt.places}
            if not is_answer(doubt, answer) or (answer == SKIP and doubt.kind != "keep"):
                for number in touched:
                    entries.pop(number, None)
                continue
            for place in doubt.places:
                if place[0] in entries:
                    apply(doubt, str(answer), place, entries)
        return list(entries.values())

    def doubtful_rows(self, decisions: Decisions) -> set[tuple[str, int]]:
        return {(sheet, row) for doubt in self.undecided(decisions) for sheet, row in doubt.rows}


def is_answer(doubt: Doubt, answer: str | None) -> bool:
    return any(answer == value for value, _label in doubt.choices)


def apply(doubt: Doubt, answer: str, place: list[Any], entries: dict[int, Entry]) -> None:
    number, *path = place
    if doubt.kind == "keep":
        if str(number) != answer:
            del entries[number]
        return
    entries[number] = copy_along(entries[number], path)
    holder: Any = entries[number]
    for key in path[:-1]:
        holder = holder[key]
    key = path[-1]
    if doubt.kind == "set":
        holder[key] = answer
    elif doubt.kind == "numbers":
        holder[key] = spell_sure(holder[key], answer)
    elif answer == "percent":
        holder[key] = as_percent(holder[key])


def copy_along(value: Any, path: list[Any]) -> Any:
    """The value with copies of what lies on the way, so that a change stays in them."""
    if not path:
        return value
    copied = value.copy()
    copied[path[0]] = copy_along(value[path[0]], path[1:])
    return copied


def spell_sure(text: str, answer: str) -> str:
    """1.250 as 1250 or as 1,25."""
    if answer == "thousands":
        return UNSURE.sub(r"\1\2", text)
    return UNSURE.sub(lambda match: f"{match[1]},{match[2].rstrip('0')}".rstrip(","), text)


def as_percent(text: str) -> str:
    """0,85 as 85%."""
    whole, _comma, rest = text.partition(",")
    digits = whole + rest.ljust(2, "0")
    size = len(whole) + 2
    shown = digits[:size].lstrip("0") or "0"
    return f"{shown},{digits[size:]}%" if digits[size:] else f"{shown}%"


def rows_of(entries: list[Entry]) -> Iterator[tuple[str, int]]:
    for entry in entries:
        for row in entry["rows"]:
            yield entry["sheet"], row
