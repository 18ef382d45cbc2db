"""Many rendered parts become one document."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from masterplan.rendering.faults import AssemblyError
from masterplan.rendering.fonts import embed_face
from masterplan.rendering.fragment import Sheet
from masterplan.rendering.harvest import merge_glyphs
from masterplan.rendering.imprint import Imprint
from masterplan.rendering.links import describe_targets
from masterplan.rendering.metadata import add_metadata
from masterplan.rendering.numbers import figures_of, letters_of
from masterplan.rendering.outline import add_bookmarks, add_names
from masterplan.rendering.packing import Place, pack
from masterplan.rendering.pagination import Pages, Placed, paginate
from masterplan.rendering.parts import Part
from masterplan.rendering.stamps import (
    FONT_RESOURCE,
    PALE_RESOURCE,
    WATERMARK_FACE,
    Stamps,
)
from masterplan.rendering.tree import StructureTree
from masterplan.rendering.typeface import Typeface
from masterplan.rendering.writer import Writer, array, decimal, reference

_PALE = 0.08
# A part that grows a little leaves those after it where they are, and they are packed already:
# what it takes of object numbers and of keys of the parent tree is a multiple of these.
_ROOM = 64
_ROOM_FOR_KEYS = 8


def assemble(
    placed: Sequence[Placed], typeface: Typeface, imprint: Imprint, *, extract: bool = False
) -> bytes:
    """The PDF file of the parts in this order.

    The same parts and imprint give the same bytes. Raises AssemblyError when two parts share a
    slug or a name, when a link leads nowhere, and when there is nothing to assemble. Parts that are
    an `extract` of a document (a preview) may link to parts that are not among them: such links
    are drawn and do nothing.
    """
    if not placed:
        raise AssemblyError("a document needs at least one part")
    pages = paginate(placed)
    if not extract:
        _refuse_dangling_links(placed, pages)
    return _Assembly(placed, typeface, imprint, pages).run()


def _refuse_dangling_links(placed: Sequence[Placed], pages: Pages) -> None:
    for item in placed:
        for name in item.rendered.links:
            if name not in pages.names:
                part = item.part
                raise AssemblyError(f"{part.title} ({part.slug}): the link #{name} leads nowhere")


class _Assembly:
    def __init__(
        self, placed: Sequence[Placed], typeface: Typeface, imprint: Imprint, pages: Pages
    ) -> None:
        self._placed = placed
        self._typeface = typeface
        self._imprint = imprint
        self._pages = pages
        self._writer = Writer()
        self._stamps = Stamps(imprint, typeface)
        self._page_tree = self._writer.reserve()
        self._fonts = self._embed_faces()
        self._tree = StructureTree(self._writer)
        self._opening = self._writer.add_stream(b"q", packed=False)
        self._watermarks: dict[Sheet, bytes] = {}
        self._shared: dict[tuple[Sheet, str, bool], bytes] = {}
        self._targets = describe_targets(pages)
        self._leaves: list[bytes] = []

    def run(self) -> bytes:
        for item in self._placed:
            self._add_part(item)
        self._put_page_tree()
        metadata, info = add_metadata(self._writer, self._imprint)
        entries = [
            b"/Type/Catalog/Pages %s" % reference(self._page_tree),
            self._tree.finish(),
            add_bookmarks(self._writer, self._pages, self._leaves),
            add_names(self._writer, self._placed, self._pages, self._leaves),
            metadata,
        ]
        return self._writer.finish(self._writer.add(b"<<%s>>" % b"".join(entries)), info)

    def _embed_faces(self) -> tuple[tuple[str, bytes], ...]:
        used = self._stamps.glyphs({item.part.chapter for item in self._placed})
        for face, letters in self._letters().items():
            for glyph, text in letters:
                merge_glyphs(used.setdefault(face, {}), {glyph: text})
        return tuple(
            (face, embed_face(self._writer, self._typeface.faces[face], glyphs))
            for face, glyphs in sorted(used.items())
        )

    def _letters(self) -> dict[str, set[tuple[int, str]]]:
        """What the parts show in each face: glyphs with what they stand for. Nearly every part has
        the same."""
        letters: dict[str, set[tuple[int, str]]] = defaultdict(set)
        for item in self._placed:
            figures = figures_of(item, self._pages)
            for face, glyphs in item.rendered.glyphs.items():
                letters[face].update(glyphs.items())
                letters[face].update(letters_of(figures, self._typeface.faces[face]).items())
        return letters

    def _add_part(self, item: Placed) -> None:
        """Add the objects of a part, and over each of its pages what knows the page's number."""
        packed = pack(item.rendered, self._place(item), self._typeface)
        self._writer.reserve(_roomy(packed.size, _ROOM))
        self._writer.put_objects(packed.objects)
        self._tree.graft(packed.kids, packed.leaf, _roomy(packed.keys, _ROOM_FOR_KEYS))
        for number, stream in packed.streams.items():
            self._writer.put_stream(number, *stream)
        pages = zip(packed.pages, item.rendered.fragment.sheets, strict=True)
        for folio, (page, sheet) in enumerate(pages, packed.first_folio):
            self._leaves.append(page)
            over = self._stamps.over_page(sheet, item.part, len(self._leaves), self._pages.total)
            self._writer.put_stream(folio, b"<</Length %d>>" % len(over), over)

    def _place(self, item: Placed) -> Place:
        sheets = item.rendered.fragment.sheets
        watermarks = b"".join(self._watermark_entries(sheets))
        stamps = tuple(self._stamp(sheet, item.part) for sheet in sheets)
        return Place(
            start=self._writer.size,
            key=self._tree.next_key,
            page_tree=reference(self._page_tree),
            document=self._tree.document,
            opening=self._opening,
            fonts=self._fonts,
            watermarks=watermarks,
            stamps=stamps,
            titles=tuple(map(self._targets.get, item.rendered.links)),
            figures=figures_of(item, self._pages),
        )

    def _stamp(self, sheet: Sheet, part: Part) -> bytes:
        """What all pages of this size have in this chapter."""
        key = sheet, part.chapter, part.running
        if key not in self._shared:
            over = self._stamps.over_pages(sheet, part.chapter, running=part.running)
            self._shared[key] = self._writer.add_stream(over)
        return self._shared[key]

    def _put_page_tree(self) -> None:
        kids = (array(self._leaves), len(self._leaves))
        self._writer.put(self._page_tree, b"<</Type/Pages/Kids%s/Count %d>>" % kids)

    def _watermark_entries(self, sheets: Sequence[Sheet]) -> Iterator[bytes]:
        for sheet in dict.fromkeys(sheets if self._imprint.watermark else ()):
            if sheet not in self._watermarks:
                self._watermarks[sheet] = self._add_watermark(sheet)
            yield b"%s %s" % (sheet.watermark_resource.encode(), self._watermarks[sheet])

    def _add_watermark(self, sheet: Sheet) -> bytes:
        entries = (
            b"/Type/XObject/Subtype/Form/BBox[0 0 %s %s]/Resources<</Font<<%s %s>>"
            b"/ExtGState<<%s<</Type/ExtGState/ca %s>>>>>>"
            % (
                decimal(sheet.width),
                decimal(sheet.height),
                FONT_RESOURCE.encode(),
                dict(self._fonts)[WATERMARK_FACE],
                PALE_RESOURCE.encode(),
                decimal(_PALE),
            )
        )
        return self._writer.add_stream(self._stamps.watermark(sheet), entries)


def _roomy(size: int, room: int) -> int:
    return -(-size // room) * room
