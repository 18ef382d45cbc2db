"""The layouts in use: each is recognised by its heads, and read however untidy its cells are."""

from __future__ import annotations

from typing import Any

import pytest

from rpjmd.importing.draft import Draft
from rpjmd.importing.layouts.reading import read_layouts
from rpjmd.importing.layouts.sheet import Context
from rpjmd.importing.workbook import Unreadable, read_sheets
from tests.rpjmd.workbooks import RENSTRA_HEADS, renstra_row, workbook

CONTEXT = Context(
    range(2025, 2031),
    {"dinkes": "Dinkes", "dinas kesehatan": "Dinkes", "diskominfo": "Diskominfo"},
)
FLAT = [
    "KODE",
    "BIDANG / PROGRAM",
    "INDIKATOR",
    "KONDISI AWAL",
    "TARGET 2025",
    "RP 2025",
    "KONDISI AKHIR",
    "OPD",
]


def read(*rows: list[Any], context: Context = CONTEXT) -> Draft:
    return read_layouts(read_sheets(workbook({"Sheet": rows})), context)


def layout_of(*rows: list[Any]) -> str:
    return read(*rows).sheets[0].layout


def problems(draft: Draft) -> list[tuple[int, str, str]]:
    return [(row.row, row.column, row.message) for row in draft.refused]


def codes(draft: Draft) -> list[str]:
    return [entry["code"] for entry in draft.entries]


def entry(draft: Draft, place: int = 0) -> dict[str, Any]:
    return draft.entries[place]


def figures(draft: Draft, place: int = 0) -> Any:
    return draft.entries[place]["indicators"]


@pytest.mark.parametrize(
    ("heads", "layout"),
    [
        (["KODE", "ORGANISASI", "KETERANGAN"], "agencies"),
        (["KELOMPOK", "TUJUAN/SASARAN", "INDIKATOR", "KETERANGAN"], "chain"),
        (RENSTRA_HEADS, "renstra"),
        (list(reversed(RENSTRA_HEADS)), "renstra"),
        (FLAT, "programs"),
        (
            [
                "Kode",
                "Tujuan / Sasaran",
                "Indikator",
                "Satuan",
                "Formula",
                "Sumber",
                "OPD",
                "Kondisi Awal (2024)",
                "2025",
                "2026",
                "Kondisi Akhir",
            ],
            "tables",
        ),
        (
            ["No.", "Sasaran", "Indikator Kinerja Utama", "Satuan", "Target Tahun 2025"],
            "tables",
        ),
        (
            [
                "bidang_kode",
                "bidang",
                "program_kode",
                "program",
                "kegiatan_kode",
                "kegiatan",
                "subkegiatan_kode",
                "subkegiatan",
                "indikator",
                "satuan",
            ],
            "nomenclature",
        ),
    ],
)
def test_a_layout_is_told_by_its_heads(heads: list[str], layout: str) -> None:
    assert layout_of(["KABUPATEN PAMEKASAN"], [], heads) == layout
    assert layout_of([f"  {head.title()}\u00a0" for head in heads]) == layout


def test_heads_in_two_or_three_rows_are_read_together() -> None:
    two = [
        ["SASARAN", "KODE", "PROGRAM DAN KEGIATAN", "INDIKATOR", "TARGET", None, "DANA", None],
        [None, None, None, None, "TAHUN 1", "TAHUN 2", "TAHUN 1", "TAHUN II"],
        [None, "2.16.03", "Program", "Layanan", "1", "2", 1000, 2000],
    ]
    three = [
        ["KODE", "BIDANG URUSAN/PROGRAM", "INDIKATOR", "TARGET DAN PAGU TAHUN", None, None, None],
        [None, None, None, 2025, None, 2026, None],
        [None, None, None, "Target", "Rp (juta)", "Target", "Rp (juta)"],
        ["2.16.03", "Program", "Layanan", "1", 0.001, "2", 0.002],
    ]
    for rows in (two, three):
        draft = read(*rows)
        assert entry(draft)["ceilings"] == {"2025": "1000.00", "2026": "2000.00"}
        assert figures(draft)[0]["targets"] == {"2025": "1", "2026": "2"}


