"""Checks of a program's identity."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opd.checks.subject import ProgramSubject, Said
from workspace.checks import Severity, register


@register(
    "P101",
    Severity.ERROR,
    subject="program",
    section="identity",
    why=gettext_lazy(
        "Kode, jenis, jangka waktu, dan tahun menentukan tempat program di peta jalan."
    ),
)
def identity_is_complete(subject: ProgramSubject) -> Said:
    labels = {
        "nomenclature_code": _("Kode nomenklatur belum diisi."),
        "novelty": _("Pilih apakah program ini baru atau lanjutan."),
        "horizon": _("Pilih jangka waktu program."),
        "start_year": _("Tahun mulai belum diisi."),
        "end_year": _("Tahun selesai belum diisi."),
    }
    for field, sentence in labels.items():
        if not subject.content["identity"][field]:
            yield sentence, field
