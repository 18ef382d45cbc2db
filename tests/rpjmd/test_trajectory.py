"""The arithmetic of an indicator's way from its baseline to its final value."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rpjmd.models import Direction
from rpjmd.trajectory import Trajectory, grades_of
from workspace.numbers import format_number

YEARS = range(2025, 2031)
FIGURES = st.lists(
    st.decimals(min_value=0, max_value=10**9, places=2), min_size=len(YEARS), max_size=len(YEARS)
)
DIRECTIONS = st.sampled_from([*Direction.values, ""])


def path(*targets: Any, **values: Any) -> Trajectory:
    row: dict[str, Any] = {
        "name": "Cakupan layanan",
        "unit": "indeks",
        "direction": Direction.INCREASE,
        "adds_up": False,
        "baseline_year": 2024,
        "baseline": "",
        "targets": {str(year): str(text) for year, text in zip(YEARS, targets, strict=False)},
        "final": "",
    }
    return Trajectory.of({**row, **values})


def figures(numbers: list[Decimal], **values: Any) -> Trajectory:
    return path(*map(format_number, numbers), **values)


def years_of(way: Trajectory) -> list[int | None]:
    return [later.year for _earlier, later in way.wrong_steps()]


@given(FIGURES)
def test_what_rises_never_goes_against_rising_and_turned_round_never_against_falling(
    numbers: list[Decimal],
) -> None:
    rising, falling = sorted(numbers), sorted(numbers, reverse=True)
    assert years_of(figures(rising)) == []
    assert years_of(figures(falling, direction=Direction.DECREASE)) == []


@given(FIGURES)
def test_a_wrong_step_of_one_direction_is_right_in_the_other(numbers: list[Decimal]) -> None:
    up = years_of(figures(numbers))
    down = years_of(figures(numbers, direction=Direction.DECREASE))
    kept = years_of(figures(numbers, direction=Direction.MAINTAIN))
    assert set(up) & set(down) == set()
    assert set(up) | set(down) == set(kept)


@given(FIGURES, st.decimals(min_value=0, max_value=10**9, places=2))
def test_the_targets_lead_to_the_last_one_or_to_their_sum(
    numbers: list[Decimal], baseline: Decimal
) -> None:
    start = format_number(baseline)
    assert figures(numbers, baseline=start).expected_finals() == [numbers[-1]]
    total = sum(numbers)
    adding = figures(numbers, baseline=start, adds_up=True)
    assert adding.expected_finals() == [total, total + baseline]


@given(FIGURES, DIRECTIONS)
def test_a_path_always_reaches_its_own_targets(numbers: list[Decimal], direction: str) -> None:
    way = figures(numbers, direction=direction)
    assert list(way.worse_than(way)) == []
    assert not way.has_other_start_than(way)


@given(FIGURES, st.decimals(min_value="0.01", max_value=10**6, places=2))
def test_less_is_worse_where_more_is_better_and_the_other_way_round(
    numbers: list[Decimal], short: Decimal
) -> None:
    less = figures([number - short for number in numbers])
    assert [year for year, _own, _asked in less.worse_than(figures(numbers))] == [*YEARS]
    assert list(figures(numbers).worse_than(less)) == []
    lower = figures([number - short for number in numbers], direction=Direction.DECREASE)
    assert [year for year, _own, _asked in figures(numbers).worse_than(lower)] == [*YEARS]


@given(FIGURES)
def test_limits_of_a_percentage_hold_exactly_from_nought_to_a_hundred(
    numbers: list[Decimal],
) -> None:
    found = [point.value for point in figures(numbers, unit="persen").out_of_limits()]
    assert found == [number for number in numbers if number > 100]


@given(st.text(max_size=20), st.lists(st.text(max_size=20), max_size=6), DIRECTIONS, st.booleans())
def test_whatever_was_typed_is_looked_through_without_an_error(
    start: str, texts: list[str], direction: str, adds_up: bool
) -> None:
    way = path(*texts, baseline=start, direction=direction, adds_up=adds_up, final=start)
    told = [
        *way.wrong_steps(), *way.jumps(), *way.out_of_limits(), *way.unreadable(),
        *way.expected_finals(), way.in_percent(), way.grade_among_figures(), way.stands_still(),
        *way.worse_than(way),
    ]  # fmt: skip
    assert len(told) >= 3


@pytest.mark.parametrize(
    ("low", "high"),
    [
        ("BB", "A"), ("B", "BB"), ("CC", "B"), ("BB", "A-"), ("A-", "A"), ("A", "AA"),
        ("WDP", "WTP"), ("TMP", "WDP"), ("Pratama", "Madya"), ("nindya", "UTAMA"),
    ],
)  # fmt: skip
def test_grades_have_their_order(low: str, high: str) -> None:
    assert years_of(path(low, high)) == []
    assert years_of(path(high, low)) == [2026]
    assert [row[0] for row in path(low).worse_than(path(high))] == [2025]


def test_words_of_two_orders_or_of_none_are_not_compared() -> None:
    assert grades_of(["A", "WTP"]) is None
    assert grades_of(["Unggul", "Maju"]) is None
    assert grades_of([]) is None
    assert years_of(path("WTP", "A", "Unggul")) == []


@pytest.mark.parametrize(
    ("unit", "name", "limits"),
    [
        ("persen", "Cakupan", (0, 100)),
        ("%", "Cakupan", (0, 100)),
        ("Persen", "Laju pertumbuhan ekonomi", None),
        ("persen", "Rasio belanja modal", None),
        ("skala 1-5", "Kematangan", (1, 5)),
        ("indeks (0–4,5)", "Kematangan", (0, Decimal("4.5"))),
        ("indeks", "Kematangan", None),
        ("orang", "Peserta", None),
        ("", "Peserta", None),
    ],
)
def test_a_unit_says_its_limits_or_nothing(unit: str, name: str, limits: Any) -> None:
    assert path(unit=unit, name=name).limits() == limits


@pytest.mark.parametrize(
    ("targets", "jumps"),
    [
        (["125", "1.250"], [2026]),
        (["1.250", "125"], [2026]),
        (["7,39", "73,9"], [2026]),
        (["125", "1.240"], []),
        (["1", "21"], []),  # a trial that grows
        (["0", "500"], []),
        (["BB", "A"], []),
    ],
)
def test_ten_times_is_a_jump_unless_it_starts_from_a_handful(
    targets: list[str], jumps: list[int]
) -> None:
    assert [later.year for _earlier, later in path(*targets).jumps()] == jumps


def test_what_years_add_may_shrink_and_is_not_compared_with_the_baseline() -> None:
    added = path("120", "100", "80", baseline="5.000", adds_up=True)
    assert (years_of(added), list(added.jumps())) == ([], [])
    assert years_of(path("120", "-5", adds_up=True)) == [2026]
    fewer = path("40", "45", adds_up=True, direction=Direction.DECREASE)
    assert years_of(fewer) == [2026]


def test_what_is_to_be_kept_may_first_be_reached() -> None:
    kept = {"direction": Direction.MAINTAIN, "baseline": "WDP"}
    assert years_of(path("WTP", "WTP", "WTP", **kept)) == []
    assert years_of(path("WTP", "WDP", "WTP", **kept)) == [2026, 2027]


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("Indeks SPBE", True),
        ("indeks  SPBE (nilai akhir)", True),
        ("Indeks SPBE Kabupaten", True),
        ("Indeks", False),
        ("Indeks SPBE perangkat daerah", False),
    ],
)
def test_a_measure_is_known_by_its_words(name: str, same: bool) -> None:
    assert path(name=name).is_same_measure(path(name="Indeks SPBE")) is same


def test_other_measures_units_and_ways_of_counting_are_not_compared() -> None:
    asked = path("90", unit="persen")
    assert len(list(path("80", unit="%").worse_than(asked))) == 1
    for other in ({"name": "Lain"}, {"unit": "orang"}, {"adds_up": True}):
        assert list(path("80", **{"unit": "persen", **other}).worse_than(asked)) == []
