"""Pages of allauth: in our frame, in Indonesian, within the content security policy."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.cast import PASSWORD, Cast
from workspace.models import Membership, User

SignIn = Callable[[User | Membership], Client]
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", re.IGNORECASE)
CLOSED = {
    "/akun/email/",
    "/akun/confirm-email/",
    "/akun/confirm-email/MQ:abc/",
    "/akun/password/set/",
    "/akun/login/code/confirm/",
}
ANONYMOUS = {
    "/akun/login/": "Masuk",
    "/akun/signup/": "Pendaftaran lewat undangan",
    "/akun/inactive/": "Akun nonaktif",
    "/akun/password/reset/": "Lupa kata sandi",
    "/akun/password/reset/done/": "Periksa e-mail Anda",
    "/akun/password/reset/key/done/": "Kata sandi tersimpan",
    "/akun/password/reset/key/1-abc/": "Tautan tidak berlaku lagi",
}
SIGNED_IN = {
    "/akun/logout/": "Keluar",
    "/akun/password/change/": "Ganti kata sandi",
    "/akun/reauthenticate/": "Pastikan ini Anda",
    "/akun/2fa/": "Verifikasi dua langkah",
    "/akun/2fa/totp/activate/": "Aktifkan aplikasi autentikator",
}
PROTECTED = {
    "/akun/2fa/": "Verifikasi dua langkah",
    "/akun/2fa/reauthenticate/": "Pastikan ini Anda",
    "/akun/2fa/totp/deactivate/": "Matikan verifikasi dua langkah",
    "/akun/2fa/recovery-codes/": "Kode pemulihan",
    "/akun/2fa/recovery-codes/generate/": "Buat kode pemulihan",
}


def check_look(response: object, heading: str) -> None:
    html = response.content.decode()  # type: ignore[attr-defined]
    assert re.findall(r"<h1>(.*?)</h1>", html) == [heading]
    assert 'class="masthead"' in html
    assert INLINE.findall(html) == []


@pytest.mark.parametrize("url", ANONYMOUS)
def test_pages_before_sign_in_look_like_ours(db: None, url: str) -> None:
    check_look(Client().get(url, follow=True), ANONYMOUS[url])


@pytest.mark.parametrize("url", SIGNED_IN)
def test_pages_of_a_person_look_like_ours(cast: Cast, url: str) -> None:
    check_look(entered(cast).get(url), SIGNED_IN[url])


@pytest.mark.parametrize("url", PROTECTED)
def test_pages_of_the_second_step_look_like_ours(cast: Cast, url: str) -> None:
    client = entered(cast)
    TOTP.activate(cast.owner.user, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(cast.owner.user)
    check_look(client.get(url), PROTECTED[url])


@pytest.mark.parametrize("url", sorted(CLOSED))
def test_doors_that_nobody_needs_stay_closed(cast: Cast, sign_in: SignIn, url: str) -> None:
    typed = {"action_add": "", "email": "lain@smartplan.example"}
    for client in (Client(), sign_in(cast.owner)):
        assert client.get(url).status_code == 404
        assert client.post(url, typed).status_code == 404


def test_sign_up_is_closed_for_posts_too(db: None) -> None:
    typed = {"email": "lain@smartplan.example", "password1": PASSWORD, "password2": PASSWORD}
    Client().post("/akun/signup/", typed)
    assert User.objects.count() == 0


def test_every_address_of_allauth_is_known_to_these_tests() -> None:
    """A new version that brings a new page fails here, until somebody has looked at the page."""
    assert set(addresses_of_allauth()) == {
        *(
            url.removeprefix("/akun/")
            for url in ANONYMOUS | SIGNED_IN | PROTECTED
            if "abc" not in url
        ),
        *(url.removeprefix("/akun/") for url in CLOSED if "MQ" not in url),
        "^confirm-email/(?P<key>[-:\\w]+)/$",
        "^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        "2fa/authenticate/",
        "2fa/recovery-codes/download/",
    }


def addresses_of_allauth() -> list[str]:
    trees = [
        pattern
        for pattern in get_resolver().url_patterns
        if isinstance(pattern, URLResolver)
        and getattr(pattern.urlconf_name, "__name__", "") == "allauth.urls"
    ]
    return [address for tree in trees for address in walk(tree, "")]


def walk(tree: URLResolver, prefix: str) -> list[str]:
    found = []
    for pattern in tree.url_patterns:
        if isinstance(pattern, URLPattern):
            found.append(f"{prefix}{pattern.pattern}")
        else:
            found += walk(pattern, f"{prefix}{pattern.pattern}")
    return found


def test_a_second_step_is_set_up_asked_for_and_accepted(cast: Cast) -> None:
    client = entered(cast)
    client.get("/akun/2fa/totp/activate/")
    secret = client.session["mfa.totp.secret"]
    client.post("/akun/2fa/totp/activate/", {"code": code_of(secret)})
    assert Authenticator.objects.filter(type="totp").count() == 1
    fresh = Client()
    response = fresh.post("/akun/login/", {"login": cast.owner.user.email, "password": PASSWORD})
    assert response.headers["Location"] == "/akun/2fa/authenticate/"
    check_look(fresh.get("/akun/2fa/authenticate/"), "Verifikasi dua langkah")
    assert fresh.get(cast.plan.url("workspace:notifications")).status_code == 302
    codes = RecoveryCodes.activate(cast.owner.user).get_unused_codes()
    assert fresh.post("/akun/2fa/authenticate/", {"code": codes[0]}).status_code == 302
    assert fresh.get(cast.plan.url("workspace:notifications")).status_code == 200


def test_the_picture_of_the_key_is_an_image_and_nothing_inline(cast: Cast) -> None:
    html = entered(cast).get("/akun/2fa/totp/activate/").content.decode()
    assert 'src="data:image/svg+xml' in html
    assert "<svg" not in html


def test_the_key_carries_the_name_of_the_project() -> None:
    assert get_adapter().get_totp_issuer() == "smartplan"


def test_pages_carry_a_policy_without_unsafe_inline(db: None) -> None:
    policy = Client().get("/akun/login/").headers["Content-Security-Policy"]
    assert sorted(policy.split("; ")) == [
        "base-uri 'none'",
        "default-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self' data:",
        "object-src 'none'",
    ]


def test_the_operators_admin_is_entered_through_our_sign_in(cast: Cast, sign_in: SignIn) -> None:
    response = Client().get("/operator/login/?next=/operator/")
    assert response.headers["Location"] == "/akun/login/?next=%2Foperator%2F"
    assert sign_in(cast.admin).get("/operator/login/").status_code == 403


@pytest.mark.parametrize("model", ["region", "plan", "agency", "district", "user", "auditentry"])
def test_operators_read_every_table_of_theirs(cast: Cast, sign_in: SignIn, model: str) -> None:
    operator = User.objects.create_superuser("op@smartplan.example", PASSWORD, name="Op")
    client = sign_in(operator)
    assert client.get(f"/operator/workspace/{model}/").status_code == 200
    added = client.get(f"/operator/workspace/{model}/add/").status_code
    assert added == (403 if model == "auditentry" else 200)


def entered(cast: Cast) -> Client:
    """Signed in through the form, and again for the pages of the second step."""
    client = Client()
    client.post("/akun/login/", {"login": cast.owner.user.email, "password": PASSWORD})
    client.post("/akun/reauthenticate/", {"password": PASSWORD})
    return client


def code_of(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))
