"""The press of this process: the engine with the project's style sheet, typeface and part store."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.cache import caches
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.connection import ConnectionProxy

from masterplan.document import Document, Late
from masterplan.document.lists import Entry, caption_entries, contents_entries, late_parts
from masterplan.rendering import (
    Engine,
    LatePart,
    Part,
    PartStore,
    Placed,
    Stylesheet,
    Typeface,
    assemble,
    paginate,
    settle,
)


@dataclass(frozen=True, slots=True)
class Bound:
    """The finished document."""

    pdf: bytes
    pages: int


# What one part of an export may take. An ordinary one takes a tenth of a second.
EXPORT_SECONDS: Final = 60.0


@functools.cache
def press() -> Engine:
    """The engine of this process, with the style sheet and the fonts loaded once."""
    return make_engine()


def make_engine(limit: float = EXPORT_SECONDS) -> Engine:
    """An engine of the document; `limit` is the time that one part may take."""
    folder = Path(settings.BASE_DIR) / "static" / "document"
    return Engine(
        stylesheet=Stylesheet.load(folder / "document.css", assets=folder / "assets"),
        typeface=Typeface.load(Path(settings.DATA_DIR) / "typeface"),
        write_html=write_html,
        store=PartStore(ConnectionProxy(caches, "parts")),  # type: ignore[arg-type]
        limit=limit,
    )


# WeasyPrint breaks a line that fits but for a blank at its very end after its first word. Blanks
# before a closing tag are never meant here: templates put them between elements.
_LAST_BLANKS = re.compile(r"\s+(?=</)")


def write_html(part: Part) -> str:
    """The part as HTML. The document is in Indonesian, whoever asks for it."""
    with translation.override("id"):
        html = render_to_string(part.template, dict(part.context))
    return _LAST_BLANKS.sub("", html)


def bind(document: Document, engine: Engine) -> Bound:
    """Join the parts, rendering those that the store does not have, and number the pages."""
    placed = {part.slug: Placed(part, engine.fetch_or_render(part)) for part in document.parts}
    sequence: list[Placed | LatePart] = []
    entries = _entries(document, placed.values())
    for item in document.sequence:
        if isinstance(item, Late):
            sequence += late_parts(item.chapter, entries[item.kind])
        else:
            sequence.append(placed[item.slug])
    settled = settle(sequence, engine)
    pdf = assemble(settled, engine.typeface, document.imprint)
    return Bound(pdf, sum(item.rendered.page_count for item in settled))


def _entries(document: Document, placed: Iterable[Placed]) -> dict[str, list[Entry]]:
    """What each list holds. Which entries there are does not depend on any page number."""
    return {
        "contents": contents_entries(document.listed_chapters, paginate(list(placed))),
        "tables": caption_entries(document.captions),
    }
