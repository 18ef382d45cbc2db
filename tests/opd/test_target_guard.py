"""The target guard on programs: each rule where it speaks and where it is silent."""

from __future__ import annotations

from typing import Any

import pytest

from opd.checks import ProgramSubject
from opd.content import ProgramContent
from rpjmd.trajectory import Trajectory
from tests.opd.test_checks import MONEY, YEARS, change, said, sound_content
from workspace.checks import run_checks

FIRST = "indicators.indicators.0."
ACTIVITY = "activities.activities.0."
TARGETS = {"2026": "5", "2027": "8", "2028": "12"}


def sentences(content: ProgramContent, **rpjmd: Trajectory) -> list[tuple[str, str, str]]:
    findings = run_checks("program", ProgramSubject(content, YEARS, rpjmd))
    return [(finding.code, finding.field, finding.message) for finding in findings]


@pytest.mark.parametrize(
    ("changes", "code", "field", "sentence"),
    [
        (
            {ACTIVITY + "start_year": 2025},
            "P303",
            "activities.1",
            "Kegiatan “Pelatihan” berjalan di luar masa program 2026–2028: 2025. "
            "Ubah tahun kegiatan atau tahun program.",
        ),
        (
            {FIRST + "direction": "maintain"},
            "P405",
            "indicators.1",
            "Target “Puskesmas daring” tahun 2027 (8) berbeda dari 2026 (5), "
            "padahal arahnya tetap. Samakan targetnya atau ubah arahnya.",
        ),
        (
            {FIRST + "targets": {**TARGETS, "2029": "15"}},
            "P406",
            "indicators.1",
            "Indikator “Puskesmas daring” bertarget di luar masa pelaksanaan program: 2029. "
            "Hapus targetnya atau perpanjang masa pelaksanaannya.",
        ),
        (
            {FIRST + "baseline_year": 2027},
            "P407",
            "indicators.1",
            "Tahun dasar “Puskesmas daring” (2027) sesudah target pertamanya (2026). "
            "Kondisi awal diukur sebelum target pertama.",
        ),
        (
            {FIRST + "unit": "persen", FIRST + "targets": {**TARGETS, "2028": "101"}},
            "P408",
            "indicators.1",
            "“Puskesmas daring”, target 2028: 101 di luar batas satuan “persen” (0 sampai 100).",
        ),
        (
            {
                FIRST + "baseline": "40",
                FIRST + "targets": {**TARGETS, "2026": "400", "2027": "500"},
            },
            "P405",
            "indicators.1",
            "Target “Puskesmas daring” tahun 2028 (12) lebih rendah daripada 2027 (500), "
            "padahal arahnya naik. Perbaiki target atau arahnya.",
        ),
        (
            {FIRST + "targets": {"2026": "50", "2027": "80", "2028": "1.200"}},
            "P409",
            "indicators.1",
            "“Puskesmas daring” melompat sepuluh kali lipat atau lebih dari 2027 (80) ke 2028 "
            "(1.200). Periksa koma dan jumlah nolnya.",
        ),
        (
            {FIRST + "targets": {**TARGETS, "2028": "80%"}},
            "P410",
            "indicators.1",
            "“80%” pada “Puskesmas daring” ditulis dalam persen, padahal satuannya unit. "
            "Tulis semua nilai dalam satu satuan.",
        ),
        (
            {FIRST + "targets": {**TARGETS, "2027": "1.2.3"}},
            "P411",
            "indicators.1",
            "Angka “1.2.3” pada “Puskesmas daring” tidak terbaca.",
        ),
        (
            {
                "budget.budgets": {"csr": dict.fromkeys(("2026", "2027", "2028"), MONEY)},
                FIRST + "targets": {"2026": "5", "2027": "8"},
                "indicators.indicators.1.targets": {"2026": "5", "2027": "8"},
            },
            "P503",
            "budgets",
            "Ada anggaran tetapi belum ada target indikator pada 2028. "
            "Isi targetnya, atau pindahkan anggarannya.",
        ),
        (
            {"budget.budgets": {"csr": {"2026": MONEY, "2027": "0", "2028": MONEY}}},
            "P504",
            "budgets",
            "Ada target tetapi anggarannya Rp0 pada 2027. "
            "Isi anggarannya, atau tulis sumber dana yang membiayainya.",
        ),
        (
            {
                "budget.budgets": {
                    "csr": {"2026": MONEY, "2027": "2500000000", "2028": "2500000000"}
                }
            },
            "P505",
            "csr-2027",
            "Anggaran CSR melompat sepuluh kali lipat atau lebih dari 2026 (Rp250.000.000) ke 2027 "
            "(Rp2.500.000.000). Periksa jumlah nolnya.",
        ),
        (
            {"budget.budgets": {"csr": dict.fromkeys(("2026", "2027", "2028"), "250000")}},
            "P506",
            "csr-2026",
            "Anggaran CSR pada 2026, 2027, 2028 di bawah Rp1.000.000. "
            "Tulis dalam rupiah penuh, bukan dalam ribuan atau jutaan.",
        ),
    ],
)
def test_a_rule_speaks_of_a_mistake(
    changes: dict[str, Any], code: str, field: str, sentence: str
) -> None:
    content = sound_content()
    for path, value in changes.items():
        change(content, path, value)
    assert (code, field, sentence) in sentences(content)


