"""What the matrix is made of: the RPJMD, the programs, the links between them, and nothing else.

A `key` is whatever the source names a row by: its primary key on a page, its code in a release.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from rpjmd.models import Level

Key = int | str


class ElementFact(NamedTuple):
    key: Key
    level: str
    code: str
    text: str


class IndicatorFact(NamedTuple):
    key: Key
    element: Key
    code: str
    name: str


class ProgramFact(NamedTuple):
    """`dimension` is a dimension's code, `agency` the key of the lead agency; `money` is the
    rupiah of all its years and sources."""

    key: Key
    dimension: str
    number: int
    name: str
    agency: Key
    state: str
    money: Decimal

    @property
    def code(self) -> str:
        return f"{self.dimension}-{self.number:02d}"


class LinkFact(NamedTuple):
    """A program serves an RPJMD indicator."""

    program: Key
    indicator: Key
    contribution: str


class YearShort(NamedTuple):
    """A year in which the program's target falls short of the RPJMD's; both as typed."""

    year: int
    own: str
    rpjmd: str


class ShortfallFact(NamedTuple):
    """A link whose moving indicator aims lower than the RPJMD indicator in some years."""

    program: Key
    indicator: Key
    own_name: str
    years: tuple[YearShort, ...]


@dataclass(frozen=True)
class Facts:
    """`ties` are (parent, child) of elements; `agencies` gives each agency's short name."""

    dimensions: Mapping[str, str]  # name by code, in their order
    agencies: Mapping[Key, str]
    elements: Sequence[ElementFact]
    ties: Sequence[tuple[Key, Key]]
    indicators: Sequence[IndicatorFact]
    programs: Mapping[Key, ProgramFact]
    links: Sequence[LinkFact]
    shortfalls: Sequence[ShortfallFact] = field(default=())

    @cached_property
    def by_key(self) -> dict[Key, ElementFact]:
        return {element.key: element for element in self.elements}

    @cached_property
    def objectives(self) -> list[ElementFact]:
        return [element for element in self.elements if element.level == Level.OBJECTIVE]

    @cached_property
    def parents(self) -> dict[Key, list[Key]]:
        """The parents of each element that has any, in the order in which they were written."""
        found: dict[Key, list[Key]] = {}
        for parent, child in self.ties:
            found.setdefault(child, []).append(parent)
        return found

    @cached_property
    def served(self) -> dict[Key, tuple[Key, ...]]:
        """The objectives that each indicator measures: its own element, or what stands above it.

        Empty for an indicator of a goal or mission, and of what hangs below no objective.
        """
        above: dict[Key, tuple[Key, ...]] = {}
        for indicator in self.indicators:
            if indicator.element not in above:
                above[indicator.element] = self._objectives_above(indicator.element)
        return {indicator.key: above[indicator.element] for indicator in self.indicators}

    @cached_property
    def measures(self) -> dict[Key, list[IndicatorFact]]:
        """The indicators of each objective: its own and those of everything beneath it."""
        found: dict[Key, list[IndicatorFact]] = {element.key: [] for element in self.objectives}
        for indicator in self.indicators:
            for objective in self.served[indicator.key]:
                found[objective].append(indicator)
        return found

    @cached_property
    def supporters(self) -> dict[Key, set[Key]]:
        """The programs of each objective, each once however many links it has."""
        return self.supporters_by(self.links)[0]

    def supporters_by(self, links: Iterable[LinkFact]) -> tuple[dict[Key, set[Key]], set[Key]]:
        """The programs that these links bring to each objective, and those linked to an indicator
        that stands under none."""
        found: dict[Key, set[Key]] = {element.key: set() for element in self.objectives}
        outside: set[Key] = set()
        served = self.served
        for program, indicator, _contribution in links:
            for objective in served[indicator]:
                found[objective].add(program)
            if not served[indicator]:
                outside.add(program)
        return found, outside

    def path(self, element: Key) -> list[ElementFact]:
        """What stands above an element from the top, by first parents."""
        found: list[ElementFact] = []
        seen = {element}
        while (above := self.parents.get(element)) and above[0] not in seen:
            element = above[0]
            seen.add(element)
            found.append(self.by_key[element])
        return found[::-1]

    def _objectives_above(self, element: Key) -> tuple[Key, ...]:
        seen, frontier, found = {element}, [element], []
        while frontier:
            here = frontier.pop()
            if self.by_key[here].level == Level.OBJECTIVE:
                found.append(here)
            for parent in self.parents.get(here, ()):
                if parent not in seen:
                    seen.add(parent)
                    frontier.append(parent)
        return tuple(found)
