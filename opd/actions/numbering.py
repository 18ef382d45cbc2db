"""Numbers of programs within a dimension (the 07 of GOV-07). None is ever given twice."""

from __future__ import annotations

from django.db.models import Max

from dimensions.models import SubDimension
from opd.models import NumberSeries, Program
from workspace.models import Plan


def take_number(plan: Plan, sub_dimension: SubDimension) -> int:
    """The next number of the sub-dimension's dimension.

    The series remembers numbers of programs that were deleted or moved to another dimension: a
    released document may name them. Its row is locked until the act is over. Programs that were
    written without acts (a bulk load) count as well.
    """
    series, _created = NumberSeries.objects.select_for_update().get_or_create(
        plan=plan, dimension=sub_dimension.dimension
    )
    taken = Program.objects.filter(
        plan=plan, sub_dimension__dimension=sub_dimension.dimension_id
    ).aggregate(highest=Max("number"))
    series.last = max(series.last, taken["highest"] or 0) + 1
    series.save(update_fields=["last"])
    return series.last
