"""Forms of the RPJMD. Each yields the content that its act takes (`rpjmd.content`)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from rpjmd.actions.lines import SuccessionContent, ValueContent
from rpjmd.content import ElementContent, HeadContent, IndicatorContent
from rpjmd.models import Element, Indicator, Kind, Level, ObservedValue, Succession, Target, Version
from rpjmd.nomenclature.picker import make_picker, show_name
from rpjmd.nomenclature.standing import read_standings
from workspace.acts import Refused
from workspace.models import Agency
from workspace.numbers import format_rupiah, parse_rupiah

# The act's names for what the form calls differently.
FIELDS = {"baseline": "baseline_text", "final": "final_text"}


class ContentForm(forms.ModelForm):  # type: ignore[type-arg]
    """`base` is the fingerprint of what the person saw; it stays as it was posted."""

    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.form_show_errors = True

    def refuse(self, refused: Refused) -> None:
        """Show the act's sentence beside the field that it names."""
        key = refused.field or ""
        field = FIELDS.get(key, key.replace("targets.", "target_").replace("ceilings.", "ceiling_"))
        self.add_error(field if field in self.fields else None, refused.message)


class MoneyField(forms.CharField):
    """Rupiah as people type it; "" or the exact amount as content keeps it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=40, **kwargs)

    def clean(self, value: Any) -> str:
        try:
            amount = parse_rupiah(super().clean(value))
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
        return f"{amount:.2f}" if amount else ""


class VersionForm(ContentForm):
    class Meta:
        model = Version
        fields = ("name", "label", "start_year", "end_year", "vision", "regulation", "remark")
        widgets = {
            "vision": forms.Textarea(attrs={"rows": 3}),
            "remark": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "name": _("Misalnya: RPJMD Kabupaten Pamekasan 2025–2029"),
            "label": _("Murni, Perubahan I, dan seterusnya."),
            "regulation": _("Nomor dan judul peraturan daerah."),
        }

    def content(self) -> HeadContent:
        values = self.cleaned_data
        return {
            "name": values["name"],
            "label": values["label"],
            "start_year": values["start_year"],
            "end_year": values["end_year"],
            "vision": values["vision"],
            "regulation": values["regulation"],
            "remark": values["remark"],
        }


class ElementForm(ContentForm):
    """`ceiling_2026` and its like hold the yearly money, as typed until it can be read."""

    parents = forms.MultipleChoiceField(
        label=_("Induk"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Boleh lebih dari satu; kosongkan untuk unsur paling atas."),
        error_messages={"invalid_choice": _("Unsur “%(value)s” tidak ada lagi.")},
    )

    class Meta:
        model = Element
        fields = (
            "level",
            "code",
            "text",
            "parents",
            "agency",
            "nomenclature_code",
            "objective",
            "location",
            "remark",
        )
        widgets = {
            "text": forms.Textarea(attrs={"rows": 3}),
            "objective": forms.Textarea(attrs={"rows": 2}),
            "remark": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "code": _("Kode pendek yang tidak dipakai unsur lain, misalnya S1."),
            "nomenclature_code": _("Untuk program, misalnya 2.16.03."),
            "objective": _("Sasaran seperti tertulis dalam Renstra OPD, bila ada."),
        }

    def __init__(
        self,
        *args: Any,
        elements: Iterable[Element],
        agencies: Iterable[Agency],
        years: range,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for year in years:
            amount = self.instance.ceilings.get(str(year))
            self.fields[f"ceiling_{year}"] = MoneyField(
                label=str(year), initial=format_rupiah(Decimal(amount)) if amount else ""
            )
            self.fields[f"ceiling_{year}"].widget.attrs["aria-label"] = str(year)
        self.ceiling_names = {str(year): f"ceiling_{year}" for year in years}
        others = [row for row in elements if row.pk != self.instance.pk]
        self.fields["parents"].choices = element_choices(others)  # type: ignore[attr-defined]
        if not others:
            del self.fields["parents"]
        offer_agencies(self, agencies)
        code = self.fields["nomenclature_code"]
        make_picker(code, self.instance.version.plan, Kind.PROGRAM)
        show_name(
            self["nomenclature_code"],
            read_standings(self.instance.version.plan_id, [self.instance.nomenclature_code]),
        )

    def content(self) -> ElementContent:
        values = self.cleaned_data
        return {
            "level": values["level"],
            "code": values["code"],
            "text": values["text"],
            "parents": values.get("parents", []),
            "agency": values["agency"].short_name if values["agency"] else "",
            "nomenclature_code": values["nomenclature_code"],
            "objective": values["objective"],
            "ceilings": {year: values[name] for year, name in self.ceiling_names.items()},
            "location": values["location"],
            "remark": values["remark"],
        }

    def grid(self) -> list[BoundField]:
        return [self[name] for name in self.ceiling_names.values()]

    def holds_renstra(self) -> bool:
        """Whether anything is given, or refused, in the part that most elements leave empty."""
        names = ["objective", "location", "remark", *self.ceiling_names.values()]
        return any(self[name].value() or self[name].errors for name in names)


class IndicatorForm(ContentForm):
    element = forms.ChoiceField(label=_("Unsur yang diukur"))

    class Meta:
        model = Indicator
        fields = (
            "code",
            "name",
            "is_headline",
            "unit",
            "direction",
            "adds_up",
            "agency",
            "data_source",
            "formula",
            "remark",
            "baseline_year",
            "baseline_text",
            "final_text",
        )
        widgets = {
            "formula": forms.Textarea(attrs={"rows": 2}),
            "remark": forms.Textarea(attrs={"rows": 2}),
        }
        labels = {"is_headline": _("Indikator kinerja utama (IKU)")}
        help_texts = {
            "adds_up": _(
                "Tandai bila setiap target adalah tambahan tahun itu saja dan kondisi akhirnya "
                "jumlah semuanya, misalnya orang yang dilatih setiap tahun."
            )
        }

    def __init__(
        self,
        *args: Any,
        elements: Iterable[Element],
        agencies: Iterable[Agency],
        years: range,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.years = years
        choices = [("", _("Pilih unsur")), *element_choices(elements)]
        self.fields["element"].choices = choices  # type: ignore[attr-defined]
        self.order_fields(["element"])
        longest = Target._meta.get_field("text").max_length
        checks = Target._meta.get_field("text").validators
        for year in years:
            self.fields[f"target_{year}"] = forms.CharField(
                label=str(year), required=False, max_length=longest, validators=checks
            )
        self.grid_names = ["baseline_text", *(f"target_{year}" for year in years), "final_text"]
        for name in ("baseline_year", *self.grid_names):
            self.fields[name].widget.attrs["aria-label"] = self.fields[name].label
        offer_agencies(self, agencies)

    def grid(self) -> list[BoundField]:
        """The cells of the grid: baseline year, baseline, each year, final."""
        return [self["baseline_year"], *(self[name] for name in self.grid_names)]

    def content(self) -> IndicatorContent:
        values = self.cleaned_data
        return {
            "code": values["code"],
            "name": values["name"],
            "element": values["element"],
            "is_headline": values["is_headline"],
            "unit": values["unit"],
            "direction": values["direction"],
            "adds_up": values["adds_up"],
            "formula": values["formula"],
            "data_source": values["data_source"],
            "agency": values["agency"].short_name if values["agency"] else "",
            "baseline_year": values["baseline_year"],
            "baseline": values["baseline_text"],
            "targets": {str(year): values[f"target_{year}"] for year in self.years},
            "final": values["final_text"],
            "remark": values["remark"],
        }


class LineForm(ContentForm):
    """A form about a line of values: its acts know the indicator by its code."""

    def __init__(self, *args: Any, code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.code = code
        del self.fields["base"]


class ValueForm(LineForm):
    class Meta:
        model = ObservedValue
        fields = ("year", "text", "source", "series", "published_on")
        widgets = {"published_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        help_texts = {
            "text": _("Seperti ditulis sumbernya: 13,41 atau BB."),
            "source": _("Lembaga atau alamat terbitannya."),
            "series": _("Bila sumber punya lebih dari satu seri, misalnya SP2020."),
        }

    def content(self) -> ValueContent:
        values = self.cleaned_data
        return {
            "code": self.code,
            "year": values["year"],
            "text": values["text"],
            "source": values["source"],
            "series": values["series"],
            "published_on": values["published_on"],
        }


class SuccessionForm(LineForm):
    class Meta:
        model = Succession
        fields = ("new_code", "from_year", "reason")
        labels = {"new_code": _("Digantikan oleh")}
        widgets = {
            "new_code": forms.TextInput(attrs={"list": "rpjmd-codes"}),
            "reason": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "new_code": _("Kode indikator penggantinya."),
            "reason": _("Misalnya nomor peraturan yang menggantinya."),
        }

    def content(self) -> SuccessionContent:
        values = self.cleaned_data
        return {
            "old_code": self.code,
            "new_code": values["new_code"],
            "from_year": values["from_year"],
            "reason": values["reason"],
        }


class WorkbookForm(forms.Form):
    file = forms.FileField(
        label=_("Buku kerja"),
        help_text=_(".xlsx, .xls, atau .ods, paling besar 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods"}),
        error_messages={
            "required": _("Pilih berkas lebih dulu."),
            "empty": _("Berkas ini kosong."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False


def element_choices(elements: Iterable[Element]) -> list[tuple[Any, Any]]:
    """Elements by their codes, grouped by level from the mission down."""
    groups: dict[str, list[tuple[str, str]]] = {level.value: [] for level in Level}
    for row in elements:
        groups[row.level].append((row.code, f"{row.code} · {row.text[:100]}"))
    return [(Level(level).label, rows) for level, rows in groups.items() if rows]


def offer_agencies(form: ContentForm, agencies: Iterable[Agency]) -> None:
    """Only the region's own agencies can be chosen."""
    form.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
    form.fields["agency"].empty_label = _("Belum ditentukan")  # type: ignore[attr-defined]
