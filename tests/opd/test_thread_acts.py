"""Notes: pinned, answered, and settled by who asked."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from opd.actions import open_thread, reply_to_thread, resolve_thread
from opd.models import Note, Program, Thread
from opd.places import label_of
from tests.cast import Cast, build_program, submitted_program
from workspace.acts import Conflict, Refused
from workspace.models import AuditEntry, Membership, Notification


def ask(
    program: Program, actor: Membership, text: str = "Dari mana angka ini?", **place: str
) -> Thread:
    return open_thread(program=program, actor=actor, text=text, **{"section": "objective", **place})


def told() -> list[str]:
    names = Notification.objects.order_by("user__name").values_list("user__name", flat=True)
    return list(names)


def test_a_note_is_pinned_and_the_lead_agency_is_told(cast: Cast) -> None:
    thread = ask(build_program(cast), cast.admin, field="problem")
    assert (thread.section, thread.field, thread.asked_by, thread.is_open) == (
        "objective",
        "problem",
        cast.admin.user,
        True,
    )
    assert [note.text for note in thread.notes.all()] == ["Dari mana angka ini?"]
    assert told() == ["Colleague", "Owner"]
    assert AuditEntry.objects.get(verb="opd.open_thread").reason == "Dari mana angka ini?"


def test_administrators_are_told_when_the_agency_itself_asks(cast: Cast) -> None:
    ask(build_program(cast), cast.owner)
    assert told() == ["Admin", "Other Admin"]


def test_nobody_of_another_plan_is_told(cast: Cast) -> None:
    Membership.objects.create(plan=cast.foreign_plan, user=cast.steward.user, role="admin")
    ask(build_program(cast), cast.owner)
    assert told() == ["Admin", "Other Admin"]


@pytest.mark.parametrize("who", ["owner", "colleague", "supporter", "admin", "steward"])
def test_everyone_who_sees_the_program_may_ask_and_answer(cast: Cast, who: str) -> None:
    program, actor = build_program(cast), getattr(cast, who)
    thread = ask(program, actor)
    reply_to_thread(program=program, actor=actor, thread=thread, text="Baik.")
    assert thread.notes.count() == 2


@pytest.mark.parametrize("who", ["stranger", "reviewer", "foreigner", "foreign_admin"])
def test_nobody_else_does(cast: Cast, who: str) -> None:
    program = build_program(cast)
    thread = ask(program, cast.admin)
    for act in (ask_as, answer_as, settle_as):
        with pytest.raises(PermissionDenied):
            act(program, thread, getattr(cast, who))
    assert Note.objects.count() == 1


def ask_as(program: Program, thread: Thread, actor: Membership) -> None:
    ask(program, actor)


def answer_as(program: Program, thread: Thread, actor: Membership) -> None:
    reply_to_thread(program=program, actor=actor, thread=thread, text="Boleh?")


def settle_as(program: Program, thread: Thread, actor: Membership) -> None:
    resolve_thread(program=program, actor=actor, thread=thread)


def test_who_asked_is_told_of_an_answer(cast: Cast) -> None:
    program = build_program(cast)
    thread = ask(program, cast.admin)
    Notification.objects.all().delete()
    reply_to_thread(program=program, actor=cast.owner, thread=thread, text="Dari BPS.")
    assert told() == ["Admin"]


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": "reviewer", "agency": None}])
def test_who_no_longer_sees_the_program_is_told_nothing(cast: Cast, change: dict[str, Any]) -> None:
    program = build_program(cast)
    thread = ask(program, cast.supporter)
    Notification.objects.all().delete()
    Membership.objects.filter(pk=cast.supporter.pk).update(**change)
    reply_to_thread(program=program, actor=cast.owner, thread=thread, text="Dari BPS.")
    assert told() == []


def test_only_who_asked_settles(cast: Cast) -> None:
    program = build_program(cast)
    thread = ask(program, cast.admin)
    for actor in (cast.owner, cast.other_admin, cast.steward):
        with pytest.raises(PermissionDenied):
            resolve_thread(program=program, actor=actor, thread=thread)
    assert not resolve_thread(program=program, actor=cast.admin, thread=thread).is_open


def test_a_settled_note_takes_no_more(cast: Cast) -> None:
    program = build_program(cast)
    thread = ask(program, cast.admin)
    resolve_thread(program=program, actor=cast.admin, thread=thread)
    with pytest.raises(Conflict):
        reply_to_thread(program=program, actor=cast.owner, thread=thread, text="Terlambat")
    with pytest.raises(Conflict):
        resolve_thread(program=program, actor=cast.admin, thread=thread)


def test_a_thread_of_another_program_is_refused(cast: Cast) -> None:
    program, other = build_program(cast), build_program(cast, "Lain")
    thread = ask(other, cast.admin)
    with pytest.raises(Refused):
        reply_to_thread(program=program, actor=cast.owner, thread=thread, text="Salah alamat")
    with pytest.raises(Refused):
        resolve_thread(program=program, actor=cast.admin, thread=thread)
    assert thread.notes.count() == 1


@pytest.mark.parametrize("text", ["", "  \n", "x" * 4001, "nol\x00"])
def test_a_text_that_does_not_fit_is_refused(cast: Cast, text: str) -> None:
    with pytest.raises(Refused) as refusal:
        ask(build_program(cast), cast.admin, text=text)
    assert refusal.value.field == "text"
    assert Thread.objects.count() == 0


@pytest.mark.parametrize(
    ("section", "field"),
    [
        ("state", ""),
        ("objective", "state"),
        ("objective", "name"),
        ("identity", "x" * 100_000),
        ("indicators", "indicators.x"),
        ("indicators", "indicators.999999"),
        ("indicators", "indicators.99999999999999999999"),
        ("budget", "budgets.lotre"),
    ],
)
def test_a_place_that_the_program_does_not_have_is_refused(
    cast: Cast, section: str, field: str
) -> None:
    with pytest.raises(Refused):
        ask(build_program(cast), cast.admin, section=section, field=field)


def test_a_row_of_another_program_is_no_place(cast: Cast) -> None:
    program, other = build_program(cast), build_program(cast, "Lain")
    row = other.indicators.all()[0]
    with pytest.raises(Refused):
        ask(program, cast.admin, section="indicators", field=f"indicators.{row.pk}")


def test_places_have_the_names_that_people_see(cast: Cast) -> None:
    program = build_program(cast)
    indicator, alignment = program.indicators.all()[0], program.alignments.all()[0]
    named = {
        ("identity", ""): "Identitas",
        ("identity", "horizon"): "Jangka waktu",
        ("activities", "districts"): "Lokasi",
        ("quick_win", "risk"): "Risiko",
        ("indicators", f"indicators.{indicator.pk}"): "Puskesmas dengan telemedisin",
        ("alignment", f"alignments.{alignment.pk}"): "Umur Harapan Hidup",
        ("budget", "budgets.csr"): "CSR",
        ("indicators", "indicators.0"): "Indikator dan target",
        ("nowhere", ""): "Program",
    }
    assert {place: label_of(program, *place) for place in named} == named


def test_a_note_may_be_written_on_a_submitted_program(cast: Cast) -> None:
    assert ask(submitted_program(cast), cast.supporter).is_open
