"""What the checks say of an RPJMD, one planted mistake at a time."""

from typing import Any

import pytest

from rpjmd.checks import rpjmd_findings
from rpjmd.models import Level
from tests.rpjmd.contents import content, element, indicator

FULL = indicator("IKU-01", "S1", agency="Dinkes", baseline="70%")
SOUND = content(indicators=[FULL])
TARGETS = FULL["targets"]
YEARLY = dict.fromkeys(TARGETS, "10")
VISITS = dict(zip(TARGETS, ("510", "545", "585", "630", "680", "7.350"), strict=True))


def said(whole: Any) -> list[tuple[str, str, str]]:
    return [(row.code, row.message, row.field) for row in rpjmd_findings(whole)]


def with_indicator(**values: Any) -> Any:
    return {**SOUND, "indicators": [{**FULL, **values}]}


def test_a_sound_rpjmd_is_silent() -> None:
    assert said(SOUND) == []


@pytest.mark.parametrize(
    ("whole", "code", "sentence", "place"),
    [
        (
            {**SOUND, "indicators": []},
            "R101",
            "Sasaran S1 belum punya indikator.",
            "elements.S1",
        ),
        (
            {**SOUND, "elements": [*SOUND["elements"], element("ST1", Level.STRATEGY)]},
            "R102",
            "ST1 belum punya induk.",
            "elements.ST1",
        ),
        (
            with_indicator(baseline=""),
            "R103",
            "IKU-01 belum punya kondisi awal.",
            "indicators.IKU-01",
        ),
        (
            with_indicator(baseline_year=None),
            "R103",
            "Tahun dasar IKU-01 belum diisi.",
            "indicators.IKU-01",
        ),
        (
            with_indicator(final=""),
            "R104",
            "IKU-01 belum punya kondisi akhir.",
            "indicators.IKU-01",
        ),
        (
            with_indicator(targets={"2025": "71%", "2030": "85%"}),
            "R105",
            "IKU-01 belum punya target tahun 2026, 2027, 2028, 2029.",
            "indicators.IKU-01",
        ),
        (
            with_indicator(direction="decrease"),
            "R106",
            "Target IKU-01 tahun 2025 (85%) lebih tinggi daripada kondisi awal (70%), "
            "padahal arahnya turun. Perbaiki target atau arahnya.",
            "indicators.IKU-01",
        ),
        (
            with_indicator(targets={**TARGETS, "2026": "90%"}),
            "R106",
            "Target IKU-01 tahun 2027 (85%) lebih rendah daripada 2026 (90%), "
            "padahal arahnya naik. Perbaiki target atau arahnya.",
            "indicators.IKU-01",
        ),
        (
            with_indicator(final="90%"),
            "R107",
            "Kondisi akhir IKU-01 (90%) berbeda dari target 2030 (85%).",
            "indicators.IKU-01",
        ),
        (
            with_indicator(baseline="1.2.3"),
            "R108",
            "Angka “1.2.3” pada IKU-01 tidak terbaca.",
            "indicators.IKU-01",
        ),
        (
            with_indicator(agency=""),
            "R109",
            "IKU-01 belum punya OPD penanggung jawab.",
            "indicators.IKU-01",
        ),
        (
            with_indicator(direction="maintain", targets={**TARGETS, "2027": "80%"}),
            "R106",
            "Target IKU-01 tahun 2027 (80%) berbeda dari 2026 (85%), padahal arahnya tetap. "
            "Samakan targetnya atau ubah arahnya.",
            "indicators.IKU-01",
        ),
        (
            with_indicator(unit="orang", targets=YEARLY, baseline="0", final="60"),
            "R107",
            "Kondisi akhir IKU-01 (60) adalah jumlah semua targetnya. Tandai bahwa targetnya "
            "dijumlahkan, atau samakan dengan target 2030 (10).",
            "indicators.IKU-01",
        ),
        (
            with_indicator(unit="orang", targets=YEARLY, baseline="0", final="70", adds_up=True),
            "R107",
            "Kondisi akhir IKU-01 (70) berbeda dari jumlah targetnya (60). Perbaiki salah "
            "satunya, atau hapus tanda bahwa targetnya dijumlahkan.",
            "indicators.IKU-01",
        ),
        (
            with_indicator(baseline_year=2026),
            "R111",
            "Tahun dasar IKU-01 (2026) sesudah target pertamanya (2025). "
            "Kondisi awal diukur sebelum target pertama.",
            "indicators.IKU-01",
        ),
        (
            with_indicator(baseline="85"),
            "R112",
            "Target akhir IKU-01 sama dengan kondisi awalnya (85). Perbaiki targetnya, "
            "atau pilih arah Tetap bila memang dipertahankan.",
            "indicators.IKU-01",
        ),
        (
            with_indicator(targets={**TARGETS, "2030": "105"}, final="105,0"),
            "R113",
            "IKU-01, target 2030: 105 di luar batas satuan “persen” (0 sampai 100).",
            "indicators.IKU-01",
        ),
        (
            with_indicator(unit="kunjungan", baseline="400", targets=VISITS, final="7.350"),
            "R114",
            "IKU-01 melompat sepuluh kali lipat atau lebih dari 2029 (680) ke 2030 (7.350). "
            "Periksa koma dan jumlah nolnya.",
            "indicators.IKU-01",
        ),
        (
            with_indicator(unit="orang"),
            "R115",
            "“70%” pada IKU-01 ditulis dalam persen, padahal satuannya orang. "
            "Tulis semua nilai dalam satu satuan.",
            "indicators.IKU-01",
        ),
        (
            with_indicator(targets={**TARGETS, "2025": "BB"}),
            "R115",
            "Target IKU-01 bercampur: “BB” adalah predikat, sedangkan yang lain angka. "
            "Tulis semuanya sebagai predikat atau semuanya sebagai angka.",
            "indicators.IKU-01",
        ),
        ({**SOUND, "vision": ""}, "R110", "Visi belum ditulis.", "head.vision"),
    ],
)
def test_a_gap_or_a_contradiction_is_told(whole: Any, code: str, sentence: str, place: str) -> None:
    assert said(whole)[:1] == [(code, sentence, place)]
    assert {row[0] for row in said(whole)} == {code}


