"""One function for each `kind` of section that an outline may name; each yields blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from masterplan.document.blocks import Block, Context
from masterplan.document.sections import annexes, budget, dimension, front, matrix, plans
from masterplan.document.sections.place import Place

Maker = Callable[[Place], Iterator[Block]]

KINDS: Final[Mapping[str, Maker]] = {
    "cover": front.cover,
    "foreword": front.foreword,
    "narrative": front.narrative,
    "closing": front.narrative,
    "overview": front.overview,
    "rpjmd_vision": front.rpjmd_vision,
    "opening": dimension.opening,
    "strategy": dimension.strategy,
    "program_table": dimension.program_table,
    "program_sheets": dimension.program_sheets,
    "action_plan": plans.action_plan,
    "quick_wins": plans.quick_wins,
    "roadmap": plans.roadmap,
    "budget": budget.budget,
    "alignment_by_program": annexes.alignment_by_program,
    "alignment_by_objective": annexes.alignment_by_objective,
    "alignment_matrix": matrix.alignment_matrix,
    "alignment_concerns": matrix.alignment_concerns,
    "agencies": annexes.agencies,
}
# Sections that list what the others hold (masterplan.document.lists).
LISTS: Final = frozenset({"contents", "tables"})

__all__ = ["KINDS", "LISTS", "Place", "blocks_of", "chapter_context"]


def blocks_of(place: Place) -> Iterator[Block]:
    """All blocks of a chapter; a numbered one without any content still has its heading."""
    is_empty = True
    for here in place.sections():
        for block in KINDS[here.section.kind](here):
            is_empty = False
            yield block
    if is_empty and place.chapter.label:
        slug, title = place.chapter.slug, place.chapter.title
        yield Block(slug, title, "document/blocks/nothing.html", {}, lines=2)


def chapter_context(place: Place) -> Context:
    """What every part of a chapter knows: its heading, and the colour of its dimension."""
    chapter = place.chapter
    return {
        "language": "id",
        "chapter": {
            "slug": chapter.slug,
            "label": chapter.label,
            "title": chapter.title,
            "dimension": chapter.dimension,
        },
        **place.colours(),
    }
