"""Page numbers, and the parts that are made from them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from masterplan.rendering.faults import AssemblyError
from masterplan.rendering.parts import Heading, Part, RenderedPart


@dataclass(frozen=True, slots=True)
class Placed:
    """A part together with what it became, in the order of the document."""

    part: Part
    rendered: RenderedPart


@dataclass(frozen=True, slots=True)
class Pages:
    """Final page numbers, counted from 1 at the cover.

    `first` maps a part's slug to its first page; `names` maps a destination to its page; `headings`
    are all headings in the order of the document, each with its part and its page.
    """

    total: int
    first: Mapping[str, int]
    names: Mapping[str, int]
    headings: Sequence[tuple[Part, Heading, int]]


@dataclass(frozen=True, slots=True)
class LatePart:
    """A part that can only be made when page numbers are known: contents, lists, an index.

    `make` is called with the pages as they stand and returns the part; it is called again while
    page counts still move. `expected_pages` is the first guess of its own length.
    """

    slug: str
    title: str
    make: Callable[[Pages], Part]
    expected_pages: int = 1


class Renderer(Protocol):
    """What turns a part into pages: an `Engine`, or anything that looks in a store first."""

    def fetch_or_render(self, part: Part) -> RenderedPart: ...


# Contents grow by a page at most once or twice when page numbers get a digit more; a document that
# has not settled after this many rounds swings between two lengths.
_ROUNDS = 6


def paginate(placed: Sequence[Placed]) -> Pages:
    """The page numbers of a document whose parts are all rendered. Raises AssemblyError on a name
    that two parts use."""
    return _number(placed, {})


def settle(sequence: Sequence[Placed | LatePart], renderer: Renderer) -> list[Placed]:
    """Make and render the late parts until no page number moves any more.

    The late parts may stand before what they list. Raises AssemblyError when their lengths never
    come to rest, and whatever the renderer raises.
    """
    late = {item.slug: item for item in sequence if isinstance(item, LatePart)}
    counts = {slug: item.expected_pages for slug, item in late.items()}
    made: dict[str, Placed] = {}
    pages = _number(sequence, counts)
    for _ in range(_ROUNDS):
        made = {
            slug: _remake(item.make(pages), made.get(slug), renderer) for slug, item in late.items()
        }
        placed = [made[item.slug] if isinstance(item, LatePart) else item for item in sequence]
        before, pages = pages, _number(placed, {})
        if pages == before:
            return placed
    raise AssemblyError("the length of the contents does not come to rest")


def _remake(part: Part, before: Placed | None, renderer: Renderer) -> Placed:
    if before and before.part == part:
        return before
    return Placed(part, renderer.fetch_or_render(part))


def _number(sequence: Sequence[Placed | LatePart], counts: Mapping[str, int]) -> Pages:
    first: dict[str, int] = {}
    names: dict[str, int] = {}
    headings: list[tuple[Part, Heading, int]] = []
    owners: dict[str, str] = {}
    start = 1
    for item in sequence:
        slug = item.slug if isinstance(item, LatePart) else item.part.slug
        if slug in first:
            raise AssemblyError(f"two parts are called {slug}")
        first[slug] = start
        if isinstance(item, LatePart):
            start += counts[slug]
            continue
        for place in item.rendered.destinations:
            other = owners.setdefault(place.name, slug)
            if other != slug:
                raise AssemblyError(f"the name {place.name} stands in {other} and in {slug}")
            names[place.name] = start + place.page
        headings += [
            (item.part, heading, start + heading.page) for heading in item.rendered.headings
        ]
        start += item.rendered.page_count
    return Pages(start - 1, first, names, headings)
