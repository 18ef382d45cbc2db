"""The picker finds by code and by the beginnings of words, and puts the best first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rpjmd.models import Kind, NomenclatureEntry
from rpjmd.nomenclature.rows import NomenclatureRow, search_words
from rpjmd.nomenclature.search import find_entries, parse
from tests.cast import Cast
from tests.rpjmd.nomenclatures import OLD, load

NAMES = {
    **OLD,
    "2.16.03.2.03": "Kota",
    "2.16.03.2.04": "Kotak Saran",
    "2.16.03.2.05": "Cerdas Kotanya dan Kabupatennya",
    "7.01.02": "Program Penyelenggaraan Pemerintahan",
}


def found(cast: Cast, text: str, *first: Kind) -> list[str]:
    load(cast.plan, "N", 2027, NAMES)
    entries = NomenclatureEntry.objects.visible_to(cast.owner)
    return [one.code for one in find_entries(entries, text, first=first)]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("kot cer", ["2.16.03.2.02.0038", "2.16.03.2.05"]),
        ("CERDAS kota", ["2.16.03.2.02.0038", "2.16.03.2.05"]),
        ("kota", ["2.16.03.2.03", "2.16.03.2.02.0038", "2.16.03.2.04", "2.16.03.2.05"]),
        ("otak", []),
        ("e-gov", ["2.16.03.2.02"]),
        ("2.16.03.2.0", [f"2.16.03.2.0{tail}" for tail in ("2", "2.0038", "3", "4", "5")]),
        (
            "2.16.03.",
            [f"2.16.03.2.0{tail}" for tail in ("2", "2.0038", "3", "4", "5")],
        ),
        ("2.16 kota", ["2.16.03.2.03", "2.16.03.2.02.0038", "2.16.03.2.04", "2.16.03.2.05"]),
        ("7", ["7.01.02"]),
        ("2.16.01", ["2.16.01", "2.16.01.2.05"]),
        ("x.xx.01.2", ["X.XX.01.2.05"]),
        ("100%_", []),
        ("   ", []),
        ("'; drop table", []),
    ],
)
def test_it_finds(cast: Cast, text: str, codes: list[str]) -> None:
    assert found(cast, text) == codes


def test_the_asked_kinds_come_first(cast: Cast) -> None:
    assert found(cast, "pengelolaan", Kind.PROGRAM)[:2] == ["2.16.02", "2.16.03"]
    assert found(cast, "pengelolaan", Kind.ACTIVITY)[:2] == ["2.16.02.2.01", "2.16.03.2.02"]


def test_a_code_is_told_from_words() -> None:
    assert parse("2.16.03 kota 24 jam") == parse("kota 24 2.16.03 jam")
    assert parse("2.16.03 kota 24 jam").codes == ("2.16.03",)
    assert parse("2.16.03 kota 24 jam").words == ("kota", "24", "jam")
    assert parse(" x.xx.01").codes == ("X.XX.01",)
    assert len(parse(" ".join(f"kata{n}" for n in range(50))).words) == 8
    assert not parse("… — %")


names = st.text(alphabet=st.characters(max_codepoint=0x24F), min_size=1, max_size=40)


@given(name=names, data=st.data())
def test_beginnings_of_a_names_words_in_any_order_are_in_its_search_text(
    name: str, data: st.DataObject
) -> None:
    words = search_words(name).split()[:8]
    picked = data.draw(st.permutations(words))
    typed = " ".join(word[: data.draw(st.integers(1, len(word)))] for word in picked)
    assert all(f" {word}" in search_words(name) for word in parse(typed).words)


@given(text=st.text(max_size=60))
def test_the_words_of_words_are_the_same_words(text: str) -> None:
    once = search_words(text)
    assert search_words(once) == once


def test_a_large_nomenclature_gives_no_more_than_asked_for(cast: Cast) -> None:
    rows = (NomenclatureRow(f"1.01.02.2.01.{n:04}", f"Layanan nomor {n}") for n in range(1, 600))
    load(cast.plan, "N", 2027, rows)
    entries = NomenclatureEntry.objects.all()
    assert len(find_entries(entries, "lay no")) == 12
    assert [one.name for one in find_entries(entries, "layanan 77")] == ["Layanan nomor 77"]
