"""Two people at once: one wins, the other reads who did what."""

from __future__ import annotations

from functools import partial
from typing import Any

from opd.actions import (
    approve_program,
    change_program,
    make_current,
    return_program,
    submit_program,
)
from opd.content import read_content, with_content
from opd.models import Program
from rpjmd.actions import add_version
from rpjmd.queries import read_rpjmd
from tests.cast import build_cast, build_program, submitted_program
from tests.workspace.side_by_side import at_once
from workspace.fingerprints import fingerprint
from workspace.models import AuditEntry


def test_of_two_decisions_one_wins(shared_database: None) -> None:
    cast = build_cast()
    program = submitted_program(cast)
    outcome = at_once(
        lambda: approve_program(program=program, actor=cast.admin),
        lambda: return_program(program=program, actor=cast.other_admin, note="Lengkapi."),
    )
    assert outcome == ["Conflict", "done"]
    verbs = ["opd.approve_program", "opd.return_program"]
    assert AuditEntry.objects.filter(verb__in=verbs).count() == 1


def test_of_two_submissions_one_wins(shared_database: None) -> None:
    cast = build_cast()
    program = build_program(cast)
    outcome = at_once(
        lambda: submit_program(program=program, actor=cast.owner),
        lambda: submit_program(program=program, actor=cast.colleague),
    )
    assert outcome == ["Conflict", "done"]
    assert program.submissions.count() == 1


def test_of_two_who_save_the_same_section_one_wins(shared_database: None) -> None:
    cast = build_cast()
    program = build_program(cast)
    fresh = with_content(Program.objects.filter(pk=program.pk)).get()
    before = read_content(fresh)["objective"]

    def save(actor: object, text: str) -> None:
        change_program(
            program=program,
            actor=actor,  # type: ignore[arg-type]
            section="objective",
            content={**before, "problem": text},
            base=fingerprint(before),
        )

    outcome = at_once(lambda: save(cast.owner, "satu"), lambda: save(cast.colleague, "dua"))
    assert outcome == ["Conflict", "done"]
    program.refresh_from_db()
    assert program.problem in {"satu", "dua"}


def test_programs_that_are_made_at_once_get_numbers_of_their_own(shared_database: None) -> None:
    cast = build_cast()
    outcome = at_once(
        *(lambda: build_program(cast, complete=False) for _one in range(3)),
    )
    assert outcome == ["done"] * 3
    assert list(Program.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]


def test_programs_that_move_at_once_get_numbers_of_their_own(shared_database: None) -> None:
    cast = build_cast()
    programs = [build_program(cast, complete=False) for _one in range(2)]

    def move(program: Program) -> None:
        fresh = with_content(Program.objects.filter(pk=program.pk)).get()
        content = {**read_content(fresh)["identity"], "sub_dimension": "GOV-1"}
        change_program(program=program, actor=cast.owner, section="identity", content=content)

    outcome = at_once(lambda: move(programs[0]), lambda: move(programs[1]))
    assert outcome == ["done", "done"]
    assert sorted(Program.objects.values_list("number", flat=True)) == [1, 2]


def test_a_link_that_is_written_while_a_version_comes_into_force_leads_to_that_version(
    shared_database: None,
) -> None:
    cast = build_cast()
    content: Any = {**read_rpjmd(cast.rpjmd), "label": "Perubahan I"}
    version = add_version(plan=cast.plan, actor=cast.steward, content=content)
    program = build_program(cast, complete=False)
    link = {"rpjmd_indicator": "IKU-01", "contribution": "direct", "program_indicator": None}
    for round_, following in enumerate((version, cast.rpjmd, version, cast.rpjmd)):
        outcome = at_once(
            partial(make_current, plan=cast.plan, actor=cast.steward, version=following),
            partial(
                change_program,
                program=program,
                actor=cast.owner,
                section="alignment",
                content={"alignments": [{**link, "reason": f"Sebab {round_}"}]},
            ),
        )
        assert outcome == ["done", "done"]
        found = program.alignments.get()
        assert (found.rpjmd_indicator.version, found.reason) == (following, f"Sebab {round_}")
