"""Shorter ways through WeasyPrint to the very same bytes.

The parts of a document look alike: the same style sheet, the same heads and labels, columns of the
same width. WeasyPrint begins each part from nothing. Here it remembers, from part to part, the
computed styles (`styles`), the broken and shaped lines (`lines`) and the lengths that depend on
nothing but a style (`lengths`), and answers the commonest questions about a box without detours
(`boxes`). What each one gains is in `docs/rendering.md`.

These are replacements of WeasyPrint's own functions, which is why `pyproject.toml` keeps to one
series of it. They are in force within `taken()` only. Tests render parts with and without them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from weasyprint import css, document
from weasyprint.draw import color
from weasyprint.draw import text as drawing
from weasyprint.formatting_structure.boxes import Box, ParentBox
from weasyprint.layout import block, percent
from weasyprint.layout import float as floating
from weasyprint.text import line_break

from masterplan.rendering.shortcuts import boxes
from masterplan.rendering.shortcuts.lengths import page_values, resolve_percentages, strut
from masterplan.rendering.shortcuts.lines import LineMemory, deactivate, reactivate
from masterplan.rendering.shortcuts.styles import StyleMemory

# The memory of a worker stays small: so many styles or lines, then it begins anew.
_STYLES = 20_000
_LINES = 12_000

_Change = tuple[Any, str, Any]  # a module or class, a name in it, what it is to be


def _users(function: Callable[..., Any]) -> list[Any]:
    """The modules that import this function by its name."""
    return [
        module
        for key, module in sorted(sys.modules.items())
        if key.startswith("weasyprint.") and vars(module).get(function.__name__) is function
    ]


_SPLITTING = _users(line_break.split_first_line)
_RESOLVING = _users(percent.resolve_percentages)
_STRUTTING = _users(line_break.strut)
_ASKING = {
    function.__name__: _users(function)
    for function in (
        block.collapse_margin,
        floating.avoid_collisions,
        percent.resolve_radii_percentages,
        color.get_color,
        document.get_html_metadata,
    )
}


class Shortcuts:
    """What one engine remembers. One rendering at a time may take them in a process."""

    def __init__(self) -> None:
        self._styles = StyleMemory()
        self._lines = LineMemory()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Render with what is remembered. After any interruption all is forgotten: a style may
        have been left half computed."""
        if len(self._styles) > _STYLES or len(self._lines) > _LINES:
            self.forget()
        changes = self._changes()
        before = [(where, name, getattr(where, name)) for where, name, _value in changes]
        _make(changes)
        try:
            yield
        except BaseException:
            self.forget()
            raise
        finally:
            _make(before)

    def forget(self) -> None:
        """Begin anew. Lines are known by their styles: neither may outlive the other."""
        self._styles = StyleMemory()
        self._lines = LineMemory()

    def _changes(self) -> list[_Change]:
        return [
            (css, "StyleFor", self._styles.style_for),
            (css, "find_stylesheets", self._styles.find_stylesheets),
            (ParentBox, "page_values", page_values),
            (line_break.Layout, "deactivate", deactivate),
            (line_break.Layout, "reactivate", reactivate),
            (drawing, "draw_first_line", self._lines.draw_first_line),
            *((module, "split_first_line", self._lines.split_first_line) for module in _SPLITTING),
            *((module, "resolve_percentages", resolve_percentages) for module in _RESOLVING),
            *((module, "strut", strut) for module in _STRUTTING),
            (Box, "is_in_normal_flow", boxes.is_in_normal_flow),
            *(
                (module, name, getattr(boxes, name))
                for name, modules in _ASKING.items()
                for module in modules
            ),
        ]


def _make(changes: list[_Change]) -> None:
    for where, name, value in changes:
        setattr(where, name, value)
