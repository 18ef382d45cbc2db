"""From frozen content to the parts that the rendering engine lays out.

document = compose(release.content)
document.parts          # in order, each a pure function of its slice
press.bind(document, press.press())   # the PDF
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils import translation

from masterplan.document.blocks import Block, Caption, Captions, Entry, flow
from masterplan.document.frozen import Frozen
from masterplan.document.lists import block_entry, caption_entries, chapter_entry, list_parts
from masterplan.document.sections import LISTS, Place, blocks_of, chapter_context
from masterplan.document.sources import template_digest
from masterplan.document.tables import joined, without_amounts
from masterplan.outline import Chapter, chapters_of
from masterplan.rendering import Imprint, Part

TEMPLATE = "document/part.html"
# Kinds of section whose chapter the contents leave out.
UNLISTED = frozenset({"cover", "contents"})


@dataclass(frozen=True)
class Document:
    """`parts` are the whole document in order."""

    frozen: Frozen
    parts: tuple[Part, ...]
    chapter_slugs: dict[str, str]  # of a part

    def select(self, slugs: Iterable[str]) -> list[Part]:
        """The parts of these names, in the order of the document."""
        wanted = set(slugs)
        return [part for part in self.parts if part.slug in wanted]

    def chapter_slug(self, part: Part) -> str:
        return self.chapter_slugs[part.slug]

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


def compose(content: str) -> Document:
    """The document of a release's canonical JSON; the same content gives the same parts."""
    frozen = Frozen(json.loads(content))
    with translation.override("id"):
        chapters = [
            _Composed(chapter, frozen)
            for chapter in chapters_of(frozen.row["edition"], frozen.dimension_names)
        ]
        listed = {
            "contents": [entry for chapter in chapters for entry in chapter.entries()],
            "tables": caption_entries(
                [caption for chapter in chapters for caption in chapter.captions]
            ),
        }
        made = [(item.chapter, part) for item in chapters for part in item.parts(listed)]
    slugs = {part.slug: chapter.slug for chapter, part in made}
    return Document(frozen, tuple(part for _chapter, part in made), slugs)


class _Composed:
    """A chapter with its blocks. One that is a list has none: it is made when all others are."""

    def __init__(self, chapter: Chapter, frozen: Frozen) -> None:
        self.chapter = chapter
        self._kinds = [section.kind for section in chapter.sections]
        self._lists = [kind for kind in self._kinds if kind in LISTS]
        self._place = chapter_place(frozen, chapter)
        self._blocks = [] if self._lists else list(blocks_of(self._place))

    @property
    def captions(self) -> list[Caption]:
        return [caption for block in self._blocks for caption in block.captions]

    def entries(self) -> Iterator[Entry]:
        """Its lines of the contents: none for the cover, the contents, and an empty chapter."""
        if not (self._blocks or self._lists) or UNLISTED.intersection(self._kinds):
            return
        yield chapter_entry(self.chapter)
        yield from filter(None, map(block_entry, self._blocks))

    def parts(self, listed: Mapping[str, Sequence[Entry]]) -> Iterator[Part]:
        for kind in self._lists:
            yield from list_parts(self.chapter, listed[kind])
        yield from (part for _blocks, part in _flowed(self._place, self._blocks))


def chapter_place(frozen: Frozen, chapter: Chapter) -> Place:
    """The chapter about to be made, its captions counted from one."""
    return Place(frozen, chapter, Captions(chapter.number))


def chapter_parts(place: Place) -> Iterator[tuple[list[Block], Part]]:
    """The parts of a chapter in order, each with its blocks, made one after the other."""
    return _flowed(place, blocks_of(place))


def _flowed(place: Place, blocks: Iterable[Block]) -> Iterator[tuple[list[Block], Part]]:
    for number, some in enumerate(flow(blocks)):
        yield some, make_part(place, some, opens=number == 0)


def make_part(place: Place, blocks: list[Block], *, opens: bool) -> Part:
    """The part that these blocks flow into. The first one of a chapter carries its heading."""
    first = blocks[0]
    shown, figures = [], []
    for block in joined(blocks):
        context = {"template": block.template, **block.context}
        if "table" in context:
            context["table"], amounts = without_amounts(context["table"])
            figures += amounts
        shown.append(context)
    return Part(
        slug=first.slug,
        chapter=place.chapter.running_title,
        title=first.title,
        template=TEMPLATE,
        context={
            **chapter_context(place),
            "opens": opens and not first.alone,
            "blocks": shown,
        },
        source=template_digest(),
        running=first.running,
        figures=tuple(figures),
    )