def test_a_row_of_values_is_no_second_row_of_heads() -> None:
    draft = read([*FLAT, "TAHUN MULAI"], ["2.16.03", "Program", "A", 1, 2, 3, 4, "Dinkes", 2025])
    assert (codes(draft), draft.sheets[0].ignored) == (["2.16.03"], ["TAHUN MULAI"])


def test_unknown_heads_get_a_sentence_with_the_known_ones() -> None:
    with pytest.raises(Unreadable, match=r"Daftar OPD \(KODE, ORGANISASI\)"):
        read(["NOMOR", "APA SAJA"], ["1", "x"])


def test_several_sheets_are_read_each_by_its_own_layout() -> None:
    data = workbook(
        {
            "Program": [FLAT, ["2.16.03", "Program", "A", 1, 2, 3, 4, "Dinas Baru"]],
            "Catatan": [["rapat"], ["besok"]],
            "OPD": [["KODE", "ORGANISASI"], ["2.16", "Dinas Baru"]],
        }
    )
    draft = read_layouts(read_sheets(data), CONTEXT)
    assert {note.sheet: note.layout for note in draft.sheets} == {
        "OPD": "agencies",
        "Program": "programs",
        "Catatan": "",
    }
    # An agency that the same workbook brings is known in its other sheets.
    assert ([one.get("agency") for one in draft.entries], draft.doubts) == (
        [None, "Dinas Baru"],
        [],
    )


def test_urusan_to_subkegiatan_are_told_apart_by_their_codes() -> None:
    written = [2, 2.16, " 2.16.03\u00a0", "2.16.03.2.02", "2.16.03.2.02.0038", "x.xx.01", "1.3.2."]
    draft = read(RENSTRA_HEADS, *(renstra_row(code, "Nama") for code in written))
    spelled = ["2", "2.16", "2.16.03", "2.16.03.2.02", "2.16.03.2.02.0038", "X.XX.01", "1.03.02"]
    assert (codes(draft), draft.refused, draft.doubts) == (spelled, [], [])


def test_a_code_that_lost_its_zero_is_told_by_the_codes_below_it() -> None:
    draft = read(RENSTRA_HEADS, renstra_row(3.3, "Bidang"), renstra_row("3.30.02", "Program"))
    assert (codes(draft), draft.doubts) == (["3.30", "3.30.02"], [])


def test_a_code_that_lost_its_zero_is_asked_about_when_nothing_tells() -> None:
    draft = read(RENSTRA_HEADS, renstra_row(1.3, "Bidang"))
    [doubt] = draft.doubts
    assert (doubt.place, doubt.message) == (
        "Sheet, baris 2, kolom B (KODE)",
        "Kode 1.3 tersimpan sebagai angka; nolnya hilang.",
    )
    answers = {value: draft.decided({doubt.id: value}) for value, _label in doubt.choices}
    found = {value: [one["code"] for one in rows] for value, rows in answers.items()}
    assert found == {"1.03": ["1.03"], "1.30": ["1.30"], "-": []}


def test_what_is_no_code_is_refused_with_its_place() -> None:
    draft = read(
        RENSTRA_HEADS,
        renstra_row("dua", "Program"),
        renstra_row("2.16.03.2", "Setengah kegiatan"),
        renstra_row("2.16.03", None, targets=["1"]),
        renstra_row(None, "Program"),
        renstra_row("2.16.04", "Program", money=["banyak"]),
        renstra_row("2.16.05", "Program", money=[-5]),
        renstra_row("2.16.06", "Program", targets=["=1/0"]),
    )
    column = "B (KODE)"
    sentence = "“{}” bukan kode urusan, bidang, program, kegiatan, atau subkegiatan."
    assert problems(draft) == [
        (2, column, sentence.format("dua")),
        (3, column, sentence.format("2.16.03.2")),
        (4, "C (PROGRAM DAN KEGIATAN)", "Nama program atau kegiatan kosong."),
        (5, column, "Kode baris ini kosong."),
        (
            6,
            "L (DANA TAHUN 1)",
            "“banyak” tidak terbaca. Tulis misalnya 1.250.000.000 atau 1,25 M.",
        ),
        (7, "L (DANA TAHUN 1)", "Anggaran tidak boleh negatif."),
        (8, "G (TARGET TAHUN 1)", "Rumus di sel ini belum punya hasil. Buka dan simpan di Excel."),
    ]


