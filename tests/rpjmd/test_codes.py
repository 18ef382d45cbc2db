"""Codes and figures as cells hold them, whatever they hold."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rpjmd.importing import cells
from rpjmd.importing.codes import LEVELS_BY_DEPTH, WIDTHS, depth, read_code, spell_code, uppers
from rpjmd.importing.draft import UNSURE, as_percent, spell_sure
from rpjmd.importing.workbook import Cell
from rpjmd.models import Level
from workspace.numbers import parse_decimal, parse_rupiah, parse_target


@st.composite
def codes(draw: st.DrawFn) -> str:
    size = draw(st.sampled_from(sorted(LEVELS_BY_DEPTH)))
    parts = []
    for width in WIDTHS[:size]:
        highest = 9 if width == 1 else 10**width - 1
        parts.append(f"{draw(st.integers(1, highest)):0{width}}")
    return ".".join(parts)


@given(codes(), st.sampled_from(["", " ", "\u00a0", "\n"]), st.sampled_from(["", ".", " ."]))
def test_a_code_is_spelled_in_one_way_whatever_stands_around_it(
    code: str, blank: str, end: str
) -> None:
    assert spell_code(f"{blank}{code.lower()}{end}{blank}") == code
    assert spell_code(code.replace(".", ",")) == code
    assert spell_code(code.replace(".", f"{blank}.{blank}")) == code


@given(codes())
def test_lost_zeros_come_back(code: str) -> None:
    short = ".".join(
        part if place == 5 else part.lstrip("0") for place, part in enumerate(code.split("."))
    )
    assert spell_code(short) == code


@given(codes())
def test_a_code_stands_below_its_shorter_ones(code: str) -> None:
    above = uppers(code)
    assert all(code.startswith(f"{upper}.") for upper in above)
    assert all(depth(upper) in LEVELS_BY_DEPTH for upper in above)
    assert above == sorted(above, key=len, reverse=True)


@given(st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.booleans(), st.none()))
def test_any_cell_is_a_well_formed_code_or_gets_a_sentence(value: str | float | None) -> None:
    said = ""
    try:
        code = read_code(Cell(value))
    except ValueError as error:
        said = str(error)
    assert said or (spell_code(code.text) == code.text and code.level in Level)


@given(st.decimals(0, 10**10, places=2))
def test_a_figure_in_indonesian_writing_is_read_back(number: Decimal) -> None:
    whole, _point, rest = f"{number:.2f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    assert parse_decimal(f"{grouped},{rest}") == number
    assert parse_decimal(f"{whole},{rest}") == number
    assert parse_target(f"≥ {grouped},{rest} orang") == number
    assert parse_rupiah(f"Rp {grouped},{rest}") == number
    assert cells.read_money(Cell(f"Rp. {grouped},{rest}"), 1) == (f"{number:.2f}" if number else "")


@given(st.text(max_size=40))
def test_any_text_is_a_figure_or_gets_a_sentence(text: str) -> None:
    for parse in (parse_decimal, parse_rupiah):
        said = "read"
        try:
            parse(text)
        except ValueError as error:
            said = str(error)
        assert said
    assert parse_target(text) is None or any(letter.isdigit() for letter in text)


@given(st.integers(1, 999), st.integers(0, 999))
def test_a_figure_with_one_point_becomes_sure_by_its_answer(whole: int, rest: int) -> None:
    text = f"{whole}.{rest:03} orang"
    thousands, decimals = spell_sure(text, "thousands"), spell_sure(text, "decimals")
    assert not UNSURE.search(thousands)
    assert not UNSURE.search(decimals)
    assert parse_target(thousands) == whole * 1000 + rest
    assert parse_target(decimals) == whole + Decimal(rest) / 1000


@given(st.decimals(0, 1, places=4))
def test_a_fraction_becomes_its_percentage(fraction: Decimal) -> None:
    text = f"{fraction:f}".rstrip("0").rstrip(".").replace(".", ",") or "0"
    assert parse_target(as_percent(text)) == fraction * 100


@pytest.mark.parametrize(
    ("value", "scale", "amount"),
    [
        (1250000, 1, "1250000.00"),
        (1.5, 10**6, "1500000.00"),
        (0.005, 1, "0.01"),
        ("1,25 M", 1, "1250000000.00"),
        ("1.250", 10**6, "1250000000.00"),
        (0, 1, ""),
        ("-", 1, ""),
        ("Rp 0", 1, ""),
        (None, 1, ""),
    ],
)
def test_money_is_read_to_the_sen(value: str | float | None, scale: int, amount: str) -> None:
    assert cells.read_money(Cell(value), scale) == amount


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Satu", ["Satu"]),
        ("1. Satu;\n2) Dua\n- Tiga", ["Satu", "Dua", "Tiga"]),
        ("Angka kemiskinan\ndan pengangguran", ["Angka kemiskinan dan pengangguran"]),
        ("Satu; Satu; ;-", ["Satu"]),
        ("", []),
        ("-", []),
    ],
)
def test_several_in_one_cell_are_parted(text: str, parts: list[str]) -> None:
    assert cells.split_lines(text) == parts
