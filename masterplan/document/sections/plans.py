"""What cuts across the dimensions: action plan (F6), quick wins (F8), roadmap (F7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from masterplan.document import wording
from masterplan.document.blocks import Block, Context
from masterplan.document.frozen import Json, Program
from masterplan.document.sections.place import Place
from masterplan.document.tables import (
    Column,
    amount,
    group,
    links,
    row,
    table,
    table_lines,
    text,
    year_columns,
)
from opd.models import ActionFamily

ACTION_COLUMNS = [
    Column("Program", 10),
    Column("Kegiatan"),
    Column("Keluaran", 24),
    Column("OPD", 16),
    Column("Tahun", 12),
]
# Field of the quick win and how the ministry's scoring calls it.
QUICK_WIN_TITLES = {
    "strategic_issue": "Masalah strategis RPJMD",
    "attraction": "Daya tarik",
    "benefit": "Manfaat",
    "uniqueness": "Keunikan",
    "partnership": "Peluang kemitraan",
    "potential": "Potensi pengembangan",
    "sustainability": "Keberlangsungan",
    "resources": "Sumber daya",
    "risk": "Risiko",
    "mitigation": "Mitigasi risiko",
    "schedule": "Jadwal",
}


def action_plan(place: Place) -> Iterator[Block]:
    """The activities of all programs, one table for each of the four families."""
    yield place.text_block()
    for family in ActionFamily:
        shares = {
            dimension["code"]: list(_action_rows(place, dimension, family))
            for dimension in place.frozen.dimensions
        }
        yield from _family_table(
            place, family, {code: rows for code, rows in shares.items() if rows}
        )


def _family_table(
    place: Place, family: str, shares: Mapping[str, list[Context]]
) -> Iterator[Block]:
    """One table in a share for each dimension; the first has the family's heading."""
    for number, (code, rows) in enumerate(shares.items()):
        is_first = number == 0
        caption = (
            place.captions.table(f"Rencana aksi {wording.family(family)}") if is_first else None
        )
        made = table(ACTION_COLUMNS, rows, caption=caption)
        yield Block(
            slug=f"{place.slug}-{family}" if is_first else f"{place.slug}-{family}-{code}".lower(),
            title=f"Rencana aksi {wording.family(family)}",
            template="document/blocks/family.html",
            context={
                "anchor": f"{place.slug}-{family}" if is_first else "",
                "title": wording.family(family),
                "table": made,
            },
            lines=4 + table_lines(made),
            captions=(caption,) if caption else (),
            continues=not is_first,
        )


def _action_rows(place: Place, dimension: Json, family: str) -> Iterator[Context]:
    found = [
        (program, activity)
        for program in place.frozen.programs_of(dimension["code"])
        for activity in program.activities
        if activity["family"] == family
    ]
    if found:
        yield group(dimension["name"])
    yield from (_action_row(program, activity) for program, activity in found)


def _action_row(program: Program, activity: Json) -> Context:
    return row(
        ACTION_COLUMNS,
        [
            links([program]),
            activity["name"],
            wording.given(activity["output"]),
            program.lead,
            wording.period(activity),
        ],
    )


def quick_wins(place: Place) -> Iterator[Block]:
    programs = [program for program in place.frozen.programs if program.is_quick_win]
    yield place.text_block()
    if not programs:
        return
    caption = place.captions.table("Quick win menurut dimensi")
    columns = [
        Column("Kode", 10),
        Column("Quick win"),
        Column("OPD", 18),
        Column("Mulai", 9, is_number=True),
        Column("Pagu", 15, is_number=True),
    ]
    rows = [
        row(
            columns,
            [
                links([program]),
                program.name,
                program.lead,
                str(program.row["identity"]["start_year"] or wording.NOTHING),
                amount(wording.millions(program.total)),
            ],
        )
        for program in programs
    ]
    made = table(columns, rows, caption=caption, unit="pagu dalam juta rupiah")
    yield Block(
        slug=f"{place.slug}-daftar",
        title=caption.title,
        template="document/blocks/bare_table.html",
        context={"table": made},
        lines=table_lines(made),
        captions=(caption,),
    )
    yield from (_quick_win_card(place, program) for program in programs)


def _quick_win_card(place: Place, program: Program) -> Block:
    dimension = next(
        item
        for item in place.frozen.dimensions
        if program in place.frozen.programs_of(item["code"])
    )
    content = program.row["quick_win"]
    return Block(
        slug=f"quick-win-{program.code}".lower(),
        title=f"Quick win {program.code} {program.name}",
        template="document/blocks/quick_win.html",
        context={
            "anchor": f"quick-win-{program.code}",
            "to": program.anchor,
            "code": program.code,
            "name": program.name,
            "dimension": dimension["name"],
            "lead": place.frozen.agency_name(program.lead),
            "answers": [
                {"title": title, "body": content[field]}
                for field, title in QUICK_WIN_TITLES.items()
                if content[field]
            ],
        },
        lines=30,
    )


def roadmap(place: Place) -> Iterator[Block]:
    """Programs against years, a matrix for each dimension."""
    yield place.text_block()
    columns = [
        Column("Kode", 10),
        Column("Program"),
        Column("Jangka", 13),
        *year_columns(place.frozen.years, max(5, 40 // len(place.frozen.years))),
    ]
    for dimension in place.frozen.dimensions:
        programs = place.frozen.programs_of(dimension["code"])
        if not programs:
            continue
        caption = place.captions.table(f"Peta jalan {dimension['name']}")
        rows = [_roadmap_row(columns, program, place.frozen.years) for program in programs]
        made = table(columns, rows, caption=caption)
        yield Block(
            slug=f"{place.slug}-{dimension['code']}".lower(),
            title=caption.title,
            template="document/blocks/roadmap.html",
            context={"table": made, "dimension": dimension["number"]},
            lines=2 + table_lines(made),
            captions=(caption,),
        )


def _roadmap_row(columns: list[Column], program: Program, years: range) -> Context:
    horizon = wording.horizon(program.row["identity"]["horizon"])
    return row(
        columns,
        [
            links([program]),
            program.name,
            horizon.removeprefix("Jangka ").split(" (")[0],
            *(_year_cell(program, year) for year in years),
        ],
    )


def _year_cell(program: Program, year: int) -> Context:
    """A filled cell while the program runs; the mark says so without colour too."""
    return text("●", kind="runs") if program.runs_in(year) else text("")
