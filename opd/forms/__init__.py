"""The forms of a program: one per section, each yielding the content that `opd.content` reads."""

from opd.forms.create import CreateForm
from opd.forms.section import Problem, SectionForm
from opd.forms.sections import SECTION_FORMS, section_form

__all__ = ["SECTION_FORMS", "CreateForm", "Problem", "SectionForm", "section_form"]
