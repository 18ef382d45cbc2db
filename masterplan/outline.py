"""The outline of the document: chapters and sections in order, as data with an edition.

`editions/<slug>.toml` describes one edition of the guide. Here it is read and spelled out for the
dimensions of a plan, so that nothing else knows that six chapters look alike.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

EDITIONS: Final = Path(__file__).parent / "editions"

FRONT: Final = "front"
NUMBERED: Final = "numbered"
ANNEX: Final = "annex"

ROMAN: Final = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@dataclass(frozen=True, slots=True)
class DimensionName:
    """What the outline needs to know of a dimension: codes and names, sub-dimensions in order."""

    code: str
    name: str
    subs: tuple[tuple[str, str], ...]  # (code, name)


@dataclass(frozen=True, slots=True)
class NarrativePlace:
    """A text that people write: its key, its title, and what the guide expects of it."""

    key: str
    title: str
    guidance: str


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a chapter. `kind` names the function in `masterplan.document` that makes it.

    `narratives` are its texts in their order; a section made from data alone has none.
    """

    kind: str
    title: str
    narratives: tuple[NarrativePlace, ...] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter as it stands in one plan's document.

    `number` is "4" for BAB IV and "A" for Lampiran A, empty before the first chapter; `dimension`
    is the code of the dimension that a chapter belongs to, or empty.
    """

    slug: str
    title: str
    place: str
    number: str
    dimension: str
    sections: tuple[Section, ...]

    @property
    def label(self) -> str:
        """ "BAB IV", "Lampiran A", or nothing."""
        if self.place == NUMBERED:
            return f"BAB {roman(int(self.number))}"
        return f"Lampiran {self.number}" if self.place == ANNEX else ""

    @property
    def running_title(self) -> str:
        """What stands in the running header."""
        return f"{self.label} · {self.title}" if self.label else self.title

    @property
    def narratives(self) -> list[NarrativePlace]:
        return [place for section in self.sections for place in section.narratives]


class UnknownEdition(LookupError):
    """The plan names an edition for which there is no outline."""


def chapters_of(edition: str, dimensions: Sequence[DimensionName]) -> list[Chapter]:
    """The chapters of a plan's document in order. Raises UnknownEdition."""
    chapters: list[Chapter] = []
    numbers = {FRONT: 0, NUMBERED: 0, ANNEX: 0}
    for row, dimension in _spelled_out(read_edition(edition)["chapters"], dimensions):
        numbers[row["place"]] += 1
        chapters.append(_chapter(row, dimension, numbers[row["place"]]))
    return chapters


@functools.cache
def read_edition(slug: str) -> dict[str, Any]:
    """The edition's file as it stands. Raises UnknownEdition."""
    path = EDITIONS / f"{Path(slug).name}.toml"
    if not path.is_file():
        raise UnknownEdition(slug)
    return tomllib.loads(path.read_text(encoding="utf-8"))


def roman(number: int) -> str:
    """A Roman numeral; chapters stay below forty."""
    text = ""
    for value, letters in ROMAN:
        while number >= value:
            text, number = text + letters, number - value
    return text


def _spelled_out(
    rows: Sequence[dict[str, Any]], dimensions: Sequence[DimensionName]
) -> Iterator[tuple[dict[str, Any], DimensionName | None]]:
    for row in rows:
        if row.get("each") == "dimension":
            yield from ((row, dimension) for dimension in dimensions)
        else:
            yield row, None


def _chapter(row: dict[str, Any], dimension: DimensionName | None, number: int) -> Chapter:
    return Chapter(
        slug=_filled(row["slug"], dimension),
        title=_filled(row["title"], dimension),
        place=row["place"],
        number={NUMBERED: str(number), ANNEX: chr(ord("A") + number - 1)}.get(row["place"], ""),
        dimension=dimension.code if dimension else "",
        sections=tuple(_section(section, dimension) for section in row["sections"]),
    )


def _section(row: dict[str, Any], dimension: DimensionName | None) -> Section:
    return Section(
        kind=row["kind"],
        title=_filled(row.get("title", ""), dimension),
        narratives=tuple(_narratives(row, dimension)),
    )


def _narratives(row: dict[str, Any], dimension: DimensionName | None) -> Iterator[NarrativePlace]:
    if "key" in row:
        title = _filled(row["title"], dimension)
        yield NarrativePlace(_filled(row["key"], dimension), title, row["guidance"].strip())
    for code, name in dimension.subs if dimension and "sub_key" in row else ():
        yield NarrativePlace(
            row["sub_key"].format(sub_code=code),
            row["sub_title"].format(sub_code=code, sub_name=name),
            row["sub_guidance"].strip(),
        )


def _filled(text: str, dimension: DimensionName | None) -> str:
    return text.format(code=dimension.code, name=dimension.name) if dimension else text
