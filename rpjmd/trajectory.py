"""The way of an indicator from its baseline through the yearly targets to its final value.

The arithmetic that every rule about targets shares, for the RPJMD's indicators and for those of
programs alike. Texts stay as they were typed; a value is the number in a text, or the rank of a
word such as "BB" or "WTP" whose order is known (`grades.toml`). What has neither is left out.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from rpjmd.models import Direction
from workspace.numbers import EMPTY, parse_target

Grades = Mapping[str, Decimal]

PERCENT_UNITS: Final = frozenset({"persen", "%", "persentase"})
# A percentage of these may well fall below 0 or rise above 100: it is no share of a whole.
NO_SHARE: Final = frozenset(
    {
        "pertumbuhan", "laju", "kenaikan", "peningkatan", "penurunan", "perubahan", "inflasi",
        "selisih", "rasio", "capaian", "realisasi",
    }
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+|\d+")
_BRACKETS = re.compile(r"\([^)]*\)")
# Words that do not tell one measure from another.
FILLING: Final = frozenset(
    {"dan", "yang", "di", "ke", "pada", "untuk", "dari", "dengan", "atas", "kabupaten", "kota"}
)
_RANGE = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:-|–|s\.?d\.?|sampai)\s*(\d+(?:[.,]\d+)?)")
JUMP: Final = 10  # times: what a slipped comma or one zero too many makes of a figure


@dataclass(frozen=True)
class Point:
    """A value on the way. `year` is None for the baseline and for the final value."""

    year: int | None
    text: str
    value: Decimal


Step = tuple[Point, Point]


@dataclass(frozen=True)
class Trajectory:
    """`adds_up`: each year's target is what that year adds, and the final value is their sum."""

    name: str
    unit: str
    direction: str
    adds_up: bool
    baseline_year: int | None
    baseline: str
    targets: Mapping[int, str]
    final: str = ""

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Trajectory:
        """Of an indicator's content as `rpjmd.content` or `opd.content` reads it."""
        return cls(
            name=row["name"],
            unit=row["unit"],
            direction=row["direction"],
            adds_up=row.get("adds_up", False),
            baseline_year=row["baseline_year"],
            baseline=row["baseline"],
            targets={int(year): text for year, text in sorted(row["targets"].items())},
            final=row.get("final", ""),
        )

    @property
    def texts(self) -> list[str]:
        """Everything that was typed, in the order of the way."""
        return [text for text in (self.baseline, *self.targets.values(), self.final) if text]

    @cached_property
    def grades(self) -> Grades | None:
        """The order of the words, when every text is a word of one known order."""
        return grades_of(self.texts)

    @cached_property
    def numbers(self) -> Mapping[str, Decimal | None]:
        """The number in each text that was typed, read once."""
        return {text: parse_target(text) for text in self.texts}

    def value_of(self, text: str) -> Decimal | None:
        return self.grades.get(_key(text)) if self.grades else self.numbers[text]

    @cached_property
    def start(self) -> Point | None:
        return self._point(None, self.baseline)

    @cached_property
    def end(self) -> Point | None:
        """The final value, or the last target where no final value is asked for."""
        if self.final:
            return self._point(None, self.final)
        return self.path[-1] if self.path else None

    @cached_property
    def path(self) -> list[Point]:
        """The yearly targets that have a value."""
        points = (self._point(year, text) for year, text in self.targets.items())
        return [point for point in points if point is not None]

    @property
    def first_year(self) -> int | None:
        return min(self.targets, default=None)

    @property
    def total(self) -> Decimal:
        """What the yearly targets add up to."""
        return sum((point.value for point in self.path), Decimal())

    def _point(self, year: int | None, text: str) -> Point | None:
        value = self.value_of(text) if text else None
        return None if value is None else Point(year, text, value)

    def steps(self) -> Iterator[Step]:
        """From each value to the next. What a year adds is not compared with the baseline."""
        start = [] if self.start is None or self.adds_up else [self.start]
        return pairwise([*start, *self.path])

    def wrong_steps(self) -> Iterator[Step]:
        """Steps against the direction.

        A value that is to be maintained may first be reached: its targets are compared among each
        other only. What years add may shrink while their sum still grows.
        """
        for earlier, later in self.steps():
            if self.direction == Direction.INCREASE:
                wrong = later.value < (0 if self.adds_up else earlier.value)
            elif self.direction == Direction.DECREASE:
                wrong = later.value > earlier.value
            else:
                wrong = (
                    self.direction == Direction.MAINTAIN
                    and earlier is not self.start
                    and later.value != earlier.value
                )
            if wrong:
                yield earlier, later

    def stands_still(self) -> bool:
        """Whether it ends where it began although it is not meant to be maintained."""
        if self.adds_up or self.direction == Direction.MAINTAIN:
            return False
        return bool(self.start and self.end and self.start.value == self.end.value)

    def expected_finals(self) -> list[Decimal]:
        """The final values that the targets lead to; a sum may or may not count the baseline."""
        if not self.adds_up:
            return [self.path[-1].value] if self.path else []
        if self.grades or not self.path:
            return []
        before = [self.start.value] if self.start else []
        return [self.total, *(self.total + value for value in before)]

    def limits(self) -> tuple[Decimal, Decimal] | None:
        """The smallest and largest value that the unit allows; None when it says nothing."""
        match = _RANGE.search(self.unit)
        if match:
            low, high = (Decimal(text.replace(",", ".")) for text in match.groups())
            return (low, high) if low < high else None
        if self.is_percent and not NO_SHARE & set(_words(self.name)):
            return Decimal(0), Decimal(100)
        return None

    @property
    def is_percent(self) -> bool:
        return _key(self.unit) in PERCENT_UNITS

    def out_of_limits(self) -> Iterator[Point]:
        limits = self.limits()
        if limits is None or self.grades:
            return
        for point in self.points():
            if not limits[0] <= point.value <= limits[1]:
                yield point

    def points(self) -> Iterator[Point]:
        """Everything with a value: baseline, targets, and the final value that was typed."""
        if self.start:
            yield self.start
        yield from self.path
        if self.final and self.end:
            yield self.end

    def jumps(self) -> Iterator[Step]:
        """Steps of ten times or more, up or down.

        A count that grows from a handful is no jump: a trial in one puskesmas may reach all.
        """
        if self.grades:
            return
        for earlier, later in self.steps():
            small, large = sorted((abs(earlier.value), abs(later.value)))
            if small == 0 or large < JUMP * small:
                continue
            if small != int(small) or small >= 10:
                yield earlier, later

    def unreadable(self) -> Iterator[str]:
        """Texts with digits of which no number can be made."""
        for text in self.texts:
            if self.numbers[text] is None and any(letter.isdigit() for letter in text):
                yield text

    def in_percent(self) -> str | None:
        """The first text that is marked as a percentage although the unit is another."""
        if not self.unit or self.is_percent:
            return None
        return next((text for text in self.texts if "%" in text), None)

    def grade_among_figures(self) -> str | None:
        """The first grade where other targets are figures. A baseline may be of another kind."""
        texts = [text for text in (*self.targets.values(), self.final) if text]
        if all(self.numbers[text] is None for text in texts):
            return None
        words = (text for text in texts if self.numbers[text] is None)
        return next((text for text in words if grades_of([text])), None)

    def is_same_measure(self, other: Trajectory) -> bool:
        """Whether two names mean the same thing: the same words, whatever is in brackets."""
        return measure_words(self.name) == measure_words(other.name)

    def has_unit_of(self, other: Trajectory) -> bool:
        return _key(self.unit) == _key(other.unit) or (self.is_percent and other.is_percent)

    def has_other_start_than(self, other: Trajectory) -> bool:
        """Whether the two tell different values of one year. Both must be figures."""
        if self.baseline_year != other.baseline_year or not self.has_unit_of(other):
            return False
        own, theirs = parse_target(self.baseline), parse_target(other.baseline)
        return None not in (own, theirs) and own != theirs

    def worse_than(self, other: Trajectory) -> Iterator[tuple[int, str, str]]:
        """(year, own text, the other's text) where this falls short of the other's target.

        Only where the two can be compared: one measure, one unit, one way of counting.
        """
        if not (
            self.is_same_measure(other)
            and self.has_unit_of(other)
            and self.adds_up == other.adds_up
        ):
            return
        years = sorted(self.targets.keys() & other.targets.keys())
        order = grades_of(
            text for year in years for text in (self.targets[year], other.targets[year])
        )
        read: Callable[[str], Decimal | None] = (
            (lambda text: order.get(_key(text))) if order else parse_target
        )
        for year in years:
            own, asked = read(self.targets[year]), read(other.targets[year])
            if own is None or asked is None:
                continue
            less_is_better = other.direction == Direction.DECREASE
            kept_figure = other.direction == Direction.MAINTAIN and not order
            if not kept_figure and (own > asked if less_is_better else own < asked):
                yield year, self.targets[year], other.targets[year]


def measure_words(name: str) -> frozenset[str]:
    """The words that say what is measured, in no order."""
    return frozenset(_words(_BRACKETS.sub(" ", name))) - FILLING


def grades_of(texts: Iterable[str]) -> Grades | None:
    """The known order that all of these words belong to; None when there is no such order."""
    keys = {_key(text) for text in texts} - EMPTY
    return next((scale for scale in _scales() if keys and keys <= scale.keys()), None)


@cache
def _scales() -> list[Grades]:
    data = tomllib.loads(Path(__file__).with_name("grades.toml").read_text(encoding="utf-8"))
    return [
        {_key(word): Decimal(rank) for rank, words in enumerate(scale["steps"]) for word in words}
        for scale in data["scale"]
    ]


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
