"""The annex with the alignment matrix says what the page says, from the release alone."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from masterplan.charts import shortened, stacked_rows
from masterplan.document import compose
from masterplan.document.alignment import frozen_facts
from masterplan.document.frozen import Frozen
from masterplan.freeze import read_plan
from opd.actions import dispute_alignment
from opd.alignment import Facts, build_matrix, find_concerns, read_facts
from rpjmd.models import Element
from tests.cast import Cast, build_program
from tests.masterplan.reading import Reading
from tests.opd.rpjmd_plans import build_any_plan
from workspace.fingerprints import canonical_json

pytestmark = pytest.mark.django_db

SERIES = [
    ("GOV", "Smart Governance", "#1F4E9E", [Decimal(3), Decimal(0)]),
    ("LIV", "Smart Living", "#006D77", [Decimal(1), Decimal(0)]),
]


def both(cast: Cast) -> tuple[Facts, Facts]:
    """What the page shows, and what a draft of this moment holds."""
    content = json.loads(canonical_json(read_plan(cast.plan, include_unapproved=True)))
    living, frozen = read_facts(cast.admin), frozen_facts(Frozen(content))
    assert living is not None
    assert frozen is not None
    return living, frozen


def counted(facts: Facts) -> dict[str, Any]:
    """All that the matrix and its concerns say, in words that both kinds of facts share."""
    matrix = build_matrix(facts)
    rows = [*matrix.rows, *([matrix.outside] if matrix.outside else []), matrix.sums]
    concerns = find_concerns(facts)
    return {
        "paths": [[step.code for step in group.path] for group in matrix.groups],
        "rows": [
            (
                row.element and row.element.code,
                row.indicators,
                row.linked,
                {code: (cell.programs, cell.money) for code, cell in row.cells.items()},
                [(facts.agencies[agency], number) for agency, number in row.agencies],
            )
            for row in rows
        ],
        "concerns": {
            kind: [(one.code, one.name, one.sentence) for one in found]
            for kind, found in concerns.by_kind.items()
        },
        "weights": [(row.indicators, row.programs, row.money) for row in concerns.weights],
    }


@pytest.mark.parametrize("seed", range(8))
def test_a_release_counts_what_the_page_counts(cast: Cast, seed: int) -> None:
    build_any_plan(cast, seed)
    living, frozen = both(cast)
    assert counted(frozen) == counted(living)


def test_a_link_to_an_indicator_that_is_gone_counts_for_nothing(cast: Cast) -> None:
    build_program(cast)
    content = read_plan(cast.plan, include_unapproved=True)
    content["programs"][0]["alignment"]["alignments"][0]["rpjmd_indicator"] = "LAMA-01"
    facts = frozen_facts(Frozen(content))
    assert facts is not None
    assert facts.links == []
    assert [one.code for one in find_concerns(facts).by_kind["orphans"]] == ["LIV-01"]


def test_a_disputed_link_is_marked_and_counts_for_nothing(cast: Cast) -> None:
    program = build_program(cast)
    link = program.alignments.get()
    dispute_alignment(program=program, actor=cast.steward, alignment=link, reason="Bukan ini.")
    content = read_plan(cast.plan, include_unapproved=True)
    frozen = Frozen(content)
    assert content["programs"][0]["disputed"] == ["IKU-01"]
    assert (frozen.supporters, counted(both(cast)[1])["rows"][0][2]) == ({}, 0)
    parts = compose(canonical_json(content)).parts
    annex = next(part for part in parts if part.slug.startswith("lampiran-program-rpjmd"))
    assert "dipertanyakan" in str(annex.context)


def test_a_plan_without_an_rpjmd_has_an_empty_annex(cast: Cast) -> None:
    cast.rpjmd.delete()
    document = compose(canonical_json(read_plan(cast.plan, include_unapproved=True)))
    parts = [part for part in document.parts if document.chapter_slug(part) == "lampiran-matriks"]
    assert [part.context["blocks"][0]["template"] for part in parts] == [
        "document/blocks/nothing.html"
    ]


def test_a_long_rpjmd_has_several_pictures_and_one_table(cast: Cast) -> None:
    for number in range(30):
        Element.objects.create(
            version=cast.rpjmd, level="objective", code=f"X{number}", text=f"Sasaran {number}"
        )
    document = compose(canonical_json(read_plan(cast.plan, include_unapproved=True)))
    captions = [
        (block[key]["label"], block[key]["title"])
        for part in document.parts
        if document.chapter_slug(part) == "lampiran-matriks"
        for block in part.context["blocks"]
        for key in ("figure",)
        if key in block
    ]
    name = "Program yang mendukung setiap sasaran RPJMD menurut dimensi"
    assert captions == [("Gambar C.1", name), ("Gambar C.2", f"{name} (lanjutan)")]


def test_the_annex_shows_the_matrix_and_what_lacks(final: Reading) -> None:
    first = final.page_of("Lampiran C")
    annex = " ".join(final.text(page) for page in range(first, final.page_of("Lampiran D")))
    assert "1 dari 1 sasaran RPJMD punya program" in annex
    assert "S1 Derajat kesehatan meningkat 1 – – 1 – – 2 12.500" in annex
    assert "Jumlah, setiap program sekali 1 – – 1 – – 2 12.500" in annex
    assert "Sasaran yang bertumpu pada satu OPD (1)" in annex
    assert "Dinkes memimpin 2 dari 2 program" in annex


def test_the_picture_is_read_aloud(final: Reading) -> None:
    told = [
        str(item.Alt)
        for item in final.pdf.objects
        if hasattr(item, "keys") and item.get("/S") == "/Figure" and "/Alt" in item
    ]
    assert any("S1 Smart Governance 1, Smart Living 1" in words for words in told), told


def test_a_bar_is_as_long_as_its_number_and_an_empty_one_says_so() -> None:
    chart = stacked_rows("Judul", [("S1", "Satu"), ("S2", "Dua")], SERIES, "belum ada")
    first, second = chart["rows"]
    widths = [float(part["width"]) for part in first["segments"]]
    assert widths[0] == 3 * widths[1]
    assert (first["total"], second["segments"], chart["nothing"]) == ("4", [], "belum ada")


def test_a_long_name_beside_a_bar_is_cut() -> None:
    assert shortened("S1 pendek") == "S1 pendek"
    assert shortened("S1 " + "panjang " * 9) == "S1 panjang panjang panjang panjang p…"