def test_empty_rows_sums_numbered_columns_and_heads_again_are_left_out() -> None:
    draft = read(
        RENSTRA_HEADS,
        list(range(1, 19)),
        renstra_row("2.16.03", "Program", targets=["85%"]),
        [],
        [None, "-", "-", 0, 0, 0],
        RENSTRA_HEADS,
        ["JUMLAH", None, None, None, None, None, 5, 5],
        [None, None, "Total seluruhnya", None, None, None, 5, 5],
        renstra_row("2.16.04", "Jumlah layanan publik", targets=["1"]),
    )
    assert (codes(draft), draft.refused) == (["2.16.03", "2.16.04"], [])
    assert [(row.row, row.message) for row in draft.skipped] == [
        (2, "nomor kolom"),
        (6, "judul kolom yang berulang"),
        (7, "baris jumlah"),
        (8, "baris jumlah"),
    ]


def test_values_are_kept_as_they_are_written() -> None:
    written = ["85%", "BB", "WTP", "1.250,5", 73.5]
    draft = read(RENSTRA_HEADS, renstra_row("2.16.03", "Program", targets=written, baseline="B"))
    [indicator] = figures(draft)
    assert (list(indicator["targets"].values()), indicator["baseline"], draft.doubts) == (
        ["85%", "BB", "WTP", "1.250,5", "73,5"],
        "B",
        [],
    )


def test_zero_means_nothing_where_nothing_is_planned() -> None:
    draft = read(
        RENSTRA_HEADS,
        renstra_row("2.16", "Bidang", targets=[0] * 5, money=[0] * 5, indicator=0, baseline=0),
        renstra_row("2.16.03", "Program", targets=[5, 0, 0], money=[10, 20, 0], baseline=0),
        [0, "2.16.04", "Program", 0, 0, 0, *[0] * 10, 0, 0],
    )
    assert (figures(draft, 0), figures(draft, 2), draft.refused) == ([], [], [])
    [indicator] = figures(draft, 1)
    assert indicator["targets"] == {"2025": "5", "2026": "0", "2027": "", "2028": "", "2029": ""}
    assert (entry(draft, 2)["location"], entry(draft, 2)["remark"]) == ("", "")


def test_figures_with_one_point_are_asked_about_once_for_a_sheet() -> None:
    draft = read(
        RENSTRA_HEADS,
        renstra_row("2.16.03", "Program", targets=["1.250", "1.300 orang"]),
        renstra_row("2.16.04", "Program", targets=["2.500"], baseline="1.250.000"),
        renstra_row("2.16.05", "Program", targets=["85.5", "86.125"]),
        renstra_row("2.16.06", "Program", targets=["1.750"]),
    )
    [doubt] = draft.doubts
    assert (doubt.rows, [value for value, _label in doubt.choices]) == (
        [["Sheet", 2], ["Sheet", 5]],
        ["thousands", "decimals"],
    )
    first, second = (
        [
            list(row["indicators"][0]["targets"].values())[:2]
            for row in draft.decided({doubt.id: one})
        ]
        for one in ("thousands", "decimals")
    )
    sure = [["2500", ""], ["85.5", "86,125"]]
    assert first == [["1250", "1300 orang"], *sure, ["1750", ""]]
    assert second == [["1,25", "1,3 orang"], *sure, ["1,75", ""]]
    assert [row["code"] for row in draft.decided({})] == ["2.16.04", "2.16.05"]


def test_rows_without_a_code_bring_more_indicators_of_the_one_above() -> None:
    draft = read(
        RENSTRA_HEADS,
        renstra_row("2.16.03", "Program", targets=["1"]),
        renstra_row(None, None, targets=["2"], indicator="Jumlah lain"),
    )
    names = [row["name"] for row in figures(draft)]
    assert (names, entry(draft)["rows"]) == (["Indikator Program", "Jumlah lain"], [2, 3])


