"""Where a note can be pinned: a section, a field of it, or a row of one of its tables."""

from __future__ import annotations

from typing import Any, Final

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opd.content import IDENTITY_FIELDS, OBJECTIVE_FIELDS, QUICK_WIN_FIELDS, SECTIONS
from opd.models import FundingSource, Program, QuickWin

FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "identity": (*IDENTITY_FIELDS, "sub_dimension"),
    "objective": OBJECTIVE_FIELDS,
    "quick_win": QUICK_WIN_FIELDS,
}
# Fields that are not columns of the program, and tables as a whole.
LABELS: Final = {
    ("identity", "supporting"): gettext_lazy("OPD pendukung"),
    ("identity", "partners"): gettext_lazy("Mitra di luar pemerintah"),
    ("activities", "districts"): gettext_lazy("Lokasi"),
    ("activities", "covers_region"): gettext_lazy("Lokasi"),
    ("activities", "activities"): gettext_lazy("Kegiatan"),
    ("indicators", "indicators"): gettext_lazy("Indikator"),
    ("budget", "budgets"): gettext_lazy("Anggaran"),
    ("alignment", "alignments"): gettext_lazy("Keterkaitan RPJMD"),
}
ROWS: Final = {
    ("activities", "activities"): "activities",
    ("indicators", "indicators"): "indicators",
    ("alignment", "alignments"): "alignments",
}


def place_label(program: Program, section: str, field: str) -> str | None:
    """What people call the place; None when the program has no such place."""
    if not field:
        return str(SECTIONS[section]) if section in SECTIONS else None
    if (section, field) in LABELS:
        return str(LABELS[section, field])
    if field in FIELDS.get(section, ()):
        model: Any = QuickWin if section == "quick_win" else Program
        return capfirst(str(model._meta.get_field(field).verbose_name))
    table, dot, row = field.partition(".")
    return row_label(program, section, table, row) if dot else None


def row_label(program: Program, section: str, table: str, row: str) -> str | None:
    """The name of a row of this program's own tables ("indicators.12", "budgets.csr")."""
    if (section, table) == ("budget", "budgets"):
        return str(dict(FundingSource.choices)[row]) if row in FundingSource.values else None
    relation = ROWS.get((section, table))
    if relation is None or not (row.isascii() and row.isdigit() and len(row) < 18):
        return None
    rows = getattr(program, relation).filter(pk=int(row))
    name = "rpjmd_indicator__name" if table == "alignments" else "name"
    return rows.values_list(name, flat=True).first() or None


def label_of(program: Program, section: str, field: str) -> str:
    """The place's name, or the next larger place's when it is gone since."""
    return place_label(program, section, field) or place_label(program, section, "") or _("Program")
