"""What is drawn, with fewer objects on the way to the same operators.

Nearly every box has no background and no border; nearly every mark in the page's stream is one of
three that wrap other operators.
"""

from __future__ import annotations

from typing import Any, Final

from weasyprint.draw import border
from weasyprint.layout import background
from weasyprint.pdf.stream import Stream

from masterplan.rendering.shortcuts.boxes import get_color, resolve_radii_percentages
from masterplan.rendering.shortcuts.style_facts import found_once

_draw_border = border.draw_border
_layout_box_backgrounds = background.layout_box_backgrounds
_set_color = Stream.set_color


def layout_box_backgrounds(
    page: Any, box: Any, get_image: Any, layout_children: bool = True, style: Any = None
) -> None:
    """Place the backgrounds of a box and of what stands in it."""
    if style is None and box is not page and _is_bare(box.style):
        resolve_radii_percentages(box)
        if layout_children:
            for child in box.all_children():
                layout_box_backgrounds(page, child, get_image)
        box.background = None
    else:
        _layout_box_backgrounds(page, box, get_image, layout_children, style)


@found_once
def _is_bare(style: Any) -> bool:
    """Whether a box of this style has neither a background nor a picture around it."""
    return (
        style["border_image_source"][0] == "none"
        and style["mask_border_source"][0] == "none"
        and style["visibility"] != "hidden"
        and all(kind == "none" for kind, _value in style["background_image"])
        and get_color(style, "background_color").alpha == 0
        and not style["box_shadow"]
    )


def draw_border(stream: Any, box: Any) -> None:
    """Draw the borders of a box, which has none as a rule."""
    if (
        box.border_top_width
        or box.border_right_width
        or box.border_bottom_width
        or box.border_left_width
        or not _is_bare(box.style)
        or box.style["column_rule_width"]
    ):
        _draw_border(stream, box)


def set_color(stream: Any, color: Any, stroke: bool = False) -> None:
    """Set a colour where another one is set."""
    current = stream._current_color_stroke if stroke else stream._current_color
    if current is not None and current == _channels(color):
        stream.set_alpha(color.alpha, stroke)
    else:
        _set_color(stream, color, stroke)


def _channels(color: Any) -> Any:
    try:
        return color.channels
    except AttributeError:
        color.channels = (color.space, *color.coordinates)
        return color.channels


class Stacked:
    """What is set within is forgotten at the end."""

    __slots__ = ("_stream",)

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __enter__(self) -> None:
        self._stream.push_state()

    def __exit__(self, *exception: object) -> None:
        self._stream.pop_state()


class Artifact:
    """What is drawn within is nothing to read aloud."""

    __slots__ = ("_stream",)

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __enter__(self) -> None:
        if self._stream._tags is not None:
            self._stream.stream += (b"/Artifact", b"BMC")

    def __exit__(self, *exception: object) -> None:
        if self._stream._tags is not None:
            self._stream.stream.append(b"EMC")


class Marked:
    """What is drawn within belongs to an element of the structure tree."""

    __slots__ = ("_box", "_stream", "_tag")

    def __init__(self, stream: Any, box: Any, tag: str) -> None:
        self._stream, self._box, self._tag = stream, box, tag

    def __enter__(self) -> None:
        tags = self._stream._tags
        if tags is not None:
            number = len(tags)
            tags[self._box] = {"tag": self._tag, "mcid": number}
            self._stream.stream += (b"/%s" % self._tag.encode(), b"<</MCID %d>>" % number, b"BDC")

    def __exit__(self, *exception: object) -> None:
        if self._stream._tags is not None:
            self._stream.stream.append(b"EMC")


FUNCTIONS: Final = {
    _draw_border: draw_border,
    _layout_box_backgrounds: layout_box_backgrounds,
}
ATTRIBUTES: Final = {
    Stream: {
        "artifact": lambda stream: Artifact(stream),
        "marked": lambda stream, box, tag: Marked(stream, box, tag),
        "set_color": set_color,
        "stacked": lambda stream: Stacked(stream),
    }
}
