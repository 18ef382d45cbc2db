"""The budget grid: funding sources down, plan years across, rupiah in the cells."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.forms import BoundField

from opd.content import Section, amount_text
from opd.forms.cells import mark_cell
from opd.forms.fields import Rupiah
from opd.forms.section import FieldsForm, SectionForm
from opd.models import FundingSource
from workspace.numbers import format_rupiah, parse_rupiah


@dataclass(frozen=True)
class SourceRow:
    """A line of the grid with its total over the years."""

    label: str
    cells: list[BoundField]
    total: Decimal


class BudgetForm(FieldsForm):
    def prepare(self) -> None:
        for source in FundingSource:
            for year in self.years:
                self.fields[f"{source}-{year}"] = Rupiah(label=f"{source.label} {year}")

    @property
    def years(self) -> range:
        return self.scope.program.plan.years

    def content(self) -> Section:
        """{"budgets": {source: {"2026": "1250000000"}}}, empty cells left out."""
        budgets = {
            str(source): {
                str(year): amount_text(amount)
                for year in self.years
                if (amount := self.cleaned_data[f"{source}-{year}"]) is not None
            }
            for source in FundingSource
        }
        return {"budgets": {source: years for source, years in budgets.items() if years}}

    def grid(self) -> list[SourceRow]:
        return [
            SourceRow(
                str(source.label),
                [mark_cell(self[f"{source}-{year}"]) for year in self.years],
                sum((self.read(source, year) for year in self.years), Decimal()),
            )
            for source in FundingSource
        ]

    def year_totals(self) -> list[Decimal]:
        return [
            sum((self.read(source, year) for source in FundingSource), Decimal())
            for year in self.years
        ]

    def total(self) -> Decimal:
        return sum(self.year_totals(), Decimal())

    def read(self, source: str, year: int) -> Decimal:
        """What the cell counts for in the totals: nothing while it cannot be read."""
        try:
            return parse_rupiah(self[f"{source}-{year}"].value() or "") or Decimal()
        except ValueError:
            return Decimal()


class BudgetSection(SectionForm):
    name = "budget"
    fields_class = BudgetForm

    def initial_fields(self) -> Section:
        return spell_cells(self.stored)

    def spellings(self) -> dict[str, str]:
        filled: dict[str, Any] = self.fields.content()
        return spell_cells(filled)


def spell_cells(content: Section) -> dict[str, str]:
    """{name of a cell: its amount as 1.250.000.000}."""
    return {
        f"{source}-{year}": format_rupiah(Decimal(amount))
        for source, years in content["budgets"].items()
        for year, amount in years.items()
    }
