"""Submission and review, act by act."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from opd.actions import approve_program, return_program, submit_program, unlock_program
from opd.models import ProgramState
from tests.cast import Cast, build_program, submitted_program
from workspace.acts import Conflict, Refused
from workspace.models import AuditEntry, Notification


def test_a_complete_program_can_be_submitted(cast: Cast) -> None:
    program = submitted_program(cast)
    assert program.state == ProgramState.SUBMITTED
    assert list(Notification.objects.values_list("user__name", flat=True).order_by("user")) == [
        "Admin",
        "Other Admin",
    ]


def test_it_refuses_a_submission_with_an_open_error_and_says_which(cast: Cast) -> None:
    program = build_program(cast, complete=False)
    with pytest.raises(Refused) as refusal:
        submit_program(program=program, actor=cast.owner)
    assert "[P101] Kode nomenklatur belum diisi." in refusal.value.message
    program.refresh_from_db()
    assert program.state == ProgramState.DRAFT


def test_only_the_lead_agency_submits(cast: Cast) -> None:
    program = build_program(cast)
    for actor in (cast.supporter, cast.stranger, cast.admin, cast.steward, cast.foreigner):
        with pytest.raises(PermissionDenied):
            submit_program(program=program, actor=actor)


def test_a_return_needs_a_note(cast: Cast) -> None:
    program = submitted_program(cast)
    with pytest.raises(Refused):
        return_program(program=program, actor=cast.admin)
    returned = return_program(program=program, actor=cast.admin, note="Lengkapi data.")
    assert returned.state == ProgramState.RETURNED


def test_of_two_deciders_the_second_reads_who_was_first(cast: Cast) -> None:
    program = submitted_program(cast)
    approve_program(program=program, actor=cast.admin)
    with pytest.raises(Conflict) as conflict:
        return_program(program=program, actor=cast.other_admin, note="Terlambat")
    assert "Admin" in conflict.value.message


def test_nobody_approves_their_own_entry(cast: Cast) -> None:
    program = submitted_program(cast)
    cast.owner.role, cast.owner.agency = "admin", None
    cast.owner.save()
    with pytest.raises(Refused):
        approve_program(program=program, actor=cast.owner)


def test_an_unlock_needs_a_reason_and_keeps_it(cast: Cast) -> None:
    program = submitted_program(cast)
    approve_program(program=program, actor=cast.admin)
    with pytest.raises(Refused):
        unlock_program(program=program, actor=cast.admin, reason=" ")
    unlock_program(program=program, actor=cast.admin, reason="Pagu berubah")
    assert AuditEntry.objects.get(verb="opd.unlock_program").reason == "Pagu berubah"
