"""A text field for a code becomes a picker where scripts run; without them it stays a field."""

from __future__ import annotations

from django import forms
from django.forms import BoundField

from rpjmd.models import Kind
from rpjmd.nomenclature.standing import Standings
from workspace.models import Plan


def make_picker(field: forms.Field, plan: Plan, *first: Kind, fills: str = "") -> None:
    """Let the field find codes of the plan, those of the kinds `first` before all others.

    `fills` ends the name of the field in the same row that takes the entry's name while empty.
    """
    field.widget.attrs |= {
        "data-picker": plan.url("rpjmd:nomenclature_search"),
        "data-kinds": ",".join(first),
        "data-fills": fills,
        "inputmode": "search",
        "spellcheck": "false",
    }


def show_name(bound: BoundField, standings: Standings) -> None:
    """Let the picker say what the code names that stands in the field."""
    bound.field.widget.attrs["data-name"] = standings.name_of(str(bound.value() or ""))
