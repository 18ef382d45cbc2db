"""Stored findings follow the RPJMD: whoever changes a target there changes what is said here."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from opd.checks.stored import recheck
from opd.models import Program, ProgramFinding
from rpjmd.actions import change_element, change_indicator, import_rpjmd
from rpjmd.actions.elements import read_with_parents
from rpjmd.content import read_indicator
from rpjmd.queries import read_rpjmd
from tests.cast import Cast, build_program


def linked_program(cast: Cast, name: str = "Telemedisin") -> Program:
    """A program that moves the RPJMD's own indicator, with the RPJMD's own targets."""
    program = build_program(cast, name)
    indicator = program.indicators.get(level="output")
    indicator.name, indicator.unit = "Umur Harapan Hidup", "tahun"
    indicator.baseline_text, indicator.baseline_year = "73,66", 2024
    indicator.save()
    for target in indicator.targets.all():
        target.text = f"{74 + (target.year - 2026) / 10:.1f}".replace(".", ",")
        target.save()
    program.alignments.update(program_indicator=indicator)
    assert recheck(Program.objects.filter(pk=program.pk)) == 1
    return program


def codes(program: Program) -> list[str]:
    return list(program.findings.values_list("code", flat=True))


def ask_for(cast: Cast, target: str, **values: Any) -> None:
    content = {**read_indicator(cast.rpjmd_indicator), **values}
    content["targets"] = {"2026": target}
    change_indicator(
        version=cast.rpjmd,
        actor=cast.steward,
        indicator=cast.rpjmd_indicator,
        content=content,  # type: ignore[arg-type]
    )
    cast.rpjmd_indicator.refresh_from_db()


def test_a_higher_target_of_the_rpjmd_is_told_at_once_and_a_lower_one_forgotten(
    cast: Cast,
) -> None:
    program, other = linked_program(cast), build_program(cast, "Lain")
    assert (codes(program), codes(other)) == ([], [])
    ask_for(cast, "74,5")
    assert (codes(program), codes(other)) == (["P602"], [])
    ask_for(cast, "73,9")
    assert codes(program) == []


def test_a_loaded_rpjmd_checks_the_programs_of_changed_indicators_only(cast: Cast) -> None:
    program = linked_program(cast)
    content = read_rpjmd(cast.rpjmd)
    ProgramFinding.objects.create(program=program, code="P999", severity="note")
    import_rpjmd(plan=cast.plan, actor=cast.steward, content=content)
    assert codes(program) == ["P999"]
    content["indicators"][0]["targets"] = {"2026": "75"}
    import_rpjmd(plan=cast.plan, actor=cast.steward, content=content)
    assert codes(program) == ["P602"]


def test_a_lower_ceiling_of_the_rpjmds_program_is_told_at_once(cast: Cast) -> None:
    program = linked_program(cast)
    element = cast.rpjmd_indicator.element
    for amount, told in (("1000000000.00", ["P507"]), ("1250000000.00", [])):
        content = read_with_parents(element)
        content["nomenclature_code"] = program.nomenclature_code
        content["ceilings"] = {"2026": amount}
        change_element(version=cast.rpjmd, actor=cast.steward, element=element, content=content)
        assert codes(program) == told


def test_a_refused_change_leaves_the_findings_alone(cast: Cast) -> None:
    program = linked_program(cast)
    with pytest.raises(Exception, match="kosong"):
        ask_for(cast, "75", name="")
    assert codes(program) == []


def test_checking_again_asks_the_same_number_of_queries_for_one_and_three(cast: Cast) -> None:
    linked_program(cast)
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            ask_for(cast, f"75,{_round}")
        counts.append(len(queries))
        ask_for(cast, "73,9")
        linked_program(cast, "Kedua")
        linked_program(cast, "Ketiga")
    assert counts == [40, 40]


def test_operators_check_everything_again(cast: Cast) -> None:
    program = linked_program(cast)
    program.findings.create(code="P999", severity="note")
    out = StringIO()
    call_command("recheck_programs", stdout=out)
    assert (out.getvalue(), codes(program)) == ("1 programs checked\n", [])
