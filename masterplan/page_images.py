"""Pages of a PDF as pictures: WebP, because that is what a page of text takes least bytes in.

With 32 levels of each colour, which no eye tells from 256, and then without loss: letters keep
their edges and the pale watermark stays (docs/decisions/0015).
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Final

import pypdfium2

LEVELS: Final = 32
# WebP's own scale of 0 to 6; more than this saves little and takes several times as long.
EFFORT: Final = 2

Size = tuple[int, int]

_ROUNDED = [round(round(value * (LEVELS - 1) / 255) * 255 / (LEVELS - 1)) for value in range(256)]

# PDFium may be used by one thread of a process at a time.
_one_at_a_time = threading.Lock()


def page_sizes(pdf: bytes) -> list[Size]:
    """Width and height of each page in points."""
    with _opened(pdf) as document:
        return [
            (round(width), round(height))
            for width, height in map(document.get_page_size, range(len(document)))
        ]


def page_image(pdf: bytes, page: int, width: int) -> bytes:
    """Page `page` (from 0) as a WebP picture of this width in pixels. Raises IndexError."""
    with _opened(pdf) as document:
        if not 0 <= page < len(document):
            raise IndexError(page)
        sheet = document[page]
        picture = sheet.render(scale=width / sheet.get_width()).to_pil()
    file = BytesIO()
    picture.convert("RGB").point(_ROUNDED * 3).save(
        file, "WEBP", lossless=True, method=EFFORT, quality=20
    )
    return file.getvalue()


@contextmanager
def _opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    with _one_at_a_time:
        document = pypdfium2.PdfDocument(pdf)
        try:
            yield document
        finally:
            document.close()
