"""Numbers as officials type them: read exactly, or refused with a sentence."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workspace.numbers import (
    LARGEST,
    format_number,
    format_rupiah,
    format_short_rupiah,
    parse_decimal,
    parse_rupiah,
    parse_target,
)

AMOUNTS = st.decimals(0, LARGEST - 1, places=2, allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1.250.000.000", "1250000000"),
        ("1,25 M", "1250000000"),
        ("1250000000", "1250000000"),
        ("Rp 1.250.000.000", "1250000000"),
        ("Rp1.250.000.000,50", "1250000000.50"),
        ("1,250,000,000", "1250000000"),
        ("500 juta", "500000000"),
        ("500jt", "500000000"),
        ("2 T", "2000000000000"),
        ("1,5 miliar", "1500000000"),
        ("750 ribu", "750000"),
        ("1\u00a0250\u00a0000", "1250000"),
        ("0", "0"),
    ],
)
def test_one_amount_may_be_typed_in_many_ways(typed: str, amount: str) -> None:
    assert parse_rupiah(typed) == Decimal(amount)


@pytest.mark.parametrize("typed", ["", " ", "-", "–", "n/a"])
def test_an_empty_cell_is_no_amount(typed: str) -> None:
    assert parse_rupiah(typed) is None


@pytest.mark.parametrize(
    "typed",
    [
        "satu miliar",
        "1.25.000",
        "12,5,0",
        "-5",
        "1e9",
        "=1+1",
        "0,001",
        str(LARGEST),
        "1 abad",
        "9" * 99,
    ],
)
def test_what_cannot_be_read_is_refused_and_never_guessed(typed: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_rupiah(typed)


@given(AMOUNTS)
def test_every_amount_survives_being_printed_and_read_again(amount: Decimal) -> None:
    assert parse_rupiah(format_rupiah(amount)) == amount


@given(st.integers(-(10**12), 10**12), st.integers(0, 4))
def test_every_number_survives_being_printed_and_read_again(digits: int, places: int) -> None:
    number = Decimal(digits).scaleb(-places)
    assert parse_decimal(format_number(number)) == number


def read(typed: str, parse: Callable[[str], Decimal | None]) -> Decimal | str | None:
    """The number, or the sentence that refuses it."""
    try:
        return parse(typed)
    except ValueError as refusal:
        return str(refusal)


@pytest.mark.parametrize("parse", [parse_rupiah, parse_decimal])
@given(typed=st.text(max_size=80) | st.text("0123456789.,-+ rpjutam", max_size=30))
def test_any_text_is_read_or_refused_with_a_sentence(
    parse: Callable[[str], Decimal | None], typed: str
) -> None:
    answer = read(typed, parse)
    if isinstance(answer, str):
        assert answer.endswith(".")
    else:
        assert answer is None or abs(answer) < LARGEST


@given(st.text(max_size=80))
def test_any_target_is_kept_without_an_error(typed: str) -> None:
    number = parse_target(typed)
    assert number is None or abs(number) < LARGEST


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("85%", "85"),
        ("≥ 90", "90"),
        ("1.250 orang", "1250"),
        ("73,66", "73.66"),
        ("85.5", "85.5"),
        ("-2,3", "-2.3"),
        ("100.", "100"),
        ("BB", None),
        ("WTP", None),
        ("", None),
    ],
)
def test_the_number_inside_a_target(typed: str, number: str | None) -> None:
    assert parse_target(typed) == (None if number is None else Decimal(number))


@pytest.mark.parametrize(
    ("amount", "printed"),
    [
        (1_250_000_000, "Rp1,25 M"),
        (2_000_000_000_000, "Rp2 T"),
        (500_000_000, "Rp500 jt"),
        (12_500, "Rp12.500"),
        (0, "Rp0"),
    ],
)
def test_short_amounts(amount: int, printed: str) -> None:
    assert format_short_rupiah(amount) == printed
