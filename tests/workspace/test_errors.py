"""Error pages: a number, a way back, nothing else; even when the database is gone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from pytest_django import DjangoAssertNumQueries

from smartplan import urls as root
from tests.cast import Cast
from workspace.access import public, rule, signed_in
from workspace.models import Membership, User
from workspace.views.errors import bad_request, server_error

SignIn = Callable[[User | Membership], Client]
REFERENCE = re.compile(r'<span class="code">([0-9a-f]{8})</span>')


@public
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("rahasia dapur")


def forgotten(request: HttpRequest) -> HttpResponse:
    return HttpResponse("terbuka")


@signed_in
def personal(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(request.user))


@rule("workspace.no_such_rule")
def misspelt(request: HttpRequest) -> HttpResponse:
    return HttpResponse("terbuka")


urlpatterns = [
    path("rusak/", broken),
    path("terlupa/", forgotten),
    path("pribadi/", personal),
    path("<slug:region>/<slug:plan>/salah-eja/", misspelt),
    *root.urlpatterns,
]
handler400, handler403 = root.handler400, root.handler403
handler404, handler500 = root.handler404, root.handler500


@pytest.fixture(autouse=True)
def _own_urls() -> object:
    with override_settings(ROOT_URLCONF=__name__, DEBUG=False):
        yield


def quiet_client(**options: object) -> Client:
    return Client(raise_request_exception=False, **options)  # type: ignore[arg-type]


def test_a_fault_shows_a_number_that_the_log_holds_and_no_trace(
    db: None, caplog: pytest.LogCaptureFixture
) -> None:
    response = quiet_client().get("/rusak/")
    html = response.content.decode()
    found = REFERENCE.search(html)
    assert response.status_code == 500
    assert found is not None
    assert f"request_id={found[1]}" in caplog.text
    assert "rahasia" not in html
    assert "Traceback" not in html
    assert 'href="/"' in html


def test_the_page_for_a_fault_asks_the_database_nothing(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    request = RequestFactory().get("/")
    with django_assert_num_queries(0):
        assert server_error(request).status_code == 500
        assert bad_request(request, ValueError("x")).status_code == 400


def test_without_a_database_people_still_read_a_page(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.owner)
    client.raise_request_exception = False

    def gone(*args: object) -> None:
        raise ConnectionError("the database is gone")

    with connection.execute_wrapper(gone):
        response = client.get(cast.plan.url("workspace:notifications"))
    assert response.status_code == 500
    assert REFERENCE.search(response.content.decode())


def test_a_view_without_a_rule_answers_404(cast: Cast, sign_in: SignIn) -> None:
    for client in (Client(), sign_in(cast.admin)):
        assert client.get("/terlupa/").status_code == 404


def test_a_misspelt_rule_opens_nothing(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.admin)
    client.raise_request_exception = False
    assert client.get(f"{cast.plan.get_absolute_url()}salah-eja/").status_code == 500


def test_a_page_of_a_person_needs_a_person(cast: Cast, sign_in: SignIn) -> None:
    assert Client().get("/pribadi/").headers["Location"] == "/akun/login/?next=/pribadi/"
    assert sign_in(cast.outsider).get("/pribadi/").content == b"Outsider"


def test_a_missing_page_looks_the_same_as_a_foreign_one(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.foreigner)
    pages = [
        REFERENCE.sub("", client.get(url).content.decode())
        for url in (cast.plan.url("workspace:notifications"), "/tidak/ada/pemberitahuan/")
    ]
    tokens = re.compile(r'value="[^"]*"|X-CSRFToken": "[^"]*"')
    assert tokens.sub("", pages[0]) == tokens.sub("", pages[1])
    assert "Pamekasan" not in pages[0]
    assert "Ke rencana saya" in pages[0]


def test_a_member_who_went_astray_keeps_the_navigation(cast: Cast, sign_in: SignIn) -> None:
    html = sign_in(cast.owner).get(cast.plan.url("workspace:member_list")).content.decode()
    assert f'class="btn btn-primary" href="{cast.plan.get_absolute_url()}"' in html


def test_a_form_without_its_token_is_told_to_reload(cast: Cast) -> None:
    client = quiet_client(enforce_csrf_checks=True)
    response = client.post("/akun/login/", {"login": "a", "password": "b"})
    assert response.status_code == 403
    assert "Halaman terlalu lama terbuka" in response.content.decode()


def test_a_forged_host_is_a_bad_request(db: None) -> None:
    response = quiet_client().get("/akun/login/", headers={"host": "jahat.example"})
    assert response.status_code == 400
    assert "Permintaan tidak terbaca" in response.content.decode()


def test_health_asks_no_database(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert Client().get("/sehat/").json() == {"status": "ok"}


def test_home_leads_to_the_only_plan_or_lists_them(cast: Cast, sign_in: SignIn) -> None:
    assert sign_in(cast.owner).get("/").headers["Location"] == cast.plan.get_absolute_url()
    Membership.objects.create(user=cast.owner.user, plan=cast.foreign_plan, role="reviewer")
    html = sign_in(cast.owner).get("/").content.decode()
    for plan in (cast.plan, cast.foreign_plan):
        assert f'href="{plan.get_absolute_url()}"' in html
    assert "belum menjadi anggota" in sign_in(cast.outsider).get("/").content.decode()
