"""What the checks of a program read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from opd.content import ProgramContent, read_content
from opd.models import Program

Said = Iterator[str | tuple[str, str]]


@dataclass(frozen=True)
class ProgramSubject:
    """A program's content and the years in which it runs (empty when not yet given)."""

    content: ProgramContent
    years: tuple[int, ...]

    @property
    def indicators(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.content["indicators"]["indicators"]
        return rows


def subject_of(program: Program) -> ProgramSubject:
    start, end = program.start_year, program.end_year
    years = tuple(range(start, end + 1)) if start and end else ()
    return ProgramSubject(read_content(program), years)
