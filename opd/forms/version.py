"""Where links without a home go when another version of the RPJMD comes into force.

One choice for each indicator that the version lacks, and for each of its links another one where
it should not go with the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from opd.carrying import Carrying, Choice, Homeless
from opd.forms.alignment import find_indicator
from opd.forms.fields import Line, Paragraphs
from opd.models import Alignment
from rpjmd.models import Indicator
from workspace.acts import LONGEST_REASON

OTHER: Final = "@other"  # no code: codes hold letters or digits and these are never offered
DROP: Final = "@drop"
FOLLOW: Final = ""


@dataclass(frozen=True)
class Group:
    """The fields of one indicator, for the page."""

    homeless: Homeless
    to: BoundField
    other: BoundField
    reason: BoundField
    links: list[tuple[Alignment, BoundField]]


class HomesForm(forms.Form):
    use_required_attribute = False

    def __init__(self, data: QueryDict | None = None, *, carrying: Carrying) -> None:
        super().__init__(data)
        self.carrying = carrying
        for group in carrying.homeless:
            self._add_fields(group)

    def _add_fields(self, group: Homeless) -> None:
        pk = group.indicator.pk
        homes = [(home.indicator.code, str(home.indicator)) for home in group.homes]
        sure = [home.indicator.code for home in group.homes if home.is_sure]
        self.fields[f"to-{pk}"] = forms.ChoiceField(
            label=_("Ke mana kaitannya?"),
            choices=[*homes, (OTHER, _("Indikator lain")), (DROP, _("Lepaskan kaitannya"))],
            initial=sure[0] if sure else None,
            widget=forms.RadioSelect,
            error_messages={"required": _("Pilih tempat baru, atau lepaskan kaitannya.")},
        )
        self.fields[f"other-{pk}"] = Line(
            longest=340,
            label=_("Indikator lain"),
            widget=forms.TextInput(attrs={"list": "rpjmd-indicators", "class": "form-control"}),
        )
        self.fields[f"why-{pk}"] = Paragraphs(label=_("Alasan"), rows=2)
        if len(group.links) > 1:
            choices = [(FOLLOW, _("seperti di atas")), *homes, (DROP, _("lepaskan"))]
            for link in group.links:
                self.fields[f"link-{link.pk}"] = forms.ChoiceField(
                    label=str(link.program), choices=choices, required=False
                )
        for name in (f"why-{pk}", *(f"link-{link.pk}" for link in group.links)):
            if name in self.fields:
                is_list = isinstance(self.fields[name], forms.ChoiceField)
                css = "form-select form-select-sm" if is_list else "form-control"
                self.fields[name].widget.attrs["class"] = css

    def groups(self) -> Iterator[Group]:
        for group in self.carrying.homeless:
            pk = group.indicator.pk
            links = [
                (link, self[f"link-{link.pk}"])
                for link in group.links
                if f"link-{link.pk}" in self.fields
            ]
            yield Group(group, self[f"to-{pk}"], self[f"other-{pk}"], self[f"why-{pk}"], links)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = self.cleaned_data
        for group in self.carrying.homeless:
            pk = group.indicator.pk
            if values.get(f"to-{pk}") == OTHER and self._other(pk) is None:
                self.add_error(
                    f"other-{pk}",
                    _("Indikator ini tidak ada dalam versi ini. Pilih dari daftar."),
                )
            chosen = {
                values.get(f"to-{pk}"),
                *(values.get(f"link-{one.pk}") for one in group.links),
            }
            reason = values.get(f"why-{pk}", "")
            if DROP in chosen and not reason.strip():
                self.add_error(f"why-{pk}", _("Tulis mengapa kaitan ini dilepas."))
            if len(reason) > LONGEST_REASON:
                self.add_error(f"why-{pk}", _("Alasan paling panjang 1.000 huruf."))
        return values

    def _other(self, pk: int) -> Indicator | None:
        typed = str(self.cleaned_data.get(f"other-{pk}", ""))
        return find_indicator(typed, dict(self.carrying.indicators)) if typed else None

    def choices(self) -> dict[int, Choice]:
        """What the act takes: a choice for each link."""
        values = self.cleaned_data
        found: dict[int, Choice] = {}
        for group in self.carrying.homeless:
            pk = group.indicator.pk
            for link in group.links:
                to = values.get(f"link-{link.pk}") or values[f"to-{pk}"]
                other = self._other(pk)
                code = "" if to == DROP else other.code if to == OTHER and other else to
                found[link.pk] = Choice(code, values[f"why-{pk}"])
        return found
