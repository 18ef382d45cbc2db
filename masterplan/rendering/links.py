"""Links of the whole document: what a screen reader says of them, and where they may lead."""

import re
from collections.abc import Mapping

from masterplan.rendering.pagination import Pages
from masterplan.rendering.writer import text_bytes, text_string

# How `harvest` writes where a link of a part leads.
_TARGET = re.compile(rb"/Dest <([0-9a-f]*)>")


def describe_targets(pages: Pages) -> dict[bytes, bytes]:
    """What each named destination is called: its heading, or else the name itself. Both as they
    stand in the file."""
    titles = {heading.name: heading.text for _part, heading, _page in pages.headings}
    return {
        text_bytes(name).hex().encode(): text_string(titles.get(name) or name)
        for name in pages.names
    }


def described_link(annotation: bytes, targets: Mapping[bytes, bytes]) -> bytes:
    """The annotation; an internal link tells what it leads to, or loses where it cannot lead."""
    target = _TARGET.search(annotation)
    if target is None:
        return annotation
    title = targets.get(target[1])
    if title is None:
        return annotation.replace(target[0], b"")
    return annotation.replace(target[0], b"%s/Contents %s" % (target[0], title))
