"""A part before rendering (`Part`) and after it (`RenderedPart`)."""

import hashlib
import json
import struct
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from typing import Any, Self

from masterplan.rendering.faults import DamagedPart
from masterplan.rendering.fragment import Fragment

# To be raised whenever the same inputs give other bytes than before: all stored parts are stale.
ENGINE_VERSION = 5

_MAGIC = b"smartplan part\n"
_LENGTHS = struct.Struct(">II")
_DIGEST_BYTES = 32


def canonical_json(value: Any) -> bytes:
    """The one spelling of a JSON value: sorted keys, no spaces, UTF-8, no NaN.

    Raises TypeError or ValueError for what JSON cannot hold (a Decimal, a date, an infinity), so
    that two spellings of one value can never give two keys. To look for circles, which nobody
    makes here, would take a sixth of the time.
    """
    text = json.dumps(
        value,
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
        allow_nan=False,
        check_circular=False,
    )
    return text.encode()


@dataclass(frozen=True)
class Part:
    """A piece of the document that is laid out on its own: a pure function of its fields.

    `slug` is unique in the document; `chapter` groups parts for progress and stands in the running
    header; `title` is what people read when this part fails. `template` and the JSON-able `context`
    are all that `write_html` may look at; `source` is the hash of the template's source. A part
    that is not `running` (a cover, a divider) gets no running lines. `figures` are written where
    its pages have marks, in their order: the assembly does it, so that they may change without a
    new layout.
    """

    slug: str
    chapter: str
    title: str
    template: str
    context: Mapping[str, Any]
    source: str = ""
    running: bool = True
    figures: tuple[str, ...] = ()

    @cached_property
    def content_digest(self) -> str:
        """The sha-256 of what this part shows; where it stands and how it is called is left out."""
        shown = {"template": self.template, "source": self.source, "context": self.context}
        return hashlib.sha256(canonical_json(shown)).hexdigest()

    def as_json(self) -> dict[str, Any]:
        """The part as a plain dictionary, to hand it to another worker."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """The part that `as_json` described."""
        return cls(**{**value, "figures": tuple(value["figures"])})


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, on page `page` of its part (from 0), `x` and `y` in points from the lower left."""

    level: int
    text: str
    page: int
    x: float
    y: float
    name: str


@dataclass(frozen=True, slots=True)
class Destination:
    """A named place, on page `page` of its part (from 0), in points from the lower left corner."""

    name: str
    page: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class RenderedPart:
    """What a part became.

    `fragment` holds the pages and their structure tree without any font file; `glyphs` says for
    each face which glyph numbers are used and which text each stands for, from which the assembly
    makes the one subset. `links` are the names that the part's internal links lead to, here or
    elsewhere; `numbers` are those whose page the assembly writes where the part has marks, in the
    order in which they are drawn. `seconds` is the wall time of the rendering and has no part in
    equality.
    """

    fragment: Fragment
    page_count: int
    headings: tuple[Heading, ...]
    destinations: tuple[Destination, ...]
    links: tuple[str, ...]
    glyphs: Mapping[str, Mapping[int, str]]
    numbers: tuple[str, ...] = ()
    seconds: float = field(compare=False, default=0.0)

    def timed(self, seconds: float) -> Self:
        """The same part, with the time that it took."""
        return replace(self, seconds=round(seconds, 4))

    def to_bytes(self) -> bytes:
        """Magic, sha-256 of the rest, two lengths, the description as JSON, the fragment."""
        description, fragment = canonical_json(self._description()), self.fragment.to_bytes()
        body = _LENGTHS.pack(len(description), len(fragment)) + description + fragment
        return _MAGIC + hashlib.sha256(body).digest() + body

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """The part that `to_bytes` wrote. Raises DamagedPart for anything else."""
        start = len(_MAGIC) + _DIGEST_BYTES
        if not isinstance(data, bytes) or data[: len(_MAGIC)] != _MAGIC:
            raise DamagedPart("not a rendered part")
        body = memoryview(data)[start:]
        if hashlib.sha256(body).digest() != data[len(_MAGIC) : start] or len(body) < _LENGTHS.size:
            raise DamagedPart("the checksum does not match")
        description_length, fragment_length = _LENGTHS.unpack_from(body)
        description_end = _LENGTHS.size + description_length
        if description_end + fragment_length != len(body):
            raise DamagedPart("the lengths do not match")
        description = json.loads(bytes(body[_LENGTHS.size : description_end]))
        return cls._from_description(description, bytes(body[description_end:]))

    def _description(self) -> dict[str, Any]:
        return {
            "fragment": self.fragment.as_json(),
            "page_count": self.page_count,
            "headings": [asdict(heading) for heading in self.headings],
            "destinations": [asdict(destination) for destination in self.destinations],
            "links": self.links,
            "glyphs": {
                face: {str(glyph): text for glyph, text in used.items()}
                for face, used in self.glyphs.items()
            },
            "numbers": self.numbers,
            "seconds": self.seconds,
        }

    @classmethod
    def _from_description(cls, description: dict[str, Any], fragment: bytes) -> Self:
        return cls(
            fragment=Fragment.parse(description["fragment"], fragment),
            page_count=description["page_count"],
            headings=tuple(Heading(**heading) for heading in description["headings"]),
            destinations=tuple(Destination(**place) for place in description["destinations"]),
            links=tuple(description["links"]),
            glyphs={
                face: {int(glyph): text for glyph, text in used.items()}
                for face, used in description["glyphs"].items()
            },
            numbers=tuple(description["numbers"]),
            seconds=description["seconds"],
        )
