"""Addresses of the program editor; `opd.urls` includes them."""

from django.urls import path, register_converter

from opd.content import SECTIONS
from opd.views.editor import program_create, section


class SectionConverter:
    """A section's key, so that `program/7/hapus/` is never taken for one."""

    regex = "|".join(SECTIONS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(SectionConverter, "program_section")

editor_patterns = [
    path("program/baru/", program_create, name="program_create"),
    path("program/<int:pk>/<program_section:section>/", section, name="section"),
]
