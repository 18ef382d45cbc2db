"""What a program needs before it may be submitted, and what deserves a second look.

Every check reads a `ProgramSubject` (no queries) and yields a sentence, or a sentence with the
field beside which it belongs. Its `why` is the documentation of the code.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opd.content import QUICK_WIN_FIELDS, ProgramContent, read_content
from opd.models import AlignmentState, Program, ProgramFinding, QuickWin
from rpjmd.models import Direction
from workspace.checks import Finding, Severity, register, run_checks
from workspace.numbers import parse_target

Said = Iterator[str | tuple[str, str]]


@dataclass(frozen=True)
class ProgramSubject:
    """A program's content and the years in which it runs (empty when not yet given).

    `disputed` are links that the RPJMD's steward doubts: the indicator's code, and why.
    """

    content: ProgramContent
    years: tuple[int, ...]
    disputed: tuple[tuple[str, str], ...] = ()

    @property
    def indicators(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.content["indicators"]["indicators"]
        return rows


def program_findings(program: Program) -> list[Finding]:
    """Everything the checks say of a program that was read `with_content`."""
    return run_checks("program", subject_of(program))


def store_findings(program: Program) -> None:
    """Bring the program's `ProgramFinding` rows in line with what the checks say of it now."""
    said = {finding.code: finding.severity for finding in program_findings(program)}
    stored = set(program.findings.values_list("code", flat=True))
    if gone := stored - said.keys():
        program.findings.filter(code__in=gone).delete()
    ProgramFinding.objects.bulk_create(
        ProgramFinding(program=program, code=code, severity=severity)
        for code, severity in said.items()
        if code not in stored
    )


def subject_of(program: Program) -> ProgramSubject:
    start, end = program.start_year, program.end_year
    years = tuple(range(start, end + 1)) if start and end else ()
    disputed = tuple(
        (row.rpjmd_indicator.code, row.decision_reason)
        for row in program.alignments.all()
        if row.state == AlignmentState.DISPUTED
    )
    return ProgramSubject(read_content(program), years, disputed)


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
    "P401",
    Severity.ERROR,
    subject="program",
    section="indicators",
    why=gettext_lazy("Tanpa indikator keluaran dan hasil, capaian program tidak dapat dinilai."),
)
def has_output_and_outcome(subject: ProgramSubject) -> Said:
    levels = {row["level"] for row in subject.indicators}
    if "output" not in levels:
        yield _("Belum ada indikator keluaran."), "indicators"
    if not levels & {"outcome", "impact"}:
        yield _("Belum ada indikator hasil atau dampak."), "indicators"


@register(
    "P402",
    Severity.ERROR,
    subject="program",
    section="indicators",
    why=gettext_lazy("Kemajuan diukur dari kondisi awal; angka tanpa satuan tidak terbaca."),
)
def indicators_are_complete(subject: ProgramSubject) -> Said:
    for row in subject.indicators:
        missing = [
            label
            for key, label in (
                ("level", _("tingkat")),
                ("unit", _("satuan")),
                ("direction", _("arah")),
                ("data_source", _("sumber data")),
                ("baseline", _("kondisi awal")),
                ("baseline_year", _("tahun dasar")),
            )
            if not row[key]
        ]
        if missing:
            yield (
                _("Indikator “%(name)s” belum lengkap: %(missing)s.")
                % {"name": row["name"], "missing": ", ".join(missing)},
                f"indicators.{row['id']}",
            )


@register(
    "P403",
    Severity.ERROR,
    subject="program",
    section="indicators",
    why=gettext_lazy("Realisasi setiap tahun dibandingkan dengan target tahun itu."),
)
def targets_cover_the_years(subject: ProgramSubject) -> Said:
    for row in subject.indicators:
        missing = [str(year) for year in subject.years if not row["targets"].get(str(year))]
        if missing:
            yield (
                _("Indikator “%(name)s” belum punya target tahun %(years)s.")
                % {"name": row["name"], "years": ", ".join(missing)},
                f"indicators.{row['id']}",
            )


@register(
    "P404",
    Severity.WARNING,
    subject="program",
    section="indicators",
    why=gettext_lazy("Target yang sama dengan kondisi awal berarti tidak ada perubahan."),
)
def final_target_differs_from_baseline(subject: ProgramSubject) -> Said:
    for row, baseline, values in _measured(subject):
        if row["direction"] != Direction.MAINTAIN and values and values[-1] == baseline:
            yield (
                _("Target akhir “%(name)s” sama dengan kondisi awalnya.") % {"name": row["name"]},
                f"indicators.{row['id']}",
            )


@register(
    "P405",
    Severity.WARNING,
    subject="program",
    section="indicators",
    why=gettext_lazy("Arah target yang terbalik biasanya salah ketik."),
)
def targets_follow_the_direction(subject: ProgramSubject) -> Said:
    for row, baseline, values in _measured(subject):
        path = ([baseline] if baseline is not None else []) + values
        steps = [later - earlier for earlier, later in pairwise(path)]
        wrong = (row["direction"] == Direction.INCREASE and any(step < 0 for step in steps)) or (
            row["direction"] == Direction.DECREASE and any(step > 0 for step in steps)
        )
        if wrong:
            yield (
                _("Target “%(name)s” bergerak berlawanan dengan arah yang dipilih.")
                % {"name": row["name"]},
                f"indicators.{row['id']}",
            )


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


@register(
    "P605",
    Severity.WARNING,
    subject="program",
    section="alignment",
    why=gettext_lazy("Kaitan yang dipertanyakan Bapperida belum dapat dipertanggungjawabkan."),
)
def links_are_not_disputed(subject: ProgramSubject) -> Said:
    for code, reason in subject.disputed:
        yield (
            _("Bapperida mempertanyakan kaitan dengan %(code)s: %(reason)s")
            % {"code": code, "reason": reason},
            "alignments",
        )


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


def _measured(
    subject: ProgramSubject,
) -> Iterator[tuple[dict[str, Any], Decimal | None, list[Decimal]]]:
    """Indicators with the numbers in their baseline and yearly targets, in order of years."""
    for row in subject.indicators:
        targets = [row["targets"][year] for year in sorted(row["targets"])]
        values = [value for text in targets if (value := parse_target(text)) is not None]
        yield row, parse_target(row["baseline"]), values
