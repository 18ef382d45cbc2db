"""Cover, foreword, the chapters that people write, and the plan at a glance."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from masterplan.document import wording
from masterplan.document.blocks import Block, Context
from masterplan.document.frozen import Frozen, Program
from masterplan.document.sections.place import Place
from masterplan.document.tables import Cell, Column, amount, row, table, table_lines, text
from rpjmd.models import Level


def cover(place: Place) -> Iterator[Block]:
    frozen = place.frozen
    yield Block(
        slug="sampul",
        title=place.chapter.title,
        template="document/blocks/cover.html",
        context={
            "title": frozen.plan["title"],
            "region": frozen.region,
            "period": frozen.period,
            "is_sample": frozen.plan["is_sample"],
            "is_draft": frozen.is_draft,
            "dimensions": [{"code": row["code"]} for row in frozen.dimensions],
        },
        alone=True,
        running=False,
    )


def foreword(place: Place) -> Iterator[Block]:
    body = place.written()
    if not body and not place.frozen.is_draft:
        return
    yield Block(
        slug=place.slug,
        title=place.part_title,
        template="document/blocks/foreword.html",
        context={
            "body": body,
            "is_missing": place.lacks(body),
            "head_title": place.frozen.region["head_title"],
        },
        lines=40,
    )


def narrative(place: Place) -> Iterator[Block]:
    if place.written() or place.frozen.is_draft:
        yield place.text_block()


def rpjmd_vision(place: Place) -> Iterator[Block]:
    """The vision and the missions of the RPJMD, which the master plan serves."""
    rpjmd = place.frozen.rpjmd
    if rpjmd is None:
        return
    yield Block(
        slug=place.slug,
        title=place.part_title,
        template="document/blocks/rpjmd_vision.html",
        context={
            **place.heading(),
            "name": rpjmd["name"],
            "regulation": rpjmd["regulation"],
            "remark": rpjmd["remark"],
            "vision": rpjmd["vision"],
            "missions": [
                {"code": element["code"], "text": element["text"]}
                for element in rpjmd["elements"]
                if element["level"] == Level.MISSION
            ],
        },
        lines=30,
    )


def overview(place: Place) -> Iterator[Block]:
    """The plan in figures: what is in it, by dimension."""
    caption = place.captions.table("Program smart city menurut dimensi")
    summary = dimension_table(place.frozen)
    context = {
        **place.heading(),
        "figures": key_figures(place.frozen),
        "table": {**summary, "caption": caption.as_context()},
    }
    yield Block(
        slug=place.slug,
        title=place.part_title,
        template="document/blocks/overview.html",
        context=context,
        lines=14 + table_lines(summary),
        captions=(caption,),
    )


def key_figures(frozen: Frozen) -> list[Context]:
    programs = frozen.programs
    taking_part = {name for program in programs for name in (program.lead, *program.supporting)}
    return [
        {"value": wording.count(len(programs)), "label": "program"},
        {"value": wording.count(len(taking_part)), "label": "perangkat daerah terlibat"},
        {
            "value": wording.count(sum(len(program.indicators) for program in programs)),
            "label": "indikator",
        },
        {
            "value": wording.count(sum(program.is_quick_win for program in programs)),
            "label": "quick win",
        },
        {
            "value": wording.short_money(sum((row.total for row in programs), Decimal())),
            "label": f"pagu indikatif {frozen.period}",
        },
    ]


def dimension_table(frozen: Frozen) -> Context:
    columns = [
        Column("Dimensi", 30),
        Column("Program", None, is_number=True),
        Column("Quick win", None, is_number=True),
        Column("OPD memimpin", None, is_number=True),
        Column("Indikator", None, is_number=True),
        Column("Pagu", 18, is_number=True),
    ]
    rows = [
        row(columns, [_dimension_cell(item), *_figures(frozen.programs_of(item["code"]))])
        for item in frozen.dimensions
    ]
    rows.append(row(columns, ["Jumlah", *_figures(frozen.programs)], "total"))
    return table(columns, rows, unit="pagu dalam juta rupiah")


def _dimension_cell(dimension: Context) -> Context:
    return {
        **text(dimension["name"]),
        "code": dimension["code"],
        "dimension": dimension["number"],
    }


def _figures(programs: list[Program]) -> list[str | Cell]:
    return [
        wording.count(len(programs)),
        wording.count(sum(program.is_quick_win for program in programs)),
        wording.count(len({program.lead for program in programs})),
        wording.count(sum(len(program.indicators) for program in programs)),
        amount(wording.millions(sum((program.total for program in programs), Decimal()))),
    ]
