"""A line of one run of text, which nearly every line is, and a table's cell that holds only such
lines, laid out directly.

WeasyPrint fits every line as if it could hold anything: floats, pictures, boxes in boxes, each with
a vertical alignment of its own; and every cell as if it could hold blocks, or end on another page.
"""

from __future__ import annotations

from typing import Any, Final

from weasyprint.formatting_structure.boxes import InlineBox, LineBox, TableCellBox, TextBox
from weasyprint.layout import block, inline
from weasyprint.layout.percent import resolve_one_percentage

from masterplan.rendering.shortcuts.boxes import avoid_collisions
from masterplan.rendering.shortcuts.lengths import BORDERS, SPACES, resolve_percentages, strut
from masterplan.rendering.shortcuts.style_facts import found_once

_get_next_linebox = inline.get_next_linebox
_block_container_layout = block.block_container_layout
# Widths come from sums of floats: WeasyPrint gives each box around the text so much more room.
_A_LITTLE_MORE = 1 + 1e-9


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
    inner = _only_child(linebox)
    wrapper = inner if type(inner) is InlineBox and not inner.is_leader else None
    text = _only_child(wrapper) if wrapper else inner
    if type(text) is not TextBox or not (
        _is_plain(linebox.style)
        and _is_plain(text.style)
        and _is_plain(inner.style)
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
    begin, end = left + linebox.text_indent, (left + room) * _A_LITTLE_MORE
    if wrapper:
        resolve_percentages(wrapper, containing_block)
        wrapper.position_y = position_y
        end *= _A_LITTLE_MORE
    resolve_percentages(text, containing_block)
    text.position_x, text.position_y = begin, position_y
    part, resume_index, preserved_break = inline.split_text_box(
        context, text, end - begin, _skipped(skip_stack)
    )
    if part is None:
        return None
    resume_at: Any = None if resume_index is None else {0: {resume_index: None}}
    parts = [part]
    if wrapper:
        resume_at = resume_at and {0: resume_at}
        parts = [_around(wrapper, part, begin, skip_stack, resume_at), part]
    line = _around(linebox, parts[0], left, skip_stack, resume_at)
    linebox.width, linebox.height = line.width, line.height
    inline.remove_last_whitespace(context, line)
    is_last = resume_at is None or bool(preserved_break)
    offset = inline.text_align(context, line, room, last=is_last)

    # Where line and text begin and end while their baseline is at zero.
    top, bottom = -line.baseline, -line.baseline + line.margin_height()
    for box in parts:
        box.position_y = -box.baseline
        top = min(top, box.position_y)
        bottom = max(bottom, box.position_y + box.margin_height())
    line.baseline, line.height = -top, bottom - top
    line.margin_top = line.margin_bottom = 0
    line.position_x += offset
    line.position_y = position_y
    for box in parts:
        box.position_x += offset
        box.position_y += position_y - top
    return line, resume_at


def _only_child(box: Any) -> Any:
    return box.children[0] if len(box.children) == 1 else None


def _around(box: Any, child: Any, begin: float, skip_stack: Any, resume_at: Any) -> Any:
    """The part of the box that stands on this line, with what it holds of the text."""
    part = box.copy_with_children([child])
    part.remove_decoration(start=skip_stack is not None, end=resume_at is not None)
    part.position_x = begin
    part.width = child.position_x + child.margin_width() - part.content_box_x()
    line_height, part.baseline = strut(part.style)
    part.height = part.style["font_size"]
    part.margin_top = part.margin_bottom = (line_height - part.height) / 2
    return part


def _skipped(skip_stack: Any) -> int:
    """How many bytes of the text are on lines above: the innermost number."""
    skipped = 0
    while skip_stack:
        ((skipped, skip_stack),) = skip_stack.items()
    return skipped


@found_once
def _is_plain(style: Any) -> bool:
    """Whether a box of this style takes no room of its own and stands on the baseline."""
    return (
        style["direction"] == "ltr"
        and style["position"] == "static"
        and style["float"] == "none"
        and style["vertical_align"] == "baseline"
        and style["font_size"] > 0
        and all(style[name] == 0 for name in BORDERS)
        and all(getattr(style[name], "value", None) == 0 for name in SPACES)
    )


def block_container_layout(
    context: Any,
    box: Any,
    bottom_space: float,
    skip_stack: Any,
    page_is_empty: bool,
    absolute_boxes: Any,
    fixed_boxes: Any,
    adjoining_margins: Any,
    *others: Any,
    **more: Any,
) -> Any:
    """A laid-out block container, and what is to be known of it."""
    is_simple = skip_stack is None and not adjoining_margins and not any((*others, *more.values()))
    if type(box) is TableCellBox and is_simple:
        cell = _cell_of_text(context, box, bottom_space)
        if cell is not None:
            next_page = {"break": "any", "page": cell.page_values()[1]}
            return cell, None, next_page, [], False, None
    arguments = (context, box, bottom_space, skip_stack, page_is_empty)
    return _block_container_layout(
        *arguments, absolute_boxes, fixed_boxes, adjoining_margins, *others, **more
    )


def _cell_of_text(context: Any, cell: Any, bottom_space: float) -> Any:
    """The whole cell, or None where it holds anything else, or where the page ends."""
    if (
        len(cell.children) > 1
        or cell.margin_top != 0
        or cell.force_fragmentation
        or cell.first_letter_style is not None
        or cell.first_line_style is not None
        or context.footnotes
        or context.excluded_shapes
        or not _is_whole(cell.style)
    ):
        return None
    position_y = cell.content_box_y()
    below = cell.border_bottom_width + cell.padding_bottom
    lines: list[Any] = []
    for linebox in cell.children:
        if type(linebox) is not LineBox:
            return None
        linebox.position_x, linebox.position_y = cell.content_box_x(), position_y
        resolve_percentages(linebox, cell)
        resolve_one_percentage(linebox, "text_indent", cell.width)
        skip_stack = None
        while not lines or skip_stack is not None:
            found = _line_of_text(context, linebox, position_y, skip_stack, cell)
            if found is None or context.overflows_page(bottom_space, position_y + below):
                return None
            line, skip_stack = found
            if line is None:
                break
            linebox.text_indent = 0
            line.resume_at = skip_stack
            position_y = line.position_y + line.height
            lines.append(line)
    if context.overflows_page(bottom_space, position_y + below):
        return None
    laid_out = cell.copy_with_children(lines)
    if laid_out.height == "auto":
        laid_out.height = max(0, position_y - laid_out.content_box_y())
    laid_out.height = max(min(laid_out.height, laid_out.max_height), laid_out.min_height)
    return laid_out


@found_once
def _is_whole(style: Any) -> bool:
    """Whether a box of this style stays where it is and is cut nowhere but at the page's end."""
    is_whole = style["max_lines"] == "none" and style["continue"] == "auto"
    return is_whole and (style["position"], style["box_decoration_break"]) == ("static", "slice")


FUNCTIONS: Final = {
    _block_container_layout: block_container_layout,
    _get_next_linebox: get_next_linebox,
}
