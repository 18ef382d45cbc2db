"""Page numbers inside the pages: in contents and lists.

A part holds a mark where a page number belongs, in a link. The mark is drawn like any other text,
so that colour, size, place and the structure tree are right already; only what is shown is changed.
"""

import re
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence

from masterplan.rendering.faults import AssemblyError
from masterplan.rendering.parts import PageNumber, RenderedPart
from masterplan.rendering.typeface import PAGE_MARK, Face, Letter, Typeface


def figures_of(numbers: Iterable[PageNumber], typeface: Typeface) -> dict[str, dict[int, str]]:
    """The glyphs by face that any page number may need, with what they stand for."""
    return {
        face: {letter.glyph: figure for figure, letter in typeface.faces[face].figures.items()}
        for face in sorted({number.face for number in numbers})
    }


def of_page(rendered: RenderedPart, page: int) -> list[PageNumber]:
    return [number for number in rendered.numbers if number.page == page]


def numbered(
    content: bytes, numbers: Sequence[PageNumber], pages: Mapping[str, int], typeface: Typeface
) -> bytes:
    """A page's content, which is stored compressed, with its marks replaced. Raises AssemblyError
    when there are more or fewer marks than numbers."""
    operands = iter([_operand(number, pages, typeface) for number in numbers])
    found, count = _mark(numbers, typeface).subn(_next(operands), zlib.decompress(content))
    if count != len(numbers):
        raise AssemblyError(f"{count} places for {len(numbers)} page numbers")
    return found


def _next(operands: Iterable[bytes]) -> Callable[[re.Match[bytes]], bytes]:
    left = iter(operands)
    return lambda match: next(left, match[0])


def _mark(numbers: Sequence[PageNumber], typeface: Typeface) -> re.Pattern[bytes]:
    """How a line is drawn that holds the mark alone."""
    glyphs = sorted({_mark_of(typeface.faces[number.face]).glyph for number in numbers})
    spelled = "|".join(f"{glyph:04x}" for glyph in glyphs)
    return re.compile(rf"\[<(?:{spelled})>[-.\d]*\] TJ".encode())


def _mark_of(face: Face) -> Letter:
    return face.letters[PAGE_MARK]


def _operand(number: PageNumber, pages: Mapping[str, int], typeface: Typeface) -> bytes:
    """The page number, ending where the mark ends."""
    face = typeface.faces[number.face]
    letters = [face.figures[figure] for figure in str(pages[number.name])]
    back = sum(letter.advance for letter in letters) - _mark_of(face).advance
    return f"[{back}<{''.join(f'{letter.glyph:04x}' for letter in letters)}>] TJ".encode()
