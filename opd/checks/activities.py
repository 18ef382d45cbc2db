"""Checks of a program's activities and places."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opd.checks.subject import ProgramSubject, Said
from workspace.checks import Severity, register


@register(
    "P301",
    Severity.ERROR,
    subject="program",
    section="activities",
    why=gettext_lazy("Rencana aksi dalam dokumen disusun dari kegiatan program."),
)
def has_activities(subject: ProgramSubject) -> Said:
    rows = subject.content["activities"]["activities"]
    if not rows:
        yield _("Tulis paling sedikit satu kegiatan."), "activities"
    for row in rows:
        if not row["family"] or not row["start_year"]:
            yield (
                _("Kegiatan “%(name)s” belum punya jenis atau tahun mulai.")
                % {"name": row["name"]},
                "activities",
            )


@register(
    "P302",
    Severity.WARNING,
    subject="program",
    section="activities",
    why=gettext_lazy("Kementerian menanyakan pemerataan manfaat antarwilayah."),
)
def has_location(subject: ProgramSubject) -> Said:
    section = subject.content["activities"]
    if not section["districts"] and not section["covers_region"]:
        yield _("Pilih kecamatan, atau tandai seluruh wilayah."), "districts"


@register(
    "P303",
    Severity.WARNING,
    subject="program",
    section="activities",
    why=gettext_lazy("Kegiatan yang melewati masa program tidak punya target dan anggaran."),
)
def activities_stay_in_the_years(subject: ProgramSubject) -> Said:
    if not subject.years:
        return
    for row in subject.content["activities"]["activities"]:
        years = [row["start_year"], row.get("end_year")]
        outside = [str(year) for year in years if year and year not in subject.years]
        if outside:
            yield (
                _(
                    "Kegiatan “%(name)s” berjalan di luar masa program %(start)s–%(end)s: "
                    "%(years)s. Ubah tahun kegiatan atau tahun program."
                )
                % {
                    "name": row["name"],
                    "start": subject.years[0],
                    "end": subject.years[-1],
                    "years": ", ".join(dict.fromkeys(outside)),
                },
                f"activities.{row['id']}",
            )
