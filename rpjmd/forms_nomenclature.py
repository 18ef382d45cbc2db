"""Forms of the nomenclature: what to look for, and what replaced a code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from rpjmd.models import CodeSuccession, Kind, NomenclatureEdition
from rpjmd.nomenclature.picker import make_picker
from workspace.models import Plan


class EntryFilter(forms.Form):
    """All fields are optional; a value that is not on offer filters nothing."""

    q = forms.CharField(
        label=_("Kode atau kata"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "class": "form-control"}),
    )
    jenis = forms.ChoiceField(
        label=_("Jenis"),
        required=False,
        choices=[("", _("Semua")), *Kind.choices],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    edisi = forms.ChoiceField(
        label=_("Edisi"), required=False, widget=forms.Select(attrs={"class": "form-select"})
    )

    def __init__(self, data: Any, *, editions: Sequence[NomenclatureEdition]) -> None:
        super().__init__(data)
        self.editions = {str(edition.pk): edition for edition in editions}
        choices = [("", _("Yang berlaku")), *((pk, str(one)) for pk, one in self.editions.items())]
        self.fields["edisi"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def edition(self) -> NomenclatureEdition | None:
        """The edition that was asked for, or the current one."""
        current = (edition for edition in self.editions.values() if edition.is_current)
        return self.editions.get(self.chosen.get("edisi", "")) or next(current, None)


class SuccessorForm(forms.Form):
    """What replaced a code. Codes are parted by blanks, commas or semicolons."""

    codes = forms.CharField(
        label=_("Kode pengganti"),
        required=False,
        max_length=400,
        help_text=_("Beberapa kode dipisahkan koma. Kosongkan bila kode ini berakhir begitu saja."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(
        self,
        data: Any,
        *,
        plan: Plan,
        edition: NomenclatureEdition,
        stored: Iterable[CodeSuccession],
    ) -> None:
        codes = [row.entry.code for row in stored if row.entry]
        super().__init__(data, initial={"codes": ", ".join(codes)})
        if edition.is_current:
            make_picker(self.fields["codes"], plan)
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean_codes(self) -> list[str]:
        return [code for code in re.split(r"[\s,;]+", self.cleaned_data["codes"]) if code]
