"""Shorter ways through WeasyPrint to the very same bytes.

The parts of a document look alike: the same style sheet, the same heads and labels, columns of the
same width. WeasyPrint begins each part from nothing. Here it remembers, from part to part, the
computed styles (`styles`), the broken and shaped lines (`lines`) and the lengths that depend on
nothing but a style (`lengths`), answers the commonest questions about a box without detours
(`boxes`), and does what nearly every box needs directly: a line of plain text (`plain_line`), the
borders of a table (`borders`), a box without a background (`drawing`), numbers as bytes
(`spelling`). What each one gains is in `docs/rendering.md`.

These are replacements of WeasyPrint's own functions, which is why `pyproject.toml` keeps to one
series of it. They are in force within `taken()` only. Tests render parts with and without them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from weasyprint import css
from weasyprint.draw import text
from weasyprint.text import line_break

from masterplan.rendering.shortcuts import (
    borders,
    boxes,
    drawing,
    lengths,
    lines,
    plain_line,
    spelling,
)
from masterplan.rendering.shortcuts.lines import LineMemory
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
# What does not remember anything, and so is the same for every engine.
_CHANGES: list[_Change] = [
    *(
        (user, function.__name__, shorter)
        for module in (borders, boxes, drawing, lengths, lines, plain_line)
        for function, shorter in module.FUNCTIONS.items()
        for user in _users(function)
    ),
    *(
        (owner, name, shorter)
        for module in (boxes, drawing, lengths, lines, spelling)
        for owner, names in module.ATTRIBUTES.items()
        for name, shorter in names.items()
    ),
]


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
            *_CHANGES,
            (css, "StyleFor", self._styles.style_for),
            (css, "find_stylesheets", self._styles.find_stylesheets),
            (text, "draw_first_line", self._lines.draw_first_line),
            *((module, "split_first_line", self._lines.split_first_line) for module in _SPLITTING),
        ]


def _make(changes: list[_Change]) -> None:
    for where, name, value in changes:
        setattr(where, name, value)
