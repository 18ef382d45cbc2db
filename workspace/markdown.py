"""User text is Markdown, rendered by this one function on every page and in the document."""

from __future__ import annotations

import functools
import re
from typing import Final

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

ALLOWED_TAGS: Final = {
    "p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "h3", "h4",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
# Control characters have no place in a text and none in a PDF; tab and line ends stay.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


@functools.cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")


def render_markdown(text: str) -> SafeString:
    """Text as HTML with nothing but the allowed tags: no links, no images, no attributes.

    Links are left out on purpose: a signed document may not lead to an address that somebody else
    can change, and a page may not send an official to one.
    """
    html = _parser().render(_CONTROL.sub("", text))
    clean = nh3.clean(html, tags=ALLOWED_TAGS, attributes={}, link_rel=None)
    return mark_safe(clean)


def has_control_characters(text: str) -> bool:
    return _CONTROL.search(text) is not None
