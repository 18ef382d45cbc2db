"""What the sections of the outline are made of, and how blocks become parts.

A block is a piece of HTML with its context. Blocks that may share a page flow together into one
part, up to a size at which a part is still quick to lay out; a block that stands `alone` (a
program's sheet, a chapter's opening) is a part of its own, so that it can be stored and shown on
its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

# About four pages. What changes on one of them costs all, and smaller parts leave more pages half
# empty, for a part begins on a new page.
PART_LINES: Final = 220

Context = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Caption:
    """A numbered table or figure: `name` is where links to it lead."""

    kind: str
    number: str
    title: str

    @property
    def name(self) -> str:
        return f"{self.kind}-{self.number}".lower().replace(".", "-")

    @property
    def label(self) -> str:
        return f"{self.kind} {self.number}"

    def as_context(self) -> Context:
        return {"name": self.name, "label": self.label, "title": self.title}


class Captions:
    """Numbers the tables and figures of one chapter: Tabel 4.1, Tabel 4.2, Gambar 4.1."""

    def __init__(self, chapter: str) -> None:
        self._chapter = chapter
        self._used: dict[str, int] = {}

    def table(self, title: str) -> Caption:
        return self._next("Tabel", title)

    def figure(self, title: str) -> Caption:
        return self._next("Gambar", title)

    def _next(self, kind: str, title: str) -> Caption:
        self._used[kind] = self._used.get(kind, 0) + 1
        return Caption(kind, f"{self._chapter}.{self._used[kind]}", title)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents or a list: where it leads, and what it says. `level` is 1 to 3."""

    to: str
    label: str
    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Block:
    """`lines` is a rough guess of its height in lines; `captions` are for the list of tables, and
    `entry` for the contents.

    `slug` and `title` name the part that it begins; `title` is what a person reads when that part
    fails. A block that `continues` is a further share of the table of the block before: in the same
    part they are one table.
    """

    slug: str
    title: str
    template: str
    context: Context
    lines: int = 20
    alone: bool = False
    running: bool = True
    captions: tuple[Caption, ...] = field(default=())
    entry: Entry | None = None
    continues: bool = False


def flow(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """The blocks of each part, in order."""
    part: list[Block] = []
    lines = 0
    for block in blocks:
        if part and (block.alone or part[-1].alone or lines + block.lines > PART_LINES):
            yield part
            part, lines = [], 0
        part.append(block)
        lines += block.lines
    if part:
        yield part


def text_lines(text: str, width: int = 95) -> int:
    """About how many lines a text fills."""
    return sum(1 + len(line) // width for line in text.splitlines())