@pytest.mark.parametrize(
    "values",
    [
        {"direction": "maintain", "baseline": "85%"},
        {"direction": "maintain"},  # it is reached first
        {"adds_up": True, "unit": "orang", "targets": YEARLY, "baseline": "0", "final": "60"},
        {"adds_up": True, "unit": "orang", "targets": YEARLY, "baseline": "5", "final": "65"},
        {"baseline_year": 2025},
        {"name": "Laju pertumbuhan", "targets": {**TARGETS, "2030": "105"}, "final": "105"},
        {"unit": "unit", "baseline": "1", "targets": YEARLY, "final": "10"},
        {"unit": "persen", "baseline": "70", "final": "85"},
    ],
)
def test_what_only_looks_like_a_mistake_is_let_be(values: dict[str, Any]) -> None:
    assert said(with_indicator(**values)) == []


def test_where_the_region_uses_no_missions_its_goals_need_no_parents() -> None:
    rows = [element("T1", Level.GOAL), element("S1", Level.OBJECTIVE, "T1")]
    assert said({**SOUND, "elements": rows}) == []


def test_words_in_their_order_or_without_a_known_one_contradict_nothing() -> None:
    grades = {"2025": "BB", "2026": "BB", "2027": "A-", "2028": "A", "2029": "A", "2030": "A"}
    assert said(with_indicator(unit="predikat", baseline="B", targets=grades, final="A")) == []
    words = dict.fromkeys(grades, "Maju")
    assert (
        said(with_indicator(unit="predikat", baseline="Nol", targets=words, final="Unggul")) == []
    )


def renstra(program: dict[str, str], *activities: dict[str, str]) -> Any:
    """A program of the Renstra with a ceiling, its activities, and an indicator of its own."""
    rows = [
        *SOUND["elements"],
        element("2.16.03", Level.PROGRAM, "S1", ceilings=program),
        *(
            element(f"2.16.03.2.{place:02d}", Level.ACTIVITY, "2.16.03", ceilings=amounts)
            for place, amounts in enumerate(activities, 1)
        ),
    ]
    own = indicator("PR-01", "2.16.03", agency="Dinkes")
    return {**SOUND, "elements": rows, "indicators": [FULL, own]}


PAID = dict.fromkeys(("2026", "2027", "2028", "2029", "2030"), "900000000")


def test_money_that_fits_together_is_silent_whatever_the_first_year_and_missing_parts() -> None:
    assert said(renstra(PAID)) == []
    assert said(renstra(PAID, {"2026": "400000000"}, {"2026": "500000000"})) == []


def test_a_renstra_is_not_asked_for_what_its_sheets_have_no_column_for() -> None:
    whole = renstra(PAID, {"2026": "400000000"})
    bare = {"baseline_year": None, "final": "", "targets": {"2026": "80%"}}
    whole["indicators"].append(indicator("KG-01", "2.16.03.2.01", **bare))
    assert said(whole) == []


def test_parts_beyond_their_whole_are_told_by_year() -> None:
    parts = (
        {"2026": "400000000", "2027": "500000000.50"},
        {"2026": "500000000", "2027": "400000000"},
    )
    assert said(renstra(PAID, *parts)) == [
        (
            "R116",
            "Pagu 2027 di bawah 2.16.03 berjumlah Rp900.000.000,50, "
            "melebihi pagu 2.16.03 sendiri (Rp900.000.000).",
            "elements.2.16.03",
        )
    ]


def test_a_part_of_two_wholes_is_not_added_up() -> None:
    whole = renstra(PAID, {"2026": "950000000"})
    whole["elements"].insert(-1, element("2.16.04", Level.PROGRAM, "S1", ceilings=PAID))
    whole["elements"][-1]["parents"].append("2.16.04")
    assert said(whole) == []


def test_money_without_a_target_and_a_target_without_money_are_told() -> None:
    whole = renstra({**PAID, "2028": "0.00"}, {"2028": "1"})
    del whole["indicators"][1]["targets"]["2027"]
    assert [row for row in said(whole) if row[0] == "R117"] == [
        ("R117", "2.16.03 punya pagu tetapi tidak punya target pada 2027.", "elements.2.16.03"),
        ("R117", "2.16.03 punya target tetapi tidak punya pagu pada 2028.", "elements.2.16.03"),
    ]
