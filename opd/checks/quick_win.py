"""Checks of a quick win."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opd.checks.subject import ProgramSubject, Said
from opd.content import QUICK_WIN_FIELDS
from opd.models import QuickWin
from workspace.checks import Severity, register


@register(
    "P701",
    Severity.ERROR,
    subject="program",
    section="quick_win",
    why=gettext_lazy("Semua butir ini dinilai kementerian untuk setiap quick win."),
)
def quick_win_is_complete(subject: ProgramSubject) -> Said:
    if not subject.content["identity"]["is_quick_win"]:
        return
    for field in QUICK_WIN_FIELDS:
        if not subject.content["quick_win"][field].strip():
            label = field_label(QuickWin, field)
            yield _("Isi %(label)s.") % {"label": label}, field


def field_label(model: Any, field: str) -> str:
    return str(model._meta.get_field(field).verbose_name)
