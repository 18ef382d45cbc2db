"""Embedding a face once for the whole document (ISO 32000-1, 9.7: composite fonts)."""

import hashlib
from collections.abc import Mapping

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from masterplan.rendering.typeface import Face

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


def embed_face(pdf: Pdf, face: Face, glyphs: Mapping[int, str]) -> Object:
    """Add the face's subset with exactly these glyphs (and `.notdef`), and return its font object.

    Glyphs keep the numbers that they have in the whole face, which are those in the page contents.
    """
    data = face.subset(glyphs)
    file = pdf.make_stream(data)
    file.Length1 = len(data)
    name = Name(f"/{_tag(glyphs)}+Inter-{_STYLES[face.name]}")
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=name,
        CIDSystemInfo=Dictionary(
            Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0
        ),
        CIDToGIDMap=Name.Identity,
        FontDescriptor=pdf.make_indirect(_descriptor(face, name, file)),
        W=_widths(face, sorted(glyphs)),
    )
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=name,
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(descendant)]),
        ToUnicode=pdf.make_stream(_to_unicode(glyphs)),
    )
    return pdf.make_indirect(font)


def _tag(glyphs: Mapping[int, str]) -> str:
    digest = hashlib.sha256(repr(sorted(glyphs)).encode()).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])


def _descriptor(face: Face, name: Name, file: Object) -> Dictionary:
    head, metrics = face.font["head"], face.font["hhea"]

    def thousandths(units: float) -> int:
        scaled: int = round(units * 1000 / head.unitsPerEm)
        return scaled

    return Dictionary(
        Type=Name.FontDescriptor,
        FontName=name,
        Flags=_SYMBOLIC | (_ITALIC if face.italic else 0),
        FontBBox=Array(map(thousandths, (head.xMin, head.yMin, head.xMax, head.yMax))),
        ItalicAngle=round(face.font["post"].italicAngle),
        Ascent=thousandths(metrics.ascent),
        Descent=thousandths(metrics.descent),
        CapHeight=thousandths(face.font["OS/2"].sCapHeight),
        StemV=_STEM,
        FontFile2=file,
    )


def _widths(face: Face, glyphs: list[int]) -> Array:
    """Runs of neighbouring glyphs: `first [width width …] first [width …] …`."""
    runs: list[int | Array] = []
    current = Array()
    for index, glyph in enumerate(glyphs):
        if not index or glyph != glyphs[index - 1] + 1:
            current = Array()
            runs += [glyph, current]
        current.append(face.advance(glyph))
    return Array(runs)


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
