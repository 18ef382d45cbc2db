"""Links to RPJMD indicators: which one, how, why, and what of the program moves it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from opd.forms.fields import Choice, Line, Paragraphs
from opd.forms.rows import RowForm, RowSet, row_set
from opd.forms.section import SectionForm
from opd.models import Alignment, Contribution
from opd.queries.suggestions import Suggestion, suggest_indicators
from rpjmd.models import Element
from rpjmd.models import Indicator as RpjmdIndicator


class AlignmentRow(RowForm):
    label = _("Tautan")
    rpjmd_indicator = Line(
        longest=540,
        required=True,
        label=_("Indikator RPJMD"),
        help_text=_("Ketik kode atau sebagian namanya, lalu pilih dari daftar."),
        error_messages={"required": _("Pilih indikator RPJMD, atau hapus barisnya.")},
        widget=forms.TextInput(attrs={"list": "rpjmd-indicators"}),
    )
    contribution = forms.ChoiceField(
        label=_("Kontribusi"),
        choices=Contribution.choices,
        initial=Contribution.DIRECT,
        required=False,
    )
    program_indicator = Choice(
        [],
        label=_("Indikator program yang menggerakkannya"),
        blank=_("Belum dipilih"),
        error_messages={"invalid_choice": _("Indikator ini bukan milik program ini.")},
    )
    reason = Paragraphs(label=_("Alasan"), rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = self.scope.choices["program_indicators"]
        self.fields["program_indicator"].choices = [("", _("Belum dipilih")), *choices]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> RpjmdIndicator | None:
        """The indicator that the text of this row means."""
        return find_indicator(self["rpjmd_indicator"].value() or "", self.scope.choices["rpjmd"])

    @property
    def link(self) -> Alignment | None:
        """The stored link with what was decided about it; None for a row that is new."""
        pk = str(self["id"].value() or "")
        links: dict[str, Alignment] = self.scope.choices["links"]
        return links.get(pk)

    def clean_rpjmd_indicator(self) -> str:
        found = find_indicator(self.cleaned_data["rpjmd_indicator"], self.scope.choices["rpjmd"])
        if found is None:
            raise forms.ValidationError(
                _("Indikator ini tidak ada dalam RPJMD yang berlaku. Pilih dari daftar.")
            )
        return str(found.code)

    def clean_contribution(self) -> str:
        return str(self.cleaned_data["contribution"] or Contribution.DIRECT)

    def clean_program_indicator(self) -> int | None:
        text = self.cleaned_data["program_indicator"]
        return int(text) if text else None


class AlignmentRows(RowSet):
    def clean(self) -> None:
        super().clean()
        seen: set[str] = set()
        for row in self.kept():
            code = row.cleaned_data.get("rpjmd_indicator")
            if code in seen:
                row.add_error("rpjmd_indicator", _("Satu indikator RPJMD cukup ditautkan sekali."))
            seen |= {code} if code else set()


class AlignmentSection(SectionForm):
    name = "alignment"
    row_sets = {"alignments": row_set(AlignmentRow, AlignmentRows)}

    def choices(self) -> dict[str, Any]:
        current = (
            RpjmdIndicator.objects.current().of_chain().filter(version__plan=self.program.plan_id)
        )
        return {
            "rpjmd": {one.code: one for one in current.select_related("element")},
            "links": {str(one.pk): one for one in self.program.alignments.all()},
            "program_indicators": [
                (str(one.pk), one.name) for one in self.program.indicators.all()
            ],
        }

    @property
    def offered(self) -> Iterable[RpjmdIndicator]:
        indicators: dict[str, RpjmdIndicator] = self._choices["rpjmd"]
        return indicators.values()

    @property
    def suggestions(self) -> list[Suggestion]:
        """What the program could be linked to, without what stands in a row already."""
        in_rows = {row.chosen for row in self.rows["alignments"]}
        offered = [one for one in self.offered if one not in in_rows]
        return suggest_indicators(self.program, offered)

    def by_element(self) -> list[tuple[Element, list[RpjmdIndicator]]]:
        """The whole RPJMD to look through, each indicator under what it measures."""
        ordered = sorted(self.offered, key=lambda one: (one.element.position, one.element.code))
        return [(element, [*found]) for element, found in groupby(ordered, lambda one: one.element)]

    def initial_row(self, name: str, row: dict[str, Any]) -> dict[str, Any]:
        found = self._choices["rpjmd"].get(row["rpjmd_indicator"])
        return {**row, "rpjmd_indicator": str(found) if found else row["rpjmd_indicator"]}


def find_indicator(text: str, indicators: dict[str, RpjmdIndicator]) -> RpjmdIndicator | None:
    """The indicator meant by its code, or by the "code name" that the list offers."""
    text = " ".join(text.split())
    if text in indicators:
        return indicators[text]
    spelled = {" ".join(str(one).split()).lower(): one for one in indicators.values()}
    by_code = {code.lower(): one for code, one in indicators.items()}
    return spelled.get(text.lower()) or by_code.get(text.lower())
