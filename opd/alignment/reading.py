"""The facts of a plan as it stands: a fixed number of queries, and rows of plain values.

With thousands of programs what costs is not the database but making model instances of its rows.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet, Sum
from django.db.models.lookups import Exact

from dimensions.models import Dimension
from opd.alignment.facts import (
    ElementFact,
    Facts,
    IndicatorFact,
    LinkFact,
    ProgramFact,
    ShortfallFact,
    YearShort,
)
from opd.alignment.targets import OWN, THEIRS, WEAKER, one_unit
from opd.models import Budget, Program
from rpjmd.models import Version
from rpjmd.queries import current_version, read_links
from workspace.models import Agency, Membership


def read_facts(membership: Membership) -> Facts | None:
    """The facts of the programs that the member may see; None without an RPJMD in force."""
    version = current_version(membership.plan)
    if version is None:
        return None
    visible = Program.objects.visible_to(membership)
    return Facts(
        dimensions=dict(Dimension.objects.of_plan(membership.plan).values_list("code", "name")),
        agencies=dict(
            Agency.objects.filter(region=membership.plan.region_id).values_list("pk", "short_name")
        ),
        elements=[
            ElementFact(*row) for row in version.elements.values_list("pk", "level", "code", "text")
        ],
        ties=read_links(version),
        indicators=[
            IndicatorFact(*row)
            for row in version.indicators.values_list("pk", "element", "code", "name")
        ],
        programs=read_programs(visible),
        links=read_program_links(visible, version),
        shortfalls=read_shortfalls(visible, version),
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
    linked = visible.filter(**{f"{THEIRS}version": version})
    rows = linked.order_by().values_list(
        "pk", "alignments__rpjmd_indicator", "alignments__contribution"
    )
    return [LinkFact(*row) for row in rows]


def read_shortfalls(visible: QuerySet[Program], version: Version) -> list[ShortfallFact]:
    """Compared in the database: of thousands of targets only those that fall short come back.

    All conditions stand in one `filter`, so that they speak of one link and of one year.
    """
    rows = (
        visible.filter(
            WEAKER,
            Exact(one_unit(f"{OWN}unit"), one_unit(f"{THEIRS}unit")),
            **{
                f"{THEIRS}version": version,
                f"{OWN}unit__gt": "",
                f"{OWN}targets__year": F(f"{THEIRS}targets__year"),
            },
        )
        .order_by(
            "sub_dimension__dimension__position",
            "number",
            "alignments__position",
            "alignments",
            f"{OWN}targets__year",
        )
        .values_list(
            "pk",
            "alignments__rpjmd_indicator",
            f"{OWN}name",
            f"{OWN}targets__year",
            f"{OWN}targets__text",
            f"{THEIRS}targets__text",
        )
    )
    found: dict[tuple[int, int, str], list[YearShort]] = {}
    for program, indicator, own_name, *year in rows:
        found.setdefault((program, indicator, own_name), []).append(YearShort(*year))
    return [ShortfallFact(*place, tuple(years)) for place, years in found.items()]
