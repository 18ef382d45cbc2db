"""Links of the whole document: what a screen reader says of them, and where they may lead."""

import re
from collections.abc import Mapping

from masterplan.rendering.pagination import Pages
from masterplan.rendering.writer import text_bytes, text_string

# How `harvest` writes where a link of a part leads.
_TARGET = re.compile(rb"/Dest <([0-9a-f]*)>")


def describe_targets(pages: Pages) -> dict[str, bytes]:
    """What each named destination is called, as it stands in the file: its heading, or else the
    name itself."""
    titles = {heading.name: heading.text for _part, heading, _page in pages.headings}
    return {name: text_string(titles.get(name) or name) for name in pages.names}


def spelled(name: str) -> bytes:
    """A name as `harvest` writes it where a link leads."""
    return text_bytes(name).hex().encode()


def described_link(annotation: bytes, titles: Mapping[bytes, bytes | None]) -> bytes:
    """The annotation; an internal link tells what it leads to, or loses where it cannot lead."""
    target = _TARGET.search(annotation)
    if target is None:
        return annotation
    title = titles.get(target[1])
    if title is None:
        return annotation.replace(target[0], b"")
    return annotation.replace(target[0], b"%s/Contents %s" % (target[0], title))
