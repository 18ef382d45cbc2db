"""Many rendered parts become one document."""

import re
from collections.abc import Iterator, Mapping, Sequence

from masterplan.rendering.faults import AssemblyError
from masterplan.rendering.fonts import embed_face
from masterplan.rendering.fragment import PlacedFragment, entry, references_in
from masterplan.rendering.harvest import merge_glyphs
from masterplan.rendering.imprint import Imprint
from masterplan.rendering.links import describe_targets, described_link
from masterplan.rendering.metadata import add_metadata
from masterplan.rendering.numbers import figures_of, numbered, of_page
from masterplan.rendering.outline import add_bookmarks, add_names
from masterplan.rendering.pagination import Pages, Placed, paginate
from masterplan.rendering.parts import PageNumber
from masterplan.rendering.stamps import (
    FONT_RESOURCE,
    PALE_RESOURCE,
    WATERMARK_FACE,
    Sheet,
    Stamps,
)
from masterplan.rendering.tree import StructureTree
from masterplan.rendering.typeface import REGULAR, Typeface
from masterplan.rendering.writer import Writer, array, decimal, reference

_PALE = 0.08

# What the assembly looks for in the objects of a part, as `harvest` writes them.
_MEDIA_BOX = re.compile(rb"/MediaBox \[([^\]]*)\]")
_CONTENTS = re.compile(rb"/Contents (\d+) 0 R")
_RESOURCES = re.compile(rb"/Resources (\d+) 0 R")
_FONTS = re.compile(rb"/Font (\d+) 0 R")
_FACE = re.compile(rb"/([A-Z]+) /(\d+i?)")
_PARENT_KEY = re.compile(rb"/(StructParents?) (\d+)")


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

    def _embed_faces(self) -> Mapping[str, bytes]:
        used = self._stamps.glyphs({item.part.chapter for item in self._placed})
        for item in self._placed:
            for face, glyphs in item.rendered.glyphs.items():
                merge_glyphs(used.setdefault(face, {}), dict(glyphs))
            for face, figures in figures_of(item.rendered.numbers, self._typeface).items():
                merge_glyphs(used.setdefault(face, {}), figures)
        return {
            face: embed_face(self._writer, self._typeface.faces[face], glyphs)
            for face, glyphs in sorted(used.items())
        }

    def _add_part(self, item: Placed) -> None:
        """Add the objects of a part, with the few of them changed that know the whole."""
        fragment = item.rendered.fragment
        here = fragment.placed(self._writer.size, reference(self._page_tree), self._tree.document)
        self._writer.reserve(len(here.bodies))
        start = self._tree.graft(here.kids, here.owners)
        sheets = [_sheet(here[leaf]) for leaf in here.leaves]
        self._complete_resources(here, sheets)
        for page, (leaf, sheet) in enumerate(zip(here.leaves, sheets, strict=True)):
            self._complete_links(here, leaf, start)
            if numbers := of_page(item.rendered, page):
                self._write_numbers(here, leaf, numbers)
            here[leaf] = self._stamped(_moved(here[leaf], start), item, sheet)
            self._leaves.append(reference(here.start + leaf - 1))
        self._writer.put_all(here.start, here.bodies, here.streams)

    def _complete_links(self, here: PlacedFragment, leaf: int, start: int) -> None:
        for number in references_in(entry(here[leaf], b"Annots")):
            link = here.own_number(number)
            here[link] = described_link(_moved(here[link], start), self._targets)

    def _write_numbers(
        self, here: PlacedFragment, leaf: int, numbers: Sequence[PageNumber]
    ) -> None:
        content = here.own_number(_number(_CONTENTS, here[leaf]))
        data = numbered(here.streams[content], numbers, self._pages.names, self._typeface)
        here[content] = b"<</Filter/FlateDecode/Length %d>>" % len(data)
        here.streams[content] = data

    def _put_page_tree(self) -> None:
        kids = (array(self._leaves), len(self._leaves))
        self._writer.put(self._page_tree, b"<</Type/Pages/Kids%s/Count %d>>" % kids)

    def _complete_resources(self, here: PlacedFragment, sheets: Sequence[Sheet]) -> None:
        """Put the real fonts where the part has the names of their faces, and the watermarks. All
        pages of a part share their resources."""
        resources = here.own_number(_number(_RESOURCES, here[here.leaves[0]]))
        fonts = here.own_number(_number(_FONTS, here[resources]))
        embedded = _FACE.sub(
            lambda face: b"/%s %s" % (face[1], self._fonts[face[2].decode()]), here[fonts]
        )
        stamp = b"%s %s>>" % (FONT_RESOURCE.encode(), self._fonts[REGULAR])
        here[fonts] = embedded.removesuffix(b">>") + stamp
        if self._imprint.watermark:
            forms = b"".join(self._watermark_entries(sheets))
            old, new = b"/XObject <<", b"/XObject <<" + forms
            here[resources] = here[resources].replace(old, new, 1)

    def _stamped(self, leaf: bytes, item: Placed, sheet: Sheet) -> bytes:
        number = len(self._leaves) + 1
        stamp = self._stamps.over_page(sheet, item.part, number, self._pages.total)
        around = (self._opening, self._writer.add_stream(stamp))
        return _CONTENTS.sub(
            lambda own: b"/Contents[%s %s 0 R %s]" % (around[0], own[1], around[1]), leaf
        )

    def _watermark_entries(self, sheets: Sequence[Sheet]) -> Iterator[bytes]:
        for sheet in dict.fromkeys(sheets):
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
                self._fonts[WATERMARK_FACE],
                PALE_RESOURCE.encode(),
                decimal(_PALE),
            )
        )
        return self._writer.add_stream(self._stamps.watermark(sheet), entries)


def _sheet(leaf: bytes) -> Sheet:
    box = _MEDIA_BOX.search(leaf)
    if box is None:
        raise AssemblyError("a page has no size")
    left, bottom, right, top = map(float, box[1].split())
    return Sheet(right - left, top - bottom)


def _number(pattern: re.Pattern[bytes], body: bytes) -> int:
    found = pattern.search(body)
    if found is None:
        raise AssemblyError("a page has no resources")
    return int(found[1])


def _moved(body: bytes, start: int) -> bytes:
    """The page or annotation with its key of the parent tree moved by `start`."""
    return _PARENT_KEY.sub(lambda key: b"/%s %d" % (key[1], int(key[2]) + start), body)
