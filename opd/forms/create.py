"""A new program: its name and its place among the eighteen sub-dimensions."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dimensions.models import Dimension, SubDimension
from opd.forms.fields import Line
from workspace.models import Plan


class CreateForm(forms.Form):
    use_required_attribute = False

    name = Line(
        longest=200,
        required=True,
        label=_("Nama program"),
        error_messages={"required": _("Beri program ini nama.")},
        help_text=_("Pendek dan jelas, seperti yang akan tercetak dalam masterplan."),
    )
    sub_dimension = forms.ChoiceField(
        label=_("Subdimensi"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Pilih satu subdimensi."),
            "invalid_choice": _("Subdimensi ini tidak ada dalam edisi pedoman. Pilih dari daftar."),
        },
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sub_dimensions = {one.code: one for one in SubDimension.objects.of_plan(plan)}
        self.fields["sub_dimension"].choices = [  # type: ignore[attr-defined]
            (code, one.name) for code, one in self.sub_dimensions.items()
        ]

    def groups(self) -> Iterator[tuple[Dimension, list[tuple[SubDimension, bool]]]]:
        """The sub-dimensions under their dimensions, each with whether it is the chosen one."""
        chosen = self["sub_dimension"].value()
        for dimension, found in groupby(self.sub_dimensions.values(), lambda one: one.dimension):
            yield dimension, [(one, one.code == chosen) for one in found]

    @property
    def chosen(self) -> SubDimension:
        return self.sub_dimensions[self.cleaned_data["sub_dimension"]]
