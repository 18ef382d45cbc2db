"""A program as one JSON value, section by section.

The same shape is what forms save, what acts write and audit, what a submission freezes, what the
review compares and what the document prints. References are the names people use: sub-dimension
"GOV-1", agency "Dinkes", kecamatan "35.28.10", RPJMD indicator "IKU-01". Rows carry their `id`, so
that a renamed row is still the same row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, TypedDict

from django.db.models import Model, Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from opd.models import (
    Activity,
    Alignment,
    Budget,
    Indicator,
    Partner,
    Program,
    QuickWin,
    Target,
)

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
LINK_FIELDS: Final = ("contribution", "reason", "program_indicator_id")
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
    return programs.select_related(
        "plan__region", "lead_agency", "sub_dimension__dimension", "quick_win"
    ).prefetch_related(
        "districts",
        "supporting_agencies",
        "partners",
        "activities",
        Prefetch("indicators", Indicator.objects.prefetch_related("targets")),
        "budgets",
        Prefetch("alignments", links.prefetch_related("rpjmd_indicator__targets")),
    )


@dataclass(frozen=True, slots=True)
class Rows:
    """What a program has below it, each row with the fields named above: a model's instance, or no
    more than those fields. `targets` go by their indicator, `alignments` come with the code of
    theirs."""

    supporting: Sequence[str]
    districts: Sequence[str]
    partners: Sequence[Any]
    activities: Sequence[Any]
    indicators: Sequence[Any]
    targets: Mapping[int, Sequence[Any]]
    budgets: Sequence[Any]
    alignments: Sequence[tuple[str, Any]]


def rows_of(program: Program) -> Rows:
    """The rows of a program that was read `with_content`."""
    indicators = list(program.indicators.all())
    return Rows(
        supporting=[agency.short_name for agency in program.supporting_agencies.all()],
        districts=[district.code for district in program.districts.all()],
        partners=list(program.partners.all()),
        activities=list(program.activities.all()),
        indicators=indicators,
        targets={indicator.pk: list(indicator.targets.all()) for indicator in indicators},
        budgets=list(program.budgets.all()),
        alignments=[(link.rpjmd_indicator.code, link) for link in program.alignments.all()],
    )


def read_with_rows(programs: QuerySet[Program]) -> Iterator[tuple[Program, Rows]]:
    """The programs with what a document prints of them, in a fixed number of queries.

    A document reads ten thousand rows below hundreds of programs, which as instances of their
    models would take several times as long.
    """
    through = Program.supporting_agencies.through, Program.districts.through
    supporting = _by_first(_below(through[0], programs), "program", "agency__short_name")
    districts = _by_first(_below(through[1], programs), "program", "district__code")
    partners = _by_first(_below(Partner, programs), "program", "pk", *PARTNER_FIELDS)
    activities = _by_first(_below(Activity, programs), "program", "pk", *ACTIVITY_FIELDS)
    indicators = _by_first(
        _below(Indicator, programs), "program", "pk", "baseline_text", *INDICATOR_FIELDS
    )
    targets = _by_first(
        Target.objects.filter(indicator__program__in=programs), "indicator", "year", "text"
    )
    budgets = _by_first(_below(Budget, programs), "program", "source", "year", "amount")
    links = _by_first(
        _below(Alignment, programs), "program", "rpjmd_indicator__code", "pk", *LINK_FIELDS, "state"
    )
    for program in programs.select_related("lead_agency", "sub_dimension__dimension", "quick_win"):
        key = program.pk
        yield (
            program,
            Rows(
                supporting=[row.agency__short_name for row in supporting.get(key, ())],
                districts=[row.district__code for row in districts.get(key, ())],
                partners=partners.get(key, ()),
                activities=activities.get(key, ()),
                indicators=indicators.get(key, ()),
                targets=targets,
                budgets=budgets.get(key, ()),
                alignments=[(row.rpjmd_indicator__code, row) for row in links.get(key, ())],
            ),
        )


def _below(model: type[Model], programs: QuerySet[Program]) -> QuerySet[Any]:
    return model._default_manager.filter(program__in=programs)


def _by_first(rows: QuerySet[Any], *fields: str) -> dict[int, list[Any]]:
    """The rows in their order, with these fields alone, by the first of them."""
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows.values_list(*fields, named=True):
        found[row[0]].append(row)
    return found


def read_content(program: Program, rows: Rows | None = None) -> ProgramContent:
    """The content of a program that was read `with_content`, or of one with its `rows`."""
    rows = rows or rows_of(program)
    return {
        "identity": _identity(program, rows),
        "objective": _fields(program, OBJECTIVE_FIELDS),
        "activities": _activities(program, rows),
        "indicators": {"indicators": [_indicator(row, rows) for row in rows.indicators]},
        "budget": _budget(rows),
        "alignment": {"alignments": [_link(code, row) for code, row in rows.alignments]},
        "quick_win": _quick_win(program),
    }


def _identity(program: Program, rows: Rows) -> Section:
    return {
        **_fields(program, IDENTITY_FIELDS),
        "sub_dimension": program.sub_dimension.code,
        "supporting": sorted(rows.supporting),
        "partners": [_row(partner, PARTNER_FIELDS) for partner in rows.partners],
    }


def _activities(program: Program, rows: Rows) -> Section:
    return {
        "covers_region": program.covers_region,
        "districts": sorted(rows.districts),
        "activities": [_row(activity, ACTIVITY_FIELDS) for activity in rows.activities],
    }


def _indicator(indicator: Any, rows: Rows) -> Section:
    """{..., "baseline": text, "targets": {"2026": text}}."""
    targets = rows.targets.get(indicator.pk, ())
    return {
        **_row(indicator, INDICATOR_FIELDS),
        "baseline": indicator.baseline_text,
        "targets": {str(target.year): target.text for target in targets},
    }


def _budget(rows: Rows) -> Section:
    """{"budgets": {source: {"2026": "1250000000"}}}, rupiah as exact decimal text."""
    budgets: dict[str, dict[str, str]] = {}
    for budget in rows.budgets:
        budgets.setdefault(budget.source, {})[str(budget.year)] = amount_text(budget.amount)
    return {"budgets": budgets}


def alignment_row(alignment: Alignment) -> Section:
    return _link(alignment.rpjmd_indicator.code, alignment)


def _link(code: str, alignment: Any) -> Section:
    return {
        "id": alignment.pk,
        "rpjmd_indicator": code,
        "contribution": alignment.contribution,
        "reason": alignment.reason,
        "program_indicator": alignment.program_indicator_id,
    }


def _quick_win(program: Program) -> Section:
    quick_win = getattr(program, "quick_win", None) or QuickWin()
    return _fields(quick_win, QUICK_WIN_FIELDS)


def amount_text(amount: Decimal) -> str:
    """Rupiah without needless zeros: "1250000000" or "1250000000.50"."""
    return str(int(amount)) if amount == int(amount) else f"{amount:.2f}"


def _fields(row: Any, names: tuple[str, ...]) -> Section:
    return {name: getattr(row, name) for name in names}


def _row(row: Any, names: tuple[str, ...]) -> Section:
    return {"id": row.pk, **_fields(row, names)}
