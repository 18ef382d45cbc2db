"""The money: by dimension, source and year, in tables and two charts (F10)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from masterplan.charts import horizontal_bars, stacked_columns
from masterplan.document import wording
from masterplan.document.blocks import Block, Context
from masterplan.document.frozen import by_source, by_year
from masterplan.document.sections.place import Place
from masterplan.document.tables import Column, row, table, table_lines, year_columns
from opd.models import FundingSource


def budget(place: Place) -> Iterator[Block]:
    yield _by_dimension(place)
    yield _by_source(place)
    for dimension in place.frozen.dimensions:
        programs = place.frozen.programs_of(dimension["code"])
        if any(program.total for program in programs):
            yield _of_dimension(place, dimension)


def _columns(place: Place, first: str) -> list[Column]:
    return [
        Column(first, 27),
        *year_columns(place.frozen.years),
        Column("Jumlah", 14, is_number=True),
        Column("Bagian", 9, is_number=True),
    ]


def _rows(
    columns: list[Column], amounts: Mapping[str, Mapping[int, Decimal]], years: range
) -> list[Context]:
    """A row for each name, then their sums."""
    sums = {year: sum((row[year] for row in amounts.values()), Decimal()) for year in years}
    whole = sum(sums.values(), Decimal())
    rows = [_row(columns, name, row, whole) for name, row in amounts.items()]
    return [*rows, _row(columns, "Jumlah", sums, whole, "total")]


def _row(
    columns: list[Column], name: str, amounts: Mapping[int, Decimal], whole: Decimal, kind: str = ""
) -> Context:
    total = sum(amounts.values(), Decimal())
    cells = [wording.millions(amount) for amount in amounts.values()]
    return row(
        columns, [name, *cells, wording.millions(total), wording.percent(total, whole)], kind
    )


def _by_dimension(place: Place) -> Block:
    frozen = place.frozen
    amounts = {
        item["name"]: by_year(frozen.programs_of(item["code"]), frozen.years)
        for item in frozen.dimensions
    }
    columns = _columns(place, "Dimensi")
    caption = place.captions.table("Pagu indikatif menurut dimensi dan tahun")
    figure = place.captions.figure("Pagu indikatif per tahun menurut dimensi")
    rows = _rows(columns, amounts, frozen.years)
    made = table(columns, rows, caption=caption, unit="juta rupiah")
    chart = stacked_columns(
        figure.title,
        [str(year) for year in frozen.years],
        [
            (item["code"], item["name"], item["colour"], list(amounts[item["name"]].values()))
            for item in frozen.dimensions
        ],
    )
    return Block(
        slug=place.slug,
        title=place.part_title,
        template="document/blocks/budget.html",
        context={
            **place.heading(),
            "table": made,
            "chart": chart,
            "figure": figure.as_context(),
        },
        lines=30 + table_lines(made),
        captions=(caption, figure),
    )


def _by_source(place: Place) -> Block:
    frozen = place.frozen
    found = by_source(frozen.programs, frozen.years)
    amounts = {wording.source(source): found[source] for source in FundingSource if source in found}
    columns = _columns(place, "Sumber dana")
    caption = place.captions.table("Pagu indikatif menurut sumber dana dan tahun")
    figure = place.captions.figure("Bagian setiap sumber dana")
    rows = _rows(columns, amounts, frozen.years)
    made = table(columns, rows, caption=caption, unit="juta rupiah")
    totals = {name: sum(row.values(), Decimal()) for name, row in amounts.items()}
    return Block(
        slug=f"{place.slug}-sumber",
        title=caption.title,
        template="document/blocks/budget.html",
        context={
            "table": made,
            "chart": horizontal_bars(figure.title, list(totals.items()), place.colours()["colour"]),
            "figure": figure.as_context(),
        },
        lines=6 + 2 * len(totals) + table_lines(made),
        captions=(caption, figure),
    )


def _of_dimension(place: Place, dimension: Context) -> Block:
    programs = place.frozen.programs_of(dimension["code"])
    found = by_source(programs, place.frozen.years)
    amounts = {wording.source(source): found[source] for source in FundingSource if source in found}
    columns = _columns(place, "Sumber dana")
    caption = place.captions.table(f"Pagu indikatif {dimension['name']}")
    rows = _rows(columns, amounts, place.frozen.years)
    made = table(columns, rows, caption=caption, unit="juta rupiah")
    return Block(
        slug=f"{place.slug}-{dimension['code']}".lower(),
        title=caption.title,
        template="document/blocks/bare_table.html",
        context={"table": made},
        lines=table_lines(made),
        captions=(caption,),
    )