def test_several_indicators_in_one_cell_share_its_figures() -> None:
    draft = read(
        RENSTRA_HEADS,
        renstra_row(
            "2.16.03", "Program", indicator="1. Pertama\n2. Kedua", targets=["10\n20"], unit="a\nb"
        ),
        renstra_row("2.16.04", "Program", indicator="Satu\nDua", targets=["10"]),
    )
    assert [(row["name"], row["unit"], row["targets"]["2025"]) for row in figures(draft)] == [
        ("Pertama", "a", "10"),
        ("Kedua", "b", "20"),
    ]
    assert [row["name"] for row in figures(draft, 1)] == ["Satu; Dua"]


def test_the_sasaran_counts_for_all_rows_below_it_until_a_dash() -> None:
    draft = read(
        RENSTRA_HEADS,
        renstra_row("2.16.03", "A", objective="Sasaran satu"),
        renstra_row("2.16.04", "B"),
        renstra_row("2.16.05", "C", objective="-"),
        renstra_row("2.16.06", "D"),
    )
    assert [one["objective"] for one in draft.entries] == ["Sasaran satu", "Sasaran satu", "", ""]


def test_the_same_code_with_another_text_is_a_choice() -> None:
    draft = read(
        RENSTRA_HEADS,
        renstra_row("2.16.03", "Program A", targets=["1"]),
        renstra_row("2.16.03", "program a", targets=["2"], indicator="Lain"),
        renstra_row("2.16.04", "Satu"),
        renstra_row("2.16.04", "Dua"),
    )
    [doubt] = draft.doubts
    assert (doubt.place, doubt.message) == (
        "Sheet, baris 5, kolom B (KODE)",
        "Kode 2.16.04 dipakai 2 kali dengan isi yang berbeda.",
    )
    kept = {
        value: [one["text"] for one in draft.decided({doubt.id: value})][2:]
        for value, _label in doubt.choices
    }
    assert kept == {"2": ["Satu"], "3": ["Dua"], "-": []}


def test_the_agency_of_a_sheet_stands_in_its_title() -> None:
    title = ["RENCANA STRATEGIS DINAS KESEHATAN KABUPATEN"]
    rows = [renstra_row("1.02", "Bidang"), renstra_row("1.02.02", "Program")]
    draft = read(title, RENSTRA_HEADS, *rows)
    assert [one.get("agency") for one in draft.entries] == [None, "Dinkes"]


def test_an_unknown_agency_is_asked_about_once() -> None:
    rows = [[f"2.16.0{n}", "P", "I", 1, 2, 3, 4, "Dinas Kominfo (Diskominfo)"] for n in (3, 4)]
    draft = read(FLAT, *rows)
    [doubt] = draft.doubts
    assert (doubt.message, doubt.rows, doubt.choices[:2]) == (
        "OPD “Dinas Kominfo (Diskominfo)” tidak dikenal di daerah ini.",
        [["Sheet", 2], ["Sheet", 3]],
        [["", "Tanpa OPD"], ["Diskominfo", "Diskominfo"]],
    )
    decided = draft.decided({doubt.id: "Diskominfo"})
    assert [one["agency"] for one in decided] == ["Diskominfo", "Diskominfo"]


def test_tujuan_and_sasaran_with_several_indicators_in_a_cell() -> None:
    draft = read(
        ["KELOMPOK", "TUJUAN/SASARAN", "INDIKATOR", "KETERANGAN"],
        ["Tujuan", "Meningkatnya mutu", "1. Indeks A;\n2. Indeks B;\nyang panjang", "-"],
        [None, None, "Indeks C", None],
        ["SASARAN ", "Meningkatnya layanan", "- Indeks D; Indeks E", "Baru"],
        ["Program?", "Lain", "x", None],
    )
    found = [
        (one["level"], one["text"], [row["name"] for row in one["indicators"]], one["remark"])
        for one in draft.entries
    ]
    assert found == [
        ("goal", "Meningkatnya mutu", ["Indeks A", "Indeks B", "yang panjang", "Indeks C"], ""),
        ("objective", "Meningkatnya layanan", ["Indeks D", "Indeks E"], "Baru"),
    ]
    assert problems(draft) == [
        (5, "A (KELOMPOK)", "Kelompok “program?” tidak dikenal. Tulis Tujuan atau Sasaran.")
    ]


