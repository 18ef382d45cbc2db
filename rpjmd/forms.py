"""Forms of the RPJMD. Each yields the content that its act takes (`rpjmd.content`)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from rpjmd.content import ElementContent, HeadContent, IndicatorContent
from rpjmd.models import Element, Indicator, Kind, Level, Target, Version
from rpjmd.nomenclature.picker import make_picker, show_name
from rpjmd.nomenclature.standing import read_standings
from workspace.acts import Refused
from workspace.models import Agency

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
        field = FIELDS.get(key, key.replace("targets.", "target_"))
        self.add_error(field if field in self.fields else None, refused.message)


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
    parents = forms.MultipleChoiceField(
        label=_("Induk"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Boleh lebih dari satu; kosongkan untuk unsur paling atas."),
        error_messages={"invalid_choice": _("Unsur “%(value)s” tidak ada lagi.")},
    )

    class Meta:
        model = Element
        fields = ("level", "code", "text", "parents", "agency", "nomenclature_code")
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "code": _("Kode pendek yang tidak dipakai unsur lain, misalnya S1."),
            "nomenclature_code": _("Untuk program, misalnya 2.16.03."),
        }

    def __init__(
        self, *args: Any, elements: Iterable[Element], agencies: Iterable[Agency], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
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
        }


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
            "formula": values["formula"],
            "data_source": values["data_source"],
            "agency": values["agency"].short_name if values["agency"] else "",
            "baseline_year": values["baseline_year"],
            "baseline": values["baseline_text"],
            "targets": {str(year): values[f"target_{year}"] for year in self.years},
            "final": values["final_text"],
            "remark": values["remark"],
        }


class WorkbookForm(forms.Form):
    file = forms.FileField(
        label=_("Buku kerja RPJMD"),
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
