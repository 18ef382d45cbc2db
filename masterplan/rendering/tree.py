"""One structure tree out of the trees of the parts (ISO 32000-1, 14.7)."""

import re
from collections.abc import Sequence

from masterplan.rendering.writer import Writer, array, reference

_LEAF = 64
# An owner in a part's parent tree: one element, or a list with one for each piece of content.
_OWNER = re.compile(rb"\d+ (\[[^\]]*\]|\d+ 0 R)")


class StructureTree:
    """Collects the parts' elements under one Document element, and the parent tree beside it.

    The keys of the parent tree are counted through the document: each part brings its range, which
    its pages and link annotations are moved into.
    """

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._root = writer.reserve()
        self._document = writer.reserve()
        self._kids: list[bytes] = []
        self._owners: list[bytes] = []

    @property
    def document(self) -> bytes:
        """What the uppermost elements of the parts have above them."""
        return reference(self._document)

    def graft(self, kids: bytes, owners: bytes) -> int:
        """Take in a part's uppermost elements and its share of the parent tree. Returns by how much
        its keys of the parent tree move."""
        start = len(self._owners)
        self._kids.append(kids)
        self._owners += _OWNER.findall(owners)
        return start

    def finish(self) -> bytes:
        """Write the tree, and return its entries for the catalog."""
        document = b"<</Type/StructElem/S/Document/P %s/K%s>>"
        root = b"<</Type/StructTreeRoot/K[%s]/ParentTree %s/ParentTreeNextKey %d>>"
        self._writer.put(self._document, document % (reference(self._root), array(self._kids)))
        found = (self.document, self._add_parent_tree(), len(self._owners))
        self._writer.put(self._root, root % found)
        return b"/StructTreeRoot %s/MarkInfo<</Marked true>>" % reference(self._root)

    def _add_parent_tree(self) -> bytes:
        starts = range(0, len(self._owners), _LEAF)
        leaves = [self._add_leaf(start, self._owners[start : start + _LEAF]) for start in starts]
        return self._writer.add(b"<</Kids%s>>" % array(leaves))

    def _add_leaf(self, start: int, owners: Sequence[bytes]) -> bytes:
        pairs = array(b"%d %s" % pair for pair in enumerate(owners, start))
        limits = (start, start + len(owners) - 1)
        return self._writer.add(b"<</Limits[%d %d]/Nums%s>>" % (*limits, pairs))
