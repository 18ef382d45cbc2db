"""Figures inside the pages: page numbers in contents and lists, amounts in tables.

A part holds a mark where a figure belongs. The mark is drawn like any other text, so that colour,
size, place and the structure tree are right already; only what is shown is changed.
"""

import re
import zlib
from collections.abc import Mapping, Sequence

from masterplan.rendering.faults import AssemblyError
from masterplan.rendering.pagination import Pages, Placed
from masterplan.rendering.typeface import FIGURE_MARK, Face
from masterplan.rendering.writer import decimal

# The choice of a face, and how a line is drawn that holds one sign alone.
_FACE_OR_SIGN = re.compile(rb"/([A-Z]+) ([\d.]+) Tf|\[<([0-9a-f]{4})>[-.\d]*\] TJ")


def figures_of(item: Placed, pages: Pages) -> tuple[str, ...]:
    """What is written into the pages of a part, in the order in which its marks are drawn."""
    return item.part.figures or tuple(str(pages.names[name]) for name in item.rendered.numbers)


def write_figures(
    contents: Sequence[bytes], figures: Sequence[str], faces: Mapping[bytes, Face]
) -> list[bytes]:
    """The contents of a part's pages, which are stored compressed, with the marks replaced. `faces`
    go by the names that the part has for them. Raises AssemblyError when there are more or fewer
    marks than figures."""
    marks = {name: b"%04x" % face.letters[FIGURE_MARK].glyph for name, face in faces.items()}
    left = iter(figures)
    count = 0
    name, size = b"", 0.0

    def written(found: re.Match[bytes]) -> bytes:
        nonlocal count, name, size
        if found[1]:
            name, size = found[1], float(found[2])
        elif found[3] == marks.get(name):
            count += 1
            return _operand(next(left, ""), faces[name], size)
        return found[0]

    pages = [_FACE_OR_SIGN.sub(written, zlib.decompress(content)) for content in contents]
    if count != len(figures):
        raise AssemblyError(f"{count} places for {len(figures)} figures")
    return pages


def letters_of(figures: Sequence[str], face: Face) -> dict[int, str]:
    """The glyphs that any figure may need, with what they stand for; none without figures."""
    if not figures:
        return {}
    return {letter.glyph: figure for figure, letter in face.figures.items()}


def _operand(figure: str, face: Face, size: float) -> bytes:
    """The figure, ending where the mark ends."""
    glyphs = [face.figures[sign].glyph for sign in figure]
    width = sum(face.width(glyph, size) for glyph in glyphs)
    back = 1000 * (width - face.width(face.letters[FIGURE_MARK].glyph, size)) / size
    return b"[%s<%s>] TJ" % (decimal(back), b"".join(b"%04x" % glyph for glyph in glyphs))
