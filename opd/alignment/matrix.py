"""Objectives down, dimensions across: how many programs serve them, for how much, led by whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from opd.alignment.facts import ElementFact, Facts, Key, LinkFact


@dataclass(frozen=True)
class Chosen:
    """Which programs and links are counted. None and "" choose everything."""

    agency: Key | None = None
    dimension: str = ""
    state: str = ""
    contribution: str = ""
    only_gaps: bool = False  # shows the objectives without a counted program alone


@dataclass
class Cell:
    """Programs and their rupiah. One that serves two objectives counts in both, once in each."""

    programs: int = 0
    money: Decimal = Decimal()


@dataclass
class Row:
    """An objective; `element` is None for links to indicators that stand under no objective."""

    element: ElementFact | None
    cells: dict[str, Cell]  # by dimension
    whole: Cell
    agencies: list[tuple[Key, int]]  # lead agencies with their programs, most first
    indicators: int = 0
    linked: int = 0
    also_below: list[ElementFact] = field(default_factory=list)


@dataclass
class Group:
    """The objectives that hang below the same element; `path` leads to it from the top."""

    path: list[ElementFact]
    rows: list[Row]


@dataclass
class Matrix:
    """`sums` counts each program once, so that it may be less than the rows together."""

    dimensions: dict[str, str]
    groups: list[Group]
    outside: Row | None
    sums: Row

    @property
    def rows(self) -> list[Row]:
        return [row for group in self.groups for row in group.rows]


def build_matrix(facts: Facts, chosen: Chosen | None = None) -> Matrix:
    chosen = chosen or Chosen()
    columns = {
        code: name for code, name in facts.dimensions.items() if chosen.dimension in ("", code)
    }
    links = counted_links(facts, chosen)
    supporters, outside = facts.supporters_by(links)
    linked = {link.indicator for link in links}
    groups: dict[tuple[Key, ...], Group] = {}
    for element in facts.objectives:
        programs = supporters[element.key]
        if chosen.only_gaps and programs:
            continue
        row = make_row(facts, element, programs, columns)
        row.indicators = len(facts.measures[element.key])
        row.linked = sum(indicator.key in linked for indicator in facts.measures[element.key])
        row.also_below = [facts.by_key[key] for key in facts.parents.get(element.key, [])[1:]]
        path = facts.path(element.key)
        groups.setdefault(tuple(step.key for step in path), Group(path, [])).rows.append(row)
    return Matrix(
        columns,
        list(groups.values()),
        make_row(facts, None, outside, columns) if outside and not chosen.only_gaps else None,
        make_row(facts, None, {link.program for link in links}, columns),
    )


def counted_links(facts: Facts, chosen: Chosen) -> Sequence[LinkFact]:
    programs = {
        key
        for key, program in facts.programs.items()
        if (chosen.agency is None or program.agency == chosen.agency)
        and chosen.dimension in ("", program.dimension)
        and chosen.state in ("", program.state)
    }
    return [
        link
        for link in facts.links
        if link.program in programs and chosen.contribution in ("", link.contribution)
    ]


def make_row(
    facts: Facts, element: ElementFact | None, programs: Iterable[Key], columns: Iterable[str]
) -> Row:
    numbers = dict.fromkeys(columns, 0)
    money = dict.fromkeys(columns, Decimal())
    leads: dict[Key, int] = {}
    for key in programs:
        program = facts.programs[key]
        numbers[program.dimension] += 1
        money[program.dimension] += program.money
        leads[program.agency] = leads.get(program.agency, 0) + 1
    return Row(
        element,
        {code: Cell(number, money[code]) for code, number in numbers.items()},
        Cell(sum(numbers.values()), sum(money.values(), Decimal())),
        by_weight(facts, leads),
    )


def by_weight(facts: Facts, leads: Mapping[Key, int]) -> list[tuple[Key, int]]:
    """Agencies with most programs first, those with as many by name: never by chance."""
    return sorted(leads.items(), key=lambda pair: (-pair[1], facts.agencies[pair[0]]))
