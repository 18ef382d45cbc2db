"""From frozen content to the parts that the rendering engine lays out.

document = compose(release.content)
document.parts          # everything but contents and lists, each a pure function of its slice
press.bind(document, press.press())   # the PDF
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.utils import translation

from masterplan.document.blocks import Block, Caption, Captions, flow
from masterplan.document.frozen import Frozen
from masterplan.document.sections import LATE, Place, blocks_of, chapter_context
from masterplan.document.sources import template_digest
from masterplan.outline import Chapter, chapters_of
from masterplan.rendering import Imprint, Part

TEMPLATE = "document/part.html"


@dataclass(frozen=True, slots=True)
class Late:
    """Where contents or a list stand: made when page numbers are known. `kind` is the section's."""

    kind: str
    chapter: Chapter


@dataclass(frozen=True)
class Document:
    """`sequence` is the whole document in order."""

    frozen: Frozen
    sequence: tuple[Part | Late, ...]
    captions: tuple[Caption, ...]
    chapters: tuple[Chapter, ...]
    chapter_slugs: dict[str, str]  # of a part

    @cached_property
    def parts(self) -> list[Part]:
        return [item for item in self.sequence if isinstance(item, Part)]

    def select(self, slugs: Iterable[str]) -> list[Part]:
        """The parts of these names, in the order of the document."""
        wanted = set(slugs)
        return [part for part in self.parts if part.slug in wanted]

    def chapter_slug(self, part: Part) -> str:
        return self.chapter_slugs[part.slug]

    @cached_property
    def listed_chapters(self) -> list[Chapter]:
        """The chapters that the contents name: all but the cover, the contents, and the empty."""
        present = {*self.chapter_slugs.values()}
        present |= {item.chapter.slug for item in self.sequence if isinstance(item, Late)}
        unlisted = {"cover", "contents"}
        return [
            chapter
            for chapter in self.chapters
            if chapter.slug in present and chapter.sections[0].kind not in unlisted
        ]

    @cached_property
    def imprint(self) -> Imprint:
        return imprint_of(self.frozen)


def imprint_of(frozen: Frozen) -> Imprint:
    plan, region = frozen.plan, frozen.region
    return Imprint(
        title=f"{plan['title']} {frozen.period}",
        author=f"Pemerintah {region['name']}",
        subject="Masterplan Smart City",
        running_title=f"{plan['title']} {frozen.period}",
        watermark="DRAF" if frozen.is_draft else None,
    )


@lru_cache(maxsize=4)
def compose(content: str) -> Document:
    """The document of a release's canonical JSON; the same content gives the same parts."""
    frozen = Frozen(json.loads(content))
    sequence: list[Part | Late] = []
    captions: list[Caption] = []
    chapter_slugs: dict[str, str] = {}
    with translation.override("id"):
        chapters = chapters_of(frozen.row["edition"], frozen.dimension_names)
        for chapter in chapters:
            for item in _chapter_items(frozen, chapter, captions):
                sequence.append(item)
                if isinstance(item, Part):
                    chapter_slugs[item.slug] = chapter.slug
    return Document(frozen, tuple(sequence), tuple(captions), tuple(chapters), chapter_slugs)


def _chapter_items(
    frozen: Frozen, chapter: Chapter, captions: list[Caption]
) -> Iterator[Part | Late]:
    late = [section.kind for section in chapter.sections if section.kind in LATE]
    if late:
        yield from (Late(kind, chapter) for kind in late)
        return
    for blocks, part in chapter_parts(chapter_place(frozen, chapter)):
        captions += [caption for block in blocks for caption in block.captions]
        yield part


def chapter_place(frozen: Frozen, chapter: Chapter) -> Place:
    """The chapter about to be made, its captions counted from one."""
    return Place(frozen, chapter, Captions(chapter.number))


def chapter_parts(place: Place) -> Iterator[tuple[list[Block], Part]]:
    """The parts of a chapter in order, each with its blocks, made one after the other."""
    for number, blocks in enumerate(flow(blocks_of(place))):
        yield blocks, make_part(place, blocks, opens=number == 0)


def make_part(place: Place, blocks: list[Block], *, opens: bool) -> Part:
    """The part that these blocks flow into. The first one of a chapter carries its heading."""
    first = blocks[0]
    return Part(
        slug=first.slug,
        chapter=place.chapter.running_title,
        title=first.title,
        template=TEMPLATE,
        context={
            **chapter_context(place),
            "opens": opens and not first.alone,
            "blocks": [{"template": block.template, **block.context} for block in blocks],
        },
        source=template_digest(),
        running=first.running,
    )
