"""The structure tree of one part, made small before it is stored.

WeasyPrint writes an element for every box and one more for every run of text: two thirds of all
objects of a file. What carries no meaning goes; a screen reader hears the same document.
"""

from typing import Any

import pydyf

# Wrappers without meaning of their own: their content is handed to the element around them.
_TRANSPARENT = frozenset({"/Span", "/NonStruct"})
# A table stays a grid: its cells are kept even when they are empty.
_KEPT_EMPTY = frozenset({"/TD", "/TH"})


def condense(pdf: pydyf.PDF) -> None:
    """Rewrite the tree below `StructTreeRoot` and the parent tree that points into it."""
    _Condenser(pdf).run()


class _Condenser:
    def __init__(self, pdf: pydyf.PDF) -> None:
        self._pdf = pdf
        self._owner: dict[tuple[bytes, int], bytes] = {}
        self._annotation_owner: dict[bytes, bytes] = {}

    def run(self) -> None:
        root = self._object(self._pdf.catalog["StructTreeRoot"])
        document = self._object(root["K"][0])
        self._adopt(document, in_head=False)
        self._rewrite_parent_tree(self._object(root["ParentTree"])["Nums"])

    def _object(self, reference: bytes) -> Any:
        return self._pdf.objects[int(reference.split()[0])]

    def _adopt(self, element: Any, *, in_head: bool) -> None:
        """Give the element its condensed kids, and write down what it owns."""
        kids = [
            kid for raw in element["K"] for kid in self._condensed(raw, element, in_head=in_head)
        ]
        element["K"] = pydyf.Array(kids)
        for kid in kids:
            self._own(kid, element)

    def _own(self, kid: int | bytes, element: Any) -> None:
        if isinstance(kid, int):
            self._owner[element["Pg"], kid] = element.reference
        elif (thing := self._object(kid))["Type"] == "/OBJR":
            self._annotation_owner[thing["Obj"]] = element.reference
        else:
            thing["P"] = element.reference

    def _condensed(self, kid: int | bytes, parent: Any, *, in_head: bool) -> list[int | bytes]:
        """What stands in the parent's list for this kid: itself, its own kids, or nothing."""
        if isinstance(kid, int):
            return [kid]
        element = self._object(kid)
        if element["Type"] == "/OBJR":
            return [kid]
        tag = element["S"]
        self._adopt(element, in_head=in_head or tag == "/THead")
        _simplify_cell(element, in_head=in_head)
        if tag in _TRANSPARENT and self._may_dissolve(element, parent):
            element.free = "f"
            return list(element["K"])
        if not element["K"] and tag not in _KEPT_EMPTY:
            element.free = "f"
            return []
        if tag in _TRANSPARENT:
            element["S"] = "/P"
        return [kid]

    def _may_dissolve(self, element: Any, parent: Any) -> bool:
        """Marked content counts on its element's page, so that page must not change. (What is
        kept for that reason is text right below the body: a paragraph.)"""
        same_page = element["Pg"] == parent.get("Pg")
        return same_page or not any(isinstance(kid, int) for kid in element["K"])

    def _rewrite_parent_tree(self, numbers: list[Any]) -> None:
        pages = self._pdf.page_references
        annotations = {
            thing["StructParent"]: thing.reference
            for thing in self._pdf.objects
            if isinstance(thing, pydyf.Dictionary) and "StructParent" in thing
        }
        for index in range(0, len(numbers), 2):
            number, owners = numbers[index], numbers[index + 1]
            if isinstance(owners, pydyf.Array):
                page = pages[number]
                owners[:] = [self._owner.get((page, mcid), b"null") for mcid in range(len(owners))]
            else:
                numbers[index + 1] = self._annotation_owner[annotations[number]]


def _simplify_cell(element: Any, *, in_head: bool) -> None:
    """Say what a head cell heads by its scope: WeasyPrint's lists of head names are as long as
    the table, and its names are the same in every part."""
    if element["S"] not in {"/TD", "/TH"}:
        return
    element.pop("ID", None)
    attributes = element.get("A", {})
    attributes.pop("Headers", None)
    if element["S"] == "/TH":
        attributes["Scope"] = "/Column" if in_head else "/Row"
    if set(attributes) == {"O"}:
        element.pop("A")
