"""Indicators with baseline and one target per plan year."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from opd.content import INDICATOR_FIELDS
from opd.forms.cells import mark_cell
from opd.forms.fields import BaselineYear, Choice, Line, Paragraphs
from opd.forms.rows import RowForm, row_set
from opd.forms.section import SectionForm
from opd.models import IndicatorLevel
from rpjmd.models import Direction
from workspace.numbers import format_number, parse_target

TARGET = "target_"


class IndicatorRow(RowForm):
    label = _("Indikator")
    name = Line(
        longest=300,
        required=True,
        label=_("Indikator"),
        error_messages={"required": _("Tulis nama indikator, atau hapus barisnya.")},
    )
    level = Choice(IndicatorLevel.choices, label=_("Tingkat"), blank=_("Pilih tingkat"))
    unit = Line(longest=60, label=_("Satuan"))
    direction = Choice(Direction.choices, label=_("Arah"), blank=_("Pilih arah"))
    adds_up = forms.BooleanField(
        label=_("Target dijumlahkan"),
        required=False,
        help_text=_("Setiap target adalah tambahan tahun itu saja, dan hasil akhirnya jumlahnya."),
    )
    definition = Paragraphs(label=_("Definisi operasional"), rows=2)
    data_source = Line(longest=300, label=_("Sumber data"))
    baseline_year = BaselineYear(label=_("Tahun dasar"))
    baseline = Line(longest=60, label=_("Kondisi awal"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for year in self.years:
            self.fields[f"{TARGET}{year}"] = Line(
                longest=60, label=_("Target {year}").format(year=year)
            )

    @property
    def years(self) -> range:
        return self.scope.program.plan.years

    def content(self) -> dict[str, Any]:
        values = self.cleaned_data
        texts = {str(year): values[f"{TARGET}{year}"] for year in self.years}
        return {
            "id": values["id"],
            **{name: values[name] for name in INDICATOR_FIELDS},
            "baseline": values["baseline"],
            "targets": {year: text for year, text in texts.items() if text},
        }

    def cells(self) -> list[BoundField]:
        """Baseline, then the target of each year: one row of the grid."""
        return [mark_cell(self[name]) for name in self.cell_names()]

    def cell_names(self) -> list[str]:
        return ["baseline", *(f"{TARGET}{year}" for year in self.years)]

    def readings(self) -> dict[str, str]:
        """{name of a cell: what was understood in its text}, for cells with a text."""
        texts = {self.add_prefix(name): self[name].value() or "" for name in self.cell_names()}
        return {name: read_aloud(text) for name, text in texts.items() if text.strip()}


def read_aloud(text: str) -> str:
    """What stands beneath a cell: "= 1.250", or that the text has no number."""
    value: Decimal | None = parse_target(text)
    return f"= {format_number(value)}" if value is not None else gettext("teks")


class IndicatorsSection(SectionForm):
    name = "indicators"
    row_sets = {"indicators": row_set(IndicatorRow)}

    def initial_row(self, name: str, row: dict[str, Any]) -> dict[str, Any]:
        return {**row, **{f"{TARGET}{year}": text for year, text in row["targets"].items()}}

    def readings(self) -> dict[str, str]:
        rows: Any = self.rows["indicators"]
        return {name: text for row in rows for name, text in row.readings().items()}
