"""Reading the stored pages of a part: the file that `harvest` writes, and no other.

Its objects stand in the order of their numbers, with a classic cross-reference table, and no text
string is written in brackets: what looks like a reference is one, and no object but a stream holds
a line break. That makes it possible to give all objects of a part new numbers at once.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_REFERENCE = re.compile(rb"\b(\d+) 0 R\b")
_END_OF_OBJECT = len(b"\nendobj\n")
_STREAM, _END_OF_STREAM = b"\nstream\n", b"\nendstream"
# A row of the cross-reference table, and where it says whether the object is in use.
_ROW, _USED = 20, 17


@dataclass(frozen=True, slots=True)
class Fragment:
    """`bodies` are the objects by number, of a stream its dictionary alone; `streams` their data.

    The objects that hold the part together are named by their numbers: they are not part of the
    document, which has its own.
    """

    bodies: Mapping[int, bytes]
    streams: Mapping[int, bytes]
    pages: int
    catalog: int
    structure: int
    parent_tree: int
    document: int

    @property
    def own(self) -> list[int]:
        """The numbers of the objects that go into the document."""
        joints = {self.pages, self.catalog, self.structure, self.parent_tree, self.document}
        return [number for number in self.bodies if number not in joints]

    def renumbered(self, references: Mapping[bytes, bytes]) -> dict[int, bytes]:
        """The bodies under their old numbers, each reference in them replaced: `references` maps a
        number's digits to a whole reference."""
        pieces = _REFERENCE.split(b"\n".join(self.bodies.values()))
        pieces[1::2] = [references[digits] for digits in pieces[1::2]]
        return dict(zip(self.bodies, b"".join(pieces).split(b"\n"), strict=True))


def read_fragment(pdf: bytes) -> Fragment:
    """The objects of a part's file. Raises ValueError for a file that `harvest` did not write."""
    table = pdf.rindex(b"xref\n0 ", 0, pdf.rindex(b"startxref"))
    bodies, streams = _objects(pdf, table)
    catalog = _named(pdf[table:], b"Root")
    structure = _named(bodies[catalog], b"StructTreeRoot")
    return Fragment(
        bodies=bodies,
        streams=streams,
        pages=_named(bodies[catalog], b"Pages"),
        catalog=catalog,
        structure=structure,
        parent_tree=_named(bodies[structure], b"ParentTree"),
        document=references_in(entry(bodies[structure], b"K"))[0],
    )


def _objects(pdf: bytes, table: int) -> tuple[dict[int, bytes], dict[int, bytes]]:
    bodies: dict[int, bytes] = {}
    streams: dict[int, bytes] = {}
    places = _places(pdf, table)
    ends = [offset for _number, offset in places[1:]] + [table]
    for (number, offset), end in zip(places, ends, strict=True):
        body = pdf[offset + len(b"%d 0 obj\n" % number) : end - _END_OF_OBJECT]
        if body.endswith(_END_OF_STREAM):
            body, _, data = body.partition(_STREAM)
            streams[number] = data[: -len(_END_OF_STREAM)]
        if b"\n" in body or b"(" in body:
            raise ValueError(f"object {number} is not written as a part's")
        bodies[number] = body
    return bodies, streams


def _places(pdf: bytes, table: int) -> list[tuple[int, int]]:
    """Number and offset of each object in use."""
    count_end = pdf.index(b"\n", table + len(b"xref\n"))
    count = int(pdf[table + len(b"xref\n0 ") : count_end])
    rows = range(count_end + 1, count_end + 1 + count * _ROW, _ROW)
    return [
        (number, int(pdf[row : row + 10]))
        for number, row in enumerate(rows)
        if pdf[row + _USED] == ord("n")
    ]


def _named(body: bytes, key: bytes) -> int:
    found = re.search(rb"/%s (\d+) 0 R" % key, body)
    if found is None:
        raise ValueError(f"/{key.decode()} is missing")
    return int(found[1])


def entry(body: bytes, key: bytes) -> bytes:
    """What stands in the brackets of the array that a dictionary has under this key, or nothing."""
    found = re.search(rb"/%s \[([^\[\]]*)\]" % key, body)
    return found[1] if found else b""


def references_in(text: bytes) -> list[int]:
    """The numbers of the objects that are referred to, in order."""
    return [int(digits) for digits in _REFERENCE.findall(text)]
