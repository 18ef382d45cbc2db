"""How links follow from the RPJMD in force to another version: what would go where.

The page that asks and the act that does both read this.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from opd.models import Alignment, FormerAlignment
from rpjmd.homes import Home, suggest_homes
from rpjmd.lines import successions_of
from rpjmd.models import Indicator, Version


@dataclass(frozen=True)
class Choice:
    """Where a link without a home goes: an indicator's code, or "" to let it go, and why."""

    code: str
    reason: str = ""


@dataclass(frozen=True)
class Homeless:
    """An indicator that the new version lacks, with the links that lead to it."""

    indicator: Indicator
    links: list[Alignment]
    homes: list[Home]


@dataclass(frozen=True)
class Carrying:
    """Links by where they go.

    `returning` go back to where the new version had them before; `kept` find the same code there;
    `homeless` need a choice. `dropped` were let go when the new version went out of force.
    """

    indicators: Mapping[str, Indicator]  # of the new version, by code
    returning: dict[int, FormerAlignment]  # by link
    kept: list[Alignment]
    homeless: list[Homeless]
    dropped: list[FormerAlignment]

    @property
    def homeless_links(self) -> list[Alignment]:
        return [link for group in self.homeless for link in group.links]


def read_carrying(current: Version, new: Version) -> Carrying:
    """Five queries, whatever there is; links of deleted programs are carried as well."""
    indicators = {one.code: one for one in new.indicators.select_related("element")}
    formers = list(
        FormerAlignment.objects.filter(rpjmd_indicator__version=new).select_related(
            "rpjmd_indicator", "program__lead_agency", "program__sub_dimension__dimension"
        )
    )
    returning = {one.alignment_id: one for one in formers if one.alignment_id is not None}
    links = Alignment.objects.filter(rpjmd_indicator__version=current).select_related(
        "rpjmd_indicator__element",
        "program__lead_agency",
        "program__sub_dimension__dimension",
    )
    kept: list[Alignment] = []
    lost: dict[int, list[Alignment]] = {}
    for link in links.order_by("rpjmd_indicator__position", "rpjmd_indicator", "program", "pk"):
        if link.pk in returning:
            continue
        if link.rpjmd_indicator.code in indicators:
            kept.append(link)
        else:
            lost.setdefault(link.rpjmd_indicator_id, []).append(link)
    successions = list(successions_of(current.plan)) if lost else []
    homeless = [
        Homeless(
            rows[0].rpjmd_indicator,
            rows,
            suggest_homes(rows[0].rpjmd_indicator, list(indicators.values()), successions),
        )
        for rows in lost.values()
    ]
    dropped = [one for one in formers if one.alignment_id is None]
    return Carrying(indicators, returning, kept, homeless, dropped)
