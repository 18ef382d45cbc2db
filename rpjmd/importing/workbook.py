"""A workbook as sheets of cells, whatever its format, or a sentence why it cannot be read."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rpjmd.importing.extraction import column_name

LARGEST_FILE: Final = 5 * 2**20  # bytes
PATIENCE: Final = 20  # seconds; the program that extracts stops itself after eight of computing
PROGRAM: Final = Path(__file__).with_name("extraction.py")
FAULTS: Final = {
    "foreign": gettext_lazy(
        "Berkas ini bukan buku kerja. Unggah berkas .xlsx, .xls, atau .ods, misalnya templat "
        "dari halaman ini."
    ),
    "damaged": gettext_lazy(
        "Berkas ini rusak atau terpotong. Buka dan simpan ulang di Excel atau LibreOffice, "
        "lalu unggah lagi."
    ),
    "locked": gettext_lazy("Berkas ini berkata sandi. Simpan tanpa kata sandi, lalu unggah lagi."),
    "too_large": gettext_lazy(
        "Isi berkas ini terlalu besar. Paling banyak 20 lembar, 20.000 baris, dan 200 kolom "
        "yang terpakai; hapus lembar, baris, dan kolom yang tidak diperlukan."
    ),
    "too_heavy": gettext_lazy("Berkas ini lebih dari 5 MB. Unggah berkas yang lebih kecil."),
    "empty": gettext_lazy("Berkas ini kosong."),
}

Value = str | float | bool | None


class Unreadable(Exception):
    """The file as a whole cannot be read; the text is a sentence for the person."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's value.

    `shows_percent`: the sheet shows 0.85 as 85%. `is_hollow`: a formula without a stored result.
    `is_date`: the sheet holds a date, and the value is its ISO text.
    """

    value: Value
    shows_percent: bool = False
    is_hollow: bool = False
    is_date: bool = False

    @property
    def is_number(self) -> bool:
        return isinstance(self.value, (int, float)) and not isinstance(self.value, bool)

    @property
    def text(self) -> str:
        """What a person reads in the cell, with a decimal comma: 1.0 as "1", 13.41 as "13,41"."""
        if self.value is None:
            return ""
        if isinstance(self.value, bool):
            return _("Ya") if self.value else _("Tidak")
        if isinstance(self.value, str):
            return self.value
        number = shortest(self.value) * (100 if self.shows_percent else 1)
        text = plain(number).replace(".", ",")
        return f"{text}%" if self.shows_percent else text

    @property
    def code(self) -> str:
        """The cell as a code: 1.0 as "1", 1.3 as "1.3"."""
        return plain(shortest(self.value)) if self.is_number else self.text  # type: ignore[arg-type]


EMPTY_CELL: Final = Cell(None)


@dataclass(frozen=True)
class Sheet:
    """Rows of cells from A1 on; rows may have different lengths.

    `tells_percents`: the file's kind lets us see which numbers are shown as percentages.
    """

    name: str
    rows: list[list[Cell]]
    tells_percents: bool = True


def shortest(value: float) -> Decimal:
    """The number that was typed, not its binary neighbour: 13.41 and not 13.4100000000000001."""
    return Decimal(f"{value:.15g}")


def plain(number: Decimal) -> str:
    """Without exponent and without needless zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def read_sheets(data: bytes) -> list[Sheet]:
    """All sheets of an .xlsx, .xls or .ods file. Raises Unreadable with a sentence."""
    if not data:
        raise Unreadable(FAULTS["empty"])
    if len(data) > LARGEST_FILE:
        raise Unreadable(FAULTS["too_heavy"])
    answer = run_extraction(data)
    if "fault" in answer:
        raise Unreadable(FAULTS[answer["fault"]])
    tells = answer["tells_percents"]
    return [replace(build_sheet(sheet), tells_percents=tells) for sheet in answer["sheets"]]


def run_extraction(data: bytes) -> dict[str, Any]:
    """The answer of the program in `extraction`; one that was stopped met more than its limits."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(PROGRAM)],
            input=data,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return {"fault": "too_large"}
    if done.returncode < 0:
        return {"fault": "too_large"}
    if done.returncode:
        return {"fault": "damaged"}
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def build_sheet(sheet: dict[str, Any]) -> Sheet:
    percents, hollow = set(sheet["percents"]), set(sheet["hollow"])
    if not percents and not hollow:
        rows = [[plain_cell(value) for value in values] for values in sheet["rows"]]
        return Sheet(sheet["name"], rows)
    return Sheet(
        sheet["name"],
        [
            [
                build_cell(value, place(row, column), percents, hollow)
                for column, value in enumerate(values)
            ]
            for row, values in enumerate(sheet["rows"])
        ],
    )


def plain_cell(value: Any) -> Cell:
    if value == "":
        return EMPTY_CELL
    return Cell(value["date"], is_date=True) if isinstance(value, dict) else Cell(value)


def build_cell(value: Any, at: str, percents: set[str], hollow: set[str]) -> Cell:
    if isinstance(value, dict):
        return Cell(value["date"], is_date=True)
    if value == "" and at not in hollow:
        return EMPTY_CELL
    return Cell(value, shows_percent=at in percents, is_hollow=at in hollow)


def place(row: int, column: int) -> str:
    """The name of a cell by its row and column from zero: "C5"."""
    return f"{column_name(column)}{row + 1}"
