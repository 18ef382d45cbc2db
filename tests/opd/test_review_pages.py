"""The reviewer's side: the queue, the sheet with its changes, the two buttons."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from opd.actions import (
    approve_program,
    change_program,
    open_thread,
    return_program,
    submit_program,
)
from opd.models import Program, ProgramState
from tests.cast import Cast, build_program, submitted_program
from tests.opd.reading import programs_in, queries_of, text_of
from workspace.models import Membership

SignIn = Callable[[Membership], Client]


def review(cast: Cast, client: Client, program: Program) -> Any:
    return client.get(cast.plan.url("opd:review", pk=program.pk))


def decide(cast: Cast, client: Client, name: str, program: Program, **data: Any) -> Any:
    return client.post(cast.plan.url(f"opd:{name}", pk=program.pk), data)


def state_of(program: Program) -> str:
    program.refresh_from_db()
    return program.state


def test_the_longest_wait_comes_first(cast: Cast, sign_in: SignIn) -> None:
    late, early = submitted_program(cast, "Baru"), submitted_program(cast, "Lama")
    build_program(cast, "Masih draf")
    Program.objects.filter(pk=early.pk).update(state_since=timezone.now() - timedelta(days=9))
    response = sign_in(cast.admin).get(cast.plan.url("opd:review_queue"))
    assert programs_in(response) == [early.code, late.code]
    assert "9 hari" in text_of(response)


def test_an_empty_queue_says_so(cast: Cast, sign_in: SignIn) -> None:
    response = sign_in(cast.admin).get(cast.plan.url("opd:review_queue"))
    assert "Tidak ada program yang menunggu tinjauan." in text_of(response)


@pytest.mark.parametrize(
    "who", ["owner", "supporter", "steward", "reviewer", "foreigner", "foreign_admin"]
)
def test_nobody_but_administrators_reviews(cast: Cast, sign_in: SignIn, who: str) -> None:
    program, client = submitted_program(cast), sign_in(getattr(cast, who))
    assert client.get(cast.plan.url("opd:review_queue")).status_code == 404
    assert review(cast, client, program).status_code == 404
    for name in ("program_return", "program_approve", "program_unlock"):
        assert decide(cast, client, name, program, note="x", reason="x").status_code == 404
    assert state_of(program) == ProgramState.SUBMITTED


def test_the_queue_asks_the_same_number_of_queries_however_long(
    cast: Cast, sign_in: SignIn
) -> None:
    client, url = sign_in(cast.admin), cast.plan.url("opd:review_queue")
    counts = []
    for more in (1, 2):
        for number in range(more):
            submitted_program(cast, f"Program {more} {number}")
        counts.append(queries_of(client, url))
    assert counts == [8, 8]


def test_a_review_asks_the_same_number_of_queries_however_many_notes(
    cast: Cast, sign_in: SignIn
) -> None:
    program = submitted_program(cast)
    client, url = sign_in(cast.admin), cast.plan.url("opd:review", pk=program.pk)
    counts = []
    for more in (1, 2):
        for _one in range(more):
            open_thread(program=program, actor=cast.admin, section="budget", text="Kurang")
        counts.append(queries_of(client, url))
    assert counts == [25, 25]


def test_a_first_submission_is_compared_with_nothing(cast: Cast, sign_in: SignIn) -> None:
    words = text_of(review(cast, sign_in(cast.admin), submitted_program(cast)))
    assert "Pengajuan pertama" in words
    assert "berubah" not in words


def test_what_changed_since_the_last_review_is_marked_with_its_former_value(
    cast: Cast, sign_in: SignIn
) -> None:
    program = submitted_program(cast)
    return_program(program=program, actor=cast.admin, note="Perjelas masalahnya.")
    change_program(
        program=program,
        actor=cast.owner,
        section="budget",
        content={"budgets": {"csr": {str(year): "2000000" for year in cast.plan.years}}},
    )
    submit_program(program=program, actor=cast.owner)
    words = text_of(review(cast, sign_in(cast.admin), program))
    assert "Berubah sejak tinjauan terakhir: Anggaran ." in words
    assert "CSR baru" in words
    assert "dihapus APBD Kabupaten/Kota" in words


def test_nothing_changed_is_said_too(cast: Cast, sign_in: SignIn) -> None:
    program = submitted_program(cast)
    return_program(program=program, actor=cast.admin, note="Perjelas.")
    submit_program(program=program, actor=cast.owner)
    words = text_of(review(cast, sign_in(cast.admin), program))
    assert "Tidak ada yang berubah sejak tinjauan terakhir." in words


def test_a_program_is_approved_from_its_page(cast: Cast, sign_in: SignIn) -> None:
    program = submitted_program(cast)
    seen = program.submissions.get().pk
    response = decide(cast, sign_in(cast.admin), "program_approve", program, seen=seen)
    assert response.headers["Location"] == cast.plan.url("opd:review_queue")
    assert state_of(program) == ProgramState.APPROVED


def test_a_return_without_a_note_is_refused_beside_its_field(cast: Cast, sign_in: SignIn) -> None:
    program, client = submitted_program(cast), sign_in(cast.admin)
    response = decide(cast, client, "program_return", program, note="  ")
    assert response.status_code == 422
    assert "Tulis paling sedikit satu catatan sebelum mengembalikan." in text_of(response)
    assert state_of(program) == ProgramState.SUBMITTED
    assert decide(cast, client, "program_return", program, note="Lengkapi.").status_code == 302
    assert state_of(program) == ProgramState.RETURNED


def test_an_open_note_is_enough_to_return(cast: Cast, sign_in: SignIn) -> None:
    program = submitted_program(cast)
    open_thread(program=program, actor=cast.admin, section="budget", text="Dari mana?")
    assert decide(cast, sign_in(cast.admin), "program_return", program).status_code == 302


def test_a_note_that_is_too_long_comes_back_as_it_was_typed(cast: Cast, sign_in: SignIn) -> None:
    program, note = submitted_program(cast), "panjang " * 600
    response = decide(cast, sign_in(cast.admin), "program_return", program, note=note)
    assert response.status_code == 422
    assert note in response.content.decode()


def test_who_decides_second_reads_who_was_first_and_keeps_the_note(
    cast: Cast, sign_in: SignIn
) -> None:
    program = submitted_program(cast)
    approve_program(program=program, actor=cast.other_admin)
    response = decide(cast, sign_in(cast.admin), "program_return", program, note="Terlambat")
    assert response.status_code == 409
    assert "menyetujui program oleh Other Admin pada " in text_of(response)


@pytest.mark.parametrize("name", ["program_approve", "program_return"])
def test_a_decision_about_an_earlier_submission_does_not_count(
    cast: Cast, sign_in: SignIn, name: str
) -> None:
    program = submitted_program(cast)
    seen = program.submissions.get().pk
    return_program(program=program, actor=cast.other_admin, note="Perbaiki.")
    submit_program(program=program, actor=cast.owner)
    response = decide(cast, sign_in(cast.admin), name, program, seen=seen, note="Lama")
    assert response.status_code == 409
    assert state_of(program) == ProgramState.SUBMITTED


def test_who_entered_it_reads_why_they_cannot_approve(cast: Cast, sign_in: SignIn) -> None:
    program = submitted_program(cast)
    cast.owner.role, cast.owner.agency = "admin", None
    cast.owner.save()
    client = sign_in(cast.owner)
    html = review(cast, client, program).content.decode()
    assert "Anda ikut mengisi program ini" in html
    assert cast.plan.url("opd:program_approve", pk=program.pk) not in html
    assert decide(cast, client, "program_approve", program).status_code == 422


def test_an_unlock_needs_a_reason(cast: Cast, sign_in: SignIn) -> None:
    program, client = submitted_program(cast), sign_in(cast.admin)
    approve_program(program=program, actor=cast.admin)
    assert "Buka kunci" in text_of(review(cast, client, program))
    response = decide(cast, client, "program_unlock", program, reason="")
    assert response.status_code == 422
    assert "Tulis alasan membuka kunci." in text_of(response)
    response = decide(cast, client, "program_unlock", program, reason="Pagu berubah")
    assert response.status_code == 302
    assert state_of(program) == ProgramState.RETURNED


@pytest.mark.parametrize("reason", ["x" * 1001, "nol\x00"])
def test_a_reason_that_does_not_fit_is_refused(cast: Cast, sign_in: SignIn, reason: str) -> None:
    program = approve_program(program=submitted_program(cast), actor=cast.admin)
    response = decide(cast, sign_in(cast.admin), "program_unlock", program, reason=reason)
    assert response.status_code == 422
    assert state_of(program) == ProgramState.APPROVED


@pytest.mark.parametrize("seen", ["", "x", "-1", "99999999999999999999"])
def test_a_broken_page_decides_as_one_that_says_nothing(
    cast: Cast, sign_in: SignIn, seen: str
) -> None:
    program = submitted_program(cast)
    response = decide(cast, sign_in(cast.admin), "program_approve", program, seen=seen)
    assert response.status_code == 302
