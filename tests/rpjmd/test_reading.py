"""Workbooks as people make them: untidy ones are read, broken ones are told by their places."""

import io
import struct
import time
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from rpjmd.importing import Unreadable, rpjmd_workbook, write_workbook
from rpjmd.importing.own import indicator_heads
from rpjmd.importing.reading import Reading, read_content
from rpjmd.importing.workbook import FAULTS, read_sheets
from rpjmd.importing.writing import content_sheets
from rpjmd.models import Level
from tests.rpjmd.contents import AGENCIES, content, element, indicator
from workspace.models import Agency

OFFICES = [Agency(short_name=name, name=f"Dinas {name}") for name in AGENCIES]


def read(data: bytes) -> Reading:
    return read_content(read_sheets(data), OFFICES)


def read_rows(change: Callable[[dict[str, Any]], None]) -> Reading:
    """Read a sound workbook after its rows of text were changed."""
    sheets = {name: [list(row) for row in rows] for name, rows in content_sheets(content()).items()}
    change(sheets)
    return read(write_workbook(sheets))


def read_cells(change: Callable[[openpyxl.Workbook], None]) -> Reading:
    """Read a sound workbook after its cells were changed as Excel would keep them."""
    workbook = openpyxl.load_workbook(io.BytesIO(rpjmd_workbook(content())))
    change(workbook)
    file = io.BytesIO()
    workbook.save(file)
    return read(file.getvalue())


def said(reading: Reading) -> list[tuple[str, int, str, str]]:
    return [(row.sheet, row.row, row.column, row.message) for row in reading.problems]


def put(sheet: Worksheet, at: str, value: Any, number_format: str = "General") -> None:
    sheet[at] = value
    sheet[at].number_format = number_format


def test_a_sound_workbook_has_no_problems() -> None:
    assert read(rpjmd_workbook(content())) == Reading(content())


def test_heads_are_found_whatever_their_case_blanks_and_titles_above() -> None:
    def change(sheets: dict[str, Any]) -> None:
        sheets["STRUKTUR"][0] = [f" {head.lower()}\u00a0" for head in sheets["STRUKTUR"][0]]
        sheets["STRUKTUR"][:0] = [["RPJMD Kabupaten"], []]
        sheets[" indikator "] = sheets.pop("INDIKATOR")

    assert read_rows(change) == Reading(content())


def test_blanks_around_values_and_rows_of_blanks_do_not_count() -> None:
    def change(sheets: dict[str, Any]) -> None:
        sheets["STRUKTUR"][1] = ["\u00a0misi ", " M1\u00a0", "Uraian\u00a0M1  ", "-", "–", " "]
        sheets["STRUKTUR"].insert(2, ["", " ", "\u00a0"])

    assert read_rows(change) == Reading(content())


def test_numbers_are_read_as_people_see_them() -> None:
    def change(workbook: openpyxl.Workbook) -> None:
        put(workbook["INDIKATOR"], "J2", 2024)
        put(workbook["INDIKATOR"], "K2", 13.41)
        put(workbook["INDIKATOR"], "L2", 1.0)
        put(workbook["INDIKATOR"], "M2", 0.855, "0.0%")
        put(workbook["INDIKATOR"], "N2", 0.1 + 0.2)
        put(workbook["INDIKATOR"], "O2", 1250000000)
        put(workbook["INDIKATOR"], "L1", 2025)

    assert read_cells(change).content["indicators"] == [
        indicator(
            "IKU-01",
            "S1",
            baseline="13,41",
            targets={
                "2025": "1",
                "2026": "85,5%",
                "2027": "0,3",
                "2028": "1250000000",
                "2029": "85%",
                "2030": "85%",
            },
        )
    ]


def test_a_code_kept_as_a_number_is_read_with_its_point() -> None:
    def change(workbook: openpyxl.Workbook) -> None:
        put(workbook["STRUKTUR"], "B3", 1.3)
        put(workbook["INDIKATOR"], "D2", 1.3)

    reading = read_cells(change)
    assert (reading.content["elements"][1]["code"], reading.problems) == ("1.3", [])


