"""What layout and drawing ask of every box, many times over, answered without detours.

Each function gives exactly what WeasyPrint's own of the same name gives.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from weasyprint import document
from weasyprint.draw import color
from weasyprint.formatting_structure.boxes import Box
from weasyprint.layout import block, percent
from weasyprint.layout import float as floating

from masterplan.rendering.shortcuts.style_facts import found_once

_avoid_collisions = floating.avoid_collisions
_resolve_radii_percentages = percent.resolve_radii_percentages

_IN_PLACE: Final = ("static", "relative")
_RADII: Final = tuple(
    f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left")
)


def is_in_normal_flow(box: Any) -> bool:
    """Whether the box is neither a float, a footnote, running, a note nor positioned absolutely."""
    style = box.style
    return style["float"] == "none" and style["position"] in _IN_PLACE


def collapse_margin(adjoining_margins: Sequence[float]) -> float:
    """The margin that adjoining ones become: the largest above zero and the lowest below it."""
    margins = [0, *adjoining_margins]
    return max(margins) + min(margins)


def avoid_collisions(context: Any, box: Any, containing_block: Any, outer: bool = True) -> Any:
    """Where a box goes, and the width that it has there. Without floats nothing is in its way."""
    if (
        context.excluded_shapes
        or box.style["float"] != "none"
        or containing_block.style["direction"] != "ltr"
    ):
        return _avoid_collisions(context, box, containing_block, outer)
    left = containing_block.content_box_x()
    right = left + containing_block.width
    if outer:
        return left, box.position_y, right - left
    left += box.margin_left
    right -= box.margin_right
    return left - box.margin_left, box.border_box_y() - box.margin_top, right - left


def resolve_radii_percentages(box: Any) -> None:
    """Set the used radii of a box's corners. Nearly all boxes are square."""
    if _is_square(box.style):
        for name in _RADII:  # not in its dictionary: the box may be a stand-in for another
            setattr(box, name, (0, 0))
    else:
        _resolve_radii_percentages(box)


@found_once
def _is_square(style: Any) -> bool:
    return all((0, "px") in style[name] for name in _RADII)


def get_color(style: Any, key: str) -> Any:
    """A colour of a style. Comparing one with "currentcolor" takes longer than to look it up."""
    try:
        return style.colours[key]
    except AttributeError:
        style.colours = {}
    except KeyError:
        pass
    value = style[key]
    style.colours[key] = value if value != "currentcolor" else style["color"]
    return style.colours[key]


def get_html_metadata(html: Any) -> dict[str, Any]:
    """What a part says of itself as a document: nothing, for it is none."""
    return {
        **dict.fromkeys(("title", "description", "generator", "created", "modified")),
        "keywords": [],
        "authors": [],
        "attachments": [],
        "custom": {},
        "lang": html.etree_element.get("lang"),
    }


FUNCTIONS: Final = {
    _avoid_collisions: avoid_collisions,
    _resolve_radii_percentages: resolve_radii_percentages,
    block.collapse_margin: collapse_margin,
    color.get_color: get_color,
    document.get_html_metadata: get_html_metadata,
}
ATTRIBUTES: Final = {Box: {"is_in_normal_flow": is_in_normal_flow}}
