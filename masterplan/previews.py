"""Previews: one part of the document, printed now, page by page.

They are rendered in the web process, by the export's engine under a shorter limit, so that they
need neither queue nor worker (docs/decisions/0015). What keeps a slow one from the other pages: of
one process's threads one renders and one waits for its turn; whoever comes then is told to come
again. An unchanged part is not rendered at all.
"""

from __future__ import annotations

import functools
import hashlib
import logging
import threading
from dataclasses import asdict, dataclass, replace
from typing import Final

from django.conf import settings
from django.core.cache import caches
from django.utils.translation import gettext as _

from masterplan.document.press import make_engine
from masterplan.extracts import Extract
from masterplan.page_images import Size, page_sizes
from masterplan.rendering import Engine, Part, PartTooSlow, Placed, RenderingError, assemble
from masterplan.rendering import RenderedPart as Rendered
from masterplan.rendering.parts import canonical_json

logger = logging.getLogger(__name__)

# One thread renders, one waits for it. The others of the process keep serving pages.
AT_THE_DOOR: Final = 2
# Seconds: a preview is looked at for minutes, page by page.
PDF_KEPT: Final = 60 * 60
# Seconds for which a part that failed is not tried again: whoever reloads costs nothing.
FAILURE_KEPT: Final = 60

_door = threading.BoundedSemaphore(AT_THE_DOOR)


@dataclass(frozen=True, slots=True)
class Preview:
    """`key` is the hash of everything that the pages depend on; `sizes` are the pages'."""

    key: str
    title: str
    pdf: bytes
    sizes: list[Size]


class NoPreview(Exception):
    """There are no pages to show; the message is a sentence for the person."""


class Busy(NoPreview):
    """Others are being served: ask again in a moment."""


@functools.cache
def preview_press() -> Engine:
    """The engine of this process for previews. It reads the export's stored parts."""
    return make_engine(settings.PREVIEW_SECONDS)


def make_preview(extract: Extract) -> Preview:
    """The pages of a part, from the cache or printed now. Raises NoPreview."""
    key = preview_key(extract)
    pdf = stored_preview(key)
    if pdf is None:
        pdf = print_part(key, extract)
        store(f"{key}:pdf", pdf)
    return Preview(key, extract.part.title, pdf, page_sizes(pdf))


def preview_key(extract: Extract) -> str:
    """The part's own key with what the assembly adds to its pages."""
    part = extract.part
    stamped = [part.chapter, part.running, part.figures, asdict(extract.imprint)]
    return hashlib.sha256(canonical_json([preview_press().key(part), *stamped])).hexdigest()


def stored_preview(key: str) -> bytes | None:
    """The PDF that was made under this key a while ago, unless it is lost or damaged."""
    pdf = fetch(f"{key}:pdf")
    return pdf if isinstance(pdf, bytes) else None


def print_part(key: str, extract: Extract) -> bytes:
    failed = fetch(f"{key}:failed")
    if failed is not None:
        raise NoPreview(sentence_about(is_slow=failed == "slow"))
    imprint = replace(extract.imprint, folio="")  # which page it will be, nobody knows yet
    try:
        placed = Placed(extract.part, render(extract.part))
        return assemble([placed], preview_press().typeface, imprint, extract=True)
    except RenderingError as error:
        logger.warning("No preview of %s", extract.part.slug, exc_info=error)
        is_slow = isinstance(error, PartTooSlow)
        store(f"{key}:failed", "slow" if is_slow else "fault", FAILURE_KEPT)
        raise NoPreview(sentence_about(is_slow=is_slow)) from error


def render(part: Part) -> Rendered:
    """The part from the export's store, or rendered in this thread's turn.

    What is typed passes by: it is not put into that store, where it would push out what exports
    need.
    """
    press = preview_press()
    stored = press.store.fetch(press.key(part))
    if stored is not None:
        return stored
    if not _door.acquire(blocking=False):
        raise Busy(_("Server sedang menyusun pratinjau lain. Dicoba lagi sebentar lagi."))
    try:
        return press.render(part)
    finally:
        _door.release()


def sentence_about(*, is_slow: bool) -> str:
    if is_slow:
        return _(
            "Pratinjau tidak selesai dalam %(seconds)g detik. Isian Anda aman. Periksa teks yang "
            "sangat panjang tanpa spasi, atau tabel yang sangat besar."
        ) % {"seconds": settings.PREVIEW_SECONDS}
    return _(
        "Bagian ini tidak dapat disusun. Isian Anda aman. Coba lagi; bila berulang, sampaikan "
        "kepada operator."
    )


def fetch(key: str) -> object:
    """What the cache holds. A cache that fails costs time and never the preview."""
    try:
        return caches["previews"].get(key)
    except Exception:
        logger.exception("The cache of previews cannot be read")
        return None


def store(key: str, value: object, seconds: int = PDF_KEPT) -> None:
    try:
        caches["previews"].set(key, value, seconds)
    except Exception:
        logger.exception("The cache of previews cannot be written")
