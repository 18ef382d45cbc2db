"""Notes on pages: in place with htmx, on pages of their own without."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from opd.actions import open_thread, resolve_thread
from opd.models import Note, Program, Thread
from tests.cast import Cast, build_program
from tests.opd.reading import text_of
from workspace.models import Membership

SignIn = Callable[[Membership], Client]
HTMX = {"HX-Request": "true"}


def ask(cast: Cast, client: Client, program: Program, *, htmx: bool = False, **data: str) -> Any:
    return client.post(
        cast.plan.url("opd:thread_open", pk=program.pk),
        {"section": "objective", "field": "problem", "text": "Dari mana?", **data},
        headers=HTMX if htmx else {},
    )


def post(
    cast: Cast, client: Client, name: str, thread: Thread, *, htmx: bool = False, text: str = ""
) -> Any:
    return client.post(
        cast.plan.url(f"opd:{name}", pk=thread.pk), {"text": text}, headers=HTMX if htmx else {}
    )


@pytest.fixture
def program(cast: Cast) -> Program:
    return build_program(cast)


@pytest.fixture
def thread(cast: Cast, program: Program) -> Thread:
    return open_thread(program=program, actor=cast.admin, section="budget", text="Terlalu besar?")


def test_the_form_is_a_page_that_names_the_place(
    cast: Cast, sign_in: SignIn, program: Program
) -> None:
    url = cast.plan.url("opd:thread_open", pk=program.pk)
    response = sign_in(cast.admin).get(url, {"section": "objective", "field": "problem"})
    assert "Catatan: Masalah" in text_of(response)


def test_with_htmx_it_is_the_form_alone(cast: Cast, sign_in: SignIn, program: Program) -> None:
    url = cast.plan.url("opd:thread_open", pk=program.pk)
    html = sign_in(cast.admin).get(url, {"section": "budget"}, headers=HTMX).content.decode()
    assert html.startswith('\n<div class="new-note">')
    assert "<html" not in html


def test_a_note_leads_back_to_its_section(cast: Cast, sign_in: SignIn, program: Program) -> None:
    for member, name in ((cast.admin, "opd:review"), (cast.supporter, "opd:program")):
        response = ask(cast, sign_in(member), program)
        assert response.status_code == 302
        expected = cast.plan.url(name, pk=program.pk) + "#objective"
        assert response.headers["Location"] == expected


def test_with_htmx_the_note_stands_where_it_was_written(
    cast: Cast, sign_in: SignIn, program: Program
) -> None:
    html = ask(cast, sign_in(cast.admin), program, htmx=True).content.decode()
    assert "Dari mana?" in html
    assert '<div class="new-note"></div>' in html
    assert "<html" not in html


@pytest.mark.parametrize("htmx", [True, False])
def test_a_refused_note_keeps_what_was_typed(
    cast: Cast, sign_in: SignIn, program: Program, htmx: bool
) -> None:
    text = "panjang " * 600
    response = ask(cast, sign_in(cast.admin), program, text=text, htmx=htmx)
    assert response.status_code == 422
    assert "Catatan paling panjang 4.000 huruf." in response.content.decode()
    assert text in response.content.decode()


def test_a_place_that_does_not_exist_is_refused(
    cast: Cast, sign_in: SignIn, program: Program
) -> None:
    client = sign_in(cast.admin)
    assert ask(cast, client, program, section="state").status_code == 422
    assert ask(cast, client, program, field="lead_agency").status_code == 422
    assert Thread.objects.count() == 0


@pytest.mark.parametrize("htmx", [True, False])
def test_an_answer_stands_in_its_thread(
    cast: Cast, sign_in: SignIn, thread: Thread, htmx: bool
) -> None:
    response = post(
        cast, sign_in(cast.owner), "thread_reply", thread, text="Harga pasar.", htmx=htmx
    )
    assert response.status_code == (200 if htmx else 302)
    assert list(thread.notes.values_list("text", flat=True)) == ["Terlalu besar?", "Harga pasar."]


@pytest.mark.parametrize("htmx", [True, False])
def test_an_empty_answer_is_refused(
    cast: Cast, sign_in: SignIn, thread: Thread, htmx: bool
) -> None:
    response = post(cast, sign_in(cast.owner), "thread_reply", thread, htmx=htmx)
    assert response.status_code == 422
    assert "Catatan masih kosong." in response.content.decode()


def test_only_who_asked_is_offered_to_settle(cast: Cast, sign_in: SignIn, thread: Thread) -> None:
    url = cast.plan.url("opd:thread_resolve", pk=thread.pk)
    sheet = cast.plan.url("opd:program", pk=thread.program_id)
    offered = {
        who: url in sign_in(getattr(cast, who)).get(sheet).content.decode()
        for who in ("admin", "other_admin", "owner", "supporter")
    }
    assert offered == {"admin": True, "other_admin": False, "owner": False, "supporter": False}
    assert post(cast, sign_in(cast.owner), "thread_resolve", thread).status_code == 403


def test_a_settled_note_says_so(cast: Cast, sign_in: SignIn, thread: Thread) -> None:
    response = post(cast, sign_in(cast.admin), "thread_resolve", thread, htmx=True)
    assert "Selesai" in response.content.decode()
    thread.refresh_from_db()
    assert not thread.is_open


@pytest.mark.parametrize("htmx", [True, False])
def test_an_answer_to_a_settled_note_is_a_conflict(
    cast: Cast, sign_in: SignIn, thread: Thread, htmx: bool
) -> None:
    resolve_thread(program=thread.program, actor=cast.admin, thread=thread)
    response = post(cast, sign_in(cast.owner), "thread_reply", thread, text="Masih", htmx=htmx)
    assert response.status_code == 409
    assert "Catatan ini sudah ditandai selesai." in response.content.decode()


@pytest.mark.parametrize("who", ["stranger", "reviewer", "foreigner", "foreign_admin"])
def test_notes_on_what_one_does_not_see_do_not_exist(
    cast: Cast, sign_in: SignIn, thread: Thread, who: str
) -> None:
    client = sign_in(getattr(cast, who))
    assert ask(cast, client, thread.program).status_code == 404
    for name in ("thread_reply", "thread_resolve"):
        assert post(cast, client, name, thread, text="Halo").status_code == 404
    assert Note.objects.count() == 1
