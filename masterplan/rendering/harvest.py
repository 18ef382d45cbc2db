"""What the assembly needs of a laid-out part, taken from WeasyPrint's own objects.

Kept are the pages, their links and a small structure tree. Fonts are replaced by the names of their
faces (`/Font << /ABCDEF /400 >>`), names and bookmarks are kept beside the objects, because only
the assembly can write them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pydyf
import weasyprint.pdf
from weasyprint import DEFAULT_OPTIONS, Document

from masterplan.rendering.fragment import DOCUMENT, PAGE_TREE, Fragment, make_fragment
from masterplan.rendering.parts import Destination, Heading, RenderedPart
from masterplan.rendering.structure import StructureTree
from masterplan.rendering.typeface import FIGURE_MARK, Face, Typeface
from masterplan.rendering.writer import text_string

# The attribute of an element in which the assembly writes a figure: of a link, the page to which
# it leads.
FIGURE = "data-figure"
# How pydyf parts a stream's dictionary from its data.
_STREAM, _END_OF_STREAM = b"\nstream\n", b"\nendstream"
# CSS pixels to points.
_SCALE = 0.75


def harvest(document: Document, typeface: Typeface) -> RenderedPart:
    """The rendered part. Raises ValueError when a font or a character is not the typeface's."""
    document.fonts = _Fonts(typeface)
    headings = tuple(_headings(document))
    destinations = tuple(_destinations(document))
    links = _links(document)
    _pretend_to_know(document, set(links) - {place.name for place in destinations})
    _forget_bookmarks(document)

    # Below 1.5 WeasyPrint has no object streams in mind.
    options = {**DEFAULT_OPTIONS, "pdf_tags": True, "pdf_version": "1.4"}
    tree = StructureTree()
    with _fonts_by_name(typeface), _structured_by(tree):
        pdf = weasyprint.pdf.generate_pdf(document, None, 1, **options)
    return RenderedPart(
        fragment=_fragment(pdf, tree),
        page_count=len(document.pages),
        headings=headings,
        destinations=destinations,
        links=links,
        glyphs=_glyphs(document, typeface),
        numbers=tuple(_numbers(document)),
    )


def _fragment(pdf: pydyf.PDF, tree: StructureTree) -> Fragment:
    _leave_links_open(pdf)
    _spell_strings(pdf)
    joints = {pdf.pages.number: PAGE_TREE, tree.document.number: DOCUMENT}
    apart = {*joints, pdf.catalog.number}
    objects, streams = [], {}
    for thing in pdf.objects:
        if thing.free == "f" or thing.number in apart:
            continue
        body = thing.data
        if isinstance(thing, pydyf.Stream):
            body, _, data = body.partition(_STREAM)
            streams[thing.number] = data.removesuffix(_END_OF_STREAM)
        objects.append((thing.number, body))
    return make_fragment(objects, streams, pdf.pages["Kids"][::3], joints, (tree.kids, tree.owners))


def _headings(document: Document) -> list[Heading]:
    return [
        Heading(
            level=level,
            text=" ".join(label.split()),
            page=number,
            x=_points(x),
            y=_points(page.height - y),
            name=_name_at(page, x, y),
        )
        for number, page in enumerate(document.pages)
        for level, label, (x, y), _state in page.bookmarks
    ]


def _name_at(page: Any, x: float, y: float) -> str:
    """The innermost anchor that begins exactly where the heading does, or an empty string."""
    names = [name for name, place in page.anchors.items() if (place[0], place[1]) == (x, y)]
    return names[-1] if names else ""


def _destinations(document: Document) -> list[Destination]:
    found: dict[str, Destination] = {}
    for number, page in enumerate(document.pages):
        for name, (x, y, _right, _bottom) in page.anchors.items():
            place = Destination(name, number, _points(x), _points(page.height - y))
            found.setdefault(name, place)
    return list(found.values())


def _links(document: Document) -> tuple[str, ...]:
    names = {
        target
        for page in document.pages
        for kind, target, _rectangle, _box in page.links
        if kind == "internal"
    }
    return tuple(sorted(names))


def _numbers(document: Document) -> Iterator[str]:
    """Where the links lead that are to say a page number, in the order in which they are drawn."""
    for page in document.pages:
        for kind, target, _rectangle, box in page.links:
            if kind == "internal" and box.element.get(FIGURE) is not None:
                yield target


