"""The borders of a table that collapse into one another, settled with fewer steps.

WeasyPrint looks up style, width and colour of every side of every cell. Here that is done once for
each style, and a side without a border does not take part.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from tinycss2.color5 import parse_color  # type: ignore[import-untyped]
from weasyprint.layout import table as tables

from masterplan.rendering.shortcuts.boxes import get_color
from masterplan.rendering.shortcuts.style_facts import found_once

_collapse_table_borders = tables.collapse_table_borders

# From the weakest style to the strongest, as CSS 2.1 has it in 17.6.2.1.
_STRENGTH: Final = (
    *("none", "inset", "groove", "outset", "ridge", "dotted", "dashed", "solid", "double"),
    "hidden",
)
_DRAWN_AS: Final = {"inset": "ridge", "outset": "groove"}

# What stands in the grid: how strong it is; its style, width and colour.
_Border = tuple[tuple[int, Any, int], tuple[str, Any, Any]]
_TRANSPARENT: Final = parse_color("transparent")
_NOTHING: Final[_Border] = ((0, 0, 0), ("none", 0, _TRANSPARENT))
_INSIDE_A_CELL: Final[_Border] = (
    (1, 0, _STRENGTH.index("hidden")),
    ("hidden", 0, _TRANSPARENT),
)


class _Sides(NamedTuple):
    """The borders of a style; None where there is none."""

    left: _Border | None
    right: _Border | None
    top: _Border | None
    bottom: _Border | None


def collapse_table_borders(table: Any, grid_width: int, grid_height: int) -> Any:
    """Set the border widths of a table's boxes; the vertical and horizontal lines of its grid."""
    if not (grid_width and grid_height) or table.style["direction"] != "ltr":
        return _collapse_table_borders(table, grid_width, grid_height)
    grid = _Grid(grid_width, grid_height)
    groups = table.children
    rows = [row for group in groups for row in group.children]
    for y, row in enumerate(rows):
        for cell in row.children:
            grid.clear_inside(cell, y)
            grid.offer(cell, cell.grid_x, y, cell.colspan, cell.rowspan)
    for y, row in enumerate(rows):
        grid.offer(row, 0, y, grid_width, 1)
    y = 0
    for group in groups:
        grid.offer(group, 0, y, grid_width, len(group.children))
        y += len(group.children)
    for columns in table.column_groups:
        for column in columns.children:
            grid.offer(column, column.grid_x, 0, 1, grid_height)
    for columns in table.column_groups:
        grid.offer(columns, columns.grid_x, 0, columns.span, grid_height)
    grid.offer(table, 0, 0, grid_width, grid_height)

    for group in (*groups, *rows):
        _set_widths(group, 0.0, 0.0, 0.0, 0.0)
    for columns in table.column_groups:
        for column in (columns, *columns.children):
            _set_widths(column, 0.0, 0.0, 0.0, 0.0)
    for y, row in enumerate(rows):
        for cell in row.children:
            _set_widths(cell, *grid.widths(cell.grid_x, y, cell.colspan, cell.rowspan))
    # "An initial left and right border width by the first and last cells in the first row."
    top, _right, bottom, _left = grid.widths(0, 0, grid_width, grid_height)
    _top, right, _bottom, left = grid.widths(0, 0, grid_width, 1)
    _set_widths(table, top, right, bottom, left)
    return grid.vertical, grid.horizontal


class _Grid:
    """The lines between the cells, row by row."""

    def __init__(self, width: int, height: int) -> None:
        self.vertical = [[_NOTHING] * (width + 1) for _row in range(height)]
        self.horizontal = [[_NOTHING] * width for _row in range(height + 1)]

    def clear_inside(self, cell: Any, y: int) -> None:
        """There is no line inside of a cell that takes several rows or columns."""
        x, columns, rows = cell.grid_x, cell.colspan, cell.rowspan
        if columns == rows == 1:
            return
        for row in self.vertical[y : y + rows]:
            row[x + 1 : x + columns] = [_INSIDE_A_CELL] * (columns - 1)
        for row in self.horizontal[y + 1 : y + rows]:
            row[x : x + columns] = [_INSIDE_A_CELL] * columns

    def offer(self, box: Any, x: int, y: int, columns: int, rows: int) -> None:
        """Draw the box's borders where they are stronger than what is there."""
        sides = _sides(box.style)
        for border, place in ((sides.left, x), (sides.right, x + columns)):
            if border:
                for row in self.vertical[y : y + rows]:
                    if row[place][0] < border[0]:
                        row[place] = border
        for border, place in ((sides.top, y), (sides.bottom, y + rows)):
            if border:
                row = self.horizontal[place]
                for column in range(x, x + columns):
                    if row[column][0] < border[0]:
                        row[column] = border

    def widths(self, x: int, y: int, columns: int, rows: int) -> tuple[float, float, float, float]:
        """Half of the widest line at the top, right, bottom and left of these places."""
        beside = self.vertical[y : y + rows]
        return (
            max([line[1][1] for line in self.horizontal[y][x : x + columns]]) / 2,
            max([row[x + columns][1][1] for row in beside]) / 2,
            max([line[1][1] for line in self.horizontal[y + rows][x : x + columns]]) / 2,
            max([row[x][1][1] for row in beside]) / 2,
        )


def _set_widths(box: Any, top: float, right: float, bottom: float, left: float) -> None:
    box.border_top_width = top
    box.border_right_width = right
    box.border_bottom_width = bottom
    box.border_left_width = left


@found_once
def _sides(style: Any) -> _Sides:
    return _Sides(*(_border(style, side) for side in ("left", "right", "top", "bottom")))


def _border(style: Any, side: str) -> _Border | None:
    kind, width = style[f"border_{side}_style"], style[f"border_{side}_width"]
    strength = (int(kind == "hidden"), width, _STRENGTH.index(kind))
    if strength <= _NOTHING[0]:
        return None
    colour = get_color(style, f"border_{side}_color")
    return strength, (_DRAWN_AS.get(kind, kind), width, colour)


FUNCTIONS: Final = {_collapse_table_borders: collapse_table_borders}