def test_codes_that_lost_their_last_zero_are_told() -> None:
    def change(workbook: openpyxl.Workbook) -> None:
        put(workbook["STRUKTUR"], "B2", 1.1)
        put(workbook["STRUKTUR"], "B3", 1.10)
        put(workbook["STRUKTUR"], "D3", None)
        put(workbook["INDIKATOR"], "D2", 1.1)

    sentence = (
        "Kode 1.1 dipakai lebih dari sekali. Kode ini tersimpan sebagai angka, sehingga nol di "
        "belakangnya hilang; ubah format kolom menjadi Teks dan ketik ulang kodenya."
    )
    assert said(read_cells(change)) == [
        ("STRUKTUR", 2, "B (KODE)", sentence),
        ("STRUKTUR", 3, "B (KODE)", sentence),
    ]


def test_a_formula_is_read_by_its_result_and_refused_without_one() -> None:
    def change(workbook: openpyxl.Workbook) -> None:
        put(workbook["INDIKATOR"], "K2", "=70+3")
        put(workbook["STRUKTUR"], "C2", date(2025, 1, 31), "yyyy-mm-dd")

    assert said(read_cells(change)) == [
        ("STRUKTUR", 2, "C (URAIAN)", "Sel ini berisi tanggal. Ubah formatnya menjadi Teks."),
        (
            "INDIKATOR",
            2,
            "K (KONDISI AWAL)",
            "Rumus di sel ini belum punya hasil. Buka dan simpan di Excel.",
        ),
    ]


def test_text_that_looks_like_a_formula_stays_text() -> None:
    whole = content(vision="=HYPERLINK(1)", remark="_x0041_ +1", regulation="@SUM(A1)")
    data = rpjmd_workbook(whole)
    cell = openpyxl.load_workbook(io.BytesIO(data))["VERSI"]["B6"]
    assert (read(data), cell.value, cell.data_type) == (Reading(whole), "=HYPERLINK(1)", "s")


def test_every_problem_is_told_with_sheet_row_and_column() -> None:
    def change(sheets: dict[str, Any]) -> None:
        sheets["VERSI"][3][1] = "dua ribu"
        sheets["STRUKTUR"] += [
            ["Sasaran", "S1", "Kembar", "M9", "Dinas Ajaib", "16.03"],
            ["Apa saja", "", "", "", "", ""],
            ["Tujuan", "T1", "Naik", "T2", "", ""],
            ["Tujuan", "T2", "Turun", "T1", "", ""],
        ]
        sheets["INDIKATOR"] += [["IKU-01", "Kembar", "IKU", "S7", "", "ke atas", *[""] * 12, ""]]
        sheets["INDIKATOR"][2][9] = "24"

    nomenclature = (
        "Kode nomenklatur berbentuk 2.16.03 (program), 2.16.03.2.02 (kegiatan) "
        "atau 2.16.03.2.02.0038 (subkegiatan)."
    )
    circle = "Sebuah unsur tidak dapat berada di atas dirinya."
    twice = "Kode {} dipakai lebih dari sekali."
    assert sorted(said(read_rows(change))) == sorted(
        [
            ("VERSI", 4, "B (ISI)", "“dua ribu” bukan tahun. Tulis empat angka."),
            ("STRUKTUR", 3, "B (KODE)", twice.format("S1")),
            ("STRUKTUR", 4, "B (KODE)", twice.format("S1")),
            (
                "STRUKTUR",
                4,
                "D (INDUK)",
                "Tidak ada unsur dengan kode M9 untuk dijadikan induk.",
            ),
            ("STRUKTUR", 4, "E (OPD)", "OPD “Dinas Ajaib” tidak dikenal di daerah ini."),
            ("STRUKTUR", 4, "F (KODE NOMENKLATUR)", nomenclature),
            (
                "STRUKTUR",
                5,
                "A (JENIS)",
                "“Apa saja” tidak dikenal. Tulis salah satu: "
                "Misi, Tujuan, Sasaran, Strategi, Arah Kebijakan, Program, Urusan, Bidang Urusan, "
                "Kegiatan, Subkegiatan.",
            ),
            ("STRUKTUR", 5, "B (KODE)", "Field ini tidak boleh kosong."),
            ("STRUKTUR", 5, "C (URAIAN)", "Field ini tidak boleh kosong."),
            ("STRUKTUR", 6, "D (INDUK)", f"Induk ini membuat lingkaran: T1 → T2 → T1. {circle}"),
            ("STRUKTUR", 7, "D (INDUK)", f"Induk ini membuat lingkaran: T2 → T1 → T2. {circle}"),
            ("INDIKATOR", 2, "A (KODE)", twice.format("IKU-01")),
            ("INDIKATOR", 3, "A (KODE)", twice.format("IKU-01")),
            ("INDIKATOR", 3, "D (KODE UNSUR)", "Tidak ada unsur dengan kode S7."),
            (
                "INDIKATOR",
                3,
                "F (ARAH)",
                "“ke atas” tidak dikenal. Tulis salah satu: Naik, Turun, Tetap.",
            ),
            ("INDIKATOR", 3, "J (TAHUN DASAR)", "“24” bukan tahun. Tulis empat angka."),
        ]
    )


