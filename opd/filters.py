"""The filter above the list of programs. Every choice comes from the plan in which one works."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from dimensions.models import SubDimension
from opd.models import Alignment, Program, ProgramFinding, ProgramState
from workspace.models import Agency, Membership

Choices = list[tuple[Any, Any]]


class ProgramFilter(forms.Form):
    """All fields are optional; a value that the plan does not know filters nothing."""

    q = forms.CharField(
        label=_("Nama atau kode"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    dimension = forms.ChoiceField(label=_("Dimensi"), required=False)
    sub_dimension = forms.ChoiceField(label=_("Subdimensi"), required=False)
    agency = forms.ChoiceField(label=_("OPD"), required=False)
    state = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("Semua")), *ProgramState.choices]
    )
    quick_win = forms.BooleanField(label=_("Hanya quick win"), required=False)
    # Set by links of other pages, not by the form itself.
    indicator = forms.IntegerField(
        required=False, min_value=1, max_value=2**31, widget=forms.HiddenInput
    )
    unlinked = forms.BooleanField(required=False, widget=forms.HiddenInput)
    check = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, membership: Membership) -> None:
        super().__init__(data)
        subs = list(SubDimension.objects.of_plan(membership.plan))
        agencies = Agency.objects.filter(region=membership.plan.region_id)
        self._choose("dimension", _dimension_choices(subs))
        self._choose("sub_dimension", [(sub.code, str(sub)) for sub in subs])
        self._choose("agency", [(str(agency.pk), agency.short_name) for agency in agencies])
        for field in self.fields.values():
            if not isinstance(field.widget, forms.CheckboxInput):
                css = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"
                field.widget.attrs["class"] = css

    @property
    def chosen(self) -> dict[str, Any]:
        """What the person filters by."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def apply(self, programs: QuerySet[Program]) -> QuerySet[Program]:
        for name, value in self.chosen.items():
            programs = programs.filter(CONDITIONS[name](value))
        return programs

    def _choose(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- narrows the type
        field.choices = [("", _("Semua")), *choices]


def matches_text(text: str) -> Q:
    """Name, nomenclature code, or the code people say (GOV-07, gov 7, GOV)."""
    found = Q(name__icontains=text) | Q(nomenclature_code__startswith=text)
    letters, _dash, number = text.replace(" ", "-").partition("-")
    if len(letters) == 3 and letters.isalpha():
        own = Q(sub_dimension__dimension__code__iexact=letters)
        if number.isascii() and number.isdigit() and len(number) < 5:
            return found | (own & Q(number=int(number)))
        return found if number else found | own
    return found


def _dimension_choices(subs: Iterable[SubDimension]) -> Choices:
    return list({sub.dimension.code: sub.dimension.name for sub in subs}.items())


def _linked_to(indicator: int) -> Q:
    links = Alignment.objects.filter(rpjmd_indicator=indicator)
    return Q(pk__in=links.values("program"))


CONDITIONS: dict[str, Any] = {
    "q": matches_text,
    "dimension": lambda code: Q(sub_dimension__dimension__code=code),
    "sub_dimension": lambda code: Q(sub_dimension__code=code),
    "agency": lambda pk: Q(lead_agency=pk),
    "state": lambda state: Q(state=state),
    "quick_win": lambda _yes: Q(is_quick_win=True),
    "indicator": _linked_to,
    "unlinked": lambda _yes: Q(alignments=None),
    "check": lambda code: Q(pk__in=ProgramFinding.objects.filter(code=code).values("program")),
}
