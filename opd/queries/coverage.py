"""Which RPJMD objectives have a smart city program, and which links deserve a second look.

An objective is covered when a program is linked to an indicator of its own or of any element
below it: a link to an RPJMD program's indicator serves the objective above that program.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Count, Q, QuerySet

from opd.models import COUNTED, Alignment, Contribution, Program, ProgramState
from rpjmd.models import RENSTRA_LEVELS, Element, Indicator, Level, Link, Version
from rpjmd.queries import current_version
from workspace.models import Membership, Plan

# What a link may serve beside one element of the RPJMD: anything, or no objective.
ANY: Final = "any"
OUTSIDE: Final = "outside"


@dataclass
class CoveredIndicator:
    """An RPJMD indicator with the number of programs linked to it, by state."""

    indicator: Indicator
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def approved(self) -> int:
        return self.counts.get(ProgramState.APPROVED, 0)

    @property
    def states(self) -> list[tuple[ProgramState, int]]:
        return [(state, self.counts[state]) for state in ProgramState if state in self.counts]


@dataclass
class CoveredObjective:
    """An objective with the indicators of itself and of what stands below it."""

    element: Element
    indicators: list[CoveredIndicator]

    @property
    def linked(self) -> int:
        return sum(row.total > 0 for row in self.indicators)

    @property
    def is_covered(self) -> bool:
        return self.linked > 0

    @property
    def is_approved(self) -> bool:
        return any(row.approved for row in self.indicators)


@dataclass
class Share:
    """So many of so many: with any program, and with an approved one."""

    total: int
    covered: int
    approved: int

    @property
    def percent(self) -> int:
        return round(100 * self.covered / self.total) if self.total else 0

    @property
    def percent_approved(self) -> int:
        return round(100 * self.approved / self.total) if self.total else 0


@dataclass
class Coverage:
    objectives: list[CoveredObjective]  # uncovered first, then those without an approved program
    indicators: list[CoveredIndicator]
    others: list[CoveredIndicator]  # under no objective: those of goals and missions

    @property
    def objective_share(self) -> Share:
        rows = self.objectives
        return Share(
            len(rows), sum(row.is_covered for row in rows), sum(row.is_approved for row in rows)
        )

    @property
    def indicator_share(self) -> Share:
        rows = self.indicators
        return Share(
            len(rows), sum(row.total > 0 for row in rows), sum(row.approved > 0 for row in rows)
        )


def read_coverage(membership: Membership) -> Coverage | None:
    """The coverage by the programs that the member may see."""
    return coverage_by(Program.objects.visible_to(membership), membership.plan)


def coverage_by(programs: QuerySet[Program], plan: Plan) -> Coverage | None:
    """Five queries, none of which reads programs one by one; None without a current RPJMD."""
    version = current_version(plan)
    if version is None:
        return None
    elements = list(version.elements.exclude(level__in=RENSTRA_LEVELS))
    indicators = covered_indicators(version, programs)
    below = descendants(chain_ties(version))
    objectives = [
        CoveredObjective(element, under(element, below, indicators))
        for element in elements
        if element.level == Level.OBJECTIVE
    ]
    placed = {row.indicator.pk for objective in objectives for row in objective.indicators}
    return Coverage(
        sorted(objectives, key=lambda row: (row.is_covered, row.is_approved)),
        indicators,
        [row for row in indicators if row.indicator.pk not in placed],
    )


def covered_indicators(version: Version, programs: QuerySet[Program]) -> list[CoveredIndicator]:
    counts: dict[int, dict[str, int]] = {}
    linked = (
        Alignment.objects.filter(
            rpjmd_indicator__version=version, program__in=programs, state__in=COUNTED
        )
        .order_by()
        .values("rpjmd_indicator", "program__state")
        .annotate(number=Count("pk"))
    )
    for row in linked:
        counts.setdefault(row["rpjmd_indicator"], {})[row["program__state"]] = row["number"]
    indicators = Indicator.objects.of_chain().filter(version=version)
    return [
        CoveredIndicator(row, counts.get(row.pk, {}))
        for row in indicators.select_related("element")
    ]


def under(
    element: Element, below: dict[int, set[int]], indicators: Iterable[CoveredIndicator]
) -> list[CoveredIndicator]:
    """The element's own indicators first, then those of everything below it."""
    family = below.get(element.pk, set()) | {element.pk}
    rows = [row for row in indicators if row.indicator.element_id in family]
    return sorted(rows, key=lambda row: row.indicator.element_id != element.pk)


def chain_ties(version: Version) -> list[tuple[int, int]]:
    """The links of the chain as (parent, child), without those to what only a Renstra holds."""
    ties = (
        Link.objects.filter(parent__version=version)
        .exclude(parent__level__in=RENSTRA_LEVELS)
        .exclude(child__level__in=RENSTRA_LEVELS)
        .order_by("pk")
    )
    return list(ties.values_list("parent_id", "child_id"))


def descendants(links: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    """Everything below each element, over links that may meet again but never close a circle."""
    children: dict[int, set[int]] = {}
    for parent, child in links:
        children.setdefault(parent, set()).add(child)
    found: dict[int, set[int]] = {}
    for top in children:
        seen: set[int] = set()
        frontier = [top]
        while frontier:
            fresh = children.get(frontier.pop(), set()) - seen
            seen |= fresh
            frontier.extend(fresh)
        found[top] = seen
    return found


def doubtful_links(membership: Membership) -> QuerySet[Alignment]:
    """Links without a reason, and direct ones without an indicator that would show the effect."""
    return (
        Alignment.objects.filter(program__in=Program.objects.visible_to(membership))
        .filter(Q(reason="") | Q(contribution=Contribution.DIRECT, program_indicator=None))
        .select_related(
            "rpjmd_indicator",
            "program__plan__region",
            "program__lead_agency",
            "program__sub_dimension__dimension",
        )
        .order_by("program__sub_dimension__dimension__position", "program__number", "position")
    )


def links_in_force(plan: Plan) -> QuerySet[Alignment]:
    """The links that count: to indicators of the chain in force, and not disputed."""
    return Alignment.objects.filter(
        rpjmd_indicator__version__plan=plan,
        rpjmd_indicator__version__is_current=True,
        state__in=COUNTED,
    ).exclude(rpjmd_indicator__element__level__in=RENSTRA_LEVELS)


def linked_to(plan: Plan, wanted: Mapping[str, Any]) -> QuerySet[Alignment]:
    """The links in force with all that is wanted of one: `indicator` (its number), `contribution`,
    and `serves` (ANY, OUTSIDE, or the number of an element that is served from it on down)."""
    links = links_in_force(plan)
    if indicator := wanted.get("indicator"):
        links = links.filter(rpjmd_indicator=indicator)
    if contribution := wanted.get("contribution"):
        links = links.filter(contribution=contribution)
    if serves := wanted.get("serves"):
        links = links.filter(serving(plan, serves))
    return links


def serving(plan: Plan, serves: str) -> Q:
    version = current_version(plan)
    if version is None or serves == ANY:
        return Q()
    below = descendants(chain_ties(version))
    if serves != OUTSIDE:
        top = int(serves)
        return Q(rpjmd_indicator__element__in={top} | below.get(top, set()))
    objectives = set(version.elements.filter(level=Level.OBJECTIVE).values_list("pk", flat=True))
    family = objectives.union(*(below.get(pk, set()) for pk in objectives))
    return ~Q(rpjmd_indicator__element__in=family)


def count_unlinked(membership: Membership) -> int:
    linked = links_in_force(membership.plan).values("program")
    return int(Program.objects.visible_to(membership).exclude(pk__in=linked).count())
