"""Many rendered parts become one document."""

from collections.abc import Mapping, Sequence
from io import BytesIO

from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, Pdf, StreamDecodeLevel

from masterplan.rendering.faults import AssemblyError
from masterplan.rendering.fonts import embed_face
from masterplan.rendering.harvest import merge_glyphs
from masterplan.rendering.imprint import Imprint
from masterplan.rendering.links import describe_links, describe_targets
from masterplan.rendering.metadata import add_metadata
from masterplan.rendering.outline import add_bookmarks, add_names
from masterplan.rendering.pagination import Pages, Placed, paginate
from masterplan.rendering.stamps import (
    FONT_RESOURCE,
    PALE_RESOURCE,
    WATERMARK_FACE,
    Sheet,
    Stamps,
)
from masterplan.rendering.tree import StructureTree
from masterplan.rendering.typeface import REGULAR, Typeface

_PALE = 0.08


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
        self._pdf = Pdf.new()
        self._stamps = Stamps(imprint, typeface)
        self._fonts = self._embed_faces()
        self._tree = StructureTree(self._pdf)
        self._opening = self._pdf.make_stream(b"q")
        self._watermarks: dict[Sheet, Object] = {}
        self._targets = describe_targets(pages)

    def run(self) -> bytes:
        leaves: list[Object] = []
        for item in self._placed:
            leaves += self._add_part(item, len(leaves))
        self._tree.finish()
        add_bookmarks(self._pdf, self._pages, leaves)
        add_names(self._pdf, self._placed, self._pages, leaves)
        add_metadata(self._pdf, self._imprint)
        return self._saved()

    def _embed_faces(self) -> Mapping[str, Object]:
        used = self._stamps.glyphs({item.part.chapter for item in self._placed})
        for item in self._placed:
            for face, glyphs in item.rendered.glyphs.items():
                merge_glyphs(used.setdefault(face, {}), dict(glyphs))
        return {
            face: embed_face(self._pdf, self._typeface.faces[face], glyphs)
            for face, glyphs in sorted(used.items())
        }

    def _add_part(self, item: Placed, before: int) -> list[Object]:
        """Add the part's pages after the `before` pages that are there already."""
        source = Pdf.open(BytesIO(item.rendered.pdf))
        for page in source.pages:
            self._pdf.pages.append(page)
        leaves: list[Object] = [page.obj for page in self._pdf.pages[before:]]
        self._tree.graft(source, leaves)
        self._complete_resources(leaves)
        for number, leaf in enumerate(leaves, start=before + 1):
            describe_links(leaf, self._targets)
            self._stamp(leaf, item, number)
        return leaves

    def _complete_resources(self, leaves: Sequence[Object]) -> None:
        """Put the real fonts where the part has the names of their faces."""
        resources = leaves[0].Resources
        fonts = resources.get(Name.Font)
        if fonts is None:
            fonts = resources.Font = Dictionary()
        for resource, face in list(fonts.items()):
            fonts[resource] = self._fonts[str(face)[1:]]
        fonts[FONT_RESOURCE] = self._fonts[REGULAR]

    def _stamp(self, leaf: Object, item: Placed, number: int) -> None:
        left, bottom, right, top = map(float, leaf.MediaBox)
        sheet = Sheet(right - left, top - bottom)
        stamp = self._stamps.over_page(sheet, item.part, number, self._pages.total)
        leaf.Contents = Array([self._opening, leaf.Contents, self._pdf.make_stream(stamp)])
        if self._imprint.watermark:
            leaf.Resources.XObject[sheet.watermark_resource] = self._watermark(sheet)

    def _watermark(self, sheet: Sheet) -> Object:
        if sheet not in self._watermarks:
            form = self._pdf.make_stream(self._stamps.watermark(sheet))
            form.Type, form.Subtype = Name.XObject, Name.Form
            form.BBox = Array([0, 0, sheet.width, sheet.height])
            form.Resources = Dictionary(
                Font=Dictionary({FONT_RESOURCE: self._fonts[WATERMARK_FACE]}),
                ExtGState=Dictionary({PALE_RESOURCE: Dictionary(Type=Name.ExtGState, ca=_PALE)}),
            )
            self._watermarks[sheet] = form
        return self._watermarks[sheet]

    def _saved(self) -> bytes:
        target = BytesIO()
        self._pdf.save(
            target,
            min_version="1.7",
            object_stream_mode=ObjectStreamMode.generate,
            compress_streams=True,
            stream_decode_level=StreamDecodeLevel.none,
            deterministic_id=True,
            fix_metadata_version=False,
        )
        return target.getvalue()
