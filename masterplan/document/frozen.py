"""Reading frozen content: the same JSON as `masterplan.freeze` writes, with what follows from it.

Nothing here looks at the database or the clock: a document is a function of its release alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from masterplan.outline import DimensionName

Json = dict[str, Any]
# The document's own colour, where no dimension gives one.
HOUSE_COLOUR: Final = "#14344F"
_COLOUR: Final = re.compile(r"#[0-9A-Fa-f]{6}")
# Rupiah by funding source and year.
Amounts = Mapping[str, Mapping[int, Decimal]]


@dataclass(frozen=True)
class Program:
    """One program with its content by section (`opd.content.ProgramContent`)."""

    row: Json

    @property
    def code(self) -> str:
        return str(self.row["code"])

    @property
    def anchor(self) -> str:
        """Where links to this program lead."""
        return f"program-{self.code}"

    @property
    def name(self) -> str:
        return str(self.row["identity"]["name"])

    @property
    def sub_dimension(self) -> str:
        return str(self.row["identity"]["sub_dimension"])

    @property
    def lead(self) -> str:
        return str(self.row["lead"])

    @property
    def supporting(self) -> list[str]:
        return list(self.row["identity"]["supporting"])

    @property
    def state(self) -> str:
        return str(self.row["state"])

    @property
    def is_quick_win(self) -> bool:
        return bool(self.row["identity"]["is_quick_win"])

    @property
    def indicators(self) -> list[Json]:
        return list(self.row["indicators"]["indicators"])

    @property
    def activities(self) -> list[Json]:
        return list(self.row["activities"]["activities"])

    @property
    def alignments(self) -> list[Json]:
        return list(self.row["alignment"]["alignments"])

    def disputes(self, code: str) -> bool:
        """Whether its link to an RPJMD indicator is disputed, and counts for nothing."""
        return code in self.row.get("disputed", ())

    @cached_property
    def amounts(self) -> Amounts:
        """Rupiah by funding source and year."""
        budgets = self.row["budget"]["budgets"]
        return {
            source: {int(year): Decimal(text) for year, text in years.items()}
            for source, years in budgets.items()
        }

    @cached_property
    def total(self) -> Decimal:
        return sum((sum(years.values(), Decimal()) for years in self.amounts.values()), Decimal())

    def runs_in(self, year: int) -> bool:
        start, end = self.row["identity"]["start_year"], self.row["identity"]["end_year"]
        return start is not None and start <= year <= (end or start)


@dataclass(frozen=True)
class Frozen:
    """The whole content of a release."""

    row: Json

    @property
    def is_draft(self) -> bool:
        return bool(self.row["is_draft"])

    @property
    def region(self) -> Json:
        return dict(self.row["region"])

    @property
    def plan(self) -> Json:
        return dict(self.row["plan"])

    @property
    def years(self) -> range:
        return range(self.row["plan"]["start_year"], self.row["plan"]["end_year"] + 1)

    @property
    def period(self) -> str:
        return f"{self.years[0]}–{self.years[-1]}"

    @cached_property
    def dimensions(self) -> list[Json]:
        """With their place from 1 as `number`. A colour that is none gives way to the house's: it
        is written into a style sheet, where nothing else may get in."""
        return [
            {
                **row,
                "number": number,
                "colour": row["colour"] if _COLOUR.fullmatch(row["colour"]) else HOUSE_COLOUR,
            }
            for number, row in enumerate(self.row["dimensions"], 1)
        ]

    @cached_property
    def dimension_names(self) -> list[DimensionName]:
        return [
            DimensionName(
                row["code"],
                row["name"],
                tuple((sub["code"], sub["name"]) for sub in row["sub_dimensions"]),
            )
            for row in self.dimensions
        ]

    @property
    def narratives(self) -> dict[str, str]:
        return dict(self.row["narratives"])

    @property
    def rpjmd(self) -> Json | None:
        return dict(self.row["rpjmd"]) if self.row["rpjmd"] else None

    @cached_property
    def programs(self) -> list[Program]:
        """In the order of dimensions and numbers."""
        return [Program(row) for row in self.row["programs"]]

    @cached_property
    def _by_dimension(self) -> dict[str, list[Program]]:
        dimension_of = {sub: row.code for row in self.dimension_names for sub, _name in row.subs}
        found: dict[str, list[Program]] = defaultdict(list)
        for program in self.programs:
            found[dimension_of[program.sub_dimension]].append(program)
        return found

    def programs_of(self, dimension: str) -> list[Program]:
        return self._by_dimension.get(dimension, [])

    @cached_property
    def agencies(self) -> dict[str, Json]:
        """Agencies by short name."""
        return {row["short_name"]: row for row in self.row["agencies"]}

    def agency_name(self, short_name: str) -> str:
        return str(self.agencies[short_name]["name"]) if short_name in self.agencies else short_name

    @cached_property
    def rpjmd_indicators(self) -> dict[str, Json]:
        """RPJMD indicators by code."""
        return {row["code"]: row for row in self.rpjmd["indicators"]} if self.rpjmd else {}

    @cached_property
    def supporters(self) -> dict[str, list[Program]]:
        """The programs linked to each RPJMD indicator, where the link is not disputed."""
        found: dict[str, list[Program]] = defaultdict(list)
        for program in self.programs:
            for alignment in program.alignments:
                if not program.disputes(alignment["rpjmd_indicator"]):
                    found[alignment["rpjmd_indicator"]].append(program)
        return found


def by_year(programs: Iterable[Program], years: range) -> dict[int, Decimal]:
    """Rupiah of these programs in each year, over all sources."""
    totals = dict.fromkeys(years, Decimal())
    for program in programs:
        for amounts in program.amounts.values():
            for year, amount in amounts.items():
                totals[year] += amount
    return totals


def by_source(programs: Iterable[Program], years: range) -> dict[str, dict[int, Decimal]]:
    """Rupiah of these programs by source and year; sources without money are left out."""
    totals: dict[str, dict[int, Decimal]] = {}
    for program in programs:
        for source, amounts in program.amounts.items():
            row = totals.setdefault(source, dict.fromkeys(years, Decimal()))
            for year, amount in amounts.items():
                row[year] += amount
    return {source: row for source, row in totals.items() if any(row.values())}
