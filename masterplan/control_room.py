"""What the administrator sees at a glance: who is where, what waits, which chapter is not ready.

Every read is an aggregate in SQL over what the member may see; none grows with the programs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q

from dimensions.models import Dimension
from masterplan.models import Narrative
from masterplan.narratives import sections_of
from opd.models import Program, ProgramState
from workspace.models import Agency, Membership, Plan

STATES = tuple(ProgramState)


@dataclass
class Cell:
    """Programs of one agency in one dimension (in all, without one), by state."""

    dimension: Dimension | None = None
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def states(self) -> list[tuple[ProgramState, int]]:
        return [(state, self.counts[state]) for state in STATES if self.counts.get(state)]


@dataclass
class Row:
    """An agency's line of the matrix: one cell for each dimension, and its sums."""

    agency: Agency
    cells: list[Cell]

    @property
    def sums(self) -> Cell:
        return Cell(
            counts={
                state: sum(cell.counts.get(state, 0) for cell in self.cells) for state in STATES
            }
        )

    @property
    def is_silent(self) -> bool:
        """An agency without any program: the one that somebody should call today."""
        return self.sums.total == 0


def read_matrix(membership: Membership, dimensions: Iterable[Dimension]) -> list[Row]:
    """Agencies down, dimensions across; a kecamatan only when it leads a program."""
    counted = (
        Program.objects.visible_to(membership)
        .order_by()
        .values("lead_agency", "sub_dimension__dimension", "state")
        .annotate(number=Count("pk"))
    )
    counts: dict[tuple[int, int], dict[str, int]] = {}
    for row in counted:
        key = (row["lead_agency"], row["sub_dimension__dimension"])
        counts.setdefault(key, {})[row["state"]] = row["number"]
    leading = {agency for agency, _dimension in counts}
    agencies = Agency.objects.filter(region=membership.plan.region_id).filter(
        Q(kind=Agency.Kind.OPD) | Q(pk__in=leading)
    )
    agencies = agencies.order_by("-kind", "short_name")  # OPD before kecamatan
    columns = list(dimensions)
    return [
        Row(
            agency,
            [Cell(dimension, counts.get((agency.pk, dimension.pk), {})) for dimension in columns],
        )
        for agency in agencies
    ]


@dataclass
class Chapter:
    """How far one chapter of the document is."""

    title: str
    written: int  # sections with a text
    sections: int
    approved: int = 0
    programs: int = 0
    code: str = ""  # of its dimension, when it has one

    @property
    def percent(self) -> int:
        done, all_of_it = self.written + self.approved, self.sections + self.programs
        return round(100 * done / all_of_it) if all_of_it else 0

    @property
    def is_ready(self) -> bool:
        return self.written == self.sections and self.approved == self.programs


def read_chapters(plan: Plan, dimensions: Iterable[Dimension]) -> list[Chapter]:
    """The narrative and the dimensions' chapters with what they still lack."""
    written = set(
        Narrative.objects.filter(plan=plan).exclude(body="").values_list("key", flat=True)
    )
    states = {
        row["sub_dimension__dimension__code"]: row
        for row in Program.objects.of_plan(plan)
        .order_by()
        .values("sub_dimension__dimension__code")
        .annotate(programs=Count("pk"), approved=Count("pk", filter=Q(state=ProgramState.APPROVED)))
    }
    chapters = []
    for title, code, keys in sections_of(plan, dimensions):
        row: Mapping[str, Any] = states.get(code, {})
        chapters.append(
            Chapter(
                title=title,
                written=len(written & set(keys)),
                sections=len(keys),
                approved=row.get("approved", 0),
                programs=row.get("programs", 0),
                code=code,
            )
        )
    return chapters
