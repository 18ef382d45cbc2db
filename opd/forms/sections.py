"""Which form belongs to which section of `opd.content.SECTIONS`."""

from __future__ import annotations

from typing import Any, Final

from opd.content import Section
from opd.forms.activities import ActivitiesSection
from opd.forms.alignment import AlignmentSection
from opd.forms.budget import BudgetSection
from opd.forms.identity import IdentitySection
from opd.forms.indicators import IndicatorsSection
from opd.forms.narrative import ObjectiveSection, QuickWinSection
from opd.forms.section import SectionForm
from opd.models import Program

SECTION_FORMS: Final[dict[str, type[SectionForm]]] = {
    form.name: form
    for form in (
        IdentitySection,
        ObjectiveSection,
        ActivitiesSection,
        IndicatorsSection,
        BudgetSection,
        AlignmentSection,
        QuickWinSection,
    )
}


def section_form(section: str, program: Program, stored: Section, **options: Any) -> SectionForm:
    """The form of a section, filled from its stored content or from what was sent (`data`)."""
    return SECTION_FORMS[section](program, stored, **options)
