"""What the assembly prints over the pages: running header, folio, watermark.

All of it is marked as an artifact, so that a screen reader does not read it on every page.
"""

import math
from dataclasses import dataclass

from masterplan.rendering.imprint import Imprint
from masterplan.rendering.typeface import REGULAR, Face, Typeface

WATERMARK_FACE = "700"

# The names under which page resources hold what the stamps use.
FONT_RESOURCE = "/Stamp"
WATERMARK_RESOURCE = "/Watermark"

_SIZE = 8
_RULE_BELOW = 5
_GREY = 0.38
_GAP = 24
_WATERMARK_SHARE = 0.72
_WATERMARK_SIZE_LIMIT = 110
_MILLE = 1000


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's size in points."""

    width: float
    height: float


class Line:
    """One line of text in one face: its glyphs, without kerning."""

    def __init__(self, text: str, face: Face, typeface: Typeface) -> None:
        self.text = typeface.legible(" ".join(text.split()))
        self._face = face

    def glyphs(self) -> dict[int, str]:
        """Glyph number to the character that it stands for."""
        return {self._face.glyph(character): character for character in self.text}

    def width(self, size: float) -> float:
        """In points."""
        advances = (self._face.advance(self._face.glyph(character)) for character in self.text)
        return sum(advances) * size / _MILLE

    def shortened(self, room: float, size: float) -> str:
        """The text, cut with an ellipsis to fit into `room` points."""
        text = self.text
        while text and self._measure(text, size) > room:
            text = text.removesuffix("…")[:-1].rstrip() + "…" if len(text) > 1 else ""
        return text

    def hexadecimal(self, text: str | None = None) -> str:
        """The operand of Tj."""
        shown = self.text if text is None else text
        return "".join(f"{self._face.glyph(character):04x}" for character in shown)

    def _measure(self, text: str, size: float) -> float:
        advances = (self._face.advance(self._face.glyph(character)) for character in text)
        return sum(advances) * size / _MILLE


class Stamps:
    """The stamps of one document."""

    def __init__(self, imprint: Imprint, typeface: Typeface) -> None:
        self._imprint = imprint
        self._typeface = typeface
        self._title = self._line(imprint.running_title or imprint.title)
        self._watermark = Line(imprint.watermark or "", typeface.faces[WATERMARK_FACE], typeface)

    def _line(self, text: str) -> Line:
        return Line(text, self._typeface.faces[REGULAR], self._typeface)

    def glyphs(self, chapters: set[str]) -> dict[str, dict[int, str]]:
        """The glyphs of each face that the stamps may use, with what they stand for."""
        texts = [self._title.text, self._imprint.folio, "0123456789…", *sorted(chapters)]
        used = {REGULAR: self._line(" ".join(texts)).glyphs()}
        if self._watermark.text:
            used[WATERMARK_FACE] = self._watermark.glyphs()
        return used

    def over_page(self, sheet: Sheet, chapter: str, page: int, pages: int, running: bool) -> bytes:
        """The content that follows the page's own, which is wrapped in q and Q."""
        stamps = ["Q"]
        if running:
            stamps += self._header(sheet, chapter)
            stamps += self._footer(sheet, self._imprint.folio.format(page=page, pages=pages))
        if self._watermark.text:
            stamps += [*_artifact("Watermark"), f"{WATERMARK_RESOURCE} Do", "EMC"]
        return "\n".join(stamps).encode()

    def watermark(self, sheet: Sheet) -> bytes:
        """The content of the watermark's form: the text along the rising diagonal."""
        angle = math.atan2(sheet.height, sheet.width)
        diagonal = math.hypot(sheet.width, sheet.height)
        size = min(
            _WATERMARK_SIZE_LIMIT, _WATERMARK_SHARE * diagonal / (self._watermark.width(1) or 1)
        )
        back, down = self._watermark.width(size) / 2, size * 0.36
        cosine, sine = math.cos(angle), math.sin(angle)
        x = sheet.width / 2 - back * cosine + down * sine
        y = sheet.height / 2 - back * sine - down * cosine
        return "\n".join(
            [
                "q /Pale gs 0.25 g BT",
                f"{FONT_RESOURCE} {size:.3f} Tf",
                f"{cosine:.5f} {sine:.5f} {-sine:.5f} {cosine:.5f} {x:.3f} {y:.3f} Tm",
                f"<{self._watermark.hexadecimal()}> Tj ET Q",
            ]
        ).encode()

    def _header(self, sheet: Sheet, chapter: str) -> list[str]:
        left, right = self._imprint.side, sheet.width - self._imprint.side
        baseline = sheet.height - self._imprint.head
        title = self._title.shortened((right - left) * 0.6, _SIZE)
        taken = self._line(title).width(_SIZE) + _GAP if title else 0
        name = self._line(self._line(chapter).shortened(right - left - taken, _SIZE))
        return [
            *_artifact("Header"),
            f"q {_GREY} g {_GREY} G 0.5 w",
            f"{left:.3f} {baseline - _RULE_BELOW:.3f} m {right:.3f} {baseline - _RULE_BELOW:.3f} l S",
            *_show(self._title.hexadecimal(title), left, baseline),
            *_show(name.hexadecimal(), right - name.width(_SIZE), baseline),
            "Q EMC",
        ]

    def _footer(self, sheet: Sheet, folio: str) -> list[str]:
        line = self._line(folio)
        x = sheet.width - self._imprint.side - line.width(_SIZE)
        return [
            *_artifact("Footer"),
            f"q {_GREY} g",
            *_show(line.hexadecimal(), x, self._imprint.foot),
            "Q EMC",
        ]


def _artifact(kind: str) -> list[str]:
    return [f"/Artifact <</Type /Pagination /Subtype /{kind}>> BDC"]


def _show(glyphs: str, x: float, y: float) -> list[str]:
    if not glyphs:
        return []
    return [f"BT {FONT_RESOURCE} {_SIZE} Tf {x:.3f} {y:.3f} Td <{glyphs}> Tj ET"]
