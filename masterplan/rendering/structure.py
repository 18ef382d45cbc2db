"""The structure tree of one part: what a screen reader hears.

WeasyPrint writes an element for every box and one more for every run of text, two thirds of all
objects of a file. Here only what carries a meaning becomes an element; the content of anything else
belongs to the element around it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

import pydyf
from weasyprint import Document
from weasyprint.formatting_structure.boxes import LineBox, PageBox, ReplacedBox, TextBox
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf.tags import _get_pdf_tag

from masterplan.rendering.writer import text_string

# Wrappers without meaning of their own (ISO 32000-1, 14.8.4).
_WRAPPER: Final = "NonStruct"
# A table stays a grid: its cells are kept even when they are empty.
_CELLS: Final = frozenset({"TD", "TH"})
_SVG: Final = "{http://www.w3.org/2000/svg}svg"
_SVG_TITLE: Final = "{http://www.w3.org/2000/svg}title"


class Element(pydyf.Object):  # type: ignore[misc]
    """A structure element. Its kids are elements, annotations, and the numbers of marked content
    on the page on which it stands."""

    def __init__(self, role: str, page: bytes = b"") -> None:
        super().__init__()
        self.role = role
        self.page = page
        self.kids: list[Any] = []
        self.parent: Element
        self.attributes: list[bytes] = []

    @property
    def data(self) -> bytes:
        """There are tens of thousands in a document: nothing is said that need not be. Where an
        element stands matters for marked content only."""
        has_content = any(isinstance(kid, int) for kid in self.kids)
        return b"<</S/%s/K[%s]%s/P %s%s>>" % (
            self.role.encode(),
            listed(self.kids),
            b"/Pg " + self.page if has_content else b"",
            self.parent.reference,
            b"".join(self.attributes),
        )


class Annotation(pydyf.Object):  # type: ignore[misc]
    """A link, as the kid of an element."""

    def __init__(self, link: pydyf.Dictionary, page: bytes) -> None:
        super().__init__()
        self.link = link
        self.page = page
        self.parent: Element

    @property
    def data(self) -> bytes:
        return b"<</Type /OBJR/Obj %s/Pg %s>>" % (self.link.reference, self.page)


def listed(kids: Sequence[Any]) -> bytes:
    return b" ".join([b"%d" % kid if isinstance(kid, int) else kid.reference for kid in kids])


class StructureTree:
    """The elements of a part. `build` takes the place of WeasyPrint's own `add_tags`."""

    def __init__(self) -> None:
        self.document = Element("Document")
        self._owners: list[bytes] = []  # as the parent tree lists them, with their keys

    @property
    def kids(self) -> bytes:
        """The uppermost elements."""
        return listed(self.document.kids)

    @property
    def owners(self) -> bytes:
        """The part's share of the parent tree: who owns each page's content, then each link."""
        return b" ".join(self._owners)

    def build(self, pdf: pydyf.PDF, document: Document, _version: Any, streams: Any) -> None:
        pdf.add_object(self.document)
        links: list[Annotation] = []
        for number, (page, stream) in enumerate(zip(document.pages, streams, strict=True)):
            marked, reference = stream._tags, pdf.page_references[number]
            walk = _Page(pdf, reference, marked, links, self.document)
            for kid in walk.kids_of(page._page_box, self.document, in_head=False):
                kid.parent = self.document
                self.document.kids.append(kid)
            if marked:
                raise ValueError("some content of the page belongs to no box")
            owners = [walk.owners[key].reference for key in sorted(walk.owners)]
            self._owners.append(b"%d [%s]" % (number, b" ".join(owners)))
        for key, annotation in enumerate(links, len(document.pages)):
            annotation.link["StructParent"] = key
            self._owners.append(b"%d %s" % (key, annotation.parent.reference))


