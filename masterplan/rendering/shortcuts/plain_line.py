"""A line of one run of text and nothing else, which nearly every line is, laid out directly.

WeasyPrint fits every line as if it could hold anything: floats, pictures, boxes in boxes, each with
a vertical alignment of its own.
"""

from __future__ import annotations

from typing import Any, Final

from weasyprint.formatting_structure.boxes import TextBox
from weasyprint.layout import inline

from masterplan.rendering.shortcuts.boxes import avoid_collisions
from masterplan.rendering.shortcuts.lengths import resolve_percentages, strut

_get_next_linebox = inline.get_next_linebox
_SIDES = ("top", "right", "bottom", "left")
_BORDERS = tuple(f"border_{side}_width" for side in _SIDES)
_SPACES = tuple(f"{space}_{side}" for space in ("margin", "padding") for side in _SIDES)


def get_next_linebox(
    context: Any,
    linebox: Any,
    position_y: float,
    bottom_space: float,
    skip_stack: Any,
    containing_block: Any,
    absolute_boxes: Any,
    fixed_boxes: Any,
    first_letter_style: Any,
    first_line_style: Any,
) -> tuple[Any, Any]:
    """The next line, and where the one after it begins; None when nothing is left."""
    if not first_letter_style and not first_line_style and not context.excluded_shapes:
        found = _line_of_text(context, linebox, position_y, skip_stack, containing_block)
        if found is not None:
            return found
    return _get_next_linebox(  # type: ignore[no-any-return]
        context,
        linebox,
        position_y,
        bottom_space,
        skip_stack,
        containing_block,
        absolute_boxes,
        fixed_boxes,
        first_letter_style,
        first_line_style,
    )


def _line_of_text(
    context: Any, linebox: Any, position_y: float, skip_stack: Any, containing_block: Any
) -> tuple[Any, Any] | None:
    """The next line of a box that holds one run of text, or None where it is anything else."""
    if len(linebox.children) != 1:
        return None
    text = linebox.children[0]
    if type(text) is not TextBox or not (
        _is_plain(linebox.style)
        and _is_plain(text.style)
        and containing_block.style["direction"] == "ltr"
    ):
        return None
    skip_stack = inline.skip_first_whitespace(linebox, skip_stack)
    if skip_stack == "continue":
        return None, None

    linebox.position_y = position_y
    linebox.width = linebox.height = 0
    left, position_y, room = avoid_collisions(context, linebox, containing_block, outer=False)
    linebox.position_x, linebox.position_y = left, position_y
    resolve_percentages(text, containing_block)
    text.position_x, text.position_y = left + linebox.text_indent, position_y
    # A little more than the room, as in `split_inline_box`: widths come from sums of floats.
    room_of_text = (left + room) * (1 + 1e-9) - text.position_x
    part, resume_index, preserved_break = inline.split_text_box(
        context, text, room_of_text, _skipped(skip_stack)
    )
    if part is None:
        return None
    resume_at = None if resume_index is None else {0: {resume_index: None}}

    line = linebox.copy_with_children([part])
    line.remove_decoration(start=skip_stack is not None, end=resume_at is not None)
    line.width = part.position_x + part.margin_width() - line.content_box_x()
    line_height, line.baseline = strut(line.style)
    line.height = line.style["font_size"]
    line.margin_top = line.margin_bottom = (line_height - line.height) / 2
    linebox.width, linebox.height = line.width, line.height
    inline.remove_last_whitespace(context, line)
    is_last = resume_at is None or bool(preserved_break)
    offset = inline.text_align(context, line, room, last=is_last)

    # Where text and line begin and end while their baseline is at zero.
    part.position_y = -part.baseline
    top = min(part.position_y, -line.baseline)
    bottom = max(part.position_y + part.margin_height(), -line.baseline + line.margin_height())
    line.baseline, line.height = -top, bottom - top
    line.margin_top = line.margin_bottom = 0
    line.position_x += offset
    line.position_y = position_y
    part.position_x += offset
    part.position_y += position_y - top
    return line, resume_at


def _skipped(skip_stack: Any) -> int:
    """How many bytes of the only child's text are on lines above."""
    if skip_stack is None:
        return 0
    (inner,) = skip_stack.values()
    return next(iter(inner)) if inner else 0


def _is_plain(style: Any) -> bool:
    """Whether a box of this style takes no room of its own and stands on the baseline."""
    try:
        return bool(style.is_plain)
    except AttributeError:
        style.is_plain = (
            style["direction"] == "ltr"
            and style["position"] == "static"
            and style["float"] == "none"
            and style["vertical_align"] == "baseline"
            and style["font_size"] > 0
            and all(style[name] == 0 for name in _BORDERS)
            and all(getattr(style[name], "value", None) == 0 for name in _SPACES)
        )
        return bool(style.is_plain)


FUNCTIONS: Final = {_get_next_linebox: get_next_linebox}
