"""Checks of a program's links to the RPJMD."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opd.checks.subject import ProgramSubject, Said
from workspace.checks import Severity, register


@register(
    "P601",
    Severity.ERROR,
    subject="program",
    section="alignment",
    why=gettext_lazy("Program tanpa kaitan RPJMD tidak punya dasar penganggaran."),
)
def is_aligned(subject: ProgramSubject) -> Said:
    rows = subject.content["alignment"]["alignments"]
    if not rows:
        yield _("Tautkan paling sedikit satu indikator RPJMD."), "alignments"
    for row in rows:
        if not row["reason"].strip():
            yield (
                _("Tulis alasan kaitan dengan %(code)s.") % {"code": row["rpjmd_indicator"]},
                "alignments",
            )
