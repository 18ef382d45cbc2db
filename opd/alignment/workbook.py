"""The matrix as an .xlsx file: counts and money as numbers, what people typed as text."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from opd.alignment.concerns import KINDS, find_concerns
from opd.alignment.facts import Facts
from opd.alignment.matrix import Row, build_matrix
from opd.models import Contribution, ProgramState
from rpjmd.importing.writing import write_text

Value = str | int | Decimal
Table = tuple[Sequence[str], Iterable[Sequence[Value]]]

MONEY: Final = "#,##0"
NARROW: Final = 14
WIDE: Final = 56
# Columns that hold sentences, by their heads; all others hold codes and numbers.
SENTENCES: Final = frozenset({"SASARAN", "PROGRAM", "INDIKATOR RPJMD", "PERIHAL", "KETERANGAN"})


def write_matrix(facts: Facts) -> bytes:
    workbook = Workbook()
    workbook.remove(workbook.active)  # type: ignore[arg-type]
    for name, (heads, rows) in tables(facts).items():
        write_table(workbook.create_sheet(name), heads, rows)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def tables(facts: Facts) -> dict[str, Table]:
    codes = list(facts.dimensions)
    return {
        "MATRIKS": (
            [
                *("KODE", "SASARAN", "INDIKATOR", "TERTAUT"),
                *codes,
                *("PROGRAM SEMUA", *(f"PAGU {code}" for code in codes), "PAGU SEMUA"),
            ],
            matrix_rows(facts),
        ),
        "OPD": (
            ["KODE", "SASARAN", "DIMENSI", "OPD", "JUMLAH", "PAGU"],
            cube_rows(facts),
        ),
        "TAUTAN": (
            [
                *("KODE", "PROGRAM", "OPD", "STATUS", "KONTRIBUSI"),
                *("KODE INDIKATOR", "INDIKATOR RPJMD", "KODE SASARAN"),
            ],
            link_rows(facts),
        ),
        "BOBOT": (
            ["KODE", "SASARAN", "INDIKATOR %", "PROGRAM %", "PAGU %"],
            weight_rows(facts),
        ),
        "PERHATIAN": (["JENIS", "KODE", "PERIHAL", "KETERANGAN"], concern_rows(facts)),
        "ARTI": (["JENIS", "KETERANGAN"], meaning_rows()),
    }


def matrix_rows(facts: Facts) -> Iterator[Sequence[Value]]:
    made = build_matrix(facts)
    outside = [made.outside] if made.outside else []
    for row in [*made.rows, *outside]:
        yield [*row_names(row), *row_numbers(row)]
    yield ["", _("Semua, setiap program sekali"), "", "", *row_numbers(made.sums)]


def row_names(row: Row) -> list[Value]:
    if row.element is None:
        return ["", _("Di luar sasaran"), "", ""]
    return [row.element.code, row.element.text, row.indicators, row.linked]


def row_numbers(row: Row) -> list[Value]:
    cells = row.cells.values()
    return [
        *(cell.programs for cell in cells),
        row.whole.programs,
        *(cell.money for cell in cells),
        row.whole.money,
    ]


def cube_rows(facts: Facts) -> Iterator[Sequence[Value]]:
    """Objective by dimension by lead agency: one row for each that has a program."""
    for element in facts.objectives:
        found: dict[tuple[str, str], list[Decimal]] = {}
        for key in facts.supporters[element.key]:
            program = facts.programs[key]
            place = program.dimension, facts.agencies[program.agency]
            found.setdefault(place, []).append(program.money)
        for (dimension, agency), money in sorted(found.items()):
            yield (
                *(element.code, element.text, facts.dimensions[dimension], agency),
                *(len(money), sum(money, Decimal())),
            )


def link_rows(facts: Facts) -> Iterator[Sequence[Value]]:
    indicators = {indicator.key: indicator for indicator in facts.indicators}
    order = {key: place for place, key in enumerate(facts.programs)}
    for link in sorted(facts.links, key=lambda link: order[link.program]):
        program, indicator = facts.programs[link.program], indicators[link.indicator]
        yield [
            program.code,
            program.name,
            facts.agencies[program.agency],
            str(ProgramState(program.state).label),
            str(Contribution(link.contribution).label),
            indicator.code,
            indicator.name,
            ", ".join(facts.by_key[key].code for key in facts.served[indicator.key]),
        ]


def weight_rows(facts: Facts) -> Iterator[Sequence[Value]]:
    for weight in find_concerns(facts).weights:
        element = facts.by_key[weight.objective]
        yield [element.code, element.text, weight.indicators, weight.programs, weight.money]


def concern_rows(facts: Facts) -> Iterator[Sequence[Value]]:
    for slug, found in find_concerns(facts).by_kind.items():
        for concern in found:
            yield [str(KINDS[slug].title), concern.code, concern.name, concern.sentence]


def meaning_rows() -> Iterator[Sequence[Value]]:
    for kind in KINDS.values():
        yield [str(kind.title), str(kind.meaning)]


def write_table(sheet: Worksheet, heads: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    for number, values in enumerate([heads, *rows], 1):
        for column, value in enumerate(values, 1):
            cell = sheet.cell(number, column)
            if isinstance(value, str):
                write_text(cell, value)
            else:
                cell.value = value
                cell.number_format = MONEY if heads[column - 1].startswith("PAGU ") else "General"
    for column, head in enumerate(heads, 1):
        cell = sheet.cell(1, column)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="123C4A")
        width = WIDE if head in SENTENCES else NARROW
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
