"""The objects of one part as they stand in the file of a document: numbered, joined to what is
around them, and compressed.

A part may use as many numbers as it has objects, one for its leaf of the parent tree, one for the
object stream that holds all of them but streams, and one for the number on each of its pages. What
is drawn over a page knows the page's number and comes from the assembly; the rest depends on little
of the document (`Place`), which an edit elsewhere mostly leaves as it is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from masterplan.rendering.faults import AssemblyError
from masterplan.rendering.fragment import PlacedFragment, entry, references_in
from masterplan.rendering.links import described_link, spelled
from masterplan.rendering.numbers import write_figures
from masterplan.rendering.parts import RenderedPart
from masterplan.rendering.stamps import FONT_RESOURCE
from masterplan.rendering.typeface import REGULAR, Typeface
from masterplan.rendering.writer import ObjectStream, array, packed_stream, reference

# What is looked for in the objects of a part, as `harvest` writes them.
_CONTENTS = re.compile(rb"/Contents (\d+) 0 R")
_RESOURCES = re.compile(rb"/Resources (\d+) 0 R")
_FONTS = re.compile(rb"/Font (\d+) 0 R")
_FACE = re.compile(rb"/([A-Z]+) /(\d+i?)")
_PARENT_KEY = re.compile(rb"/(StructParents?) (\d+)")
# An owner in a part's parent tree: one element, or a list with one for each piece of content.
_OWNER = re.compile(rb"\d+ (\[[^\]]*\]|\d+ 0 R)")


@dataclass(frozen=True, slots=True)
class Place:
    """All that the objects of a part say of the document around them.

    `start` is the number of its first object, and `key` its first key of the parent tree. `fonts`
    are the faces' font objects by name, `watermarks` the entries of its resources for the
    watermark. `stamps` are drawn over its pages, one for each; `titles` say where its links lead,
    one for each name in `RenderedPart.links`, or None; `figures` are written where it has marks.
    """

    start: int
    key: int
    page_tree: bytes
    document: bytes
    opening: bytes
    fonts: tuple[tuple[str, bytes], ...]
    watermarks: bytes
    stamps: tuple[bytes, ...]
    titles: tuple[bytes | None, ...]
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Packed:
    """It has `size` numbers from `start` on. `streams` are its own by their numbers, each with its
    dictionary; `pages` refer to its pages, whose folios stand under `first_folio` and the numbers
    after it; `leaf` is its leaf of the parent tree, in which it has `keys`."""

    size: int
    objects: ObjectStream
    streams: dict[int, tuple[bytes, bytes]]
    pages: tuple[bytes, ...]
    first_folio: int
    kids: bytes
    leaf: bytes
    keys: int


def pack(rendered: RenderedPart, place: Place, typeface: Typeface) -> Packed:
    """The part at its place. Where it stood last is remembered with it, as long as it is."""
    memory = rendered.fragment.memory
    packed: Packed | None = memory.get(place)
    if packed is None:
        packed = _pack(rendered, place, typeface)
        memory.clear()
        memory[place] = packed
    return packed


def _pack(rendered: RenderedPart, place: Place, typeface: Typeface) -> Packed:
    fragment = rendered.fragment
    here = fragment.placed(place.start, place.page_tree, place.document)
    leaf_number = place.start + len(here.bodies)
    first_folio = leaf_number + 2
    faces = _complete_resources(here, place)
    _complete_links(here, place, rendered.links)
    contents = [here.own_number(_number(_CONTENTS, here[leaf])) for leaf in here.leaves]
    streams = {own: (here[own], data) for own, data in fragment.streams.items()}
    if place.figures:
        drawn = [fragment.streams[own] for own in contents]
        named = {name: typeface.faces[face.decode()] for name, face in faces}
        written = write_figures(drawn, place.figures, named)
        streams |= dict(zip(contents, map(packed_stream, written), strict=True))
    pages = zip(here.leaves, contents, place.stamps, strict=True)
    for folio, (leaf, content, stamp) in enumerate(pages, first_folio):
        own = reference(place.start + content - 1)
        layers = array([place.opening, own, stamp, reference(folio)])
        page = _moved(here[leaf], place.key)
        here[leaf] = page.replace(b"/Contents %s" % own, b"/Contents%s" % layers)
    owners = _OWNER.findall(here.owners)
    small = [
        (number, body)
        for number, body in enumerate(here.bodies, place.start)
        if number - place.start + 1 not in fragment.streams
    ]
    small.append((leaf_number, _leaf(owners, place.key)))
    return Packed(
        size=first_folio + len(here.leaves) - place.start,
        objects=ObjectStream.of(leaf_number + 1, small),
        streams={place.start + own - 1: stream for own, stream in streams.items()},
        pages=tuple(reference(place.start + leaf - 1) for leaf in here.leaves),
        first_folio=first_folio,
        kids=here.kids,
        leaf=reference(leaf_number),
        keys=len(owners),
    )


def _complete_resources(here: PlacedFragment, place: Place) -> list[tuple[bytes, bytes]]:
    """Put the real fonts where the part has the names of their faces, and the watermarks. All
    pages of a part share their resources. Returns what it calls each face."""
    embedded = dict(place.fonts)
    resources = here.own_number(_number(_RESOURCES, here[here.leaves[0]]))
    fonts = here.own_number(_number(_FONTS, here[resources]))
    faces = _FACE.findall(here[fonts])
    entries = [b"/%s %s" % (name, embedded[face.decode()]) for name, face in faces]
    here[fonts] = b"<<%s%s %s>>" % (b"".join(entries), FONT_RESOURCE.encode(), embedded[REGULAR])
    if place.watermarks:
        old, new = b"/XObject <<", b"/XObject <<" + place.watermarks
        here[resources] = here[resources].replace(old, new, 1)
    return faces


def _complete_links(here: PlacedFragment, place: Place, names: Sequence[str]) -> None:
    titles = dict(zip(map(spelled, names), place.titles, strict=True))
    for leaf in here.leaves:
        for number in references_in(entry(here[leaf], b"Annots")):
            link = here.own_number(number)
            here[link] = described_link(_moved(here[link], place.key), titles)


def _leaf(owners: Sequence[bytes], key: int) -> bytes:
    """The part's leaf of the parent tree."""
    pairs = array(b"%d %s" % pair for pair in enumerate(owners, key))
    return b"<</Limits[%d %d]/Nums%s>>" % (key, key + len(owners) - 1, pairs)


def _number(pattern: re.Pattern[bytes], body: bytes) -> int:
    found = pattern.search(body)
    if found is None:
        raise AssemblyError("a page has no resources")
    return int(found[1])


def _moved(body: bytes, by: int) -> bytes:
    """The page or annotation with its key of the parent tree moved."""
    return _PARENT_KEY.sub(lambda key: b"/%s %d" % (key[1], int(key[2]) + by), body)
