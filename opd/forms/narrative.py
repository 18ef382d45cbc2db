"""Sections of prose: problem and objective, and what the ministry asks of a quick win."""

from __future__ import annotations

from crispy_forms.layout import HTML, Field

from opd.content import OBJECTIVE_FIELDS, QUICK_WIN_FIELDS
from opd.forms.fields import Paragraphs
from opd.forms.section import FieldsForm, SectionForm
from opd.guidance import PROMPTS
from opd.models import Program, QuickWin

FORMATTING = HTML('{% include "opd/editor/_formatting.html" %}')


class ObjectiveForm(FieldsForm):
    layout = (*(Field(name) for name in OBJECTIVE_FIELDS), FORMATTING)

    def prepare(self) -> None:
        for name in OBJECTIVE_FIELDS:
            label = Program._meta.get_field(name).verbose_name  # type: ignore[union-attr]
            self.fields[name] = Paragraphs(label=_capital(label), help_text=PROMPTS[name], rows=5)


class QuickWinForm(FieldsForm):
    layout = (*(Field(name) for name in QUICK_WIN_FIELDS), FORMATTING)

    def prepare(self) -> None:
        for name in QUICK_WIN_FIELDS:
            label = QuickWin._meta.get_field(name).verbose_name  # type: ignore[union-attr]
            self.fields[name] = Paragraphs(label=_capital(label), help_text=PROMPTS[name], rows=3)


class ObjectiveSection(SectionForm):
    name = "objective"
    fields_class = ObjectiveForm


class QuickWinSection(SectionForm):
    name = "quick_win"
    fields_class = QuickWinForm


def _capital(label: object) -> str:
    text = str(label)
    return text[:1].upper() + text[1:]
