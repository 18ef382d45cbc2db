"""What the assembly prints over the pages: running header, folio, watermark.

All of it is marked as an artifact, so that a screen reader does not read it on every page.
"""

import math

from masterplan.rendering.fragment import Sheet
from masterplan.rendering.imprint import Imprint
from masterplan.rendering.parts import Part
from masterplan.rendering.typeface import REGULAR, Face, Typeface

WATERMARK_FACE = "700"

# The names under which page resources hold what the stamps use.
FONT_RESOURCE = "/Stamp"
PALE_RESOURCE = "/Pale"

_SIZE = 8
_RULE_BELOW = 5
_GREY = 0.38
# Between title and chapter, in points, and what the title may take beside a chapter.
_GAP = 24
_TITLE_SHARE = 0.6
_WATERMARK_SHARE = 0.72
_WATERMARK_SIZE_LIMIT = 110
_WATERMARK_GREY = 0.25
# Half the height of a capital, as a share of the font size.
_HALF_CAPITAL = 0.36
_MILLE = 1000


class Line:
    """One line of text in one face, without kerning."""

    def __init__(self, text: str, face: Face, typeface: Typeface) -> None:
        self._face = face
        self.text = typeface.legible(" ".join(text.split()))

    def glyphs(self) -> dict[int, str]:
        """Glyph number to the character that it stands for."""
        return {self._face.letters[character].glyph: character for character in self.text}

    def width(self, size: float) -> float:
        """In points."""
        return self._advance(self.text) * size / _MILLE

    def shorten(self, room: float, size: float) -> None:
        """Cut the text with an ellipsis so that it is at most `room` points wide."""
        if self.width(size) <= room:
            return
        kept = self.text
        while kept and self._advance(kept + "…") * size / _MILLE > room:
            kept = kept[:-1].rstrip()
        self.text = kept + "…" if kept else ""

    def operand(self) -> str:
        """The glyphs as the string that Tj shows."""
        glyphs = (self._face.letters[character].glyph for character in self.text)
        return f"<{''.join(f'{glyph:04x}' for glyph in glyphs)}>"

    def _advance(self, text: str) -> int:
        return sum(self._face.letters[character].advance for character in text)


class Stamps:
    """The stamps of one document."""

    def __init__(self, imprint: Imprint, typeface: Typeface) -> None:
        self._imprint = imprint
        self._typeface = typeface
        self._watermark = Line(imprint.watermark or "", typeface.faces[WATERMARK_FACE], typeface)

    def glyphs(self, chapters: set[str]) -> dict[str, dict[int, str]]:
        """The glyphs of each face that the stamps may use, with what they stand for."""
        texts = [self._running_title, self._imprint.folio, "0123456789…", *sorted(chapters)]
        used = {REGULAR: self._line(" ".join(texts)).glyphs()}
        if self._watermark.text:
            used[WATERMARK_FACE] = self._watermark.glyphs()
        return used

    def over_pages(self, sheet: Sheet, chapter: str, *, running: bool) -> bytes:
        """What pages of this size have in common within a chapter. It follows their own content,
        which is wrapped in q and Q."""
        stamps = ["Q"]
        if running:
            stamps += self._header(sheet, chapter)
        if self._watermark.text:
            stamps += [_artifact("Watermark"), f"{sheet.watermark_resource} Do", "EMC"]
        return "\n".join(stamps).encode()

    def over_page(self, sheet: Sheet, part: Part, page: int, pages: int) -> bytes:
        """What this page alone has: its number."""
        if not part.running:
            return b""
        line = self._line(self._imprint.folio.format(page=page, pages=pages))
        x = sheet.width - self._imprint.side - line.width(_SIZE)
        show = _show(line, x, self._imprint.foot)
        return "\n".join([_artifact("Footer"), f"q {_GREY} g", show, "Q EMC"]).encode()

    def watermark(self, sheet: Sheet) -> bytes:
        """The content of the watermark's form: the text along the rising diagonal."""
        angle = math.atan2(sheet.height, sheet.width)
        room = _WATERMARK_SHARE * math.hypot(sheet.width, sheet.height)
        size = min(_WATERMARK_SIZE_LIMIT, room / self._watermark.width(1))
        back, down = self._watermark.width(size) / 2, size * _HALF_CAPITAL
        cosine, sine = math.cos(angle), math.sin(angle)
        x = sheet.width / 2 - back * cosine + down * sine
        y = sheet.height / 2 - back * sine - down * cosine
        turned = f"{cosine:.5f} {sine:.5f} {-sine:.5f} {cosine:.5f} {x:.3f} {y:.3f} Tm"
        show = f"{FONT_RESOURCE} {size:.3f} Tf {turned} {self._watermark.operand()} Tj"
        return f"q {PALE_RESOURCE} gs {_WATERMARK_GREY} g BT {show} ET Q".encode()

    @property
    def _running_title(self) -> str:
        return self._imprint.running_title or self._imprint.title

    def _line(self, text: str) -> Line:
        return Line(text, self._typeface.faces[REGULAR], self._typeface)

    def _header(self, sheet: Sheet, chapter: str) -> list[str]:
        left, right = self._imprint.side, sheet.width - self._imprint.side
        baseline = sheet.height - self._imprint.head
        title, name = self._line(self._running_title), self._line(chapter)
        title.shorten((right - left) * (_TITLE_SHARE if name.text else 1), _SIZE)
        name.shorten(right - left - title.width(_SIZE) - _GAP, _SIZE)
        rule = baseline - _RULE_BELOW
        return [
            _artifact("Header"),
            f"q {_GREY} g {_GREY} G 0.5 w {left:.3f} {rule:.3f} m {right:.3f} {rule:.3f} l S",
            _show(title, left, baseline),
            _show(name, right - name.width(_SIZE), baseline),
            "Q EMC",
        ]


def _artifact(kind: str) -> str:
    return f"/Artifact <</Type /Pagination /Subtype /{kind}>> BDC"


def _show(line: Line, x: float, y: float) -> str:
    return f"BT {FONT_RESOURCE} {_SIZE} Tf {x:.3f} {y:.3f} Td {line.operand()} Tj ET"