class _Page:
    """The elements of one page, from its boxes."""

    def __init__(
        self,
        pdf: pydyf.PDF,
        reference: bytes,
        marked: dict[Any, Any],
        links: list[Annotation],
        document: Element,
    ) -> None:
        self._pdf = pdf
        self._document = document
        self._reference = reference
        self._marked = marked
        self._links = links
        self.owners: dict[int, Element] = {}

    def kids_of(self, box: Any, parent: Element, *, in_head: bool) -> list[Any]:
        """What stands in the parent's list for this box: its element, or the kids of a wrapper."""
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        tag = None if box.element is None else box.element_tag
        if isinstance(box, PageBox) or (tag in ("html", "body") and not isinstance(box, LineBox)):
            return [
                kid
                for child in box.children
                for kid in self.kids_of(child, parent, in_head=in_head)
            ]
        role = _role(tag, parent)
        if role == "LI" and _has_no_mark(box):
            item = self._element("LI")
            item.kids = self._filled(box, "LBody", item, in_head=in_head)
            return self._kept(item, parent)
        return self._filled(box, role, parent, in_head=in_head)

    def _filled(self, box: Any, role: str, parent: Element, *, in_head: bool) -> list[Any]:
        element = self._element(role)
        children = box.children
        if role == "Table" and box.is_table_wrapper:
            table = box.get_wrapped_table()
            children = [
                inner
                for child in box.children
                for inner in (child.children if child is table else [child])
            ]
            box = table
        elif role == "Figure":
            element.attributes = _picture(box)
        elif role in _CELLS:
            element.attributes = _cell(box, role, in_head=in_head)
        kids = element.kids
        if box.link_annotation:
            annotation = Annotation(box.link_annotation, self._reference)
            self._pdf.add_object(annotation)
            self._links.append(annotation)
            kids.append(annotation)
        in_head = in_head or role == "THead"
        for child in children:
            for inner in child.children if isinstance(child, LineBox) else (child,):
                if isinstance(inner, TextBox):
                    kids.append(self._marked.pop(inner)["mcid"])
                    continue
                # HTML has a list in a list in the item, PDF beside it.
                is_beside = role == "LI" and inner.element_tag in ("ul", "ol")
                holder = parent if is_beside else element
                place = len(holder.kids)
                holder.kids[place:place] = self.kids_of(inner, holder, in_head=in_head)
        if isinstance(box, ReplacedBox):
            kids.append(self._marked.pop(box)["mcid"])
        return self._kept(element, parent)

    def _element(self, role: str) -> Element:
        element = Element(role, self._reference)
        self._pdf.add_object(element)
        return element

    def _kept(self, element: Element, parent: Element) -> list[Any]:
        """The element; of a wrapper its kids; nothing where there is nothing to hear."""
        if element.role == _WRAPPER and (
            parent is not self._document or not any(isinstance(kid, int) for kid in element.kids)
        ):
            element.free = "f"
            return element.kids
        if not element.kids and element.role not in _CELLS:
            element.free = "f"
            return []
        if element.role == _WRAPPER:
            element.role = "P"  # text right below the body
        for kid in element.kids:
            if isinstance(kid, int):
                self.owners[kid] = element
            else:
                kid.parent = element
        return [element]


@lru_cache(maxsize=200)
def _role_of_tag(tag: str | None) -> str:
    role: str = _get_pdf_tag(tag)
    return _WRAPPER if role == "Span" else role


def _role(tag: str | None, parent: Element) -> str:
    """A cell or an item in its like is a box that layout put there."""
    role = _role_of_tag(tag)
    if role in _CELLS and parent.role in _CELLS:
        return _WRAPPER
    if role == "LI" and parent.role in ("LI", "LBody"):
        return "LBody" if parent.role == "LI" else _WRAPPER
    return role


def _has_no_mark(box: Any) -> bool:
    """Whether a list's item has neither number nor bullet."""
    return box.element_tag in ("dt", "dd") or (
        box.element_tag == "li"
        and ("list-item" not in box.style["display"] or box.style["list_style_type"] == "none")
    )


def _cell(box: Any, role: str, *, in_head: bool) -> list[bytes]:
    """What a cell says of itself. A head says by its scope what it heads: WeasyPrint lists the
    names of its heads in each cell, and its names are the same in every part."""
    said = []
    if box.colspan != 1:
        said.append(b"/ColSpan %d" % box.colspan)
    if box.rowspan != 1:
        said.append(b"/RowSpan %d" % box.rowspan)
    if role == "TH":
        said.append(b"/Scope /Column" if in_head else b"/Scope /Row")
    return [b"/A <</O /Table", *said, b">>"] if said else []


def _picture(box: Any) -> list[bytes]:
    """Where a picture stands, and what it shows by its title or its alternative text."""
    left, top = box.content_box_x(), box.content_box_y()
    corners = pydyf.Array((left, top, left + box.width, top + box.height))
    said = [b"/A <</O /Layout/BBox ", corners.data, b">>"]
    node = box.element
    text = node.findtext(_SVG_TITLE) if node.tag == _SVG else node.get("alt")
    return [*said, b"/Alt ", text_string(text)] if text else said
