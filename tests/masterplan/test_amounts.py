"""Amounts in tables are written at the assembly: a changed one lays out no table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from masterplan.document import Document, compose
from masterplan.document.press import bind
from masterplan.document.tables import AMOUNT_SIGNS, amount
from masterplan.extracts import Extract
from masterplan.previews import preview_key
from masterplan.rendering import Engine
from tests.masterplan.reading import Reading

# The document comes from a database; pytest-django makes one for marked tests.
pytestmark = pytest.mark.django_db

# The line, what stands beside the words of a cell, and the size of the letters: in points.
LINE, PADDING, SIZE = 170 / 25.4 * 72, 3.2 / 25.4 * 72, 8.2


def with_amount(content: str, rupiah: int) -> str:
    """The content with one amount changed, of the program that is named last."""
    plan: Any = json.loads(content)
    budgets = plan["programs"][-1]["budget"]["budgets"]
    years = next(iter(budgets.values()))
    years[min(years)] = str(int(years[min(years)]) + rupiah)
    return json.dumps(plan)


def test_a_changed_amount_lays_out_its_sheet_and_the_funding_alone(
    contents: tuple[str, str], engine: Engine
) -> None:
    before, after = compose(contents[0]), compose(with_amount(contents[0], 1_000_000))
    known = {part.content_digest for part in before.parts}
    changed = [part for part in after.parts if part.content_digest not in known]
    assert [part.slug for part in changed] == [
        f"program-{after.frozen.programs[-1].code}".lower(),
        "kelembagaan-pendanaan-budget",
    ]
    assert total(before) != total(after)
    title = "Program smart city menurut dimensi"
    pages = [text for text in Reading(bind(after, engine).pdf).pages if title in text]
    assert any(f" {total(after)} " in text for text in pages)
    assert not any(f" {total(before)} " in text for text in pages)


def total(document: Document) -> str:
    """The last amount of the overview: its sum."""
    (overview,) = [part for part in document.parts if part.slug == "pendahuluan-pendahuluan"]
    return overview.figures[-1]


def tables(document: Document) -> Iterator[dict[str, Any]]:
    for part in document.parts:
        yield from (block["table"] for block in part.context.get("blocks", ()) if "table" in block)


def test_the_longest_amount_fits_into_every_column_of_amounts(
    contents: tuple[str, str], engine: Engine
) -> None:
    widths = {
        table["columns"][place]["width"]
        for table in tables(compose(contents[0]))
        for row in table["rows"]
        for place, cell in enumerate(row.get("cells", ()))
        if cell.get("is_amount")
    }
    longest = "88.888.888"
    assert (len(longest), len(widths) > 2) == (AMOUNT_SIGNS, True)
    for name in ("400", "600"):
        face = engine.typeface.faces[name]
        width = sum(face.width(face.figures[sign].glyph, SIZE) for sign in longest)
        assert width < min(widths) / 100 * LINE - PADDING


def test_an_amount_that_might_not_fit_is_laid_out() -> None:
    assert "is_amount" in amount("12.345.678")
    assert amount("1.234.567,5") == {"text": "1.234.567,5", "kind": ""}


def test_a_preview_with_another_amount_is_another_preview(contents: tuple[str, str]) -> None:
    document = compose(contents[0])
    part = next(part for part in document.parts if part.figures)
    other = replace(part, figures=(*part.figures[:-1], "1"))
    keys = {preview_key(Extract(one, document.imprint)) for one in (part, other)}
    assert len(keys) == 2
