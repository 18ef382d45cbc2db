"""Activities (the action plan) and the kecamatan where the program works."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from opd.forms.fields import Choice, Line, NomenclatureCode, PlanYear
from opd.forms.identity import refuse_reversed_years
from opd.forms.rows import RowForm, row_set
from opd.forms.section import FieldsForm, SectionForm
from opd.models import ActionFamily
from rpjmd.models import Kind
from rpjmd.nomenclature.picker import make_picker
from workspace.models import District


class LocationForm(FieldsForm):
    covers_region = forms.BooleanField(label=_("Seluruh wilayah"), required=False)
    districts = forms.MultipleChoiceField(
        label=_("Kecamatan"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("“%(value)s” bukan kecamatan di daerah ini.")},
    )

    def prepare(self) -> None:
        self.fields["districts"].choices = self.scope.choices["districts"]  # type: ignore[attr-defined]


class ActivityRow(RowForm):
    label = _("Kegiatan")
    name = Line(
        longest=300,
        required=True,
        label=_("Kegiatan"),
        error_messages={"required": _("Tulis nama kegiatan, atau hapus barisnya.")},
    )
    code = NomenclatureCode(label=_("Kode"))
    output = Line(longest=300, label=_("Keluaran"))
    family = Choice(ActionFamily.choices, label=_("Jenis"), blank=_("Pilih jenis"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plan = self.scope.program.plan
        kinds = (Kind.SUB_ACTIVITY, Kind.ACTIVITY)
        make_picker(self.fields["code"], plan, *kinds, fills="name")
        self.fields["start_year"] = PlanYear(plan.years, plan.period, label=_("Mulai"))
        self.fields["end_year"] = PlanYear(plan.years, plan.period, label=_("Selesai"))

    def clean(self) -> None:
        refuse_reversed_years(self)


class ActivitiesSection(SectionForm):
    name = "activities"
    fields_class = LocationForm
    row_sets = {"activities": row_set(ActivityRow)}

    def choices(self) -> dict[str, Any]:
        districts = District.objects.filter(region=self.program.plan.region_id)
        return {"districts": [(one.code, one.name) for one in districts]}

    def content(self) -> dict[str, Any]:
        content = super().content()
        return {**content, "districts": sorted(content["districts"])}
