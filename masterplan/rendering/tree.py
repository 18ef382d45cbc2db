"""One structure tree out of the trees of the parts (ISO 32000-1, 14.7)."""

from collections.abc import Sequence

from pikepdf import Array, Dictionary, Name, Object, Pdf

_LEAF = 64


class StructureTree:
    """Collects the parts' elements under one Document element, and the parent tree beside it.

    The keys of the parent tree are counted through the document: each part brings its range, which
    its pages and link annotations are moved into.
    """

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self._document = pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Document, P=self._root)
        )
        self._kids = Array()
        self._owners: list[Object] = []

    def graft(self, source: Pdf, leaves: Sequence[Object]) -> None:
        """Hang the tree of `source`, whose pages are already in the document as `leaves`."""
        start = len(self._owners)
        grown = self._pdf.copy_foreign(source.Root.StructTreeRoot)
        for element in grown.K[0].K:
            element.P = self._document
            self._kids.append(element)
        numbers = grown.ParentTree.Nums
        self._owners += [numbers[index] for index in range(1, len(numbers), 2)]
        for leaf in leaves:
            leaf.StructParents = start + int(leaf.StructParents)
            for annotation in leaf.get(Name.Annots, ()):
                annotation.StructParent = start + int(annotation.StructParent)

    def finish(self) -> None:
        """Write the tree into the catalog."""
        self._document.K = self._kids
        self._root.K = Array([self._document])
        self._root.ParentTree = self._parent_tree()
        self._root.ParentTreeNextKey = len(self._owners)
        self._pdf.Root.StructTreeRoot = self._root
        self._pdf.Root.MarkInfo = Dictionary(Marked=True)

    def _parent_tree(self) -> Object:
        nodes = Array()
        for start in range(0, len(self._owners), _LEAF):
            some = self._owners[start : start + _LEAF]
            pairs = Array()
            for number, owner in enumerate(some, start):
                pairs.append(number)
                pairs.append(owner)
            limits = Array([start, start + len(some) - 1])
            nodes.append(self._pdf.make_indirect(Dictionary(Limits=limits, Nums=pairs)))
        return self._pdf.make_indirect(Dictionary(Kids=nodes))
