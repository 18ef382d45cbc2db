"""The names behind the codes of a program's content."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dimensions.models import SubDimension
from opd.content import ProgramContent
from rpjmd.models import Indicator as RpjmdIndicator
from workspace.models import Agency, District, Plan


@dataclass(frozen=True)
class Names:
    """Code to name; a code that is no longer known stands for itself."""

    sub_dimensions: dict[str, str]
    agencies: dict[str, str]
    districts: dict[str, str]
    rpjmd_indicators: dict[str, str]

    def of(self, kind: str, codes: Iterable[str]) -> list[str]:
        known: dict[str, str] = getattr(self, kind)
        return [known.get(code, code) for code in codes]


def read_names(plan: Plan, contents: Iterable[ProgramContent]) -> Names:
    """Four queries, however many contents there are."""
    linked = {
        row["rpjmd_indicator"] for content in contents for row in content["alignment"]["alignments"]
    }
    agencies = Agency.objects.filter(region=plan.region_id)
    districts = District.objects.filter(region=plan.region_id)
    indicators = RpjmdIndicator.objects.current().filter(version__plan=plan, code__in=linked)
    return Names(
        sub_dimensions={sub.code: str(sub) for sub in SubDimension.objects.of_plan(plan)},
        agencies=dict(agencies.values_list("short_name", "name")),
        districts=dict(districts.values_list("code", "name")),
        rpjmd_indicators=dict(indicators.values_list("code", "name")),
    )
