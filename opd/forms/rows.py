"""Lists within a section: partners, activities, indicators, links. One form per row.

A row that was left blank is no row. A row carries the id of what it was read from; with an id that
the program does not have, it is refused, unless the person chose to overwrite what others saved.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar, cast

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from opd.models import Program

MOST_ROWS = 60


@dataclass(frozen=True)
class Scope:
    """What the forms of a section may choose from, and which rows are the program's own."""

    program: Program
    own_ids: frozenset[int] = frozenset()
    refuse_unknown_rows: bool = True
    choices: dict[str, Any] = field(default_factory=dict)


class RowForm(forms.Form):
    """One row. Subclasses name its `kind` for the anchor of its place on the page."""

    use_required_attribute = False
    # What a person calls such a row, for the summary of what is wrong.
    label: ClassVar[Any] = _("Baris")

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        self.scope = scope
        super().__init__(*args, **kwargs)

    @property
    def is_blank(self) -> bool:
        """Whether the person typed nothing here; the row's own id and its removal do not count."""
        return not {*self.changed_data} - {"id", "DELETE"}

    def has_changed(self) -> bool:
        return not self.is_blank

    def clean_id(self) -> int | None:
        pk: int | None = self.cleaned_data["id"]
        if pk is not None and self.scope.refuse_unknown_rows and pk not in self.scope.own_ids:
            raise forms.ValidationError(
                _("Baris ini tidak ada pada program ini. Hapus, lalu tambahkan baris baru.")
            )
        return pk

    @property
    def anchor(self) -> str:
        """Where links to this row lead: its stored row when it has one."""
        pk = self["id"].value()
        name = (self.prefix or "").rpartition("-")[0]
        return f"f-{name}.{pk}" if pk else f"f-{self.prefix}"

    @property
    def number(self) -> int:
        tail = (self.prefix or "").rpartition("-")[2]
        return int(tail) + 1 if tail.isdigit() else 0

    def content(self) -> dict[str, Any]:
        """The row as a JSON value of `opd.content`."""
        return {name: value for name, value in self.cleaned_data.items() if name != "DELETE"}


class RowSet(BaseFormSet):  # type: ignore[type-arg]
    """The rows of one list, in the order of the page."""

    duplicates: ClassVar[Any] = _("Baris ini terkirim dua kali.")
    default_error_messages: ClassVar[dict[str, Any]] = {
        "missing_management_form": _(
            "Isian ini tidak sampai dengan utuh. Kirim sekali lagi, atau muat ulang halaman."
        ),
        "too_many_forms": _("Paling banyak %(num)d baris."),
    }

    def initial_form_count(self) -> int:
        """Sent rows are all optional: which of them exist already is what their ids say."""
        return 0 if self.is_bound else super().initial_form_count()

    def clean(self) -> None:
        seen: set[int] = set()
        for row in self.kept():
            pk = row.cleaned_data.get("id")
            if pk in seen:
                row.add_error("id", self.duplicates)
            seen |= {pk} if pk else set()

    def kept(self) -> Iterator[RowForm]:
        """The rows to store: filled in and not removed."""
        for form in cast("list[RowForm]", self.forms):
            if not form.is_blank and not form.cleaned_data.get("DELETE"):
                yield form

    def content(self) -> list[dict[str, Any]]:
        return [row.content() for row in self.kept()]

    def prefixes(self) -> list[str]:
        """The prefix of each stored row, in the order of `content`."""
        return [str(row.prefix) for row in self.kept()]

    def silence(self) -> None:
        """Show what was typed without judging it: somebody asked for one more row."""
        for form in self.forms:
            silence_form(form)
        judged: Any = self
        judged._errors, judged._non_form_errors = [], self.error_class()

    @cached_property
    def blank(self) -> Any:
        """The row that a script copies for a new one."""
        return self.empty_form

    @property
    def message_problems(self) -> list[str]:
        return [str(message) for message in self.non_form_errors()]


def silence_form(form: forms.Form) -> None:
    """Let a form that was sent be shown again without any sentence about what is wrong."""
    judged: Any = form
    judged._errors, judged.cleaned_data = ErrorDict(), {}


def row_set(row: type[RowForm], base: type[RowSet] = RowSet) -> type[RowSet]:
    return cast(
        "type[RowSet]",
        formset_factory(
            row,
            formset=base,
            extra=0,
            can_delete=True,
            max_num=MOST_ROWS,
            absolute_max=MOST_ROWS + 10,
            validate_max=True,
        ),
    )
