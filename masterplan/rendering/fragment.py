"""The pages of one part as PDF objects that wait for their numbers.

The objects are numbered from 1 in their order, without gaps. A reference is kept as its number
between two zero bytes, and no object but a stream's data holds such a byte or a line break: so all
objects of a part get their numbers in the document at once, with one split and one join.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from masterplan.rendering.faults import AssemblyError, DamagedPart


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's size in points."""

    width: float
    height: float

    @property
    def watermark_resource(self) -> str:
        """The watermark's name on pages of this size; a part's pages share their resources."""
        return f"/Watermark-{self.width:g}x{self.height:g}"


# What a part's objects may refer to, and only the document has: the root of the pages, and the
# element that all others hang under.
PAGE_TREE, DOCUMENT = 0, -1

_MEDIA_BOX = re.compile(rb"/MediaBox \[([^\]]*)\]")
_REFERENCE = re.compile(rb"\b(\d+) 0 R\b")
_MARK = b"\0"


@dataclass(frozen=True)
class Fragment:
    """`bodies` are the objects in order, one a line, of a stream its dictionary alone; `streams`
    are the streams' data by number. After the objects stand two lines more: the uppermost elements
    of the structure tree, and the part's share of the parent tree (the text within its brackets).
    `leaves` are the numbers of the pages. `memory` is kept for whoever places the fragment."""

    bodies: bytes
    streams: Mapping[int, bytes]
    leaves: tuple[int, ...]
    memory: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """The sizes of the pages."""
        lines = self.bodies.split(b"\n")
        return tuple(_sheet(lines[leaf - 1]) for leaf in self.leaves)

    def placed(self, start: int, page_tree: bytes, document: bytes) -> "PlacedFragment":
        """The fragment with its first object under the number `start`."""
        pieces = self.bodies.split(_MARK)
        known = {b"%d" % PAGE_TREE: page_tree, b"%d" % DOCUMENT: document}
        for digits in set(pieces[1::2]) - set(known):
            known[digits] = b"%d 0 R" % (int(digits) + start - 1)
        pieces[1::2] = [known[digits] for digits in pieces[1::2]]
        *bodies, kids, owners = b"".join(pieces).split(b"\n")
        return PlacedFragment(start, bodies, self.leaves, kids, owners)

    def as_json(self) -> dict[str, Any]:
        """What `to_bytes` leaves out."""
        lengths = [[number, len(data)] for number, data in self.streams.items()]
        return {"bodies": len(self.bodies), "streams": lengths, "leaves": self.leaves}

    def to_bytes(self) -> bytes:
        return b"".join([self.bodies, *self.streams.values()])

    @classmethod
    def parse(cls, description: Mapping[str, Any], data: bytes) -> "Fragment":
        """What `as_json` and `to_bytes` told. Raises DamagedPart when they do not fit."""
        start = description["bodies"]
        streams = {}
        for number, length in description["streams"]:
            streams[number] = data[start : start + length]
            start += length
        if start != len(data):
            raise DamagedPart("the lengths do not match")
        return cls(data[: description["bodies"]], streams, tuple(description["leaves"]))


@dataclass(slots=True)
class PlacedFragment:
    """A fragment in the document; `packing` changes the few objects that know the whole.

    `bodies` are in order from the number `start` on; `leaves` are the part's own numbers, which
    begin at 1.
    """

    start: int
    bodies: list[bytes]
    leaves: tuple[int, ...]
    kids: bytes
    owners: bytes

    def __getitem__(self, number: int) -> bytes:
        return self.bodies[number - 1]

    def __setitem__(self, number: int, body: bytes) -> None:
        self.bodies[number - 1] = body

    def own_number(self, number: int) -> int:
        """The part's own number of an object, from its number in the document."""
        return number - self.start + 1


def make_fragment(
    objects: Sequence[tuple[int, bytes]],
    streams: Mapping[int, bytes],
    leaves: Sequence[int],
    joints: Mapping[int, int],
    ends: tuple[bytes, bytes],
) -> Fragment:
    """A fragment of objects by any numbers (of a stream the dictionary alone), with the numbers of
    the pages, those of `PAGE_TREE` and `DOCUMENT`, and the two lines that end it.

    Raises ValueError for an object that is not written as a part's, and for a reference to one
    that is not there.
    """
    places = {number: place for place, (number, _body) in enumerate(objects, 1)}
    for number, body in objects:
        # What stands in the brackets of a text string could be taken for a reference.
        if any(sign in body for sign in (b"\n", b"(", _MARK)):
            raise ValueError(f"object {number} is not written as a part's")
    return Fragment(
        _renumbered([*(body for _number, body in objects), *ends], {**places, **joints}),
        {places[number]: data for number, data in sorted(streams.items())},
        tuple(places[number] for number in leaves),
    )


def _renumbered(lines: Sequence[bytes], places: Mapping[int, int]) -> bytes:
    pieces = _REFERENCE.split(b"\n".join(lines))
    try:
        pieces[1::2] = [b"%d" % places[int(digits)] for digits in pieces[1::2]]
    except KeyError as missing:
        raise ValueError(f"there is no object {missing}") from None
    return _MARK.join(pieces)


def _sheet(leaf: bytes) -> Sheet:
    box = _MEDIA_BOX.search(leaf)
    if box is None:
        raise AssemblyError("a page has no size")
    left, bottom, right, top = map(float, box[1].split())
    return Sheet(right - left, top - bottom)


def entry(body: bytes, key: bytes) -> bytes:
    """What stands in the brackets of the array that a dictionary has under this key, or nothing."""
    found = re.search(rb"/%s \[([^\[\]]*)\]" % key, body)
    return found[1] if found else b""


def references_in(text: bytes) -> list[int]:
    """The numbers of the objects that are referred to, in order."""
    return [int(digits) for digits in _REFERENCE.findall(text)]