def _points(pixels: float) -> float:
    return round(pixels * _SCALE, 3)


def _pretend_to_know(document: Document, foreign: set[str]) -> None:
    """Keep links to other parts: WeasyPrint drops a link whose anchor it does not know."""
    for name in sorted(foreign):
        document.pages[0].anchors[name] = (0, 0, 0, 0)


def _forget_bookmarks(document: Document) -> None:
    for page in document.pages:
        page.bookmarks = []


def _glyphs(document: Document, typeface: Typeface) -> dict[str, dict[int, str]]:
    used: dict[str, dict[int, str]] = {}
    for font in document.fonts.values():
        face = _face_name(font, typeface)
        merge_glyphs(used.setdefault(face, {}), font.to_unicode)
    return {
        face: {glyph: text for glyph, text in sorted(glyphs.items()) if text != FIGURE_MARK}
        for face, glyphs in sorted(used.items())
    }


def merge_glyphs(into: dict[int, str], more: dict[int, str]) -> None:
    """Join two maps of glyph to text. One glyph may stand for several characters (a space and a
    no-break space): the shortest and lowest text wins, so that the order does not matter."""
    for glyph, text in more.items():
        known = into.get(glyph)
        if known is None or (len(text), text) < (len(known), known):
            into[glyph] = text


def _face_name(font: Any, typeface: Typeface) -> str:
    if font.missing:
        lacking = "".join(map(chr, sorted(font.missing)))
        raise ValueError(f"the typeface lacks {lacking!r}")
    return _face(font, typeface).name


def _face(font: Any, typeface: Typeface) -> Face:
    try:
        return typeface.face(font.weight, bool(font.style))
    except KeyError:
        raise ValueError(f"{font.family} {font.weight} is not a face of the document") from None


class _Fonts(dict[Any, Any]):
    """The fonts of a document by WeasyPrint's key, with the widths that the typeface gives.

    WeasyPrint rounds a glyph's width at the size in which it meets it first, and kerns by what is
    left: the same line would be spelled otherwise after another one.
    """

    def __init__(self, typeface: Typeface) -> None:
        super().__init__()
        self._typeface = typeface

    def __setitem__(self, key: Any, font: Any) -> None:
        font.widths = dict(_face(font, self._typeface).advances)
        super().__setitem__(key, font)


@contextmanager
def _fonts_by_name(typeface: Typeface) -> Iterator[None]:
    """Have WeasyPrint name the faces instead of cutting out and embedding their files."""

    def name(_pdf: Any, fonts: dict[Any, Any], *_options: Any) -> pydyf.Dictionary:
        return pydyf.Dictionary(
            {font.hash: f"/{_face_name(font, typeface)}" for font in fonts.values()}
        )

    before = weasyprint.pdf.build_fonts_dictionary
    weasyprint.pdf.build_fonts_dictionary = name
    try:
        yield
    finally:
        weasyprint.pdf.build_fonts_dictionary = before


@contextmanager
def _structured_by(tree: StructureTree) -> Iterator[None]:
    """Have WeasyPrint's pages tagged by our own, smaller tree."""
    before = weasyprint.pdf.add_tags
    weasyprint.pdf.add_tags = tree.build
    try:
        yield
    finally:
        weasyprint.pdf.add_tags = before


def _leave_links_open(pdf: pydyf.PDF) -> None:
    """Take away what WeasyPrint says of an internal link: the assembly knows where it leads."""
    for thing in pdf.objects:
        if isinstance(thing, pydyf.Dictionary) and "Dest" in thing:
            thing.pop("Contents", None)


def _spell_strings(pdf: pydyf.PDF) -> None:
    """Write every string in digits, so that nothing in it can be taken for a piece of PDF."""
    for thing in pdf.objects:
        if isinstance(thing, pydyf.Dictionary):
            _spell(thing)


def _spell(dictionary: pydyf.Dictionary) -> None:
    for key, value in dictionary.items():
        if isinstance(value, pydyf.String):
            dictionary[key] = text_string(str(value.string))
        elif isinstance(value, pydyf.Dictionary):
            _spell(value)
