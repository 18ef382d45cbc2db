"""One structure tree out of the trees of the parts (ISO 32000-1, 14.7)."""

from masterplan.rendering.writer import Writer, array, reference


class StructureTree:
    """Collects the parts' elements under one Document element, and the parent tree beside it.

    The keys of the parent tree are counted through the document: each part brings its range, which
    its pages and link annotations are moved into, as a leaf of that tree.
    """

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._root = writer.reserve()
        self._document = writer.reserve()
        self._kids: list[bytes] = []
        self._leaves: list[bytes] = []
        self.next_key = 0

    @property
    def document(self) -> bytes:
        """What the uppermost elements of the parts have above them."""
        return reference(self._document)

    def graft(self, kids: bytes, leaf: bytes, keys: int) -> None:
        """Take in a part's uppermost elements and its leaf of the parent tree with so many keys."""
        self._kids.append(kids)
        self._leaves.append(leaf)
        self.next_key += keys

    def finish(self) -> bytes:
        """Write the tree, and return its entries for the catalog."""
        document = b"<</Type/StructElem/S/Document/P %s/K%s>>"
        root = b"<</Type/StructTreeRoot/K[%s]/ParentTree %s/ParentTreeNextKey %d>>"
        self._writer.put(self._document, document % (reference(self._root), array(self._kids)))
        parent_tree = self._writer.add(b"<</Kids%s>>" % array(self._leaves))
        self._writer.put(self._root, root % (self.document, parent_tree, self.next_key))
        return b"/StructTreeRoot %s/MarkInfo<</Marked true>>" % reference(self._root)
