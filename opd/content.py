"""A program as one JSON value, section by section.

The same shape is what forms save, what acts write and audit, what a submission freezes, what the
review compares and what the document prints. References are the names people use: sub-dimension
"GOV-1", agency "Dinkes", kecamatan "35.28.10", RPJMD indicator "IKU-01". Rows carry their `id`, so
that a renamed row is still the same row.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final, TypedDict

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from opd.models import Alignment, Indicator, Program, QuickWin

SECTIONS: Final = {
    "identity": _("Identitas"),
    "objective": _("Masalah dan sasaran"),
    "activities": _("Kegiatan dan lokasi"),
    "indicators": _("Indikator dan target"),
    "budget": _("Anggaran"),
    "alignment": _("Keterkaitan RPJMD"),
    "quick_win": _("Quick win"),
}
IDENTITY_FIELDS: Final = (
    "name",
    "nomenclature_code",
    "novelty",
    "horizon",
    "start_year",
    "end_year",
    "is_quick_win",
)
OBJECTIVE_FIELDS: Final = ("problem", "objective", "description", "beneficiaries")
PARTNER_FIELDS: Final = ("name", "contribution")
ACTIVITY_FIELDS: Final = ("code", "name", "output", "family", "start_year", "end_year")
INDICATOR_FIELDS: Final = (
    "level",
    "name",
    "unit",
    "direction",
    "adds_up",
    "definition",
    "data_source",
    "baseline_year",
)
QUICK_WIN_FIELDS: Final = (
    "strategic_issue",
    "attraction",
    "benefit",
    "uniqueness",
    "partnership",
    "potential",
    "sustainability",
    "resources",
    "risk",
    "mitigation",
    "schedule",
)

Section = dict[str, Any]


class ProgramContent(TypedDict):
    """All sections of a program; see the functions below for each one's keys."""

    identity: Section
    objective: Section
    activities: Section
    indicators: Section
    budget: Section
    alignment: Section
    quick_win: Section


def with_content(programs: QuerySet[Program]) -> QuerySet[Program]:
    """The programs with all that pages and checks read of them, in a fixed number of queries."""
    links = Alignment.objects.select_related("rpjmd_indicator__element", "decided_by")
    return _with_parts(programs, links.prefetch_related("rpjmd_indicator__targets"))


def with_printed_content(programs: QuerySet[Program]) -> QuerySet[Program]:
    """The programs with what `read_content` needs and no more: a document reads hundreds, and the
    RPJMD's own targets once for all of them."""
    return _with_parts(programs, Alignment.objects.select_related("rpjmd_indicator"))


def _with_parts(programs: QuerySet[Program], links: QuerySet[Alignment]) -> QuerySet[Program]:
    return programs.select_related(
        "plan__region", "lead_agency", "sub_dimension__dimension", "quick_win"
    ).prefetch_related(
        "districts",
        "supporting_agencies",
        "partners",
        "activities",
        Prefetch("indicators", Indicator.objects.prefetch_related("targets")),
        "budgets",
        Prefetch("alignments", links),
    )


def read_content(program: Program) -> ProgramContent:
    return {
        "identity": read_identity(program),
        "objective": _fields(program, OBJECTIVE_FIELDS),
        "activities": read_activities(program),
        "indicators": read_indicators(program),
        "budget": read_budget(program),
        "alignment": read_alignment(program),
        "quick_win": read_quick_win(program),
    }


def read_identity(program: Program) -> Section:
    return {
        **_fields(program, IDENTITY_FIELDS),
        "sub_dimension": program.sub_dimension.code,
        "supporting": sorted(agency.short_name for agency in program.supporting_agencies.all()),
        "partners": [_row(partner, PARTNER_FIELDS) for partner in program.partners.all()],
    }


def read_activities(program: Program) -> Section:
    return {
        "covers_region": program.covers_region,
        "districts": sorted(district.code for district in program.districts.all()),
        "activities": [_row(activity, ACTIVITY_FIELDS) for activity in program.activities.all()],
    }


def read_indicators(program: Program) -> Section:
    """{"indicators": [{..., "baseline": text, "targets": {"2026": text}}]}."""
    return {
        "indicators": [
            {
                **_row(indicator, INDICATOR_FIELDS),
                "baseline": indicator.baseline_text,
                "targets": {str(target.year): target.text for target in indicator.targets.all()},
            }
            for indicator in program.indicators.all()
        ]
    }


def read_budget(program: Program) -> Section:
    """{"budgets": {source: {"2026": "1250000000"}}}, rupiah as exact decimal text."""
    budgets: dict[str, dict[str, str]] = {}
    for budget in program.budgets.all():
        budgets.setdefault(budget.source, {})[str(budget.year)] = amount_text(budget.amount)
    return {"budgets": budgets}


def read_alignment(program: Program) -> Section:
    return {"alignments": [alignment_row(alignment) for alignment in program.alignments.all()]}


def alignment_row(alignment: Alignment) -> Section:
    return {
        "id": alignment.pk,
        "rpjmd_indicator": alignment.rpjmd_indicator.code,
        "contribution": alignment.contribution,
        "reason": alignment.reason,
        "program_indicator": alignment.program_indicator_id,
    }


def read_quick_win(program: Program) -> Section:
    quick_win = getattr(program, "quick_win", None) or QuickWin()
    return _fields(quick_win, QUICK_WIN_FIELDS)


def amount_text(amount: Decimal) -> str:
    """Rupiah without needless zeros: "1250000000" or "1250000000.50"."""
    return str(int(amount)) if amount == int(amount) else f"{amount:.2f}"


def _fields(row: Any, names: tuple[str, ...]) -> Section:
    return {name: getattr(row, name) for name in names}


def _row(row: Any, names: tuple[str, ...]) -> Section:
    return {"id": row.pk, **_fields(row, names)}
