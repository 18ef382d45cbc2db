"""Inputs that stand in a grid: narrow, named for those who cannot see their column."""

from __future__ import annotations

from django.forms import BoundField


def mark_cell(bound: BoundField, name: str = "") -> BoundField:
    """Give a cell its class, its spoken name and, when refused, its mark."""
    attrs = bound.field.widget.attrs
    attrs["class"] = "form-control cell is-invalid" if bound.errors else "form-control cell"
    attrs["aria-label"] = name or str(bound.label)
    return bound
