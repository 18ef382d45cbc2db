"""Where a section stands: its content, its chapter, its number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from masterplan.document.blocks import Block, Captions, Context, text_lines
from masterplan.document.frozen import HOUSE_COLOUR, Frozen, Json, Program
from masterplan.outline import Chapter, NarrativePlace, Section

NO_SECTION: Final = Section("", "")


@dataclass(frozen=True)
class Place:
    """A section of a chapter about to be made. `number` is "4.2", or empty in front matter."""

    frozen: Frozen
    chapter: Chapter
    captions: Captions
    section: Section = NO_SECTION
    number: str = ""

    def sections(self) -> Iterator[Place]:
        """The chapter's sections. Those with a heading of their own are counted."""
        counted = 0
        for section in self.chapter.sections:
            place = replace(self, section=section)
            counted += place.has_heading
            yield replace(place, number=f"{self.chapter.number}.{counted}")

    @property
    def has_heading(self) -> bool:
        """A section that is called like its chapter needs no second heading."""
        return self.section.title not in ("", self.chapter.title)

    @cached_property
    def dimension(self) -> Json:
        """The dimension of this chapter."""
        return next(row for row in self.frozen.dimensions if row["code"] == self.chapter.dimension)

    @property
    def programs(self) -> list[Program]:
        """The programs of this chapter's dimension."""
        return self.frozen.programs_of(self.chapter.dimension)

    @property
    def slug(self) -> str:
        narratives = self.section.narratives
        name = narratives[0].key if narratives else self.section.kind
        return f"{self.chapter.slug}-{name}".replace("_", "-").lower()

    @property
    def part_title(self) -> str:
        """How people read of this section when it fails."""
        return self.section.title or self.chapter.title

    def colours(self) -> Context:
        colour = self.dimension["colour"] if self.chapter.dimension else HOUSE_COLOUR
        return {
            "colour": colour,
            "tint": tint(colour, 0.9),
            "palette": [row["colour"] for row in self.frozen.dimensions],
        }

    def heading(self) -> Context:
        """The heading of the section, for a block that begins it."""
        if not self.has_heading:
            return {"heading": None}
        return {
            "heading": {
                "name": self.slug,
                "number": self.number,
                "title": self.section.title,
            }
        }

    def written(self, place: NarrativePlace | None = None) -> str:
        """The text of this section (or of one of its places); empty when nobody wrote it."""
        narrative = place or (self.section.narratives[0] if self.section.narratives else None)
        return self.frozen.narratives.get(narrative.key, "") if narrative else ""

    def text_block(self) -> Block:
        """The section's heading with its text. A draft says what is not written yet."""
        body = self.written()
        return Block(
            slug=self.slug,
            title=self.part_title,
            template="document/blocks/text.html",
            context={**self.heading(), "body": body, "is_missing": self.lacks(body)},
            lines=4 + text_lines(body),
        )

    def lacks(self, body: str) -> bool:
        return self.frozen.is_draft and not body.strip()


def tint(colour: str, share: float) -> str:
    """The colour mixed with this share of white, as #RRGGBB."""
    channels = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(value + (255 - value) * share):02X}" for value in channels)
