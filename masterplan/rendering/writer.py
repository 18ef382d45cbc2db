"""Writing a PDF file from objects that are spelled out already (ISO 32000-1, 7.5).

Small objects go into compressed object streams, and the place of each object into a compressed
cross-reference stream. An object has a number from 1 without gaps, and is referred to as `7 0 R`.
"""

import codecs
import hashlib
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Self

_HEADER = b"%PDF-1.7\n%\xbf\xf7\xa2\xfe\n"
# A fifth less time for a whole assembly than with the usual level, and 2.5 % more bytes.
_LEVEL = 4
# Rows that differ in their last two bytes: the higher levels look long and find less.
_TABLE_LEVEL = 1
# How many of the document's own objects go into one object stream.
_OBJECTS_IN_STREAM = 200
# A row of the cross-reference table says in one byte what it is, in four where, in two which.
_ROW = 7
_IN_FILE, _IN_STREAM = b"\1", b"\2"


def reference(number: int) -> bytes:
    return b"%d 0 R" % number


def text_string(text: str) -> bytes:
    """A text string, in hexadecimal digits so that it holds no sign with a meaning in PDF."""
    return b"<%s>" % text_bytes(text).hex().encode()


def text_bytes(text: str) -> bytes:
    """The bytes of a text string: printable ASCII, or UTF-16 with its mark."""
    if text.isascii() and text.isprintable():
        return text.encode()
    return codecs.BOM_UTF16_BE + text.encode("utf-16-be")


def decimal(value: float) -> bytes:
    """A number with at most six decimals."""
    return f"{value:.6f}".rstrip("0").rstrip(".").encode()


def array(items: Iterable[bytes]) -> bytes:
    return b"[%s]" % b" ".join(items)


def packed_stream(data: bytes, entries: bytes = b"") -> tuple[bytes, bytes]:
    """The dictionary with these entries and the data of a stream, compressed."""
    packed = zlib.compress(data, _LEVEL)
    return b"<<%s/Filter/FlateDecode/Length %d>>" % (entries, len(packed)), packed


@dataclass(frozen=True, slots=True)
class ObjectStream:
    """Objects that are no streams, together and compressed, ready to stand under `number`.

    `runs` are their rows of the cross-reference table: of each run of neighbours the first number
    and the rows.
    """

    number: int
    dictionary: bytes
    data: bytes
    runs: tuple[tuple[int, bytes], ...]

    @classmethod
    def of(cls, number: int, objects: Sequence[tuple[int, bytes]]) -> Self:
        """The objects with their numbers."""
        numbers = [own for own, _body in objects]
        bodies = [body for _own, body in objects]
        positions = accumulate(map(len, bodies), lambda end, length: end + length + 1, initial=0)
        head = b" ".join([b"%d %d" % pair for pair in zip(numbers, positions, strict=False)])
        entries = b"/Type/ObjStm/N %d/First %d" % (len(objects), len(head) + 1)
        dictionary, data = packed_stream(b"\n".join([head, *bodies]), entries)
        row = _IN_STREAM + number.to_bytes(4, "big")
        rows = [row + index.to_bytes(2, "big") for index in range(len(objects))]
        pairs = enumerate(pairwise(numbers), 1)
        breaks = [place for place, (own, after) in pairs if after != own + 1]
        runs = pairwise([0, *breaks, len(objects)])
        return cls(
            number,
            dictionary,
            data,
            tuple((numbers[start], b"".join(rows[start:end])) for start, end in runs),
        )


class Writer:
    """Collects objects in their order and writes the file. The same calls give the same bytes."""

    def __init__(self) -> None:
        self._file = bytearray(_HEADER)
        # One row for each number from 0, which is never used.
        self._table = bytearray(_ROW)
        self._small: list[tuple[int, bytes]] = []

    @property
    def size(self) -> int:
        """The number of the next object."""
        return len(self._table) // _ROW

    def reserve(self, count: int = 1) -> int:
        """The number of the first of some objects that come later."""
        number = self.size
        self._table += bytes(_ROW * count)
        return number

    def put(self, number: int, body: bytes) -> None:
        """An object that is no stream."""
        self._small.append((number, body))

    def add(self, body: bytes) -> bytes:
        """The same under a new number; its reference is returned."""
        number = self.reserve()
        self.put(number, body)
        return reference(number)

    def put_objects(self, objects: ObjectStream) -> None:
        """Many of them at once."""
        self.put_stream(objects.number, objects.dictionary, objects.data)
        for number, rows in objects.runs:
            self._table[_ROW * number : _ROW * number + len(rows)] = rows

    def put_stream(self, number: int, dictionary: bytes, data: bytes) -> None:
        """A stream with its whole dictionary."""
        row = _IN_FILE + len(self._file).to_bytes(4, "big") + b"\0\0"
        self._table[_ROW * number : _ROW * (number + 1)] = row
        self._file += b"%d 0 obj\n%s\nstream\n" % (number, dictionary)
        self._file += data
        self._file += b"\nendstream\nendobj\n"

    def add_stream(self, data: bytes, entries: bytes = b"", *, packed: bool = True) -> bytes:
        """A new stream with these entries in its dictionary, compressed unless it is not `packed`;
        its reference is returned."""
        number = self.reserve()
        if packed:
            self.put_new_stream(number, data, entries)
        else:
            self.put_stream(number, b"<<%s/Length %d>>" % (entries, len(data)), data)
        return reference(number)

    def put_new_stream(self, number: int, data: bytes, entries: bytes = b"") -> None:
        """The same under a number that was reserved, compressed."""
        self.put_stream(number, *packed_stream(data, entries))

    def finish(self, root: bytes, info: bytes) -> bytes:
        """The whole file. `root` and `info` refer to the catalog and the information dictionary."""
        for first in range(0, len(self._small), _OBJECTS_IN_STREAM):
            some = self._small[first : first + _OBJECTS_IN_STREAM]
            self.put_objects(ObjectStream.of(self.reserve(), some))
        identity = hashlib.sha256(self._file).hexdigest()[:32].encode()
        start = len(self._file)
        table = self.reserve()
        self._table[_ROW * table :] = _IN_FILE + start.to_bytes(4, "big") + b"\0\0"
        data = zlib.compress(self._table, _TABLE_LEVEL)
        self.put_stream(
            table,
            b"<</Type/XRef/Size %d/W[1 4 2]/Root %s/Info %s/ID[<%s><%s>]/Filter/FlateDecode"
            b"/Length %d>>" % (self.size, root, info, identity, identity, len(data)),
            data,
        )
        self._file += b"startxref\n%d\n%%%%EOF\n" % start
        return bytes(self._file)
