"""The annexes: alignment with the RPJMD in both directions, agencies and their programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.text import slugify

from masterplan.document import wording
from masterplan.document.blocks import Block, Context
from masterplan.document.frozen import Frozen, Json, Program
from masterplan.document.sections.place import Place
from masterplan.document.sections.sheet import rpjmd_anchor, rpjmd_name
from masterplan.document.tables import (
    Cell,
    Column,
    amount,
    group,
    links,
    row,
    table,
    table_lines,
    text,
)
from rpjmd.models import Level

PROGRAM_COLUMNS = [
    Column("Kode", 10),
    Column("Program", 30),
    Column("Indikator RPJMD"),
    Column("Kontribusi", 14),
]
OBJECTIVE_COLUMNS = [
    Column("Kode", 10),
    Column("Indikator RPJMD"),
    Column("Satuan", 12),
    Column("Kondisi awal", 13, is_number=True),
    Column("Target akhir", 12, is_number=True),
    Column("Program pendukung", 22),
]
AGENCY_COLUMNS = [
    Column("Kode", 10),
    Column("Program"),
    Column("Periode", 13),
    Column("Pagu", 14, is_number=True),
]


def alignment_by_program(place: Place) -> Iterator[Block]:
    """Each program with the RPJMD indicators that it serves, a table for each dimension."""
    for dimension in place.frozen.dimensions:
        programs = place.frozen.programs_of(dimension["code"])
        rows = [line for program in programs for line in _links_of(program, place.frozen)]
        if rows:
            title = f"Keselarasan program {dimension['name']} dengan RPJMD"
            yield _table_block(place, title, PROGRAM_COLUMNS, rows, dimension["code"])


def _links_of(program: Program, frozen: Frozen) -> Iterator[Context]:
    if not program.alignments:
        lacking = text("Belum ditautkan dengan indikator RPJMD.", kind="lacking")
        yield row(PROGRAM_COLUMNS, [links([program]), program.name, lacking, ""])
    for place, link in enumerate(program.alignments):
        code = link["rpjmd_indicator"]
        yield row(
            PROGRAM_COLUMNS,
            [
                links([program] if place == 0 else []),
                program.name if place == 0 else "",
                f"{code} {rpjmd_name(frozen, code)}",
                contribution_cell(program, link),
            ],
        )


def contribution_cell(program: Program, link: Json) -> Cell:
    cell = text(wording.contribution(link["contribution"]))
    if program.disputes(link["rpjmd_indicator"]):
        cell["detail"] = "dipertanyakan"
    return cell


def alignment_by_objective(place: Place) -> Iterator[Block]:
    """Each element of the RPJMD with its indicators and the programs that serve them.

    An objective that nothing serves is said to be so: the ministry asks for exactly this.
    """
    rpjmd = place.frozen.rpjmd
    if rpjmd is None:
        return
    shares = {
        str(element["code"]): list(_element_rows(element, place.frozen))
        for element in rpjmd["elements"]
    }
    title = "Sasaran dan indikator RPJMD dengan program pendukungnya"
    yield from shared_table(place, title, OBJECTIVE_COLUMNS, shares, "sasaran")


def _element_rows(element: Json, frozen: Frozen) -> Iterator[Context]:
    indicators = [
        row for row in frozen.rpjmd_indicators.values() if row["element"] == element["code"]
    ]
    if not indicators and element["level"] != Level.OBJECTIVE:
        return
    yield group(f"{wording.label(Level, element['level'])} {element['code']}: {element['text']}")
    yield from (_indicator_row(indicator, frozen) for indicator in indicators)
    if not indicators:
        lacking = text("Sasaran ini belum punya indikator.", kind="lacking")
        yield row(OBJECTIVE_COLUMNS, ["", lacking, "", "", "", ""])


def _indicator_row(indicator: Json, frozen: Frozen) -> Context:
    supporters = frozen.supporters.get(indicator["code"], [])
    name = text(indicator["name"])
    if indicator["is_headline"]:
        name["mark"] = "IKU"
    baseline = text(wording.given(indicator["baseline"]))
    if indicator["baseline_year"]:
        baseline["detail"] = f"({indicator['baseline_year']})"
    line = row(
        OBJECTIVE_COLUMNS,
        [
            indicator["code"],
            name,
            wording.unit(indicator),
            baseline,
            wording.given(indicator["final"] or _last_target(indicator)),
            links(supporters) if supporters else text("Belum didukung", kind="lacking"),
        ],
    )
    return {**line, "anchor": rpjmd_anchor(indicator["code"])}


def _last_target(indicator: Json) -> str:
    targets: dict[str, str] = indicator["targets"]
    return targets[max(targets)] if targets else ""


def agencies(place: Place) -> Iterator[Block]:
    """Every agency that leads or supports a program; the others are named at the end."""
    frozen = place.frozen
    shares = {
        agency["short_name"]: list(_agency_rows(agency, frozen))
        for agency in frozen.row["agencies"]
    }
    idle = [
        agency["name"]
        for agency in frozen.row["agencies"]
        if agency["kind"] == "opd" and not shares[agency["short_name"]]
    ]
    yield from shared_table(
        place,
        "Perangkat daerah dan programnya",
        AGENCY_COLUMNS,
        shares,
        "opd",
        unit="pagu dalam juta rupiah",
        note=f"Belum memimpin atau mendukung program: {', '.join(idle)}." if idle else "",
    )


def _agency_rows(agency: Json, frozen: Frozen) -> Iterator[Context]:
    name = agency["short_name"]
    led = [program for program in frozen.programs if program.lead == name]
    supported = [program for program in frozen.programs if name in program.supporting]
    if not led and not supported:
        return
    yield group(f"{agency['name']} ({name})" if agency["name"] != name else name)
    for program in led:
        yield row(
            AGENCY_COLUMNS,
            [
                links([program]),
                program.name,
                wording.period(program.row["identity"]),
                amount(wording.millions(program.total)),
            ],
        )
    if supported:
        cell = {**links(supported), "before": "Mendukung"}
        yield row(AGENCY_COLUMNS, ["", cell, "", ""])


def _table_block(
    place: Place, title: str, columns: list[Column], rows: list[Context], slug: str
) -> Block:
    caption = place.captions.table(title)
    made = table(columns, rows, caption=caption)
    return Block(
        slug=f"{place.slug}-{slug}".lower(),
        title=title,
        template="document/blocks/bare_table.html",
        context={"table": made},
        lines=table_lines(made),
        captions=(caption,),
    )


def shared_table(
    place: Place,
    title: str,
    columns: list[Column],
    shares: Mapping[str, list[Context]],
    slug: str,
    *,
    unit: str = "",
    note: str = "",
) -> Iterator[Block]:
    """One long table in shares, so that a change lays out the pages of its share alone. The note
    stands below the last one."""
    filled = {name: rows for name, rows in shares.items() if rows}
    caption = place.captions.table(title)
    for number, (name, rows) in enumerate(filled.items(), 1):
        is_first = number == 1
        made = table(
            columns,
            rows,
            caption=caption if is_first else None,
            unit=unit,
            note=note if number == len(filled) else "",
        )
        yield Block(
            slug=f"{place.slug}-{slug}" if is_first else f"{place.slug}-{slug}-{slugify(name)}",
            title=title,
            template="document/blocks/bare_table.html",
            context={"table": made},
            lines=table_lines(made),
            captions=(caption,) if is_first else (),
            continues=not is_first,
        )