def test_a_target_outside_the_period_is_told() -> None:
    def change(sheets: dict[str, Any]) -> None:
        sheets["INDIKATOR"][0].append("TARGET 2031")
        sheets["INDIKATOR"][1].append("90%")

    assert said(read_rows(change)) == [
        ("INDIKATOR", 2, "U (TARGET 2031)", "Tahun 2031 di luar periode 2025–2030.")
    ]


def test_missing_sheets_and_columns_are_named() -> None:
    def change(sheets: dict[str, Any]) -> None:
        del sheets["VERSI"]
        sheets["STRUKTUR"] = [["KODE", "URAIAN"], ["M1", "Misi pertama"]]

    assert said(read_rows(change)) == [
        ("VERSI", 0, "", "Lembar VERSI tidak ada. Lembar yang ada: STRUKTUR, INDIKATOR."),
        ("STRUKTUR", 1, "", "Kolom ini tidak ada: JENIS, INDUK, OPD, KODE NOMENKLATUR."),
    ]


def test_missing_years_and_keys_are_named() -> None:
    def change(sheets: dict[str, Any]) -> None:
        sheets["INDIKATOR"] = [indicator_heads(range(2025, 2029))]
        del sheets["VERSI"][-1]

    assert said(read_rows(change)) == [
        ("VERSI", 1, "", "Kunci ini tidak ada: CATATAN."),
        ("INDIKATOR", 1, "", "Kolom tahun ini tidak ada: 2029, 2030."),
    ]


def test_a_doubled_head_is_told_and_an_unknown_one_is_listed() -> None:
    def change(sheets: dict[str, Any]) -> None:
        sheets["STRUKTUR"][0] += ["Kode", "PARAF"]

    reading = read_rows(change)
    assert said(reading) == [("STRUKTUR", 1, "B (KODE)", "Judul kolom KODE ada dua kali.")]

    def harmless(sheets: dict[str, Any]) -> None:
        sheets["STRUKTUR"][0] += ["PARAF"]

    assert read_rows(harmless) == Reading(content(), [], ["PARAF"])


def test_several_parents_are_parted_by_semicolons_line_ends_or_commas() -> None:
    def change(sheets: dict[str, Any]) -> None:
        sheets["STRUKTUR"] += [
            ["Misi", "M2", "Kedua", "", "", ""],
            ["Sasaran", "S2", "a", "M1; M2 ;", "", ""],
            ["Sasaran", "S3", "b", "M1\nM2", "", ""],
            ["Sasaran", "S4", "c", "M1, M2", "", ""],
        ]

    rows = read_rows(change).content["elements"][3:]
    assert [row["parents"] for row in rows] == [["M1", "M2"]] * 3


def test_agencies_are_known_by_short_or_full_name() -> None:
    def change(sheets: dict[str, Any]) -> None:
        sheets["STRUKTUR"][1][4] = "dinas  DINKES"

    assert read_rows(change).content["elements"][0] == element("M1", Level.MISSION, agency="Dinkes")


def test_a_long_chain_and_a_long_circle_are_read() -> None:
    rows = [element("M0", Level.MISSION)]
    rows += [element(f"M{place}", Level.GOAL, f"M{place - 1}") for place in range(1, 3000)]
    assert read(rpjmd_workbook(content(elements=rows, indicators=[]))).problems == []
    rows[0]["parents"] = ["M2999"]
    assert len(read(rpjmd_workbook(content(elements=rows, indicators=[]))).problems) == 3000


