"""Reading a line of values: the indicators that carried it, and its years."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from rpjmd.models import Indicator, ObservedValue, Succession
from workspace.models import Plan


@dataclass(frozen=True)
class Segment:
    """The years in which one indicator carries the line; None where it has no end."""

    code: str
    first: int | None = None
    last: int | None = None
    succession: Succession | None = None  # by which it began
    indicator: Indicator | None = None  # None when no version has it any more

    def covers(self, year: int) -> bool:
        return (self.first or year) <= year <= (self.last or year)


@dataclass
class LineYear:
    """One year of the line: the indicator that carries it, its values, and what was promised."""

    year: int
    segment: Segment
    values: list[ObservedValue] = field(default_factory=list)
    baseline: str = ""
    target: str = ""

    @property
    def used(self) -> ObservedValue | None:
        return next((value for value in self.values if value.is_used), None)

    @property
    def others(self) -> list[ObservedValue]:
        return [value for value in self.values if not value.is_used]

    @property
    def lacks_reason(self) -> bool:
        """Several values, and nobody has said why one of them is used."""
        return len(self.values) > 1 and not (self.used and self.used.use_reason)


@dataclass
class Line:
    segments: list[Segment]
    years: list[LineYear]
    # Values of years in which another indicator carries the line: kept, shown apart.
    outside: list[ObservedValue]

    @property
    def is_joined(self) -> bool:
        return len(self.segments) > 1


def successions_of(plan: Plan) -> QuerySet[Succession]:
    found: QuerySet[Succession] = Succession.objects.filter(plan=plan)
    return found


def read_line(indicator: Indicator, plan: Plan) -> Line:
    """The line that the indicator is part of, in four queries.

    Baselines and targets are those of the indicator's own version where it has them, and of the
    newest other version for an indicator that it lost.
    """
    chain = chain_of(indicator.code, successions_of(plan))
    codes = [code for code, _succession in chain]
    found: dict[str, Indicator] = {}
    rows = Indicator.objects.filter(version__plan=plan, code__in=codes).order_by("version")
    for row in rows.prefetch_related("targets"):
        known = found.get(row.code)
        if known is None or known.version_id != indicator.version_id:
            found[row.code] = row
    segments = segments_of(chain, found)
    values = list(ObservedValue.objects.filter(plan=plan, code__in=codes))
    carrier = {segment.code: segment for segment in segments}
    outside = [value for value in values if not carrier[value.code].covers(value.year)]
    return Line(segments, years_of(segments, values), outside)


Chain = list[tuple[str, Succession | None]]


def chain_of(code: str, successions: Iterable[Succession]) -> Chain:
    """The codes of the line from the oldest to the newest, each with how it began."""
    rows = list(successions)
    before = {row.new_code: row for row in rows}
    after = {row.old_code: row for row in rows}
    while code in before:
        code = before[code].old_code
    chain: Chain = [(code, None)]
    while code in after:
        code = after[code].new_code
        chain.append((code, before[code]))
    return chain


def segments_of(chain: Chain, indicators: dict[str, Indicator]) -> list[Segment]:
    starts = [succession.from_year if succession else None for _code, succession in chain]
    ends = [start - 1 if start else None for start in [*starts[1:], None]]
    return [
        Segment(code, start, end, succession, indicators.get(code))
        for (code, succession), start, end in zip(chain, starts, ends, strict=True)
    ]


def years_of(segments: list[Segment], values: Iterable[ObservedValue]) -> list[LineYear]:
    """Every year of which something is known, in order."""
    years: dict[int, LineYear] = {}

    def place(code: str, year: int) -> LineYear | None:
        segment = next(one for one in segments if one.code == code)
        if not segment.covers(year):
            return None
        return years.setdefault(year, LineYear(year, segment))

    for value in values:
        if row := place(value.code, value.year):
            row.values.append(value)
    for indicator in (one.indicator for one in segments if one.indicator):
        if indicator.baseline_year and (row := place(indicator.code, indicator.baseline_year)):
            row.baseline = indicator.baseline_text
        for target in indicator.targets.all():
            if row := place(indicator.code, target.year):
                row.target = target.text
    return [years[year] for year in sorted(years)]
