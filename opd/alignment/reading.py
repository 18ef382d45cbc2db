"""The facts of a plan as it stands: a fixed number of queries, and rows of plain values.

With thousands of programs what costs is not the database but making model instances of its rows.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from django.db.models import F, Q, QuerySet, Sum, Value
from django.db.models.functions import Lower, Replace

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
from opd.models import Alignment, Budget, Program
from opd.queries.coverage import links_in_force
from rpjmd.models import Direction
from rpjmd.queries import current_version, read_links
from workspace.models import Agency, Membership

OWN: Final = "program_indicator__targets__"
THEIRS: Final = F("rpjmd_indicator__targets__value")
# For each direction of the RPJMD indicator, when a target is weaker than the RPJMD's.
WEAKER: Final = (
    Q(rpjmd_indicator__direction=Direction.INCREASE, **{f"{OWN}value__lt": THEIRS})
    | Q(rpjmd_indicator__direction=Direction.DECREASE, **{f"{OWN}value__gt": THEIRS})
    | (
        Q(rpjmd_indicator__direction=Direction.MAINTAIN)
        & (Q(**{f"{OWN}value__lt": THEIRS}) | Q(**{f"{OWN}value__gt": THEIRS}))
    )
)


def read_facts(membership: Membership) -> Facts | None:
    """The facts of the programs that the member may see; None without an RPJMD in force."""
    version = current_version(membership.plan)
    if version is None:
        return None
    visible = Program.objects.visible_to(membership)
    alignments = links_in_force(membership.plan).filter(program__in=visible.order_by().values("pk"))
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
        links=read_links_of(alignments),
        shortfalls=read_shortfalls(alignments),
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


def read_links_of(alignments: QuerySet[Alignment]) -> list[LinkFact]:
    rows = alignments.order_by().values_list("program", "rpjmd_indicator", "contribution")
    return [LinkFact(*row) for row in rows]


def read_shortfalls(alignments: QuerySet[Alignment]) -> list[ShortfallFact]:
    """Compared in the database: of thousands of targets only those that fall short come back."""
    rows = (
        alignments.annotate(
            own_unit=one_unit("program_indicator__unit"),
            rpjmd_unit=one_unit("rpjmd_indicator__unit"),
        )
        .filter(
            WEAKER,
            own_unit=F("rpjmd_unit"),
            **{f"{OWN}year": F("rpjmd_indicator__targets__year")},
        )
        .exclude(own_unit="")
        .order_by(
            "program__sub_dimension__dimension__position",
            "program__number",
            "position",
            "pk",
            f"{OWN}year",
        )
        .values_list(
            "program",
            "rpjmd_indicator",
            "program_indicator__name",
            f"{OWN}year",
            f"{OWN}text",
            "rpjmd_indicator__targets__text",
        )
    )
    found: dict[tuple[int, int, str], list[YearShort]] = {}
    for program, indicator, own_name, *year in rows:
        found.setdefault((program, indicator, own_name), []).append(YearShort(*year))
    return [ShortfallFact(*place, tuple(years)) for place, years in found.items()]


def one_unit(name: str) -> Replace:
    """A unit in the spelling in which units are compared: "%" is "persen", capitals are small."""
    return Replace(Lower(name), Value("%"), Value("persen"))
