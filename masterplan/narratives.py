"""The texts that people write for the document: which there are, and in which chapter."""

from __future__ import annotations

from collections.abc import Iterable

from dimensions.models import Dimension, SubDimension
from masterplan.outline import Chapter, DimensionName, chapters_of
from workspace.models import Plan

# (title of the chapter, code of its dimension or "", keys of its texts)
ChapterKeys = tuple[str, str, list[str]]


def chapters_with_texts(plan: Plan, dimensions: Iterable[Dimension] | None = None) -> list[Chapter]:
    """The chapters of the plan's outline that have a text to be written."""
    chapters = chapters_of(plan.edition, dimension_names(plan, dimensions))
    return [chapter for chapter in chapters if chapter.narratives]


def sections_of(plan: Plan, dimensions: Iterable[Dimension] | None = None) -> list[ChapterKeys]:
    """Each chapter with the keys of its texts; `dimensions` saves a query when they are read."""
    return [
        (chapter.title, chapter.dimension, [place.key for place in chapter.narratives])
        for chapter in chapters_with_texts(plan, dimensions)
    ]


def narrative_keys(plan: Plan) -> list[str]:
    """The keys of all texts, in the order of the document."""
    return [key for _title, _code, keys in sections_of(plan) for key in keys]


def dimension_names(
    plan: Plan, dimensions: Iterable[Dimension] | None = None
) -> list[DimensionName]:
    """The plan's dimensions as the outline needs them."""
    subs: dict[int, list[tuple[str, str]]] = {}
    for sub in SubDimension.objects.of_plan(plan):
        subs.setdefault(sub.dimension_id, []).append((sub.code, sub.name))
    found = Dimension.objects.of_plan(plan) if dimensions is None else dimensions
    return [DimensionName(row.code, row.name, tuple(subs.get(row.pk, ()))) for row in found]
