"""Page numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from masterplan.rendering.faults import AssemblyError
from masterplan.rendering.parts import Heading, Part, RenderedPart


@dataclass(frozen=True, slots=True)
class Placed:
    """A part together with what it became, in the order of the document."""

    part: Part
    rendered: RenderedPart


@dataclass(frozen=True, slots=True)
class Pages:
    """Page numbers, counted from 1 at the cover.

    `first` maps a part's slug to its first page; `names` maps a destination to its page; `headings`
    are all headings in the order of the document, each with its part and its page.
    """

    total: int
    first: Mapping[str, int]
    names: Mapping[str, int]
    headings: Sequence[tuple[Part, Heading, int]]


def paginate(placed: Sequence[Placed]) -> Pages:
    """The page numbers of a document whose parts are all rendered. Raises AssemblyError on a slug
    or a name that two parts use."""
    first: dict[str, int] = {}
    names: dict[str, int] = {}
    headings: list[tuple[Part, Heading, int]] = []
    owners: dict[str, str] = {}
    start = 1
    for item in placed:
        slug = item.part.slug
        if slug in first:
            raise AssemblyError(f"two parts are called {slug}")
        first[slug] = start
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
