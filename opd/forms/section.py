"""What every section of the editor has: single fields, lists of rows, and where they go wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict

from opd.content import Section
from opd.forms.fields import NomenclatureCode
from opd.forms.rows import RowSet, Scope, silence_form
from opd.models import Program
from rpjmd.nomenclature.picker import show_name
from rpjmd.nomenclature.standing import Standings

Content = Mapping[str, Any]


@dataclass(frozen=True)
class Problem:
    """A sentence, and the id of the element beside which it belongs ("" for the whole page)."""

    place: str
    label: str
    message: str


class FieldsForm(forms.Form):
    """The single fields of a section."""

    use_required_attribute = False
    layout: ClassVar[tuple[Any, ...]] = ()

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        self.scope = scope
        super().__init__(*args, **kwargs)
        self.prepare()

    def prepare(self) -> None:
        """Fill in what depends on the program; called once, when the form is made."""

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper(self)
        helper.form_tag = False
        helper.disable_csrf = True
        helper.form_show_errors = True
        if self.layout:
            helper.layout = Layout(*self.layout)
        return helper

    def content(self) -> Section:
        return dict(self.cleaned_data)


class SectionForm:
    """One section of a program. `content()` is what `change_program` takes."""

    name: ClassVar[str]
    fields_class: ClassVar[type[FieldsForm]] = FieldsForm
    row_sets: ClassVar[Mapping[str, type[RowSet]]] = {}

    def __init__(
        self,
        program: Program,
        stored: Section,
        data: QueryDict | None = None,
        *,
        refuse_unknown_rows: bool = True,
    ) -> None:
        self.program, self.stored, self.data = program, stored, data
        self.refuse_unknown_rows = refuse_unknown_rows
        self.refusals: list[str] = []
        scope = self.scope_of(())
        self.fields = self.fields_class(data, scope=scope, initial=self.initial_fields())
        self.rows = {name: self.make_rows(name, kind) for name, kind in self.row_sets.items()}

    def choices(self) -> dict[str, Any]:
        """What the forms may choose from; asked once per page."""
        return {}

    @cached_property
    def _choices(self) -> dict[str, Any]:
        return self.choices()

    def scope_of(self, rows: Any) -> Scope:
        own = frozenset(row["id"] for row in rows)
        return Scope(self.program, own, self.refuse_unknown_rows, self._choices)

    def initial_fields(self) -> Section:
        return self.stored

    def initial_row(self, name: str, row: dict[str, Any]) -> dict[str, Any]:
        return row

    def make_rows(self, name: str, kind: type[RowSet]) -> RowSet:
        stored = self.stored[name]
        rows = kind(
            self.data,
            prefix=name,
            initial=[self.initial_row(name, row) for row in stored] if self.data is None else None,
            form_kwargs={"scope": self.scope_of(stored)},
        )
        rows.extra = 0 if stored else 1
        return rows

    def is_valid(self) -> bool:
        # Each part is asked, so that every sentence is on the page at once.
        return all([self.fields.is_valid(), *(rows.is_valid() for rows in self.rows.values())])

    def content(self) -> Section:
        return {
            **self.fields.content(),
            **{name: rows.content() for name, rows in self.rows.items()},
        }

    def refuse(self, message: str, field: str | None) -> None:
        """Put what an act refused beside its field, or at the top when it has none."""
        if field in self.fields.fields:
            self.fields.add_error(field, message)
        else:
            self.refusals.append(message)

    def silence(self) -> None:
        silence_form(self.fields)
        for rows in self.rows.values():
            rows.silence()

    def problems(self) -> list[Problem]:
        """Everything wrong with what was sent, in the order of the page."""
        if self.data is None:
            return []
        return [
            *(Problem("", "", message) for message in self.refusals),
            *_problems_of(self.fields, ""),
            *(one for name, rows in self.rows.items() for one in _problems_of_rows(name, rows)),
        ]

    def row_ids(self, saved: Section) -> dict[str, int]:
        """{prefix of a sent row: id under which it is now stored}."""
        return {
            prefix: row["id"]
            for name, rows in self.rows.items()
            for prefix, row in zip(rows.prefixes(), saved[name], strict=True)
        }

    def place_of(self, field: str) -> str:
        """The id of the element that mends a check's finding about `field`."""
        if field in self.fields.fields:
            return place_of(self.fields[field])
        return f"f-{field}" if field else ""

    def name_codes(self, standings: Standings) -> None:
        """Let each field for a nomenclature code say what its code names."""
        for form in (self.fields, *(row for rows in self.rows.values() for row in rows)):
            for bound in form:
                if isinstance(bound.field, NomenclatureCode):
                    show_name(bound, standings)

    def readings(self) -> dict[str, str]:
        """{name of a text cell: the number that was understood in it}; see indicators."""
        return {}

    def spellings(self) -> dict[str, str]:
        """{name of a cell: how the stored value is written}; see budget."""
        return {}


def place_of(bound: BoundField) -> str:
    """The id of the element to go to: of a group of boxes, the first one."""
    group = bound.field.widget.use_fieldset
    return f"{bound.auto_id}_0" if group else str(bound.id_for_label)


def _problems_of_rows(name: str, rows: RowSet) -> Iterator[Problem]:
    for message in rows.message_problems:
        yield Problem(f"f-{name}", "", message)
    for row in rows.kept():
        yield from _problems_of(row, f"{row.label} {row.number}: ")


def _problems_of(form: forms.Form, context: str) -> Iterator[Problem]:
    for name, messages in form.errors.items():
        for message in messages:
            if name not in form.fields:
                yield Problem(getattr(form, "anchor", ""), context, str(message))
                continue
            bound = form[name]
            if bound.is_hidden:
                yield Problem(getattr(form, "anchor", ""), context, str(message))
            else:
                yield Problem(place_of(bound), f"{context}{bound.label}", str(message))
