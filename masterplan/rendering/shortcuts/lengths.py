"""Lengths that a style alone decides, computed once for each style instead of once for each box."""

from __future__ import annotations

from typing import Any, Final

from weasyprint.formatting_structure.boxes import ParentBox
from weasyprint.layout import percent
from weasyprint.text import line_break

from masterplan.rendering.shortcuts.style_facts import found_once
from masterplan.rendering.shortcuts.styles import NamedPages

_resolve_percentages = percent.resolve_percentages
_page_values = ParentBox.page_values
_strut = line_break.strut

_SIDES: Final = ("top", "right", "bottom", "left")
SPACES: Final = tuple(f"{space}_{side}" for space in ("margin", "padding") for side in _SIDES)
BORDERS: Final = tuple(f"border_{side}_width" for side in _SIDES)
_LENGTHS: Final = (
    *SPACES,
    *("width", "min_width", "max_width", "height", "min_height", "max_height"),
)


def resolve_percentages(box: Any, containing_block: Any) -> None:
    """Set the used lengths of a box. Those without a percentage are the same in every block."""
    style = box.style
    lengths = _used_lengths(style)
    if lengths is None:
        _resolve_percentages(box, containing_block)
        return
    values = box.__dict__
    if style["border_collapse"] == "collapse":
        # What the cells agreed upon stays.
        for border in BORDERS:
            if border not in values:
                values[border] = style[border]
    else:
        for border in BORDERS:
            values[border] = style[border]
    values.update(lengths)


@found_once
def _used_lengths(style: Any) -> dict[str, Any] | None:
    """The lengths as numbers of pixels or "auto"; None when one depends on the block around."""
    if style["box_sizing"] != "content-box":
        return None
    lengths: dict[str, Any] = {}
    for name in _LENGTHS:
        value = style[name]
        if value == "auto":
            lengths[name] = 0 if name in ("min_width", "min_height") else "auto"
        elif getattr(value, "unit", None) == "px":
            lengths[name] = value.value
        else:
            return None
    return lengths


def page_values(box: Any) -> tuple[Any, Any]:
    """The names of the first and last page that the box asks for: the one name that there is, when
    no element asks for any."""
    if NamedPages.are_there:
        found: tuple[Any, Any] = _page_values(box)
        return found
    return box.style["page"], box.style["page"]


@found_once
def strut(style: Any) -> Any:
    """Height and baseline of an empty line."""
    return _strut(style)


FUNCTIONS: Final = {_resolve_percentages: resolve_percentages, _strut: strut}
ATTRIBUTES: Final = {ParentBox: {"page_values": page_values}}
