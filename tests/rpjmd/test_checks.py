"""What the checks say of an RPJMD, one planted mistake at a time."""

from typing import Any

import pytest

from rpjmd.checks import rpjmd_findings
from rpjmd.models import Level
from tests.rpjmd.contents import content, element, indicator

FULL = indicator("IKU-01", "S1", agency="Dinkes", baseline="70%")
SOUND = content(indicators=[FULL])
TARGETS = FULL["targets"]


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
        ({**SOUND, "vision": ""}, "R110", "Visi belum ditulis.", "head.vision"),
    ],
)
def test_a_gap_or_a_contradiction_is_told(whole: Any, code: str, sentence: str, place: str) -> None:
    assert said(whole) == [(code, sentence, place)]


def test_where_the_region_uses_no_missions_its_goals_need_no_parents() -> None:
    rows = [element("T1", Level.GOAL), element("S1", Level.OBJECTIVE, "T1")]
    assert said({**SOUND, "elements": rows}) == []


def test_words_in_their_order_or_without_a_known_one_contradict_nothing() -> None:
    grades = {"2025": "BB", "2026": "BB", "2027": "A-", "2028": "A", "2029": "A", "2030": "A"}
    words = dict(
        zip(grades, ("Rintisan", "Rintisan", "Mandiri", "Maju", "Maju", "Maju"), strict=True)
    )
    assert said(with_indicator(unit="predikat", baseline="B", targets=grades, final="A")) == []
    assert (
        said(with_indicator(unit="predikat", baseline="Nol", targets=words, final="Unggul")) == []
    )
