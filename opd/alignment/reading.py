"""The facts of a plan as it stands: a fixed number of queries, and rows of plain values.

With thousands of programs what costs is not the database but making model instances of its rows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any, Final

from django.db.models import F, QuerySet, Sum

from dimensions.models import Dimension
from opd.alignment.facts import (
    ElementFact,
    Facts,
    IndicatorFact,
    Key,
    LinkFact,
    ProgramFact,
    ShortfallFact,
    YearShort,
)
from opd.checks.alignment import TARGETS_REACH_THE_RPJMD
from opd.models import COUNTED, Budget, Program, ProgramFinding
from opd.queries.coverage import chain_ties
from rpjmd.models import RENSTRA_LEVELS, Indicator, Version
from rpjmd.queries import current_version
from rpjmd.trajectory import Trajectory
from workspace.models import Agency, Membership

# What two paths of targets are compared by, beside the targets themselves.
MEASURE: Final = ("name", "unit", "direction", "adds_up")


def read_facts(membership: Membership) -> Facts | None:
    """The facts of the programs that the member may see; None without an RPJMD in force."""
    version = current_version(membership.plan)
    if version is None:
        return None
    visible = Program.objects.visible_to(membership)
    indicators = [
        IndicatorFact(*row)
        for row in Indicator.objects.of_chain()
        .filter(version=version)
        .values_list("pk", "element", "code", "name")
    ]
    known = {indicator.key for indicator in indicators}
    return Facts(
        dimensions=dict(Dimension.objects.of_plan(membership.plan).values_list("code", "name")),
        agencies=dict(
            Agency.objects.filter(region=membership.plan.region_id).values_list("pk", "short_name")
        ),
        elements=[
            ElementFact(*row)
            for row in version.elements.exclude(level__in=RENSTRA_LEVELS).values_list(
                "pk", "level", "code", "text"
            )
        ],
        ties=chain_ties(version),
        indicators=indicators,
        programs=read_programs(visible),
        links=[link for link in read_program_links(visible, version) if link.indicator in known],
        shortfalls=read_shortfalls(visible, known),
    )


def read_programs(visible: QuerySet[Program]) -> dict[Any, ProgramFact]:
    """In the order of dimensions and numbers."""
    money = dict(
        Budget.objects.filter(program__in=visible.order_by().values("pk"))
        .order_by()
        .values_list("program")
        .annotate(total=Sum("amount"))
    )
    rows = visible.values_list(
        "pk", "sub_dimension__dimension__code", "number", "name", "lead_agency", "state"
    )
    return {row[0]: ProgramFact(*row, money=money.get(row[0], Decimal())) for row in rows}


def read_program_links(visible: QuerySet[Program], version: Version) -> list[LinkFact]:
    """Asked from the programs' side: from the links' side SQLite tries every indicator with every
    program."""
    linked = visible.filter(
        alignments__rpjmd_indicator__version=version, alignments__state__in=COUNTED
    )
    rows = linked.order_by().values_list(
        "pk", "alignments__rpjmd_indicator", "alignments__contribution"
    )
    return [LinkFact(*row) for row in rows]


def read_shortfalls(visible: QuerySet[Program], indicators: Collection[Key]) -> list[ShortfallFact]:
    """Of the programs of which the check of targets speaks, the links and years that it means.

    All conditions stand in one `filter`, so that they speak of one link and of one year.
    """
    own, theirs = "alignments__program_indicator__", "alignments__rpjmd_indicator__"
    # A list of its own, because joined it would be looked up for each program there is.
    flagged = ProgramFinding.objects.filter(code=TARGETS_REACH_THE_RPJMD)
    rows: Iterable[tuple[Any, ...]] = (
        visible.filter(
            pk__in=flagged.values("program"),
            alignments__state__in=COUNTED,
            **{f"{own}targets__year": F(f"{theirs}targets__year")},
        )
        .order_by(
            "sub_dimension__dimension__position", "number", "alignments__position", "alignments"
        )
        .values_list(
            "pk",
            "alignments__rpjmd_indicator",
            *(f"{side}{name}" for side in (own, theirs) for name in MEASURE),
            *(f"{own}targets__year", f"{own}targets__text", f"{theirs}targets__text"),
        )
    )
    found = []
    for (program, indicator, *measures), some in groupby(rows, key=lambda row: row[:-3]):
        if indicator not in indicators:
            continue
        years = list(some)
        path = path_of(measures[:4], {row[-3]: row[-2] for row in years})
        asked = path_of(measures[4:], {row[-3]: row[-1] for row in years})
        if short := tuple(YearShort(*year) for year in path.worse_than(asked)):
            found.append(ShortfallFact(program, indicator, path.name, short))
    return found


def path_of(measure: Sequence[Any], targets: dict[int, str]) -> Trajectory:
    """`measure` holds the values of MEASURE."""
    name, unit, direction, adds_up = measure
    return Trajectory(name, unit, direction, adds_up, None, "", targets)
