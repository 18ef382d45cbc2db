"""Stored findings about codes follow the nomenclature."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from opd.checks.nomenclature import SECTIONS
from opd.models import Activity, Program, ProgramFinding
from rpjmd.nomenclature.standing import read_standings
from workspace.checks import registered
from workspace.models import Plan


def recheck_codes(plan: Plan, **kwargs: Any) -> None:
    """Store anew what the checks of codes say of all the plan's programs, in a few queries.

    The programs are locked first: an act that read the codes before they changed has then stored
    what it found, and the next one reads them as they are now.
    """
    with transaction.atomic():
        programs = Program.objects.filter(plan=plan).order_by("pk").select_for_update(of=("self",))
        codes = [
            (pk, "identity", code) for pk, code in programs.values_list("pk", "nomenclature_code")
        ]
        activities = Activity.objects.filter(program__plan=plan).order_by()
        codes += [
            (pk, "activities", code) for pk, code in activities.values_list("program", "code")
        ]
        standings = read_standings(plan.pk, {code for _pk, _section, code in codes})
        said = {
            (pk, SECTIONS[section]) for pk, section, code in codes if standings.is_dropped(code)
        }
        _store(plan, said)


def _store(plan: Plan, said: set[tuple[int, str]]) -> None:
    severities = {check.code: check.severity for check in registered("program")}
    findings = ProgramFinding.objects.filter(program__plan=plan, code__in=SECTIONS.values())
    stored = {
        (program, code): pk for pk, program, code in findings.values_list("pk", "program", "code")
    }
    ProgramFinding.objects.filter(pk__in=[stored[one] for one in stored.keys() - said]).delete()
    ProgramFinding.objects.bulk_create(
        ProgramFinding(program_id=program, code=code, severity=severities[code])
        for program, code in sorted(said - stored.keys())
    )
