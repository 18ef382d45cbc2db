"""The press of this process: the engine with the project's style sheet, typeface and part store."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.cache import caches
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.connection import ConnectionProxy

from masterplan.document import Document
from masterplan.rendering import Engine, Part, PartStore, Placed, Stylesheet, Typeface, assemble


@dataclass(frozen=True, slots=True)
class Bound:
    """The finished document."""

    pdf: bytes
    pages: int


# The parts that a worker remembers: of a document of 2,000 programs all, at 40 kB each.
REMEMBERED_PARTS: Final = 2_500
# What one part of an export may take. An ordinary one takes a tenth of a second.
EXPORT_SECONDS: Final = 60.0


@functools.cache
def press() -> Engine:
    """The engine of this process, with the style sheet and the fonts loaded once."""
    return make_engine(remembered=REMEMBERED_PARTS)


def make_engine(limit: float = EXPORT_SECONDS, *, remembered: int = 0) -> Engine:
    """An engine of the document; `limit` is the time that one part may take, and so many stored
    parts are `remembered`."""
    folder = Path(settings.BASE_DIR) / "static" / "document"
    return Engine(
        stylesheet=Stylesheet.load(folder / "document.css", assets=folder / "assets"),
        typeface=Typeface.load(Path(settings.DATA_DIR) / "typeface"),
        write_html=write_html,
        store=PartStore(
            ConnectionProxy(caches, "parts"),  # type: ignore[arg-type]
            remembered=remembered,
        ),
        limit=limit,
    )


# WeasyPrint breaks a line that fits but for a blank at its very end after its first word. Blanks
# before a closing tag are never meant here: templates put them between elements.
_LAST_BLANKS = re.compile(r"(?<!\s)\s++(?=</)")


def write_html(part: Part) -> str:
    """The part as HTML. The document is in Indonesian, whoever asks for it."""
    with translation.override("id"):
        html = render_to_string(part.template, dict(part.context))
    return _LAST_BLANKS.sub("", html)


def bind(document: Document, engine: Engine) -> Bound:
    """Join the parts, rendering those that the store does not have, and number the pages."""
    placed = [Placed(part, engine.fetch_or_render(part)) for part in document.parts]
    pdf = assemble(placed, engine.typeface, document.imprint)
    return Bound(pdf, sum(item.rendered.page_count for item in placed))
