"""What the checks of a program read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from opd.content import ProgramContent, read_content
from opd.models import AlignmentState, Program
from rpjmd.content import read_measure
from rpjmd.nomenclature.standing import NO_NOMENCLATURE, Standings
from rpjmd.trajectory import Trajectory

Said = Iterator[str | tuple[str, str]]


@dataclass(frozen=True)
class ProgramSubject:
    """A program's content and the years in which it runs (empty when not yet given).

    `rpjmd` holds the paths of the RPJMD indicators to which it is linked, by their codes;
    `disputed` are links that the RPJMD's steward doubts: the indicator's code, and why;
    `standings` says how its own codes stand in the nomenclature; `ceilings` holds the money that
    the RPJMD plans for the program of the same code, when it is linked to that program's indicator.
    """

    content: ProgramContent
    years: tuple[int, ...]
    rpjmd: Mapping[str, Trajectory] = field(default_factory=dict)
    disputed: tuple[tuple[str, str], ...] = ()
    standings: Standings = NO_NOMENCLATURE
    ceilings: Mapping[str, dict[str, str]] = field(default_factory=dict)

    @property
    def indicators(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.content["indicators"]["indicators"]
        return rows

    @cached_property
    def paths(self) -> dict[Any, Trajectory]:
        """The path of each of its own indicators by the row's id, read once for all rules."""
        return {row["id"]: Trajectory.of(row) for row in self.indicators}

    @cached_property
    def money(self) -> dict[int, Decimal]:
        """The money of all sources in each year that has an entry."""
        total: dict[int, Decimal] = {}
        for amounts in self.content["budget"]["budgets"].values():
            for year, amount in amounts.items():
                total[int(year)] = total.get(int(year), Decimal()) + Decimal(amount)
        return total


def subject_of(program: Program, standings: Standings) -> ProgramSubject:
    start, end = program.start_year, program.end_year
    years = tuple(range(start, end + 1)) if start and end else ()
    rpjmd = {
        one.rpjmd_indicator.code: Trajectory.of(read_measure(one.rpjmd_indicator))
        for one in program.alignments.all()
    }
    disputed = tuple(
        (row.rpjmd_indicator.code, row.decision_reason)
        for row in program.alignments.all()
        if row.state == AlignmentState.DISPUTED
    )
    ceilings = {
        row.rpjmd_indicator.element.code: row.rpjmd_indicator.element.ceilings
        for row in program.alignments.all()
        if program.nomenclature_code
        and program.nomenclature_code
        in (row.rpjmd_indicator.element.nomenclature_code, row.rpjmd_indicator.element.code)
    }
    return ProgramSubject(read_content(program), years, rpjmd, disputed, standings, ceilings)