def zipped(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()


def with_sheet(xml: bytes) -> bytes:
    """A sound workbook whose first sheet has other XML."""
    with zipfile.ZipFile(io.BytesIO(rpjmd_workbook(content()))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return zipped({**parts, "xl/worksheets/sheet1.xml": xml})


def cells(inner: bytes) -> bytes:
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return head + b"<sheetData>" + inner + b"</sheetData></worksheet>"


def ods(*rows: tuple[str, ...], kind: str = "string") -> bytes:
    """A workbook of LibreOffice with one sheet of text, or of percentages."""
    names = {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    }
    cell = '<table:table-cell office:value-type="{}"><text:p>{}</text:p></table:table-cell>'
    inner = "".join(
        f"<table:table-row>{''.join(cell.format(kind, value) for value in row)}</table:table-row>"
        for row in rows
    )
    spaces = " ".join(f'xmlns:{name}="{address}"' for name, address in names.items())
    xml = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="VERSI">{inner}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    mimetype = b"application/vnd.oasis.opendocument.spreadsheet"
    manifest = b'<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    return zipped(
        {
            "mimetype": mimetype,
            "META-INF/manifest.xml": manifest,
            "content.xml": xml.encode(),
        }
    )


PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + bytes(40)
ENTITIES = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    b'<!ENTITY %c "%s">' % (letter, b"&%c;" % (letter - 1) * 10) for letter in range(98, 110)
)
BAD_FILES = {
    "nothing": (b"", "empty"),
    "text": (b"KODE,URAIAN\nM1,Misi\n", "foreign"),
    "image": (PNG, "foreign"),
    "another archive": (zipped({"foto.jpg": b"x"}), "foreign"),
    "truncated": (rpjmd_workbook(content())[:-500], "damaged"),
    "cut at the head": (rpjmd_workbook(content())[:30], "damaged"),
    "an old workbook of nonsense": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "damaged"),
    "broken XML": (with_sheet(cells(b"<row><c>")), "damaged"),
    "too heavy": (b"PK\x03\x04" + bytes(6 * 2**20), "too_heavy"),
    "zip bomb": (zipped({"xl/workbook.xml": b"", "a": bytes(100 * 2**20)}), "too_large"),
    "many bombs": (
        zipped({"xl/workbook.xml": b"", **{str(n): bytes(2**20 - 1) for n in range(70)}}),
        "too_large",
    ),
    "many files": (
        zipped({"xl/workbook.xml": b"", **{str(n): b"" for n in range(600)}}),
        "too_large",
    ),
    "two far cells": (
        with_sheet(
            cells(
                b'<row r="1"><c r="A1"><v>1</v></c></row>'
                b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
            )
        ),
        "too_large",
    ),
    "a million rows": (
        with_sheet(
            cells(
                b"".join(
                    b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(1, 10**5)
                )
            )
        ),
        "too_large",
    ),
    "entities": (
        with_sheet(ENTITIES + b"]>" + cells(b'<row r="1"><c r="A1"><v>&m;</v></c></row>')),
        "damaged",
    ),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_ends_in_a_sentence_within_seconds(name: str) -> None:
    data, fault = BAD_FILES[name]
    begun = time.monotonic()
    with pytest.raises(Unreadable) as refused:
        read_sheets(data)
    assert (str(refused.value), time.monotonic() - begun < 10) == (str(FAULTS[fault]), True)


def test_a_workbook_of_libreoffice_is_read() -> None:
    [sheet] = read_sheets(ods(("KUNCI", "ISI"), ("NAMA", "RPJMD 2025–2029")))
    assert (sheet.name, [[cell.text for cell in row] for row in sheet.rows]) == (
        "VERSI",
        [["KUNCI", "ISI"], ["NAMA", "RPJMD 2025–2029"]],
    )


def test_percentages_of_libreoffice_are_read_as_they_are_shown() -> None:
    value = 'percentage" office:value="0.855'
    [sheet] = read_sheets(ods(("85,5%", "85,5%"), ("85,5%",), kind=value))
    assert [[cell.text for cell in row] for row in sheet.rows] == [
        ["85,5%", "85,5%"],
        ["85,5%", ""],
    ]


def test_many_sheets_are_too_many() -> None:
    with pytest.raises(Unreadable, match="terlalu besar"):
        read_sheets(write_workbook({str(number): [["x"]] for number in range(30)}))


def test_a_million_empty_rows_cost_nothing() -> None:
    rows = b"".join(b'<row r="%d"/>' % number for number in range(10, 10**6, 10))
    sheet = cells(b'<row r="1"><c r="A1" t="str"><v>KUNCI</v></c></row>' + rows)
    assert [cell.text for cell in read_sheets(with_sheet(sheet))[0].rows[0]] == ["KUNCI"]
