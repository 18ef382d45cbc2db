"""Lines that are broken, shaped and spelled once.

Heads, labels, years and units stand on every sheet in columns of the same width. A line is known by
its text, its style (one that lives from part to part) and its room; with it is kept what it looks
like in the file.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from weasyprint.css import AnonymousStyle
from weasyprint.draw import text as drawing
from weasyprint.text import line_break
from weasyprint.text.fonts import get_pango_font_key

from masterplan.rendering.shortcuts.style_facts import found_once

_split_first_line = line_break.split_first_line
_draw_first_line = drawing.draw_first_line
_draw_text = drawing.draw_text
_reactivate = line_break.Layout.reactivate


def deactivate(layout: Any) -> None:
    """Keep the shaped text until it is drawn: a part is too small for it to take much memory."""


def reactivate(layout: Any, style: Any) -> None:
    """A line to be stretched is shaped anew; the others are as they were measured."""
    if layout.justification_spacing:
        _reactivate(layout, style)


class _Drawn(NamedTuple):
    """A line of one font: the operand that shows it, and the text that each glyph stands for.

    `key` is what the fonts of a document know the font by.
    """

    pango_font: Any
    key: Any
    size: float
    operand: str
    texts: dict[int, str]


class LineMemory:
    """Lines by text, style and room. The styles must live as long as this."""

    def __init__(self) -> None:
        self._lines: dict[Any, Any] = {}

    def __len__(self) -> int:
        return len(self._lines)

    def split_first_line(
        self,
        text: str,
        style: Any,
        context: Any,
        max_width: Any,
        justification_spacing: float,
        is_line_start: bool = True,
        minimum: bool = False,
    ) -> Any:
        arguments = (text, style, context, max_width, justification_spacing, is_line_start, minimum)
        if justification_spacing or not _lives_on(style):
            return _split_first_line(*arguments)
        key = (text, id(style), max_width, is_line_start, minimum)
        line = self._lines.get(key)
        if line is None:
            line = self._lines[key] = _split_first_line(*arguments)
        return line

    def draw_first_line(
        self, stream: Any, textbox: Any, text_overflow: str, block_ellipsis: str, matrix: Any
    ) -> Any:
        arguments = (textbox, text_overflow, block_ellipsis, matrix)
        if text_overflow == "ellipsis" or block_ellipsis != "none":
            return _draw_first_line(stream, *arguments)
        listener = _Listener(stream)
        emojis = _draw_first_line(listener, *arguments)
        textbox.pango_layout.drawn = listener.drawn()
        return emojis


def draw_text(
    stream: Any, textbox: Any, offset_x: float, text_overflow: str, *block_ellipsis: str
) -> None:
    """Draw a line of text, as it was drawn before where that is known."""
    drawn = getattr(textbox.pango_layout, "drawn", None)
    style = textbox.style
    if (
        drawn is None
        or text_overflow == "ellipsis"
        or block_ellipsis != ("none",)
        or not _is_bare(style)
    ):
        _draw_text(stream, textbox, offset_x, text_overflow, *block_ellipsis)
        return
    stream.set_color(style["color"])
    stream.begin_text()
    x, y = textbox.position_x, textbox.position_y + textbox.baseline
    stream.set_text_matrix(1, 0, 0, -1, x, y)
    font = stream._fonts.get(drawn.key) or stream.add_font(drawn.pango_font)[0]
    stream.set_font_size(font.hash, drawn.size)
    for glyph, text in drawn.texts.items():
        font.to_unicode.setdefault(glyph, text)
    stream.show_text(drawn.operand)
    stream.end_text()


@found_once
def _is_bare(style: Any) -> bool:
    """Whether text of this style is seen, without a line above, below or through it."""
    is_undecorated = style["text_decoration_line"] in (None, "none")
    return is_undecorated and style["visibility"] == "visible"


@found_once
def _lives_on(style: Any) -> bool:
    """Whether the style is remembered, or made for the text inside an element whose style is.

    A copy that layout made for one box is nobody's anonymous style.
    """
    if isinstance(style, AnonymousStyle):
        above = style.parent_style
        return above.anonymous_style is style and _lives_on(above)
    return hasattr(style, "is_shared")


class _Listener:
    """Hands everything on to the stream, and hears how a line is drawn."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._fonts: list[tuple[Any, Any, dict[int, str]]] = []
        self._operands: list[str] = []
        self._size = 0.0
        self._is_plain = True

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def add_font(self, pango_font: Any) -> Any:
        """The font, which forgets for the time of this line what its glyphs stood for before."""
        font, size = self._stream.add_font(pango_font)
        self._fonts.append((pango_font, font, font.to_unicode))
        font.to_unicode = {}
        return font, size

    def set_font_size(self, name: str, size: float) -> None:
        self._size = size
        self._stream.set_font_size(name, size)

    def set_text_rise(self, rise: float) -> None:
        self._is_plain = False
        self._stream.set_text_rise(rise)

    def show_text(self, operand: str) -> None:
        self._operands.append(operand)
        self._stream.show_text(operand)

    def drawn(self) -> _Drawn | None:
        """How to draw the line again; None for one that is more than a run of glyphs."""
        runs = [(pango_font, font, font.to_unicode) for pango_font, font, _known in self._fonts]
        for _pango_font, font, known in reversed(self._fonts):
            font.to_unicode = {**font.to_unicode, **known}
        if not self._is_plain or len(runs) != 1 or len(self._operands) != 1:
            return None
        (pango_font, font, texts), operand = runs[0], self._operands[0]
        if font.missing:
            return None
        key, _description, _size = get_pango_font_key(pango_font)
        return _Drawn(pango_font, key, self._size, operand, texts)


FUNCTIONS: Final = {_draw_text: draw_text}
ATTRIBUTES: Final = {line_break.Layout: {"deactivate": deactivate, "reactivate": reactivate}}
