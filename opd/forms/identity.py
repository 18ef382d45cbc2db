"""Identity: name, place in the plan, years, who takes part."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.layout import Column, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from dimensions.models import SubDimension
from opd.forms.fields import Choice, Line, NomenclatureCode, PlanYear
from opd.forms.rows import RowForm, row_set
from opd.forms.section import FieldsForm, SectionForm
from opd.models import Horizon, Novelty
from rpjmd.models import Kind
from rpjmd.nomenclature.picker import make_picker
from workspace.models import Agency


class IdentityForm(FieldsForm):
    name = Line(
        longest=200,
        required=True,
        label=_("Nama program"),
        error_messages={"required": _("Beri program ini nama.")},
    )
    sub_dimension = Choice([], label=_("Subdimensi"), required=True)
    nomenclature_code = NomenclatureCode(
        label=_("Kode nomenklatur"),
        help_text=_("Seperti di SIPD: 2.16.03 untuk program, 2.16.03.2.02 untuk kegiatan."),
    )
    novelty = forms.ChoiceField(
        label=_("Status program"),
        choices=Novelty.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    horizon = forms.ChoiceField(
        label=_("Jangka waktu"),
        choices=Horizon.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    is_quick_win = forms.BooleanField(
        label=_("Program ini quick win"),
        required=False,
        help_text=_("Hasilnya terlihat dalam setahun. Satu bagian isian bertambah di sebelah."),
    )
    supporting = forms.MultipleChoiceField(
        label=_("OPD pendukung"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": _("“%(value)s” tidak dapat menjadi pendukung program ini.")
        },
    )

    layout = (
        "name",
        Row(
            Column("sub_dimension", css_class="col-12 col-md-6"),
            Column("nomenclature_code", css_class="col-12 col-md-6"),
            css_class="g-3",
        ),
        Row(
            Column(InlineRadios("novelty"), css_class="col-12 col-md-6"),
            Column("is_quick_win", css_class="col-12 col-md-6"),
            css_class="g-3",
        ),
        Row(
            Column("horizon", css_class="col-12 col-md-6"),
            Column("start_year", css_class="col-6 col-md-3"),
            Column("end_year", css_class="col-6 col-md-3"),
            css_class="g-3",
        ),
    )

    def prepare(self) -> None:
        plan = self.scope.program.plan
        make_picker(self.fields["nomenclature_code"], plan, Kind.PROGRAM)
        self.fields["start_year"] = PlanYear(plan.years, plan.period, label=_("Tahun mulai"))
        self.fields["end_year"] = PlanYear(plan.years, plan.period, label=_("Tahun selesai"))
        self.fields["sub_dimension"].choices = self.scope.choices["sub_dimensions"]  # type: ignore[attr-defined]
        self.fields["supporting"].choices = self.scope.choices["agencies"]  # type: ignore[attr-defined]

    def clean(self) -> None:
        refuse_reversed_years(self)


def refuse_reversed_years(form: forms.Form) -> None:
    start, end = form.cleaned_data.get("start_year"), form.cleaned_data.get("end_year")
    if start and end and end < start:
        form.add_error("end_year", _("Tahun selesai mendahului tahun mulai."))


class PartnerRow(RowForm):
    label = _("Mitra")
    name = Line(
        longest=160,
        required=True,
        label=_("Nama mitra"),
        error_messages={"required": _("Tulis nama mitra, atau hapus barisnya.")},
    )
    contribution = Line(longest=300, label=_("Bentuk dukungan"))


class IdentitySection(SectionForm):
    name = "identity"
    fields_class = IdentityForm
    row_sets = {"partners": row_set(PartnerRow)}

    def choices(self) -> dict[str, Any]:
        return {"sub_dimensions": self.sub_dimensions(), "agencies": self.agencies()}

    def sub_dimensions(self) -> list[tuple[str, list[tuple[str, str]]]]:
        offered = SubDimension.objects.of_plan(self.program.plan)
        return [
            (f"{dimension.code} {dimension}", [(one.code, str(one)) for one in found])
            for dimension, found in groupby(offered, lambda one: one.dimension)
        ]

    def agencies(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """All agencies of the region but the leading one, by kind."""
        others = Agency.objects.filter(region=self.program.plan.region_id)
        found = list(others.exclude(pk=self.program.lead_agency_id))
        groups = [
            (str(kind.label), [(one.short_name, one.name) for one in found if one.kind == kind])
            for kind in Agency.Kind
        ]
        return [(label, options) for label, options in groups if options]

    def content(self) -> dict[str, Any]:
        content = super().content()
        return {**content, "supporting": sorted(content["supporting"])}
