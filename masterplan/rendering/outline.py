"""Bookmarks and named destinations of the whole document (ISO 32000-1, 12.3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from masterplan.rendering.links import encoded_name
from masterplan.rendering.pagination import Pages, Placed
from masterplan.rendering.parts import Heading

_LEAF = 64


def place(page: Object, x: float, y: float) -> Array:
    """A destination: this page, with this point at the upper left of the window."""
    return Array([page, Name.XYZ, x, y, None])


@dataclass
class _Entry:
    heading: Heading
    page: int
    kids: "list[_Entry]" = field(default_factory=list)


def add_bookmarks(pdf: Pdf, pages: Pages, leaves: Sequence[Object]) -> None:
    """One closed bookmark for each heading, below the nearest one of a higher rank."""
    top = _nested(pages)
    if not top:
        return
    root = pdf.make_indirect(Dictionary(Type=Name.Outlines))
    _hang(pdf, root, top, leaves)
    root.Count = len(top)
    pdf.Root.Outlines = root
    pdf.Root.PageMode = Name.UseOutlines


def _nested(pages: Pages) -> list[_Entry]:
    top: list[_Entry] = []
    open_entries: list[_Entry] = []
    for _part, heading, page in pages.headings:
        entry = _Entry(heading, page)
        while open_entries and open_entries[-1].heading.level >= heading.level:
            open_entries.pop()
        (open_entries[-1].kids if open_entries else top).append(entry)
        open_entries.append(entry)
    return top


def _hang(pdf: Pdf, parent: Object, entries: list[_Entry], leaves: Sequence[Object]) -> None:
    items = [pdf.make_indirect(_bookmark(parent, entry, leaves)) for entry in entries]
    for before, after in pairwise(items):
        before.Next, after.Prev = after, before
    parent.First, parent.Last = items[0], items[-1]
    for item, entry in zip(items, entries, strict=True):
        if entry.kids:
            _hang(pdf, item, entry.kids, leaves)
            item.Count = -len(entry.kids)


def _bookmark(parent: Object, entry: _Entry, leaves: Sequence[Object]) -> Dictionary:
    target = place(leaves[entry.page - 1], entry.heading.x, entry.heading.y)
    return Dictionary(Title=String(entry.heading.text), Parent=parent, Dest=target)


def add_names(pdf: Pdf, placed: Sequence[Placed], pages: Pages, leaves: Sequence[Object]) -> None:
    """The tree of all named destinations, sorted by the bytes of the names as it must be."""
    places: dict[bytes, Array] = {}
    for item in placed:
        for target in item.rendered.destinations:
            leaf = leaves[pages.names[target.name] - 1]
            places[encoded_name(target.name)] = place(leaf, target.x, target.y)
    if places:
        pdf.Root.Names = Dictionary(Dests=_name_tree(pdf, places))


def _name_tree(pdf: Pdf, places: Mapping[bytes, Array]) -> Object:
    names = sorted(places)
    leaves = Array()
    for start in range(0, len(names), _LEAF):
        some = names[start : start + _LEAF]
        pairs = Array([thing for name in some for thing in (String(name), places[name])])
        limits = Array([String(some[0]), String(some[-1])])
        leaves.append(pdf.make_indirect(Dictionary(Limits=limits, Names=pairs)))
    return pdf.make_indirect(Dictionary(Kids=leaves))
