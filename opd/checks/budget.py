"""Checks of a program's money."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opd.checks.subject import ProgramSubject, Said
from workspace.checks import Severity, register


@register(
    "P501",
    Severity.ERROR,
    subject="program",
    section="budget",
    why=gettext_lazy("Kementerian menghitung porsi anggaran smart city dari pagu per tahun."),
)
def budget_covers_the_years(subject: ProgramSubject) -> Said:
    budgets = subject.content["budget"]["budgets"]
    funded = {int(year) for amounts in budgets.values() for year in amounts}
    missing = [str(year) for year in subject.years if year not in funded]
    if not budgets:
        yield _("Anggaran belum diisi."), "budgets"
    elif missing:
        yield (
            _("Belum ada anggaran untuk tahun %(years)s.") % {"years": ", ".join(missing)},
            "budgets",
        )


@register(
    "P502",
    Severity.WARNING,
    subject="program",
    section="budget",
    why=gettext_lazy("Uang di luar masa pelaksanaan tidak dapat dipertanggungjawabkan."),
)
def budget_stays_in_the_years(subject: ProgramSubject) -> Said:
    budgets = subject.content["budget"]["budgets"]
    funded = {int(year) for amounts in budgets.values() for year in amounts}
    outside = sorted(funded - set(subject.years)) if subject.years else []
    if outside:
        yield (
            _("Ada anggaran di luar masa pelaksanaan: %(years)s.")
            % {"years": ", ".join(map(str, outside))},
            "budgets",
        )
