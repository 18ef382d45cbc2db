"""Contents and the list of tables. The page numbers are written by the assembly.

They are cut into pieces of one page each, so that an added program changes one of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from masterplan.document.blocks import Block, Caption, Entry
from masterplan.document.frozen import HOUSE_COLOUR
from masterplan.document.sections.place import tint
from masterplan.document.sources import template_digest
from masterplan.outline import Chapter
from masterplan.rendering import Part

TEMPLATE: Final = "document/contents.html"
# Heights in millimetres as the style sheet makes them: of a page, of the heading on the first one,
# of an entry's line and of the room around it; and how many letters go into a line. An entry that
# is longer than guessed only makes its page two pages.
PAGE_HEIGHT = 244.0
HEADING_HEIGHT = 22.0
LINE_HEIGHT = {1: 4.3, 2: 4.3, 3: 4.1}
ROOM = {1: 3.9, 2: 1.3, 3: 1.3}
LINE_LETTERS = {1: 76, 2: 82, 3: 86}


def chapter_entry(chapter: Chapter) -> Entry:
    return Entry(chapter.slug, chapter.label, chapter.title, 1)


def block_entry(block: Block) -> Entry | None:
    """A section ("4.2 Daftar program") or a program ("GOV-07 Satu Data"); None for a block that
    goes on with what another one began."""
    heading = block.context.get("heading")
    if heading:
        return Entry(heading["name"], heading["number"], heading["title"], 2)
    return block.entry


def caption_entries(captions: Sequence[Caption]) -> list[Entry]:
    """Tables first, then figures, each kind in the order of the document."""
    ordered = sorted(captions, key=lambda caption: caption.kind != "Tabel")
    return [Entry(caption.name, caption.label, caption.title, 2) for caption in ordered]


def list_parts(chapter: Chapter, entries: Sequence[Entry]) -> Iterator[Part]:
    """The pages of a list, each with its own share of the entries."""
    for number, share in enumerate(_pages(entries)):
        yield Part(
            slug=f"{chapter.slug}-{number + 1}",
            chapter=chapter.running_title,
            title=chapter.title,
            template=TEMPLATE,
            context={
                "language": "id",
                "colour": HOUSE_COLOUR,
                "tint": tint(HOUSE_COLOUR, 0.9),
                "heading": None if number else {"name": chapter.slug, "title": chapter.title},
                "entries": [
                    {"to": entry.to, "label": entry.label, "text": entry.text, "level": entry.level}
                    for entry in share
                ],
            },
            source=template_digest(),
        )


def _pages(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    share: list[Entry] = []
    room = PAGE_HEIGHT - HEADING_HEIGHT
    for entry in entries:
        if share and _height(entry) > room:
            # A chapter's line does not stay behind alone at the foot of a page.
            kept = [share.pop()] if share[-1].level == 1 and len(share) > 1 else []
            yield share
            share, room = kept, PAGE_HEIGHT - sum(_height(line) for line in kept)
        share.append(entry)
        room -= _height(entry)
    yield share


def _height(entry: Entry) -> float:
    """In millimetres."""
    lines = 1 + len(entry.text) // LINE_LETTERS[entry.level]
    return lines * LINE_HEIGHT[entry.level] + ROOM[entry.level]
