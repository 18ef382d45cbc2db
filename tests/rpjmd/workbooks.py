"""Workbooks as regions keep them, for tests: cells of any type, in any layout."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import openpyxl

Cells = Sequence[Any]
YEARS = range(1, 6)
RENSTRA_HEADS: list[Any] = [
    "SASARAN",
    "KODE",
    "PROGRAM DAN KEGIATAN",
    "SATUAN",
    "INDIKATOR",
    "DATA CAPAIAN AWAL",
    *(f"TARGET TAHUN {year}" for year in YEARS),
    *(f"DANA TAHUN {year}" for year in YEARS),
    "LOKASI",
    "KETERANGAN",
]


def workbook(sheets: Mapping[str, Iterable[Cells]]) -> bytes:
    """An .xlsx file whose cells hold what is given: numbers stay numbers."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def renstra_row(code: Any, text: Any, **values: Any) -> list[Any]:
    """A row of the Renstra sheet; `targets` and `money` may name fewer years than there are."""
    targets, money = list(values.get("targets", [])), list(values.get("money", []))
    indicator = values.get("indicator", f"Indikator {text}" if targets else None)
    return [
        values.get("objective"),
        code,
        text,
        values.get("unit", "dokumen" if targets else None),
        indicator,
        values.get("baseline"),
        *(targets + [None] * 5)[:5],
        *(money + [None] * 5)[:5],
        values.get("location"),
        values.get("remark"),
    ]
