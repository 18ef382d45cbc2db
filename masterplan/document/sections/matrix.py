"""The annex with the alignment matrix: a picture, the table, and what deserves attention."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from masterplan.charts import stacked_rows
from masterplan.document import wording
from masterplan.document.alignment import frozen_facts
from masterplan.document.blocks import Block, Context, text_lines
from masterplan.document.sections.annexes import shared_table
from masterplan.document.sections.place import Place
from masterplan.document.tables import Column, amount, group, links_to, row, text
from opd.alignment import Concern, Facts, Matrix, build_matrix, find_concerns
from opd.alignment.concerns import KINDS
from opd.alignment.matrix import Group, Row

# As many bars as stand on one page below the chapter's heading.
BARS: Final = 26
COUNTED: Final = (
    "Sebuah sasaran didukung program yang tertaut ke indikatornya atau ke indikator apa pun di "
    "bawahnya. Program yang mendukung dua sasaran dihitung pada keduanya dengan seluruh pagunya; "
    "baris jumlah menghitungnya sekali."
)
CONCERN_COLUMNS: Final = [Column("Kode", 12), Column("Perihal", 33), Column("Keterangan")]


def alignment_matrix(place: Place) -> Iterator[Block]:
    """Objectives by dimension, first as a picture, then in numbers."""
    facts = frozen_facts(place.frozen)
    if facts is None or not facts.objectives:
        return
    matrix = build_matrix(facts)
    yield Block(
        slug=place.slug,
        title=place.part_title,
        template="document/blocks/aligned.html",
        context={**place.heading(), "text": COUNTED, "figures": figures(facts)},
        lines=14 + text_lines(COUNTED),
    )
    yield from pictures(place, matrix)
    columns = matrix_columns(facts)
    shares = {str(number): group_rows(columns, one) for number, one in enumerate(matrix.groups, 1)}
    closing = [matrix_row(columns, matrix.sums, "", "Jumlah, setiap program sekali", "total")]
    if matrix.outside:
        words = "Indikator di luar sasaran"
        closing.insert(0, matrix_row(columns, matrix.outside, "", words))
    title = "Program menurut sasaran RPJMD dan dimensi"
    shares = {**shares, "jumlah": closing}
    unit = "jumlah program; pagu dalam juta rupiah"
    yield from shared_table(place, title, columns, shares, "tabel", unit=unit)


def figures(facts: Facts) -> list[Context]:
    by_kind = find_concerns(facts).by_kind
    linked = len(facts.programs) - len(by_kind["orphans"])
    return [
        figure(len(facts.objectives) - len(by_kind["objectives"]), facts.objectives, "sasaran"),
        figure(len(facts.indicators) - len(by_kind["indicators"]), facts.indicators, "indikator"),
        figure(linked, list(facts.programs), "program tertaut ke RPJMD"),
    ]


def figure(part: int, whole: Sequence[object], name: str) -> Context:
    label = name if name.startswith("program") else f"{name} RPJMD punya program"
    return {"value": f"{wording.count(part)} dari {wording.count(len(whole))}", "label": label}


def pictures(place: Place, matrix: Matrix) -> Iterator[Block]:
    """One picture for as many objectives as a page holds."""
    rows = matrix.rows
    for first in range(0, len(rows), BARS):
        some = rows[first : first + BARS]
        name = "Program yang mendukung setiap sasaran RPJMD menurut dimensi"
        caption = place.captions.figure(f"{name} (lanjutan)" if first else name)
        chart = stacked_rows(
            caption.title,
            [bar_label(row) for row in some],
            [
                (
                    item["code"],
                    item["name"],
                    item["colour"],
                    [Decimal(row.cells[item["code"]].programs) for row in some],
                )
                for item in place.frozen.dimensions
            ],
            "belum ada program",
        )
        yield Block(
            slug=f"{place.slug}-gambar-{first // BARS + 1}",
            title=caption.title,
            template="document/blocks/picture.html",
            context={"chart": chart, "figure": caption.as_context()},
            lines=8 + len(some) * 3 // 2,
            captions=(caption,),
        )


def bar_label(row: Row) -> tuple[str, str]:
    return (row.element.code, row.element.text) if row.element else ("", "")


def matrix_columns(facts: Facts) -> list[Column]:
    return [
        Column("Kode", 9),
        Column("Sasaran"),
        *(Column(code, 7, is_number=True) for code in facts.dimensions),
        Column("Jumlah", 8, is_number=True),
        Column("Pagu", 12, is_number=True),
    ]


def group_rows(columns: list[Column], one: Group) -> list[Context]:
    above = " › ".join(f"{step.code} {step.text}" for step in one.path)
    heads = [group(above)] if above else []
    return [
        *heads,
        *(matrix_row(columns, line, *bar_label(line)) for line in one.rows),
    ]


def matrix_row(columns: list[Column], line: Row, code: str, name: str, kind: str = "") -> Context:
    sasaran = text(name)
    if not line.whole.programs:
        sasaran["detail"] = "belum ada program"
    numbers = [wording.count(cell.programs) for cell in (*line.cells.values(), line.whole)]
    cells = [number if number != "0" else wording.NOTHING for number in numbers]
    return row(columns, [code, sasaran, *cells, amount(wording.millions(line.whole.money))], kind)


def alignment_concerns(place: Place) -> Iterator[Block]:
    """Every kind of concern with its definition, also when there is nothing to say."""
    facts = frozen_facts(place.frozen)
    if facts is None:
        return
    yield Block(
        slug=place.slug,
        title=place.part_title,
        template="document/blocks/aligned.html",
        context={
            **place.heading(),
            "text": "Semua program dalam dokumen ini ikut dihitung.",
            "meanings": [
                {"title": str(kind.title), "meaning": str(kind.meaning)} for kind in KINDS.values()
            ],
        },
        lines=8 + sum(1 + text_lines(str(kind.meaning), 70) for kind in KINDS.values()),
    )
    shares = {
        slug: [
            group(f"{KINDS[slug].title} ({wording.count(len(found))})"),
            *(concern_row(concern) for concern in found),
        ]
        for slug, found in find_concerns(facts).by_kind.items()
    }
    title = "Keselarasan yang perlu diperhatikan"
    yield from shared_table(place, title, CONCERN_COLUMNS, shares, "tabel")


def concern_row(concern: Concern) -> Context:
    code = links_to(f"program-{concern.code}", concern.code) if concern.program else concern.code
    return row(CONCERN_COLUMNS, [code, concern.name, wording.given(concern.sentence)])
