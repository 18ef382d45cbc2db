"""What the checks say of a program, now and as it is stored."""

from __future__ import annotations

from opd.checks.subject import subject_of
from opd.codes import standings_of
from opd.models import Program, ProgramFinding
from rpjmd.nomenclature.standing import Standings
from workspace.checks import Finding, run_checks


def program_findings(program: Program, standings: Standings | None = None) -> list[Finding]:
    """Everything the checks say of a program that was read `with_content`.

    Who asks for several programs gives the standings of all their codes (`standings_of`).
    """
    if standings is None:
        standings = standings_of([program])
    return run_checks("program", subject_of(program, standings))


def store_findings(program: Program, standings: Standings | None = None) -> None:
    """Bring the program's `ProgramFinding` rows in line with what the checks say of it now."""
    said = {finding.code: finding.severity for finding in program_findings(program, standings)}
    stored = set(program.findings.values_list("code", flat=True))
    if gone := stored - said.keys():
        program.findings.filter(code__in=gone).delete()
    ProgramFinding.objects.bulk_create(
        ProgramFinding(program=program, code=code, severity=severity)
        for code, severity in said.items()
        if code not in stored
    )
