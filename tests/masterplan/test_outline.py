"""The outline is data: chapters in order, spelled out for the plan's dimensions."""

from __future__ import annotations

import pytest

from masterplan.document.sections import KINDS, LISTS
from masterplan.narratives import narrative_keys, sections_of
from masterplan.outline import EDITIONS, DimensionName, UnknownEdition, chapters_of, roman
from tests.cast import Cast

TWO = [
    DimensionName("GOV", "Smart Governance", (("GOV-1", "Pelayanan Publik"),)),
    DimensionName("ENV", "Smart Environment", (("ENV-1", "Proteksi"), ("ENV-2", "Sampah"))),
]


def test_a_dimension_gets_a_chapter_of_its_own() -> None:
    chapters = chapters_of("2023", TWO)
    assert [(chapter.label, chapter.title) for chapter in chapters if chapter.label] == [
        ("BAB I", "Pendahuluan"),
        ("BAB II", "Visi, Misi, dan Sasaran"),
        ("BAB III", "Smart Governance"),
        ("BAB IV", "Smart Environment"),
        ("BAB V", "Rencana Aksi"),
        ("BAB VI", "Quick Win"),
        ("BAB VII", "Peta Jalan"),
        ("BAB VIII", "Kelembagaan dan Pendanaan"),
        ("BAB IX", "Penutup"),
        ("Lampiran A", "Keselarasan Program dengan RPJMD"),
        ("Lampiran B", "Dukungan Program terhadap RPJMD"),
        ("Lampiran C", "Matriks Keselarasan"),
        ("Lampiran D", "Perangkat Daerah dan Programnya"),
    ]


def test_every_sub_dimension_has_a_text() -> None:
    chapter = next(row for row in chapters_of("2023", TWO) if row.dimension == "ENV")
    assert [place.key for place in chapter.narratives] == [
        "pengantar-ENV",
        "strategi-ENV-1",
        "strategi-ENV-2",
    ]


def test_every_kind_of_section_can_be_made() -> None:
    used = {
        section.kind
        for path in EDITIONS.glob("*.toml")
        for chapter in chapters_of(path.stem, TWO)
        for section in chapter.sections
    }
    assert used == {*KINDS, *LISTS}


def test_no_two_texts_share_a_key() -> None:
    keys = [place.key for chapter in chapters_of("2023", TWO) for place in chapter.narratives]
    assert len(keys) == len(set(keys))


def test_an_edition_without_an_outline_is_refused() -> None:
    with pytest.raises(UnknownEdition):
        chapters_of("1999", TWO)


@pytest.mark.parametrize(("number", "letters"), [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV")])
def test_roman_numbers(number: int, letters: str) -> None:
    assert roman(number) == letters


@pytest.mark.django_db
def test_a_plan_has_the_texts_of_its_dimensions(cast: Cast) -> None:
    assert len(narrative_keys(cast.plan)) == 10 + 6 + 18
    assert sections_of(cast.plan)[0] == ("Kata Pengantar", "", ["kata-pengantar"])
