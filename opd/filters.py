"""The filter above the list of programs. Every choice comes from the plan in which one works."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, Final

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dimensions.models import SubDimension
from opd.alignment.facts import Facts
from opd.alignment.matrix import Chosen
from opd.models import Contribution, Program, ProgramFinding, ProgramState
from opd.queries.coverage import ANY, OUTSIDE, linked_to, links_in_force
from rpjmd.models import Element
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
    # What its links serve: any indicator, one under no objective, or an element by its number.
    serves = forms.RegexField(
        rf"^({ANY}|{OUTSIDE}|\d{{1,9}})$", required=False, widget=forms.HiddenInput
    )
    contribution = forms.ChoiceField(
        required=False, choices=Contribution.choices, widget=forms.HiddenInput
    )
    unlinked = forms.BooleanField(required=False, widget=forms.HiddenInput)
    check = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, membership: Membership) -> None:
        super().__init__(data)
        self._membership = membership
        subs = list(SubDimension.objects.of_plan(membership.plan))
        agencies = Agency.objects.filter(region=membership.plan.region_id)
        offer(self, "dimension", _dimension_choices(subs))
        offer(self, "sub_dimension", [(sub.code, str(sub)) for sub in subs])
        offer(self, "agency", [(str(agency.pk), agency.short_name) for agency in agencies])
        dress(self)

    @property
    def chosen(self) -> dict[str, Any]:
        """What the person filters by."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def apply(self, programs: QuerySet[Program]) -> QuerySet[Program]:
        chosen = self.chosen
        for name, value in chosen.items():
            if name in CONDITIONS:
                programs = programs.filter(CONDITIONS[name](value))
        if not LINK_FIELDS.isdisjoint(chosen):
            # One link of the program has all of this.
            links = linked_to(self._membership.plan, chosen)
            programs = programs.filter(pk__in=links.values("program"))
        if chosen.get("unlinked"):
            links = links_in_force(self._membership.plan)
            programs = programs.exclude(pk__in=links.values("program"))
        return programs

    @cached_property
    def link_words(self) -> list[str]:
        """What the list says of the links that it looks for."""
        chosen = self.chosen
        words = []
        if chosen.get("indicator"):
            words.append(gettext("hanya yang tertaut ke satu indikator RPJMD"))
        if chosen.get("unlinked"):
            words.append(gettext("hanya yang belum tertaut ke RPJMD"))
        if serves := chosen.get("serves"):
            words.append(self._serves_words(serves))
        if contribution := chosen.get("contribution"):
            words.append(
                gettext("hanya kontribusi %(kind)s") % {"kind": Contribution(contribution).label}
            )
        return words

    def _serves_words(self, serves: str) -> str:
        if serves == ANY:
            return gettext("hanya yang tertaut ke RPJMD")
        if serves == OUTSIDE:
            return gettext("hanya yang tertaut ke indikator di luar sasaran")
        elements = Element.objects.visible_to(self._membership)
        element = elements.filter(pk=int(serves)).first()
        return gettext("hanya yang mendukung %(element)s") % {"element": element or "–"}


class MatrixFilter(forms.Form):
    """The filter of the alignment matrix; a value that the plan does not know filters nothing."""

    agency = forms.TypedChoiceField(label=_("OPD"), required=False, coerce=int, empty_value=None)
    dimension = forms.ChoiceField(label=_("Dimensi"), required=False)
    state = forms.ChoiceField(label=_("Status"), required=False)
    contribution = forms.ChoiceField(label=_("Kontribusi"), required=False)
    only_gaps = forms.BooleanField(label=_("Hanya yang kosong"), required=False)

    def __init__(self, data: Any, *, facts: Facts) -> None:
        super().__init__(data)
        offer(self, "agency", facts.agencies.items())
        offer(self, "dimension", facts.dimensions.items())
        offer(self, "state", ProgramState.choices)
        offer(self, "contribution", Contribution.choices)
        dress(self)

    @property
    def chosen(self) -> Chosen:
        self.is_valid()
        return Chosen(**self.cleaned_data)

    @property
    def query(self) -> Mapping[str, Any]:
        """The choices that the list of programs knows too, for links from the matrix to it."""
        self.is_valid()
        names = ("agency", "dimension", "state", "contribution")
        values = {name: self.cleaned_data.get(name) for name in names}
        return {name: value for name, value in values.items() if value}


def offer(form: forms.Form, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- narrows the type
    field.choices = [("", _("Semua")), *choices]


def dress(form: forms.Form) -> None:
    for field in form.fields.values():
        if not isinstance(field.widget, forms.CheckboxInput):
            css = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"
            field.widget.attrs["class"] = css


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


# What one link of a program must be (`opd.queries.coverage.linked_to`).
LINK_FIELDS: Final = frozenset({"indicator", "serves", "contribution"})
CONDITIONS: dict[str, Any] = {
    "q": matches_text,
    "dimension": lambda code: Q(sub_dimension__dimension__code=code),
    "sub_dimension": lambda code: Q(sub_dimension__code=code),
    "agency": lambda pk: Q(lead_agency=pk),
    "state": lambda state: Q(state=state),
    "quick_win": lambda _yes: Q(is_quick_win=True),
    "check": lambda code: Q(pk__in=ProgramFinding.objects.filter(code=code).values("program")),
}
