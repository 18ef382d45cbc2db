"""Lists of programs with the figures that they show, in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, DecimalField, F, OuterRef, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404
from django.utils import timezone

from opd.content import with_content
from opd.models import (
    EDITABLE,
    Budget,
    Note,
    Program,
    ProgramFinding,
    ProgramState,
    Thread,
)
from workspace.access import is_allowed
from workspace.checks import Severity
from workspace.models import Membership, Plan

# What an agency still has to do comes first.
WORK_ORDER = (
    ProgramState.RETURNED,
    ProgramState.DRAFT,
    ProgramState.SUBMITTED,
    ProgramState.APPROVED,
)
MONEY = DecimalField(max_digits=20, decimal_places=2)


def visible_program(membership: Membership, pk: int) -> Program:
    """The program with its content; 404 when the member may not see it or it does not exist."""
    program: Program = get_object_or_404(
        with_content(Program.objects.visible_to(membership)), pk=pk
    )
    return program


def with_figures(programs: QuerySet[Program]) -> QuerySet[Program]:
    """Adds `budget_total` (rupiah), `open_notes`, `errors` (checks that refuse a submission) and
    `last_note` (what was asked last and is still open)."""
    own = OuterRef("pk")
    open_threads = Thread.objects.filter(program=own, resolved_at=None)
    errors = ProgramFinding.objects.filter(program=own, severity=Severity.ERROR)
    budgets = Budget.objects.filter(program=own).order_by().values("program")
    notes = Note.objects.filter(
        thread__program=own, thread__resolved_at=None, author=F("thread__asked_by")
    )
    return programs.select_related(
        "plan__region", "lead_agency", "sub_dimension__dimension"
    ).annotate(
        budget_total=Coalesce(
            Subquery(budgets.annotate(total=Sum("amount")).values("total")),
            Decimal(0),
            output_field=MONEY,
        ),
        open_notes=_count(open_threads),
        errors=_count(errors),
        last_note=Subquery(notes.order_by("-written_at", "-pk").values("text")[:1]),
    )


def led_programs(membership: Membership) -> QuerySet[Program]:
    """The agency's own programs: what must be mended first, what is approved last."""
    rank = Case(*(When(state=state, then=place) for place, state in enumerate(WORK_ORDER)))
    return (
        with_figures(Program.objects.visible_to(membership))
        .filter(lead_agency=membership.agency_id)
        .annotate(rank=rank)
        .order_by("rank", "sub_dimension__dimension__position", "number")
    )


def supported_programs(membership: Membership) -> QuerySet[Program]:
    return (
        with_figures(Program.objects.visible_to(membership))
        .exclude(lead_agency=membership.agency_id)
        .order_by("sub_dimension__dimension__position", "number")
    )


def waiting_programs(membership: Membership) -> QuerySet[Program]:
    """What waits for review, the longest wait first."""
    return (
        with_figures(Program.objects.visible_to(membership))
        .filter(state=ProgramState.SUBMITTED)
        .order_by("state_since", "pk")
    )


@dataclass(frozen=True)
class Workload:
    """What an agency's programs amount to."""

    states: dict[str, int]
    open_notes: int

    @property
    def to_do(self) -> int:
        return sum(self.states.get(state, 0) for state in EDITABLE)

    @property
    def total(self) -> int:
        return sum(self.states.values())


def agency_workload(membership: Membership) -> Workload:
    programs = Program.objects.visible_to(membership).filter(lead_agency=membership.agency_id)
    notes = Thread.objects.filter(program__in=programs, resolved_at=None)
    return Workload(count_states(programs), notes.count())


def count_states(programs: QuerySet[Program]) -> dict[str, int]:
    """Programs by state, in the order of the states, without those that are empty."""
    rows = programs.order_by().values("state").annotate(number=Count("pk", distinct=True))
    counts = {row["state"]: row["number"] for row in rows}
    return {state: counts[state] for state in ProgramState if state in counts}


def totals(programs: QuerySet[Program]) -> dict[str, Any]:
    """{"number": programs, "budget": rupiah of all years and sources}."""
    bare = programs.order_by().values("pk")
    budget = Budget.objects.filter(program__in=bare).aggregate(total=Sum("amount"))["total"]
    return {"number": bare.count(), "budget": budget or Decimal(0)}


def days_left(plan: Plan, today: date | None = None) -> int | None:
    """Days until the plan's deadline for submissions; negative when it has passed."""
    if plan.submission_deadline is None:
        return None
    return (plan.submission_deadline - (today or timezone.localdate())).days


def possible_acts(program: Program, membership: Membership) -> dict[str, bool]:
    """Which buttons the person can use now: the acts test the same rules again."""
    mends = program.is_editable and is_allowed("opd.change_program", membership, program)
    reviews = is_allowed("opd.review_program", membership, program)
    return {
        "change": mends,
        "submit": mends and is_allowed("opd.submit_program", membership, program),
        "delete": mends and is_allowed("opd.delete_program", membership, program),
        "decide": reviews and program.state == ProgramState.SUBMITTED,
        "unlock": reviews and program.state == ProgramState.APPROVED,
        "review": reviews,
    }


def _count(rows: QuerySet[Any]) -> Coalesce:
    """A correlated count of rows that point to the program: no join, so no row counts twice."""
    counted = rows.order_by().values("program").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)
