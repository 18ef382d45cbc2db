"""Links of the whole document: what a screen reader says of them, and where they may lead."""

import codecs
from collections.abc import Mapping

from pikepdf import Name, Object, String

from masterplan.rendering.pagination import Pages


def encoded_name(name: str) -> bytes:
    """The bytes of a destination's name as WeasyPrint writes them in links."""
    return name.encode() if name.isascii() else codecs.BOM_UTF16_BE + name.encode("utf-16-be")


def describe_targets(pages: Pages) -> dict[bytes, str]:
    """What each named destination is called: its heading, or else the name itself."""
    titles = {heading.name: heading.text for _part, heading, _page in pages.headings}
    return {encoded_name(name): titles.get(name) or name for name in pages.names}


def describe_links(leaf: Object, targets: Mapping[bytes, str]) -> None:
    """Tell each internal link of the page what it leads to; take away where it cannot lead."""
    for annotation in leaf.get(Name.Annots, ()):
        target = annotation.get(Name.Dest)
        if target is None:
            continue
        title = targets.get(bytes(target))
        if title is None:
            del annotation.Dest
        else:
            annotation.Contents = String(title)