def test_a_table_of_the_rpjmd_has_figures_and_merged_cells() -> None:
    draft = read(
        [
            "KODE",
            "TUJUAN/SASARAN",
            "INDIKATOR",
            "SATUAN",
            "FORMULA",
            "SUMBER",
            "OPD",
            "KONDISI AWAL 2024",
            2025,
            2026,
            "KONDISI AKHIR",
            "IKU",
        ],
        ["1.1", "Tujuan", "IPM", "indeks", "a\nb", "BPS", "Dinkes", 70.85, 71, "72", "74", "Ya"],
        ["1.1.1", "Sasaran", "UHH", "tahun", None, "BPS", "-", 73, "-", 74, 75, None],
        [None, None, "Stunting", "%", None, None, None, "25,1%", "20%", "18%", "10%", None],
    )
    assert [(one["code"], one["level"], len(one["indicators"])) for one in draft.entries] == [
        ("1.1", "goal", 1),
        ("1.1.1", "objective", 2),
    ]
    assert figures(draft)[0] == {
        "name": "IPM",
        "targets": {"2025": "71", "2026": "72"},
        "unit": "indeks",
        "data_source": "BPS",
        "formula": "a\nb",
        "baseline": "70,85",
        "final": "74",
        "baseline_year": 2024,
        "agency": "Dinkes",
        "is_headline": True,
    }


def test_a_table_that_does_not_say_what_its_rows_are_is_asked_about() -> None:
    rows = [["1", "Meningkatnya mutu", "IPM", 71], ["2", "Meningkatnya daya saing", "PDRB", 5]]
    draft = read(["NO", "TUJUAN/SASARAN", "INDIKATOR", "TARGET 2025"], *rows)
    [doubt] = draft.doubts
    decided = draft.decided({doubt.id: "goal"})
    assert [one["level"] for one in decided] == ["goal", "goal"]


def test_an_agency_list_is_read_with_its_doubts() -> None:
    context = Context(CONTEXT.years, {}, offices={"1.02": "Dinas Kesehatan"})
    draft = read(
        ["KODE", "ORGANISASI", "KETERANGAN"],
        [2.16, "Dinas Kominfo", 0],
        ["2.16", "dinas kominfo", "-"],
        ["1.02", "Dinas Sehat", "baru"],
        ["a/b", "Dinas Aneh", None],
        ["3.25", None, None],
        context=context,
    )
    assert [(one["code"], one["name"], one["remark"]) for one in draft.entries] == [
        ("2.16", "Dinas Kominfo", ""),
        ("1.02", "Dinas Sehat", "baru"),
    ]
    assert problems(draft) == [
        (5, "A (KODE)", "“a/b” bukan kode perangkat daerah."),
        (6, "B (ORGANISASI)", "Nama organisasi kosong."),
    ]
    assert [doubt.message for doubt in draft.doubts] == [
        "Kode 1.02 milik “Dinas Kesehatan”, tetapi di sini bernama “Dinas Sehat”."
    ]


def test_a_nomenclature_names_what_stands_above_each_subkegiatan() -> None:
    heads = ["bidang_kode", "bidang", "program_kode", "program", "kegiatan_kode", "kegiatan"]
    heads += ["subkegiatan_kode", "subkegiatan", "indikator", "satuan"]
    row = ["1.01", "Bidang", "1.01.02", "Program", "1.01.02.2.01", "Kegiatan"]
    draft = read(
        heads,
        [
            1.3,
            *row[1:2],
            "1.30.02",
            *row[3:4],
            "1.30.02.2.01",
            "Kegiatan",
            "1.30.02.2.01.0001",
            "Sub",
            "Jumlah",
            "unit",
        ],
        [*row, "rusak", "Sub"],
    )
    assert entry(draft)["names"] == [
        ["1.30", "Bidang"],
        ["1.30.02", "Program"],
        ["1.30.02.2.01", "Kegiatan"],
        ["1.30.02.2.01.0001", "Sub"],
    ]
    assert [row.row for row in draft.refused] == [3]
