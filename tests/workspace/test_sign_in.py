"""Sign-in by e-mail address or NIP, its throttle, and the end of sessions."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client

from tests.cast import PASSWORD, Cast
from workspace.actions import deactivate_member, end_sessions
from workspace.models import User

LOGIN = "/akun/login/"
NIP = "198506152010011002"


def sign_in_by_form(login: str, password: str = PASSWORD, client: Client | None = None) -> Any:
    client = client or Client()
    return client.post(LOGIN, {"login": login, "password": password})


@pytest.mark.parametrize(
    "typed", ["owner@smartplan.example", " OWNER@Smartplan.example ", NIP], ids=str
)
def test_people_sign_in_with_their_address_or_nip(cast: Cast, typed: str) -> None:
    User.objects.filter(pk=cast.owner.user_id).update(nip=NIP)
    client = Client()
    response = sign_in_by_form(typed, client=client)
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert client.get(cast.plan.url("workspace:notifications")).status_code == 200


@pytest.mark.parametrize("typed", ["owner@smartplan.example", NIP, "siapa@smartplan.example"])
def test_a_wrong_password_says_the_same_for_known_and_unknown_people(
    cast: Cast, typed: str
) -> None:
    response = sign_in_by_form(typed, "salah-sekali")
    errors = response.context["form"].non_field_errors()
    known = "Alamat e-mail" if "@" in typed else "Nama pengguna"
    assert errors == [f"{known} dan/atau kata sandi yang anda masukkan tidak benar."]


def test_no_row_of_addresses_is_needed_or_made(cast: Cast) -> None:
    sign_in_by_form("owner@smartplan.example")
    Client().post("/akun/password/reset/", {"email": "owner@smartplan.example"})
    assert EmailAddress.objects.count() == 0


def test_an_address_that_an_operator_corrected_opens_nothing_any_more(cast: Cast) -> None:
    sign_in_by_form("owner@smartplan.example")
    User.objects.filter(pk=cast.owner.user_id).update(email="baru@smartplan.example")
    assert sign_in_by_form("owner@smartplan.example").status_code == 200
    assert sign_in_by_form("baru@smartplan.example").status_code == 302


def test_eight_failures_close_the_name_for_this_address_with_a_friendly_page(cast: Cast) -> None:
    answers = [sign_in_by_form("owner@smartplan.example", "salah-sekali") for _ in range(8)]
    assert [answer.status_code for answer in answers] == [200] * 7 + [429]
    locked = sign_in_by_form("owner@smartplan.example")
    assert locked.status_code == 429
    assert "Terlalu banyak percobaan" in locked.content.decode()
    assert sign_in_by_form("colleague@smartplan.example").status_code == 302


def test_failures_under_the_nip_and_under_the_address_are_counted_together(cast: Cast) -> None:
    User.objects.filter(pk=cast.owner.user_id).update(nip=NIP)
    for typed in [NIP, "owner@smartplan.example"] * 4:
        sign_in_by_form(typed, "salah-sekali")
    assert sign_in_by_form(NIP).status_code == 429
    assert sign_in_by_form("OWNER@smartplan.example").status_code == 429


def test_a_success_forgets_earlier_failures(cast: Cast) -> None:
    for _ in range(7):
        sign_in_by_form("owner@smartplan.example", "salah-sekali")
    assert sign_in_by_form("owner@smartplan.example").status_code == 302
    assert sign_in_by_form("owner@smartplan.example", "salah-sekali").status_code == 200


def test_many_names_from_one_address_are_slowed_down(cast: Cast) -> None:
    answers = [sign_in_by_form(f"orang{n}@smartplan.example", "salah") for n in range(21)]
    assert answers[-1].context["form"].non_field_errors() == [
        "Terlalu banyak percobaan masuk yang gagal. Coba lagi nanti."
    ]


def test_an_inactive_account_is_signed_out_with_its_next_request(cast: Cast) -> None:
    client = Client()
    sign_in_by_form("owner@smartplan.example", client=client)
    User.objects.filter(pk=cast.owner.user_id).update(is_active=False)
    response = client.get(cast.plan.url("workspace:notifications"))
    assert response.status_code == 302
    assert response.headers["Location"].startswith(LOGIN)
    assert sign_in_by_form("owner@smartplan.example").headers["Location"] == "/akun/inactive/"


def test_a_deactivated_member_is_signed_out_and_finds_no_plan(cast: Cast) -> None:
    client = Client()
    sign_in_by_form("owner@smartplan.example", client=client)
    deactivate_member(membership=cast.owner, actor=cast.admin)
    assert client.get(cast.plan.url("workspace:notifications")).status_code == 302
    sign_in_by_form("owner@smartplan.example", client=client)
    assert client.get(cast.plan.url("workspace:notifications")).status_code == 404


def test_ending_sessions_ends_one_persons_and_no_others(cast: Cast) -> None:
    for login in ("owner@smartplan.example", "owner@smartplan.example", "admin@smartplan.example"):
        sign_in_by_form(login)
    assert end_sessions(cast.owner.user) == 2
    assert [row.get_decoded()["_auth_user_id"] for row in Session.objects.all()] == [
        str(cast.admin.user_id)
    ]


def test_an_operator_who_makes_an_account_inactive_ends_its_sessions(cast: Cast) -> None:
    operator = User.objects.create_superuser("op@smartplan.example", PASSWORD, name="Op")
    sign_in_by_form("owner@smartplan.example")
    client = Client()
    client.force_login(operator, backend="allauth.account.auth_backends.AuthenticationBackend")
    owner = cast.owner.user
    response = client.post(
        f"/operator/workspace/user/{owner.pk}/change/",
        {"email": owner.email, "name": owner.name, "nip": "", "is_active": ""},
    )
    assert response.status_code == 302
    owners = [
        row for row in Session.objects.all() if row.get_decoded()["_auth_user_id"] == str(owner.pk)
    ]
    assert owners == []


def test_a_forgotten_password_is_replaced_through_a_link_by_mail(cast: Cast) -> None:
    client = Client()
    client.post("/akun/password/reset/", {"email": "owner@smartplan.example"})
    link = re.search(r"http://testserver(/akun/password/reset/key/\S+)", str(mail.outbox[0].body))
    assert link is not None
    assert mail.outbox[0].subject == "[smartplan] Kata sandi baru"
    page = client.get(link[1], follow=True)
    address = page.request["PATH_INFO"]
    new = "bukan-sapi-karapan-7"
    client.post(address, {"password1": new, "password2": new})
    assert sign_in_by_form("owner@smartplan.example", new).status_code == 302
    assert sign_in_by_form("owner@smartplan.example").status_code == 200


def test_an_unknown_address_gets_the_same_page_and_no_letter(cast: Cast) -> None:
    pages = [
        Client().post("/akun/password/reset/", {"email": email}, follow=True)
        for email in ("owner@smartplan.example", "siapa@smartplan.example")
    ]
    assert pages[0].status_code == pages[1].status_code == 200
    assert pages[0].redirect_chain == pages[1].redirect_chain
    assert [letter.to for letter in mail.outbox] == [["owner@smartplan.example"]]


def test_a_mail_server_that_is_down_breaks_no_page(cast: Cast, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    response = Client().post("/akun/password/reset/", {"email": "owner@smartplan.example"})
    assert response.status_code == 302


def test_a_changed_password_ends_the_other_sessions(cast: Cast) -> None:
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        sign_in_by_form("owner@smartplan.example", client=client)
    new = "bukan-sapi-karapan-7"
    typed = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert here.post("/akun/password/change/", typed).status_code == 302
    assert here.get(cast.plan.url("workspace:notifications")).status_code == 200
    assert elsewhere.get(cast.plan.url("workspace:notifications")).status_code == 302
