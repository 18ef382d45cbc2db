"""A document in the hands of a reader: its words by page, and its links with the words on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2

from tests.rendering import reading


@dataclass(frozen=True)
class Link:
    """A link on a page (from 1), the page it leads to, and the words on it."""

    page: int
    to: int
    words: str


class Reading:
    def __init__(self, file: bytes) -> None:
        self.file = file
        self.pdf = reading.opened(file)
        self.pages = reading.texts(file)

    @property
    def page_count(self) -> int:
        return len(self.pages)

    def text(self, page: int) -> str:
        """The words of a page (from 1), blanks made single."""
        return self.pages[page - 1]

    def all_text(self) -> str:
        return " ".join(self.pages)

    def bookmarks(self) -> list[tuple[int, str, int]]:
        """(depth from 0, title, page) in the order of the document."""
        return reading.bookmarks(self.pdf)

    def page_of(self, title: str) -> int:
        """The page of the first bookmark that begins so."""
        return next(page for _depth, name, page in self.bookmarks() if name.startswith(title))

    def programs(self) -> list[tuple[str, int]]:
        """Title and page of every program's sheet."""
        return [
            (title, page)
            for depth, title, page in self.bookmarks()
            if depth == 1 and title[3] == "-"
        ]

    def links(self) -> Iterator[Link]:
        """Every link; KeyError for one that leads nowhere, for there is no other kind."""
        places = reading.destinations(self.pdf)
        document = pypdfium2.PdfDocument(self.file)
        for number, page in enumerate(self.pdf.pages, 1):
            words_of = document[number - 1].get_textpage()
            for annotation in page.get("/Annots", ()):
                words = words_of.get_text_bounded(*[float(side) for side in annotation.Rect])
                to, _height = places[bytes(annotation.Dest)]
                yield Link(number, to, " ".join(words.split()))
        document.close()

    def faces(self) -> list[str]:
        """The name of every embedded font file, each as often as it is embedded."""
        return reading.font_files(self.file)
