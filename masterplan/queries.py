"""Reads of the document's side: the texts with their guidance, and how far an export is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from masterplan.models import Export, ExportState, Narrative
from masterplan.narratives import chapters_with_texts
from workspace.models import Plan


@dataclass(frozen=True, slots=True)
class NarrativeSection:
    """One text of the outline, written or not."""

    key: str
    title: str
    chapter: str
    body: str
    guidance: str


def narrative_sections(plan: Plan) -> list[NarrativeSection]:
    """All texts of the plan's outline in the order of the document."""
    bodies = dict(Narrative.objects.filter(plan=plan).values_list("key", "body"))
    return [
        NarrativeSection(
            key=place.key,
            title=place.title,
            chapter=chapter.title,
            body=bodies.get(place.key, ""),
            guidance=place.guidance,
        )
        for chapter in chapters_with_texts(plan)
        for place in chapter.narratives
    ]


class ChapterProgress(TypedDict):
    """Parts of one chapter: how many are rendered, of how many."""

    title: str
    done: int
    parts: int


class Progress(TypedDict):
    """Parts `done` of all `parts`; `slowest` is the one that took longest so far, and `seconds`
    how long."""

    percent: int
    done: int
    parts: int
    chapters: list[ChapterProgress]
    slowest: str
    seconds: float


def export_progress(export: Export) -> Progress:
    """How far an export is, in one query. Below 100 until the file is there."""
    chapters: dict[str, ChapterProgress] = {}
    slowest, longest = "", 0.0
    for batch in export.batches.all():
        row = chapters.setdefault(
            batch.chapter, {"title": batch.chapter_title, "done": 0, "parts": 0}
        )
        row["parts"] += batch.parts
        row["done"] += batch.parts if batch.done_at else 0
        if batch.seconds > longest:
            slowest, longest = batch.slowest, batch.seconds
    parts = sum(chapter["parts"] for chapter in chapters.values())
    done = sum(chapter["done"] for chapter in chapters.values())
    return {
        "percent": _percent(export, done, parts),
        "done": done,
        "parts": parts,
        "chapters": list(chapters.values()),
        "slowest": slowest,
        "seconds": longest,
    }


def _percent(export: Export, done: int, parts: int) -> int:
    if export.state == ExportState.DONE:
        return 100
    return min(99, 100 * done // parts) if parts else 0
