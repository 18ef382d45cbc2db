"""What the current edition says of a code that somebody wrote."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rpjmd.actions import set_successors
from rpjmd.nomenclature.standing import NO_NOMENCLATURE, Standings, read_standings
from tests.cast import Cast
from tests.rpjmd.nomenclatures import load, load_both


def test_without_an_edition_every_code_is_as_good_as_any(cast: Cast) -> None:
    load_both(cast.foreign_plan)
    standings = read_standings(cast.plan.pk, ["2.16.03"])
    assert standings == NO_NOMENCLATURE
    assert not standings.is_dropped("2.16.03")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (
            "2.16.03",
            "Kode 2.16.03 tidak ada lagi dalam Nomenklatur 2027. "
            "Penggantinya: 2.16.05 PROGRAM PENGELOLAAN APLIKASI INFORMATIKA.",
        ),
        (
            "2.16.02.2.02",
            "Kode 2.16.02.2.02 tidak ada lagi dalam Nomenklatur 2027. Penggantinya: "
            "2.16.02.2.03 Layanan Informasi; 2.16.02.2.04 Layanan Kehumasan.",
        ),
        (
            "2.16.01.2.05",
            "Kode 2.16.01.2.05 tidak ada lagi dalam Nomenklatur 2027. "
            "Penggantinya: 2.16.01.2.06 Administrasi Kepegawaian Perangkat Daerah.",
        ),
        (
            "2.16.04",
            "Kode 2.16.04 tidak ada dalam Nomenklatur 2027. Cari kode yang berlaku.",
        ),
        ("2.16.99", "Kode 2.16.99 tidak ada dalam Nomenklatur 2027. Cari kode yang berlaku."),
    ],
)
def test_a_dropped_code_is_told_with_its_successors(cast: Cast, code: str, said: str) -> None:
    load_both(cast.plan)
    standings = read_standings(cast.plan.pk, [code])
    assert standings.is_dropped(code)
    assert standings.sentence(code) == said


@pytest.mark.parametrize("code", ["2.16.02", "2.16.01", "X.XX.01", "1.02.01.2.06", "2.16", ""])
def test_a_valid_code_is_not(cast: Cast, code: str) -> None:
    """The programs of all bidang stand in the nomenclature once, as X.XX."""
    load_both(cast.plan)
    assert not read_standings(cast.plan.pk, ["2.16.03", code]).is_dropped(code)


def test_doubt_and_an_end_are_said(cast: Cast) -> None:
    load(cast.plan, "A", 2025, {"1.01.02": "Pembinaan", "1.01.03": "Lain"})
    new = load(cast.plan, "B", 2026, {"1.02.02": "Pembinaan", "1.03.02": "Pembinaan"})
    set_successors(plan=cast.plan, actor=cast.admin, edition=new, former_code="1.01.03", codes=[])
    standings = read_standings(cast.plan.pk, ["1.01.02", "1.01.03"])
    assert standings.sentence("1.01.02") == (
        "Kode 1.01.02 tidak ada lagi dalam B. "
        "Mungkin penggantinya: 1.02.02 Pembinaan; 1.03.02 Pembinaan."
    )
    assert standings.sentence("1.01.03") == "Kode 1.01.03 berakhir dalam B, tanpa pengganti."


def test_only_one_certain_successor_can_be_taken(cast: Cast) -> None:
    load_both(cast.plan)
    codes = ["2.16.03", "2.16.02.2.02", "2.16.04", "2.16.02", "4.01.01.2.05"]
    standings = read_standings(cast.plan.pk, codes)
    taken = {code: standings.successor(code) for code in codes}
    assert {code: one.code for code, one in taken.items() if one} == {
        "2.16.03": "2.16.05",
        "4.01.01.2.05": "4.01.01.2.06",
    }


@pytest.mark.parametrize("count", [1, 3, 1000])
def test_any_number_of_codes_takes_one_query(cast: Cast, count: int) -> None:
    load_both(cast.plan)
    codes = ["2.16.03", *(f"1.01.02.2.01.{number:04}" for number in range(count))]
    with CaptureQueriesContext(connection) as queries:
        standings: Standings = read_standings(cast.plan.pk, codes)
    assert len(queries) == 1
    assert [one.code for one in standings.successors("2.16.03")] == ["2.16.05"]
    assert all(standings.is_dropped(code) for code in codes)
