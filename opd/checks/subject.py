"""What the checks of a program read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from opd.content import ProgramContent, read_content
from opd.models import Program
from rpjmd.nomenclature.standing import NO_NOMENCLATURE, Standings

Said = Iterator[str | tuple[str, str]]


@dataclass(frozen=True)
class ProgramSubject:
    """A program's content, the years in which it runs (empty when not yet given), and how its
    codes stand in the nomenclature."""

    content: ProgramContent
    years: tuple[int, ...]
    standings: Standings = NO_NOMENCLATURE

    @property
    def indicators(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.content["indicators"]["indicators"]
        return rows


def subject_of(program: Program, standings: Standings) -> ProgramSubject:
    start, end = program.start_year, program.end_year
    years = tuple(range(start, end + 1)) if start and end else ()
    return ProgramSubject(read_content(program), years, standings)
