"""Contents and the list of tables: the only pages that know page numbers.

They are cut into pieces of one page each before they are laid out, so that a document of many
hundred pages neither lays out one endless list nor repeats an unchanged page of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from masterplan.document.blocks import Caption, Context
from masterplan.document.frozen import HOUSE_COLOUR
from masterplan.document.sections.place import tint
from masterplan.document.sources import template_digest
from masterplan.outline import Chapter
from masterplan.rendering import LatePart, Pages, Part

TEMPLATE = "document/contents.html"
# Heights in millimetres as the style sheet makes them: of a page, of the heading on the first one,
# of an entry's line and of the room around it; and how many letters go into a line. An entry that
# is longer than guessed only makes its page two pages.
PAGE_HEIGHT = 244.0
HEADING_HEIGHT = 22.0
LINE_HEIGHT = {1: 4.3, 2: 4.3, 3: 4.1}
ROOM = {1: 3.9, 2: 1.3, 3: 1.3}
LINE_LETTERS = {1: 76, 2: 82, 3: 86}
# The rank of a section's heading in a part, below its chapter's.
SECTION_LEVEL = 2


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a list: where it leads, and what it says. `level` is 1 to 3."""

    to: str
    label: str
    text: str
    level: int

    @property
    def height(self) -> float:
        """In millimetres."""
        lines = 1 + len(self.text) // LINE_LETTERS[self.level]
        return lines * LINE_HEIGHT[self.level] + ROOM[self.level]


def contents_entries(chapters: Sequence[Chapter], pages: Pages) -> list[Entry]:
    """A line for each chapter, and below it one for each of its named headings.

    `pages` are those of the parts that are laid out already; the lists themselves have a chapter
    and no part yet.
    """
    below: dict[str, list[Entry]] = {}
    for part, heading, _page in pages.headings:
        if heading.name and heading.level == SECTION_LEVEL:
            below.setdefault(part.chapter, []).append(_entry(heading.name, heading.text))
    return [
        entry
        for chapter in chapters
        for entry in (
            Entry(chapter.slug, chapter.label, chapter.title, 1),
            *below.get(chapter.running_title, ()),
        )
    ]


def _entry(name: str, text: str) -> Entry:
    """A section ("4.2 Daftar program") or a program ("GOV-07 Satu Data")."""
    label, _space, title = text.partition(" ")
    is_program = name.startswith("program-")
    return Entry(name, label, title, 3 if is_program else 2)


def caption_entries(captions: Sequence[Caption]) -> list[Entry]:
    """Tables first, then figures, each kind in the order of the document."""
    ordered = sorted(captions, key=lambda caption: caption.kind != "Tabel")
    return [Entry(caption.name, caption.label, caption.title, 2) for caption in ordered]


def late_parts(chapter: Chapter, entries: Sequence[Entry]) -> Iterator[LatePart]:
    """The pages of a list, each with its own share of the entries."""
    for number, share in enumerate(_pages(entries)):
        slug = f"{chapter.slug}-{number + 1}"
        yield LatePart(slug, chapter.title, _Maker(slug, chapter, number == 0, tuple(share)))


def _pages(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    share: list[Entry] = []
    room = PAGE_HEIGHT - HEADING_HEIGHT
    for entry in entries:
        if share and entry.height > room:
            # A chapter's line does not stay behind alone at the foot of a page.
            kept = [share.pop()] if share[-1].level == 1 and len(share) > 1 else []
            yield share
            share, room = kept, PAGE_HEIGHT - sum(line.height for line in kept)
        share.append(entry)
        room -= entry.height
    yield share


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes one page of a list once the page numbers are known."""

    slug: str
    chapter: Chapter
    is_first: bool
    entries: tuple[Entry, ...]

    def __call__(self, pages: Pages) -> Part:
        return Part(
            slug=self.slug,
            chapter=self.chapter.running_title,
            title=self.chapter.title,
            template=TEMPLATE,
            context=self._context(pages),
            source=template_digest(),
        )

    def _context(self, pages: Pages) -> Context:
        return {
            "language": "id",
            "colour": HOUSE_COLOUR,
            "tint": tint(HOUSE_COLOUR, 0.9),
            "heading": {"name": self.chapter.slug, "title": self.chapter.title}
            if self.is_first
            else None,
            "entries": [
                {
                    "to": entry.to,
                    "label": entry.label,
                    "text": entry.text,
                    "level": entry.level,
                    "page": pages.names.get(entry.to) or pages.first[f"{entry.to}-1"],
                }
                for entry in self.entries
            ],
        }
