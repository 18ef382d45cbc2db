"""What the checks say of a program, now and as it is stored."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any, Final

from django.db import transaction

from opd.checks.subject import subject_of
from opd.codes import standings_of
from opd.content import with_content
from opd.models import Program, ProgramFinding
from rpjmd.nomenclature.standing import Standings
from workspace.checks import Finding, run_checks

CHUNK: Final = 200


def program_findings(program: Program, standings: Standings | None = None) -> list[Finding]:
    """Everything the checks say of a program that was read `with_content`.

    Who asks for several programs gives the standings of all their codes (`standings_of`).
    """
    if standings is None:
        standings = standings_of([program])
    return run_checks("program", subject_of(program, standings))


def store_findings(*programs: Program) -> None:
    """Bring the `ProgramFinding` rows in line with what the checks say of these programs now."""
    of_plans: dict[int, list[Program]] = {}
    for program in programs:
        of_plans.setdefault(program.plan_id, []).append(program)
    standings = {plan: standings_of(some) for plan, some in of_plans.items()}
    said = {
        (program.pk, finding.code): finding.severity
        for program in programs
        for finding in program_findings(program, standings[program.plan_id])
    }
    rows = ProgramFinding.objects.filter(program__in=[program.pk for program in programs])
    stored = {(row.program_id, row.code): row.pk for row in rows}
    if gone := [pk for key, pk in stored.items() if key not in said]:
        ProgramFinding.objects.filter(pk__in=gone).delete()
    ProgramFinding.objects.bulk_create(
        ProgramFinding(program_id=program, code=code, severity=severity)
        for (program, code), severity in said.items()
        if (program, code) not in stored
    )


def recheck(programs: Any) -> int:
    """Store the findings of these programs anew, some hundred at a time; how many there were.

    Each hundred is locked, so that a person who saves one of them meanwhile neither meets a half
    written finding nor has theirs overwritten with an older one.
    """
    keys = iter(list(programs.order_by("pk").values_list("pk", flat=True)))
    count = 0
    while chunk := list(islice(keys, CHUNK)):
        with transaction.atomic():
            locked = Program.objects.filter(pk__in=chunk).order_by("pk").select_for_update()
            list(locked.values_list("pk", flat=True))
            store_findings(*with_content(Program.objects.filter(pk__in=chunk)))
        count += len(chunk)
    return count


def recheck_linked(indicators: Iterable[int], **_signal: Any) -> None:
    """Check the programs that are linked to these RPJMD indicators, which say something else now.

    Only stored codes can grow old: the sentences are made anew from the content each time.
    """
    linked = Program.objects.filter(alignments__rpjmd_indicator__in=list(indicators))
    recheck(linked.distinct())
