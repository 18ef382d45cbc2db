"""A dimension's chapter: its opening page, strategy, program table, and the programs' sheets."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from masterplan.document import wording
from masterplan.document.blocks import Block, Context, text_lines
from masterplan.document.frozen import Program
from masterplan.document.sections.place import Place
from masterplan.document.sections.sheet import sheet
from masterplan.document.tables import Column, amount, group, links, row, table, table_lines, text


def opening(place: Place) -> Iterator[Block]:
    programs = place.programs
    yield Block(
        slug=place.slug,
        title=place.chapter.title,
        template="document/blocks/opening.html",
        context={
            "code": place.dimension["code"],
            "subs": place.dimension["sub_dimensions"],
            "figures": [
                {"value": wording.count(len(programs)), "label": "program"},
                {
                    "value": wording.count(len({program.lead for program in programs})),
                    "label": "perangkat daerah memimpin",
                },
                {
                    "value": wording.short_money(
                        sum((program.total for program in programs), Decimal())
                    ),
                    "label": f"pagu indikatif {place.frozen.period}",
                },
            ],
        },
        alone=True,
        running=False,
    )


def strategy(place: Place) -> Iterator[Block]:
    """The dimension's direction, then each sub-dimension with its strategy and its programs."""
    strategies = place.section.narratives[1:]
    yield place.text_block()
    subs = zip(place.dimension["sub_dimensions"], strategies, strict=True)
    for sub, narrative in subs:
        body = place.written(narrative)
        programs = [program for program in place.programs if program.sub_dimension == sub["code"]]
        yield Block(
            slug=f"{place.slug}-{sub['code']}".lower(),
            title=narrative.title,
            template="document/blocks/sub_dimension.html",
            context={
                "code": sub["code"],
                "name": sub["name"],
                "body": body,
                "is_missing": place.lacks(body),
                "programs": [
                    {"to": program.anchor, "code": program.code, "name": program.name}
                    for program in programs
                ],
            },
            lines=6 + text_lines(body) + len(programs),
        )


PROGRAM_COLUMNS = [
    Column("Kode", 9),
    Column("Program"),
    Column("OPD penanggung jawab", 20),
    Column("Periode", 13),
    Column("Pagu", 14, is_number=True),
]


def program_table(place: Place) -> Iterator[Block]:
    caption = place.captions.table(f"Program {place.chapter.title}")
    made = table(
        PROGRAM_COLUMNS, list(_program_rows(place)), caption=caption, unit="pagu dalam juta rupiah"
    )
    yield Block(
        slug=place.slug,
        title=place.part_title,
        template="document/blocks/table_section.html",
        context={**place.heading(), "table": made},
        lines=4 + table_lines(made),
        captions=(caption,),
    )


def _program_rows(place: Place) -> Iterator[Context]:
    for sub in place.dimension["sub_dimensions"]:
        yield group(f"{sub['code']} {sub['name']}")
        programs = [program for program in place.programs if program.sub_dimension == sub["code"]]
        yield from (_program_row(program, place.frozen.is_draft) for program in programs)
        if not programs:
            yield row(
                PROGRAM_COLUMNS,
                ["", text("Belum ada program yang disetujui.", kind="lacking"), "", "", ""],
            )
    total = sum((program.total for program in place.programs), Decimal())
    yield row(PROGRAM_COLUMNS, ["", "Jumlah", "", "", amount(wording.millions(total))], "total")


def _program_row(program: Program, is_draft: bool) -> Context:
    name = text(program.name)
    if program.is_quick_win:
        name["mark"] = "Quick win"
    if is_draft:
        name["state"] = {"value": program.state, "label": wording.state(program.state)}
    return row(
        PROGRAM_COLUMNS,
        [
            links([program]),
            name,
            program.lead,
            wording.period(program.row["identity"]),
            amount(wording.millions(program.total)),
        ],
    )


def program_sheets(place: Place) -> Iterator[Block]:
    for program in place.programs:
        yield sheet(program, place.frozen)
