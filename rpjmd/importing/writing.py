"""An RPJMD, or an empty template for one, as a workbook in this project's own layout."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from rpjmd.content import ElementContent, IndicatorContent, RpjmdContent
from rpjmd.importing.own import (
    ADDS_UP,
    AGENCIES,
    DIRECTIONS,
    ELEMENTS,
    GUIDE,
    HEAD,
    HEAD_KEYS,
    HEADLINE,
    INDICATORS,
    LEVELS,
    element_heads,
    indicator_heads,
)
from rpjmd.models import Direction, Level
from rpjmd.validation import PARENT_MARK
from workspace.models import Agency

Rows = Sequence[Sequence[str]]
TEXT_FORMAT: Final = "@"
READY_ROWS: Final = 1000  # rows in which choices are offered
CHOICES: Final = {
    (ELEMENTS.sheet, "JENIS"): tuple(LEVELS.values()),
    (INDICATORS.sheet, "JENIS"): (HEADLINE, *LEVELS.values()),
    (INDICATORS.sheet, "ARAH"): tuple(DIRECTIONS.values()),
    (INDICATORS.sheet, "DIJUMLAHKAN"): (ADDS_UP, "Tidak"),
}
WIDTHS: Final = {
    "Cara mengisi": 100,
    "NAMA": 60,
    "URAIAN": 60,
    "INDIKATOR": 48,
    "FORMULA": 36,
    "ISI": 80,
    "CATATAN": 36,
}
USUAL_WIDTH: Final = 16
_ESCAPE_LIKE: Final = re.compile(r"_x(?=[0-9A-Fa-f]{4}_)")

GUIDE_LINES: Final = (
    "Cara mengisi",
    "1. Isi lembar VERSI: satu kunci di setiap baris.",
    "2. Isi lembar STRUKTUR: satu unsur di setiap baris. JENIS salah satu dari Misi, Tujuan, "
    "Sasaran, Strategi, Arah Kebijakan, Program, Urusan, Bidang Urusan, Kegiatan, Subkegiatan. "
    "KODE tidak boleh sama. Kolom sesudah KODE NOMENKLATUR berisi isi Renstra dan boleh kosong.",
    "3. INDUK berisi kode unsur di atasnya. Beberapa induk dipisahkan titik koma: M1;M2. "
    "Unsur paling atas tidak berinduk.",
    "4. Isi lembar INDIKATOR: satu indikator di setiap baris. KODE UNSUR menunjuk unsur yang "
    "diukur. JENIS berisi IKU untuk indikator kinerja utama.",
    "5. ARAH: Naik, Turun, atau Tetap. Target ditulis apa adanya: 85%, BB, WTP, 73,9. "
    "DIJUMLAHKAN berisi Ya bila kondisi akhir adalah jumlah target setiap tahun.",
    "6. OPD ditulis dengan singkatan seperti pada lembar DAFTAR OPD.",
    "7. Jangan mengubah judul kolom dan nama lembar. Lembar ini dan DAFTAR OPD tidak dibaca.",
    "8. Setelah diunggah, isi buku kerja menggantikan RPJMD yang tersimpan. Baris dengan kode "
    "yang sama diperbarui; baris yang tidak ada lagi dihapus, kecuali masih ditautkan program.",
)


def write_workbook(sheets: Mapping[str, Rows]) -> bytes:
    """Sheets of rows of text as an .xlsx file; the first row of each sheet holds its heads."""
    workbook = Workbook()
    workbook.remove(workbook.active)  # type: ignore[arg-type]
    for name, rows in sheets.items():
        write_sheet(workbook.create_sheet(name), rows)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def write_sheet(sheet: Worksheet, rows: Rows) -> None:
    for number, values in enumerate(rows, 1):
        for column, value in enumerate(values, 1):
            if value:
                write_text(sheet.cell(number, column), value)
    for column, head in enumerate(rows[0] if rows else (), 1):
        style_column(sheet, column, head)
    sheet.freeze_panes = "A2"


def write_text(cell: Cell | MergedCell, text: str) -> None:
    """Text stays text: a leading "=" is no formula, "1.10" no number, "_x0041_" no escape."""
    cell.value = _ESCAPE_LIKE.sub("_x005F_x", text)
    cell.data_type = "s"
    cell.number_format = TEXT_FORMAT
    cell.quotePrefix = text.startswith(("=", "+", "-", "@"))
    cell.alignment = Alignment(vertical="top", wrap_text=True)


def style_column(sheet: Worksheet, column: int, head: str) -> None:
    cell = sheet.cell(1, column)
    cell.font = Font(bold=True, color="FFFFFF")
    cell.fill = PatternFill("solid", fgColor="123C4A")
    dimension = sheet.column_dimensions[get_column_letter(column)]
    dimension.width = WIDTHS.get(head, 10 if head.isdecimal() else USUAL_WIDTH)
    dimension.number_format = TEXT_FORMAT
    if words := CHOICES.get((sheet.title, head)):
        offer_choices(sheet, dimension.index, words)


def offer_choices(sheet: Worksheet, column: str, words: tuple[str, ...]) -> None:
    """A list to choose from in every cell below the head; other words are told when loading."""
    choices = DataValidation(type="list", formula1=f'"{",".join(words)}"', showErrorMessage=False)
    choices.add(f"{column}2:{column}{READY_ROWS}")
    sheet.add_data_validation(choices)


def rpjmd_workbook(content: RpjmdContent) -> bytes:
    """A whole RPJMD; reading it again gives the same content."""
    return write_workbook(content_sheets(content))


def content_sheets(content: RpjmdContent) -> dict[str, Rows]:
    years = range(content["start_year"], content["end_year"] + 1)
    levels = {row["code"]: LEVELS[Level(row["level"])] for row in content["elements"]}
    return {
        HEAD.sheet: [
            list(HEAD.columns.values()),
            *([title, str(content[key])] for key, title in HEAD_KEYS.items()),  # type: ignore[literal-required]
        ],
        ELEMENTS.sheet: [
            element_heads(years),
            *(element_row(row, years) for row in content["elements"]),
        ],
        INDICATORS.sheet: [
            indicator_heads(years),
            *(indicator_row(row, years, levels) for row in content["indicators"]),
        ],
    }


def element_row(row: ElementContent, years: range) -> list[str]:
    return [
        LEVELS[Level(row["level"])],
        row["code"],
        row["text"],
        PARENT_MARK.join(row["parents"]),
        row["agency"],
        row["nomenclature_code"],
        row["objective"],
        row["location"],
        row["remark"],
        *(written_money(row["ceilings"].get(str(year), "")) for year in years),
    ]


def written_money(amount: str) -> str:
    """1250.00 as 1250, 1250.50 as 1250,50."""
    return amount.removesuffix(".00").replace(".", ",")


def indicator_row(row: IndicatorContent, years: range, levels: Mapping[str, str]) -> list[str]:
    return [
        row["code"],
        row["name"],
        HEADLINE if row["is_headline"] else levels[row["element"]],
        row["element"],
        row["unit"],
        DIRECTIONS[Direction(row["direction"])],
        row["formula"],
        row["data_source"],
        row["agency"],
        str(row["baseline_year"] or ""),
        row["baseline"],
        *(row["targets"].get(str(year), "") for year in years),
        row["final"],
        row["remark"],
        ADDS_UP if row["adds_up"] else "",
    ]


def template_workbook(years: range, agencies: Iterable[Agency]) -> bytes:
    """An empty workbook with its guide, the agencies' names, and choices in the cells."""
    period = {"start_year": str(years.start), "end_year": str(years.stop - 1), "label": "Murni"}
    sheets: dict[str, Rows] = {
        GUIDE: [[line] for line in GUIDE_LINES],
        HEAD.sheet: [
            list(HEAD.columns.values()),
            *([title, period.get(key, "")] for key, title in HEAD_KEYS.items()),
        ],
        ELEMENTS.sheet: [element_heads(years)],
        INDICATORS.sheet: [indicator_heads(years)],
        AGENCIES: [["SINGKATAN", "NAMA"], *([row.short_name, row.name] for row in agencies)],
    }
    return write_workbook(sheets)
