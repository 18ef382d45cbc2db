"""Checks of a program's problem and objective."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opd.checks.subject import ProgramSubject, Said
from workspace.checks import Severity, register


@register(
    "P201",
    Severity.ERROR,
    subject="program",
    section="objective",
    why=gettext_lazy("Penilai membaca masalah dan sasaran lebih dulu daripada anggaran."),
)
def objective_is_complete(subject: ProgramSubject) -> Said:
    labels = {
        "problem": _("Masalah yang dijawab program belum ditulis."),
        "objective": _("Sasaran program belum ditulis."),
        "description": _("Uraian program belum ditulis."),
        "beneficiaries": _("Penerima manfaat belum ditulis."),
    }
    for field, sentence in labels.items():
        if not subject.content["objective"][field].strip():
            yield sentence, field
