"""Writing a PDF file from objects that are spelled out already (ISO 32000-1, 7.5).

Small objects go into compressed object streams, and the place of each object into a compressed
cross-reference stream. An object has a number from 1 without gaps, and is referred to as `7 0 R`.
"""

import codecs
import hashlib
import zlib
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate

_HEADER = b"%PDF-1.7\n%\xbf\xf7\xa2\xfe\n"
# A tenth less time for the whole assembly than with the usual level, and 2 % more bytes.
_LEVEL = 4
# The index of an object in its stream must fit into one byte of the cross-reference table.
_OBJECTS_IN_STREAM = 200
_INDICES = [bytes((index,)) for index in range(_OBJECTS_IN_STREAM)]
# A row of that table says in one byte what it is, in four where, and in one which.
_NOTHING = bytes(6)
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


class Writer:
    """Collects objects in their order and writes the file. The same calls give the same bytes."""

    def __init__(self) -> None:
        self._file = bytearray(_HEADER)
        self.size = 1  # the number of the next object
        self._offsets: dict[int, int] = {}
        self._small: list[tuple[int, bytes]] = []

    def reserve(self, count: int = 1) -> int:
        """The number of the first of some objects that come later."""
        number = self.size
        self.size += count
        return number

    def put(self, number: int, body: bytes) -> None:
        """An object that is no stream."""
        self._small.append((number, body))

    def add(self, body: bytes) -> bytes:
        """The same under a new number; its reference is returned."""
        number = self.reserve()
        self.put(number, body)
        return reference(number)

    def put_all(self, start: int, bodies: Sequence[bytes], streams: Mapping[int, bytes]) -> None:
        """Objects from the number `start` on; of those in `streams`, which go by their place from
        1, the body is the dictionary."""
        small = list(enumerate(bodies, start))
        for place, data in streams.items():
            self.put_stream(start + place - 1, bodies[place - 1], data)
        for place in sorted(streams, reverse=True):
            del small[place - 1]
        self._small += small

    def put_stream(self, number: int, dictionary: bytes, data: bytes) -> None:
        """A stream with its whole dictionary."""
        self._offsets[number] = len(self._file)
        self._file += b"%d 0 obj\n%s\nstream\n" % (number, dictionary)
        self._file += data
        self._file += b"\nendstream\nendobj\n"

    def add_stream(self, data: bytes, entries: bytes = b"", *, packed: bool = True) -> bytes:
        """A new stream with these entries in its dictionary, compressed unless it is not `packed`;
        its reference is returned."""
        number = self.reserve()
        if packed:
            data = zlib.compress(data, _LEVEL)
            entries += b"/Filter/FlateDecode"
        self.put_stream(number, b"<<%s/Length %d>>" % (entries, len(data)), data)
        return reference(number)

    def finish(self, root: bytes, info: bytes) -> bytes:
        """The whole file. `root` and `info` refer to the catalog and the information dictionary."""
        rows = self._write_small_objects()
        identity = hashlib.sha256(self._file).hexdigest()[:32].encode()
        table = self.reserve()
        start = self._offsets[table] = len(self._file)
        data = zlib.compress(self._table(rows))
        self.put_stream(
            table,
            b"<</Type/XRef/Size %d/W[1 4 1]/Root %s/Info %s/ID[<%s><%s>]/Filter/FlateDecode"
            b"/Length %d>>" % (self.size, root, info, identity, identity, len(data)),
            data,
        )
        self._file += b"startxref\n%d\n%%%%EOF\n" % start
        return bytes(self._file)

    def _write_small_objects(self) -> dict[int, bytes]:
        """Write the object streams; for each object its row of the cross-reference table."""
        rows: dict[int, bytes] = {}
        for first in range(0, len(self._small), _OBJECTS_IN_STREAM):
            some = self._small[first : first + _OBJECTS_IN_STREAM]
            row = _IN_STREAM + self.size.to_bytes(4, "big")
            self._add_object_stream(some)
            for (number, _body), index in zip(some, _INDICES, strict=False):
                rows[number] = row + index
        return rows

    def _add_object_stream(self, objects: list[tuple[int, bytes]]) -> None:
        bodies = [body for _number, body in objects]
        positions = accumulate(
            map(len, bodies), lambda before, length: before + length + 1, initial=0
        )
        heads = zip(objects, positions, strict=False)
        head = b" ".join([b"%d %d" % (number, position) for (number, _), position in heads])
        entries = b"/Type/ObjStm/N %d/First %d" % (len(objects), len(head) + 1)
        self.add_stream(b"\n".join([head, *bodies]), entries)

    def _table(self, rows: dict[int, bytes]) -> bytes:
        """One row for each number from 0, which is never used."""
        for number, offset in self._offsets.items():
            rows[number] = _IN_FILE + offset.to_bytes(4, "big") + b"\0"
        return b"".join([rows.get(number, _NOTHING) for number in range(self.size)])
