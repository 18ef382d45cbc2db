"""The tables of a sheet: activities, indicators by year, budget by source and year, links."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Choices
from django.utils.translation import gettext as _

from opd.content import ProgramContent, Section
from opd.models import ActionFamily, Contribution, FundingSource, IndicatorLevel
from opd.sheet.names import Names
from opd.sheet.parts import Cell, Row, Table
from rpjmd.models import Direction
from workspace.numbers import format_rupiah

Content = dict[str, Any]
Cells = Callable[[Content], list[Cell]]


def activities_table(now: Section, before: Section | None) -> Table:
    def cells(row: Content) -> list[Cell]:
        return [
            Cell(row["name"], small=row["code"]),
            Cell(row["output"]),
            Cell(choice_label(ActionFamily, row["family"])),
            Cell(span(row["start_year"], row["end_year"]), is_number=True),
        ]

    columns = [(_("Kegiatan"), False), (_("Keluaran"), False), (_("Jenis"), False)]
    return row_table(
        _("Kegiatan"),
        [*columns, (_("Tahun"), True)],
        "activities",
        rows_of(now, "activities"),
        rows_of(before, "activities"),
        cells,
    )


def indicators_table(now: Section, before: Section | None, years: Sequence[int]) -> Table:
    def cells(row: Content) -> list[Cell]:
        adds_up = _("dijumlahkan") if row.get("adds_up") else ""  # not in older submissions
        direction = choice_label(Direction, row["direction"])
        unit = " · ".join(part for part in (row["unit"], direction, adds_up) if part)
        return [
            Cell(row["name"], small=row["definition"]),
            Cell(choice_label(IndicatorLevel, row["level"])),
            Cell(unit, small=row["data_source"]),
            Cell(row["baseline"], is_number=True, small=str(row["baseline_year"] or "")),
            *(Cell(row["targets"].get(str(year), ""), is_number=True) for year in years),
        ]

    columns = [
        (_("Indikator"), False),
        (_("Tingkat"), False),
        (_("Satuan dan sumber data"), False),
        (_("Kondisi awal"), True),
        *((str(year), True) for year in years),
    ]
    return row_table(
        _("Indikator dan target per tahun"),
        columns,
        "indicators",
        rows_of(now, "indicators"),
        rows_of(before, "indicators"),
        cells,
    )


def budget_table(now: Section, before: Section | None, years: Sequence[int]) -> Table:
    """Rupiah by source and year, with sums. Years outside the plan never reach the database."""

    def cells(row: Content) -> list[Cell]:
        amounts = [row["amounts"].get(str(year)) for year in years]
        return [
            Cell(choice_label(FundingSource, row["id"])),
            *(Cell(rupiah_text(amount), is_number=True) for amount in amounts),
            Cell(rupiah_text(total_of(amounts)), is_number=True),
        ]

    def rows(section: Section | None) -> list[Content] | None:
        if section is None:
            return None
        known = [source for source in FundingSource.values if source in section["budgets"]]
        return [{"id": source, "amounts": section["budgets"][source]} for source in known]

    table = row_table(
        _("Anggaran per sumber dan tahun (rupiah)"),
        [(_("Sumber dana"), False), *((str(year), True) for year in years), (_("Jumlah"), True)],
        "budgets",
        rows(now) or [],
        rows(before),
        cells,
    )
    table.totals = budget_totals(now, before, years) if table.rows else []
    return table


def budget_totals(now: Section, before: Section | None, years: Sequence[int]) -> list[Cell]:
    def sums(section: Section) -> list[str]:
        by_year = [
            total_of([amounts.get(str(year)) for amounts in section["budgets"].values()])
            for year in years
        ]
        return [rupiah_text(amount) for amount in (*by_year, total_of(by_year))]

    cells = [Cell(text, is_number=True) for text in sums(now)]
    for cell, old in zip(cells, sums(before) if before else [], strict=False):
        cell.before = old if old != cell.text else None
    return [Cell(_("Jumlah")), *cells]


def alignment_table(now: ProgramContent, before: ProgramContent | None, names: Names) -> Table:
    # Today's names for both: an indicator that was renamed is no other indicator.
    own = {
        row["id"]: row["name"]
        for content in (before, now)
        if content
        for row in content["indicators"]["indicators"]
    }

    def cells(row: Content) -> list[Cell]:
        code = row["rpjmd_indicator"]
        return [
            Cell(names.of("rpjmd_indicators", [code])[0], small=code),
            Cell(choice_label(Contribution, row["contribution"])),
            Cell(own.get(row["program_indicator"], "")),
            Cell(row["reason"]),
        ]

    columns = [
        (_("Indikator RPJMD"), False),
        (_("Kontribusi"), False),
        (_("Digerakkan oleh"), False),
        (_("Alasan"), False),
    ]
    return row_table(
        _("Keterkaitan dengan RPJMD"),
        columns,
        "alignments",
        rows_of(now["alignment"], "alignments"),
        rows_of(before["alignment"], "alignments") if before else None,
        cells,
    )


def row_table(
    caption: str,
    columns: list[tuple[str, bool]],
    key: str,
    now: list[Content],
    before: list[Content] | None,
    cells: Cells,
) -> Table:
    """Rows paired by id: what changed in a cell, which rows are new, which are gone."""
    former = {row["id"]: cells(row) for row in before or []}
    rows = [Row(f"{key}.{row['id']}", cells(row)) for row in now]
    for row, content in zip(rows, now, strict=True):
        old = former.pop(content["id"], None)
        row.is_new = before is not None and old is None
        for cell, earlier in zip(row.cells, old or [], strict=False):
            if (cell.text, cell.small) != (earlier.text, earlier.small):
                changed_text = cell.text != earlier.text
                cell.before = earlier.text if changed_text else earlier.small
    return Table(caption, columns, rows, removed=[old[0].text for old in former.values()])


def rows_of(section: Section | None, key: str) -> Any:
    return None if section is None else section[key]


def choice_label(choices: type[Choices], value: str) -> str:
    """The label of a stored choice; a value from an older edition stands for itself."""
    return str(dict(choices.choices).get(value, value))  # type: ignore[attr-defined]


def span(start: int | None, end: int | None) -> str:
    """2026–2028, or the one year that is known."""
    return "–".join(dict.fromkeys(str(year) for year in (start, end) if year))


def total_of(amounts: Sequence[str | Decimal | None]) -> Decimal | None:
    """The sum of what is filled in; None when nothing is."""
    given = [Decimal(amount) for amount in amounts if amount is not None]
    return sum(given, Decimal(0)) if given else None


def rupiah_text(amount: str | Decimal | None) -> str:
    return "" if amount is None else format_rupiah(Decimal(amount))
