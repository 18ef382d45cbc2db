"""Embedding a face once for the whole document (ISO 32000-1, 9.7: composite fonts)."""

import hashlib
from collections.abc import Mapping

from masterplan.rendering.typeface import Face
from masterplan.rendering.writer import Writer

_SYMBOLIC = 4
_ITALIC = 64
_STEM = 80
_STYLES = {"400": "Regular", "600": "SemiBold", "700": "Bold", "400i": "Italic"}

_CMAP_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
"""
_CMAP_TAIL = """endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""
# A CMap holds at most this many mappings in one block.
_BLOCK = 100


def embed_face(writer: Writer, face: Face, glyphs: Mapping[int, str]) -> bytes:
    """Add the face's subset with exactly these glyphs (and `.notdef`), and return the reference of
    its font object.

    Glyphs keep the numbers that they have in the whole face, which are those in the page contents.
    """
    data = face.subset(glyphs)
    file = writer.add_stream(data, b"/Length1 %d" % len(data))
    name = f"/{_tag(glyphs)}+Inter-{_STYLES[face.name]}".encode()
    descriptor = writer.add(_descriptor(face, name, file))
    descendant = writer.add(
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont%s/CIDSystemInfo<</Registry(Adobe)"
        b"/Ordering(Identity)/Supplement 0>>/CIDToGIDMap/Identity/FontDescriptor %s/W[%s]>>"
        % (name, descriptor, _widths(face, sorted(glyphs)))
    )
    return writer.add(
        b"<</Type/Font/Subtype/Type0/BaseFont%s/Encoding/Identity-H/DescendantFonts[%s]"
        b"/ToUnicode %s>>" % (name, descendant, writer.add_stream(_to_unicode(glyphs)))
    )


def _tag(glyphs: Mapping[int, str]) -> str:
    digest = hashlib.sha256(repr(sorted(glyphs)).encode()).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])


def _descriptor(face: Face, name: bytes, file: bytes) -> bytes:
    head, metrics = face.font["head"], face.font["hhea"]

    def thousandths(units: float) -> int:
        scaled: int = round(units * 1000 / head.unitsPerEm)
        return scaled

    box = tuple(map(thousandths, (head.xMin, head.yMin, head.xMax, head.yMax)))
    return (
        b"<</Type/FontDescriptor/FontName%s/Flags %d/FontBBox[%d %d %d %d]/ItalicAngle %d"
        b"/Ascent %d/Descent %d/CapHeight %d/StemV %d/FontFile2 %s>>"
        % (
            name,
            _SYMBOLIC | (_ITALIC if face.italic else 0),
            *box,
            round(face.font["post"].italicAngle),
            thousandths(metrics.ascent),
            thousandths(metrics.descent),
            thousandths(face.font["OS/2"].sCapHeight),
            _STEM,
            file,
        )
    )


def _widths(face: Face, glyphs: list[int]) -> bytes:
    """Runs of neighbouring glyphs: `first [width width …] first [width …] …`."""
    runs: list[str] = []
    for index, glyph in enumerate(glyphs):
        if not index or glyph != glyphs[index - 1] + 1:
            runs.append(f"{']' if runs else ''}{glyph}[")
        runs.append(f"{face.advance(glyph)} ")
    return "".join([*runs, "]" if runs else ""]).encode()


def _to_unicode(glyphs: Mapping[int, str]) -> bytes:
    lines = [
        f"<{glyph:04x}> <{text.encode('utf-16-be').hex()}>"
        for glyph, text in sorted(glyphs.items())
    ]
    blocks = [lines[start : start + _BLOCK] for start in range(0, len(lines), _BLOCK)]
    body = "".join(
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks
    )
    return (_CMAP_HEAD + body + _CMAP_TAIL).encode()
