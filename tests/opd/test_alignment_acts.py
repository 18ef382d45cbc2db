"""The steward's word on a link: who says it, what it changes, how long it holds."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from opd.actions import change_program, confirm_alignment, delete_program, dispute_alignment
from opd.actions.alignments import seen_alignment
from opd.content import read_content, with_content
from opd.models import Alignment, AlignmentState, Program
from tests.cast import Cast, build_program
from workspace.acts import Conflict, Refused
from workspace.fingerprints import fingerprint
from workspace.models import AuditEntry

WHY = "Harapan hidup tidak digerakkan telemedisin saja."


def link_of(program: Program) -> Alignment:
    found: Alignment = program.alignments.select_related("rpjmd_indicator").get()
    return found


def content_of(program: Program) -> Any:
    return read_content(with_content(Program.objects.filter(pk=program.pk)).get())


def disputed(cast: Cast) -> Program:
    program = build_program(cast)
    dispute_alignment(
        program=program, actor=cast.steward, alignment=link_of(program), reason=f"  {WHY} "
    )
    return program


def test_a_dispute_keeps_who_when_and_why(cast: Cast) -> None:
    link = link_of(disputed(cast))
    assert (link.state, link.decided_by, link.decision_reason) == (
        AlignmentState.DISPUTED,
        cast.steward.user,
        WHY,
    )
    assert link.decided_at is not None


def test_the_agency_is_told_of_a_dispute_and_why(cast: Cast) -> None:
    program = disputed(cast)
    told = cast.owner.user.notifications.latest("pk")
    assert told.text == f"Bapperida mempertanyakan kaitan {program.code} dengan IKU-01: {WHY}"
    assert told.url == f"{program.get_absolute_url()}#alignment"
    assert cast.stranger.user.notifications.count() == 0


def test_it_leaves_a_trace(cast: Cast) -> None:
    disputed(cast)
    entry = AuditEntry.objects.latest("pk")
    assert (entry.verb, entry.reason, entry.agency, entry.changes) == (
        "opd.dispute_alignment",
        WHY,
        cast.dinkes,
        {"alignment.IKU-01": ["proposed", "disputed"]},
    )


def test_a_dispute_is_a_finding_and_a_confirmation_takes_it_back(cast: Cast) -> None:
    program = disputed(cast)
    assert program.findings.filter(code="P605").exists()
    confirm_alignment(program=program, actor=cast.steward, alignment=link_of(program))
    assert not program.findings.filter(code="P605").exists()
    assert link_of(program).decision_reason == ""


def test_a_dispute_needs_a_reason(cast: Cast) -> None:
    program = build_program(cast)
    for reason in ("", "  \n ", "x" * 1001, "a\x00b"):
        with pytest.raises(Refused) as refused:
            dispute_alignment(
                program=program, actor=cast.steward, alignment=link_of(program), reason=reason
            )
        assert refused.value.field == "reason"
    assert link_of(program).state == AlignmentState.PROPOSED


def test_it_is_no_part_of_the_content(cast: Cast) -> None:
    """An editor that stands open saves on, and an approved content stays what was approved."""
    program = build_program(cast)
    before = fingerprint(content_of(program))
    confirm_alignment(program=program, actor=cast.steward, alignment=link_of(program))
    assert fingerprint(content_of(program)) == before


def write(cast: Cast, program: Program, **changes: Any) -> None:
    (row,) = content_of(program)["alignment"]["alignments"]
    change_program(
        program=program,
        actor=cast.owner,
        section="alignment",
        content={"alignments": [{**row, **changes}]},
    )


def test_it_survives_a_save_that_changes_nothing(cast: Cast) -> None:
    program = disputed(cast)
    write(cast, program)
    assert link_of(program).decision_reason == WHY


@pytest.mark.parametrize(
    "changes", [{"reason": "Rujukan berkurang."}, {"contribution": "supporting"}]
)
def test_what_the_agency_changes_is_asked_anew(cast: Cast, changes: dict[str, str]) -> None:
    program = disputed(cast)
    write(cast, program, **changes)
    link = link_of(program)
    assert (link.state, link.decided_by, link.decided_at, link.decision_reason) == (
        AlignmentState.PROPOSED,
        None,
        None,
        "",
    )
    assert not program.findings.filter(code="P605").exists()


def test_another_moving_indicator_is_asked_anew(cast: Cast) -> None:
    program = disputed(cast)
    write(cast, program, program_indicator=program.indicators.all()[0].pk)
    assert link_of(program).state == AlignmentState.PROPOSED


def test_a_link_beside_it_keeps_its_decision(cast: Cast) -> None:
    program = disputed(cast)
    other = cast.rpjmd.indicators.create(
        element=cast.rpjmd_indicator.element, code="IKU-02", name="Angka kesakitan"
    )
    (row,) = content_of(program)["alignment"]["alignments"]
    new = {**row, "id": None, "rpjmd_indicator": other.code}
    content = {"alignments": [new, row]}
    change_program(program=program, actor=cast.owner, section="alignment", content=content)
    assert list(program.alignments.values_list("rpjmd_indicator__code", "state")) == [
        ("IKU-02", "proposed"),
        ("IKU-01", "disputed"),
    ]


def test_only_the_steward_decides(cast: Cast) -> None:
    program = build_program(cast)
    for who in ("owner", "supporter", "stranger", "admin", "reviewer", "foreign_admin"):
        with pytest.raises(PermissionDenied):
            confirm_alignment(program=program, actor=getattr(cast, who), alignment=link_of(program))


def test_another_programs_link_is_not_there(cast: Cast) -> None:
    program, other = build_program(cast), build_program(cast, "Lain")
    with pytest.raises(Conflict):
        confirm_alignment(program=program, actor=cast.steward, alignment=link_of(other))


def test_a_deleted_programs_link_is_not_there(cast: Cast) -> None:
    program = build_program(cast)
    link = link_of(program)
    delete_program(program=program, actor=cast.owner)
    with pytest.raises((Conflict, PermissionDenied)):
        confirm_alignment(program=program, actor=cast.steward, alignment=link)


def test_it_is_a_conflict_when_the_link_has_changed_since_it_was_read(cast: Cast) -> None:
    program = build_program(cast)
    link = link_of(program)
    seen = seen_alignment(link)
    write(cast, program, reason="Alasan baru.")
    with pytest.raises(Conflict):
        confirm_alignment(program=program, actor=cast.steward, alignment=link, seen=seen)
    confirm_alignment(
        program=program, actor=cast.steward, alignment=link, seen=seen_alignment(link_of(program))
    )


def test_the_same_decision_twice_is_refused(cast: Cast) -> None:
    program = disputed(cast)
    with pytest.raises(Refused):
        dispute_alignment(
            program=program, actor=cast.steward, alignment=link_of(program), reason=WHY
        )
