"""Bookmarks and named destinations of the whole document (ISO 32000-1, 12.3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from masterplan.rendering.pagination import Pages, Placed
from masterplan.rendering.parts import Heading
from masterplan.rendering.writer import (
    Writer,
    array,
    decimal,
    reference,
    text_bytes,
    text_string,
)

_LEAF = 64


def place(page: bytes, x: float, y: float) -> bytes:
    """A destination: this page, with this point at the upper left of the window."""
    return b"[%s/XYZ %s %s null]" % (page, decimal(x), decimal(y))


@dataclass
class _Entry:
    heading: Heading
    page: int
    number: int
    kids: "list[_Entry]" = field(default_factory=list)


def add_bookmarks(writer: Writer, pages: Pages, leaves: Sequence[bytes]) -> bytes:
    """One closed bookmark for each heading, below the nearest one of a higher rank. Returns what
    the catalog says of them."""
    top = _nested(writer, pages)
    if not top:
        return b""
    root = writer.reserve()
    _hang(writer, root, top, leaves)
    ends = (reference(top[0].number), reference(top[-1].number), len(top))
    writer.put(root, b"<</Type/Outlines/First %s/Last %s/Count %d>>" % ends)
    return b"/Outlines %s/PageMode/UseOutlines" % reference(root)


def _nested(writer: Writer, pages: Pages) -> list[_Entry]:
    top: list[_Entry] = []
    open_entries: list[_Entry] = []
    for _part, heading, page in pages.headings:
        entry = _Entry(heading, page, writer.reserve())
        while open_entries and open_entries[-1].heading.level >= heading.level:
            open_entries.pop()
        (open_entries[-1].kids if open_entries else top).append(entry)
        open_entries.append(entry)
    return top


def _hang(writer: Writer, parent: int, entries: list[_Entry], leaves: Sequence[bytes]) -> None:
    neighbours: dict[int, bytes] = {entry.number: b"" for entry in entries}
    for before, after in pairwise(entries):
        neighbours[before.number] += b"/Next %s" % reference(after.number)
        neighbours[after.number] += b"/Prev %s" % reference(before.number)
    for entry in entries:
        body = _bookmark(entry, leaves) + neighbours[entry.number]
        writer.put(entry.number, b"<<%s/Parent %s>>" % (body, reference(parent)))
        _hang(writer, entry.number, entry.kids, leaves)


def _bookmark(entry: _Entry, leaves: Sequence[bytes]) -> bytes:
    target = place(leaves[entry.page - 1], entry.heading.x, entry.heading.y)
    body = b"/Title %s/Dest%s" % (text_string(entry.heading.text), target)
    if not entry.kids:
        return body
    ends = (reference(entry.kids[0].number), reference(entry.kids[-1].number), -len(entry.kids))
    return body + b"/First %s/Last %s/Count %d" % ends


def add_names(
    writer: Writer, placed: Sequence[Placed], pages: Pages, leaves: Sequence[bytes]
) -> bytes:
    """The tree of all named destinations, sorted by the bytes of the names as it must be. Returns
    what the catalog says of it."""
    places: dict[bytes, bytes] = {}
    for item in placed:
        for target in item.rendered.destinations:
            leaf = leaves[pages.names[target.name] - 1]
            places[text_bytes(target.name)] = place(leaf, target.x, target.y)
    return b"/Names<</Dests %s>>" % _add_name_tree(writer, places) if places else b""


def _add_name_tree(writer: Writer, places: Mapping[bytes, bytes]) -> bytes:
    names = sorted(places)
    leaves = []
    for start in range(0, len(names), _LEAF):
        some = names[start : start + _LEAF]
        pairs = array(b"<%s>%s" % (name.hex().encode(), places[name]) for name in some)
        limits = (some[0].hex().encode(), some[-1].hex().encode())
        leaves.append(writer.add(b"<</Limits[<%s><%s>]/Names%s>>" % (*limits, pairs)))
    return writer.add(b"<</Kids%s>>" % array(leaves))