@pytest.mark.parametrize(
    "changes",
    [
        {ACTIVITY + "start_year": 2028},
        {FIRST + "adds_up": True, FIRST + "targets": {"2026": "9", "2027": "8", "2028": "3"}},
        {FIRST + "baseline_year": 2026},
        {FIRST + "unit": "persen", FIRST + "targets": {**TARGETS, "2028": "100"}},
        {FIRST + "baseline": "1", FIRST + "targets": {**TARGETS, "2028": "21"}},
        {FIRST + "unit": "persen", FIRST + "targets": {**TARGETS, "2028": "80%"}},
        {FIRST + "unit": "predikat", FIRST + "baseline": "B", FIRST + "targets": {
            "2026": "BB", "2027": "BB", "2028": "A"}},
        {"budget.budgets": {"csr": {"2026": MONEY, "2027": "2490000000", "2028": MONEY}}},
        {"budget.budgets": {"csr": {**dict.fromkeys(("2026", "2028"), MONEY), "2027": "1000000000"},
                            "hibah": {"2027": "0"}}},
    ],
)  # fmt: skip
def test_what_only_looks_like_a_mistake_is_let_be(changes: dict[str, Any]) -> None:
    content = sound_content()
    for path, value in changes.items():
        change(content, path, value)
    assert said(content) == []


def linked_content() -> ProgramContent:
    content = sound_content()
    change(content, "alignment.alignments.0.program_indicator", 1)
    return content


def rpjmd_indicator(**values: Any) -> Trajectory:
    row: dict[str, Any] = {
        "name": "Puskesmas daring (contoh)",
        "unit": "unit",
        "direction": "increase",
        "adds_up": False,
        "baseline_year": 2025,
        "baseline": "3",
        "targets": {"2025": "4", "2026": "5", "2027": "8", "2028": "12"},
        "final": "20",
    }
    return Trajectory.of({**row, **values})


@pytest.mark.parametrize(
    ("values", "code", "sentence"),
    [
        (
            {"targets": {"2026": "5", "2027": "9", "2028": "13"}},
            "P602",
            "Target “Puskesmas daring” tahun 2027 (8) belum mencapai target RPJMD IKU-01 (9). "
            "Samakan, atau jelaskan dalam alasan kaitannya.",
        ),
        (
            {"unit": "persen"},
            "P603",
            "“Puskesmas daring” memakai satuan unit, sedangkan IKU-01 dalam RPJMD memakai persen. "
            "Samakan satuannya.",
        ),
        (
            {"direction": "decrease"},
            "P604",
            "Arah “Puskesmas daring” naik, sedangkan IKU-01 dalam RPJMD turun. Samakan arahnya.",
        ),
        (
            {"baseline": "2"},
            "P606",
            "Kondisi awal “Puskesmas daring” tahun 2025 (3) berbeda dari IKU-01 dalam RPJMD (2). "
            "Pakai satu angka beserta sumbernya.",
        ),
    ],
)
def test_one_measure_says_the_same_in_the_program_and_in_the_rpjmd(
    values: dict[str, Any], code: str, sentence: str
) -> None:
    told = sentences(linked_content(), **{"IKU-01": rpjmd_indicator(**values)})
    assert told == [(code, "alignments.1", sentence)]


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"name": "Umur Harapan Hidup", "targets": {"2026": "73,9"}, "unit": "tahun"},
        {"targets": {"2029": "900"}},
        {"targets": {"2026": "BB"}},
        {"adds_up": True, "targets": {"2026": "90"}},
        {"baseline": "2", "baseline_year": 2024},
        {"baseline": "B"},
        {"unit": ""},
    ],
)
def test_what_cannot_be_compared_is_not(values: dict[str, Any]) -> None:
    assert sentences(linked_content(), **{"IKU-01": rpjmd_indicator(**values)}) == []


def test_a_link_that_names_no_moving_indicator_is_not_compared() -> None:
    far = rpjmd_indicator(targets={"2026": "900"})
    assert sentences(sound_content(), **{"IKU-01": far}) == []


def test_the_regions_own_money_fits_into_the_rpjmds_program() -> None:
    content = sound_content()
    amounts = {"2026": "250000000", "2027": "300000001", "2028": "250000000"}
    change(
        content, "budget.budgets", {"apbd_kabupaten": amounts, "apbn_dak": {"2026": "900000000"}}
    )
    for ceilings, told in (
        ({}, []),
        ({"2026": "250000000", "2027": "300000001"}, []),
        (
            {"2026": "250000000", "2027": "300000000.00"},
            [
                (
                    "P507",
                    "apbd_kabupaten-2027",
                    "Anggaran APBD 2027 (Rp300.000.001) melebihi pagu program P02 dalam RPJMD "
                    "(Rp300.000.000). Kurangi, atau pakai sumber dana lain.",
                )
            ],
        ),
    ):
        subject = ProgramSubject(content, YEARS, ceilings={"P02": ceilings})
        findings = run_checks("program", subject)
        assert [(one.code, one.field, one.message) for one in findings] == told
