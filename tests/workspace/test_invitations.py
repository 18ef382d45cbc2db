"""Invitations: shown once, kept as a hash, accepted once, by the person who was invited."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from tests.cast import PASSWORD, Cast, build_cast
from tests.workspace.side_by_side import at_once
from workspace.actions import (
    InvitationClosed,
    accept_as_new_person,
    accept_invitation,
    cancel_invitation,
    invite_member,
    resend_invitation,
)
from workspace.acts import Refused
from workspace.models import AuditEntry, Invitation, Membership, Role, User, hash_token

SignIn = Callable[[User | Membership], Client]
NEW = "baru@smartplan.example"
NIP = "198506152010011002"


def invite(cast: Cast, email: str = NEW, **options: Any) -> tuple[Invitation, str]:
    options = {"role": Role.STAFF, "agency": cast.dinkes, "name": "Orang Baru", **options}
    return invite_member(plan=cast.plan, actor=cast.admin, email=email, **options)


def accept(token: str, **typed: Any) -> Membership:
    typed = {"name": "Orang Baru", "nip": None, "password": PASSWORD, **typed}
    return accept_as_new_person(token=token, **typed)


def typed_acceptance(**typed: str) -> dict[str, str]:
    return {
        "name": "Orang Baru",
        "nip": "",
        "password": PASSWORD,
        "password_again": PASSWORD,
        **typed,
    }


def test_only_the_hash_of_a_token_is_kept(cast: Cast) -> None:
    invitation, token = invite(cast)
    assert invitation.token_hash == hash_token(token)
    assert token not in str(Invitation.objects.filter(pk=invitation.pk).values().get())


def test_an_invitation_is_valid_for_fourteen_days(cast: Cast) -> None:
    invitation, _token = invite(cast)
    assert invitation.is_open(timezone.now() + timedelta(days=13, hours=23))
    assert not invitation.is_open(timezone.now() + timedelta(days=14, seconds=1))


def test_only_administrators_of_the_plan_invite(cast: Cast) -> None:
    for actor in (cast.owner, cast.steward, cast.reviewer, cast.foreign_admin):
        with pytest.raises(PermissionDenied):
            invite_member(plan=cast.plan, actor=actor, name="A", email=NEW, role=Role.ADMIN)


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"role": Role.STAFF, "agency": None}, "agency"),
        ({"role": Role.ADMIN}, "agency"),
        ({"email": "OWNER@smartplan.example"}, "email"),
    ],
)
def test_it_refuses_an_invitation_that_cannot_be_kept(
    cast: Cast, options: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        invite(cast, **options)
    assert refusal.value.field == field


def test_it_refuses_an_agency_of_another_region(cast: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        invite(cast, agency=cast.foreign_agency)
    assert refusal.value.field == "agency"


def test_nobody_is_invited_twice(cast: Cast) -> None:
    invite(cast)
    with pytest.raises(Refused) as refusal:
        invite(cast, NEW.upper())
    assert refusal.value.field == "email"


def test_an_invited_person_becomes_a_member_with_an_account(cast: Cast) -> None:
    _invitation, token = invite(cast)
    membership = accept(token, nip=NIP)
    assert (membership.role, membership.agency) == (Role.STAFF, cast.dinkes)
    assert (membership.user.email, membership.user.nip) == (NEW, NIP)
    assert membership.user.check_password(PASSWORD)
    entry = AuditEntry.objects.get(verb="workspace.accept_invitation")
    assert (entry.actor, entry.target_id) == (membership.user, membership.pk)


def test_a_link_works_once(cast: Cast) -> None:
    _invitation, token = invite(cast)
    accept(token)
    with pytest.raises(InvitationClosed):
        accept(token)
    with pytest.raises(InvitationClosed):
        accept_invitation(token=token, user=User.objects.get(email=NEW))


def test_a_link_that_was_replaced_withdrawn_or_is_too_old_opens_nothing(cast: Cast) -> None:
    first, replaced = invite(cast)
    _again, current = resend_invitation(invitation=first, actor=cast.admin)
    second, withdrawn = invite(cast, "lain@smartplan.example")
    cancel_invitation(invitation=second, actor=cast.admin)
    third, old = invite(cast, "lama@smartplan.example")
    Invitation.objects.filter(pk=third.pk).update(expires_at=timezone.now())
    for token in (replaced, withdrawn, old, "karangan", ""):
        with pytest.raises(InvitationClosed):
            accept(token)
    assert accept(current).user.email == NEW


def test_an_expired_invitation_can_be_sent_again(cast: Cast) -> None:
    invitation, _old = invite(cast)
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now())
    _again, token = resend_invitation(invitation=invitation, actor=cast.other_admin)
    assert accept(token).plan == cast.plan


def test_an_account_is_not_taken_over_by_an_invitation(cast: Cast) -> None:
    _invitation, token = invite(cast, cast.outsider.email)
    with pytest.raises(Refused):
        accept(token, password="kata-sandi-penyerang")
    cast.outsider.refresh_from_db()
    assert cast.outsider.check_password(PASSWORD)


def test_a_weak_password_or_a_taken_nip_leaves_neither_account_nor_membership(cast: Cast) -> None:
    User.objects.filter(pk=cast.owner.user_id).update(nip=NIP)
    _invitation, token = invite(cast)
    for typed, field in (({"password": "12345678901"}, "password"), ({"nip": NIP}, "nip")):
        with pytest.raises(Refused) as refusal:
            accept(token, **typed)
        assert refusal.value.field == field
    assert not User.objects.filter(email=NEW).exists()
    assert accept(token).user.email == NEW


def test_only_the_invited_person_accepts(cast: Cast) -> None:
    _invitation, token = invite(cast)
    with pytest.raises(Refused):
        accept_invitation(token=token, user=cast.outsider)
    assert not cast.outsider.memberships.exists()


def test_of_two_acceptances_at_once_one_wins(shared_database: None) -> None:
    cast = build_cast()
    _invitation, token = invite(cast, cast.outsider.email)

    def join() -> Membership:
        return accept_invitation(token=token, user=cast.outsider)

    assert at_once(join, join) == ["InvitationClosed", "done"]
    assert Membership.objects.filter(user=cast.outsider, plan=cast.plan).count() == 1


def test_of_two_new_accounts_at_once_one_wins(shared_database: None) -> None:
    _invitation, token = invite(build_cast())
    assert at_once(lambda: accept(token), lambda: accept(token)) == ["InvitationClosed", "done"]
    assert User.objects.filter(email=NEW).count() == 1


# pages


def test_the_link_is_shown_once_and_mailed(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.admin)
    typed = {"name": "Orang Baru", "email": NEW, "role": "staff", "agency": cast.dinkes.pk}
    response = client.post(cast.plan.url("workspace:invite_member"), typed)
    link = re.findall(r"http://testserver/undangan/[\w-]+/", response.content.decode())
    assert len(link) == 1
    assert [letter.to for letter in mail.outbox] == [[NEW]]
    assert link[0] in mail.outbox[0].body
    assert "undangan/" not in str(client.session.items())
    assert "no-cache" in response.headers["Cache-Control"]


def test_a_mail_server_that_is_down_still_shows_the_link(
    cast: Cast, sign_in: SignIn, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    typed = {"name": "Orang Baru", "email": NEW, "role": "staff", "agency": cast.dinkes.pk}
    response = sign_in(cast.admin).post(cast.plan.url("workspace:invite_member"), typed)
    assert response.context["sent"] is False
    assert "http://testserver/undangan/" in response.content.decode()


def test_a_link_is_never_printed_to_a_log(
    cast: Cast,
    sign_in: SignIn,
    settings: Any,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO")
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    typed = {"name": "Orang Baru", "email": NEW, "role": "staff", "agency": cast.dinkes.pk}
    response = sign_in(cast.admin).post(cast.plan.url("workspace:invite_member"), typed)
    Client().get(response.context["link"])
    token = response.context["link"].split("/")[-2]
    assert "/undangan/…" in caplog.text
    assert token not in caplog.text + capsys.readouterr().out


def test_a_refused_invitation_keeps_what_was_typed(cast: Cast, sign_in: SignIn) -> None:
    typed = {"name": "Orang Baru", "email": NEW, "role": "staff", "agency": ""}
    response = sign_in(cast.admin).post(cast.plan.url("workspace:invite_member"), typed)
    assert response.status_code == 422
    assert response.context["form"].errors == {"agency": ["Pilih OPD untuk staf OPD."]}
    assert 'value="Orang Baru"' in response.content.decode()


def test_an_agency_of_another_region_cannot_be_chosen(cast: Cast, sign_in: SignIn) -> None:
    typed = {"name": "A", "email": NEW, "role": "staff", "agency": cast.foreign_agency.pk}
    response = sign_in(cast.admin).post(cast.plan.url("workspace:invite_member"), typed)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["agency"]
    assert not Invitation.objects.exists()


def test_a_new_person_accepts_and_is_signed_in(cast: Cast) -> None:
    _invitation, token = invite(cast)
    client = Client()
    page = client.get(f"/undangan/{token}/").content.decode()
    for shown in ("Dinas Kesehatan", "Staf OPD", cast.plan.title, NEW):
        assert shown in page
    response = client.post(f"/undangan/{token}/", typed_acceptance(nip="19850615 201001 1 002"))
    assert response.headers["Location"] == cast.plan.get_absolute_url()
    assert client.get(cast.plan.url("workspace:notifications")).status_code == 200
    assert User.objects.get(email=NEW).nip == NIP


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"password_again": "lain"}, "password_again"),
        ({"password": "pendek", "password_again": "pendek"}, "password"),
        ({"nip": "123"}, "nip"),
        ({"name": "a\x07b"}, "name"),
        ({"name": "n" * 100_000}, "name"),
    ],
)
def test_a_person_reads_beside_the_field_what_to_mend(
    cast: Cast, typed: dict[str, str], field: str
) -> None:
    _invitation, token = invite(cast)
    response = Client().post(f"/undangan/{token}/", typed_acceptance(**typed))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not User.objects.filter(email=NEW).exists()


def test_a_person_with_an_account_signs_in_first_and_then_accepts(
    cast: Cast, sign_in: SignIn
) -> None:
    _invitation, token = invite(cast, cast.outsider.email)
    url = f"/undangan/{token}/"
    assert f"/akun/login/?next={url}" in Client().get(url).content.decode()
    Client().post(url, typed_acceptance())
    assert not cast.outsider.memberships.exists()
    client = sign_in(cast.outsider)
    assert client.get(url).status_code == 200
    assert not cast.outsider.memberships.exists()
    assert client.post(url).headers["Location"] == cast.plan.get_absolute_url()
    assert cast.outsider.memberships.get().agency == cast.dinkes


def test_somebody_else_who_is_signed_in_is_asked_to_leave_first(
    cast: Cast, sign_in: SignIn
) -> None:
    _invitation, token = invite(cast)
    client = sign_in(cast.stranger)
    response = client.post(f"/undangan/{token}/", typed_acceptance())
    assert "Undangan untuk orang lain" in response.content.decode()
    assert NEW not in response.content.decode()
    assert not User.objects.filter(email=NEW).exists()


@pytest.mark.parametrize("token", ["karangan", "a" * 300])
def test_a_dead_link_gets_a_clear_page(db: None, token: str) -> None:
    for response in (Client().get(f"/undangan/{token}/"), Client().post(f"/undangan/{token}/")):
        assert response.status_code == 410
        assert "Undangan tidak berlaku" in response.content.decode()


def test_open_invitations_are_sent_again_and_withdrawn(cast: Cast, sign_in: SignIn) -> None:
    invitation, old = invite(cast)
    client = sign_in(cast.other_admin)
    sent = client.post(cast.plan.url("workspace:resend_invitation", pk=invitation.pk))
    assert old not in sent.context["link"]
    client.post(cast.plan.url("workspace:cancel_invitation", pk=invitation.pk))
    assert not Invitation.objects.exists()
    assert list(AuditEntry.objects.values_list("verb", flat=True).order_by("pk")) == [
        "workspace.invite_member",
        "workspace.resend_invitation",
        "workspace.cancel_invitation",
    ]


def test_an_accepted_invitation_is_neither_sent_again_nor_withdrawn(
    cast: Cast, sign_in: SignIn
) -> None:
    invitation, token = invite(cast)
    accept(token)
    client = sign_in(cast.admin)
    for name in ("workspace:resend_invitation", "workspace:cancel_invitation"):
        assert client.post(cast.plan.url(name, pk=invitation.pk)).status_code == 409


def test_invitations_of_another_region_do_not_exist(cast: Cast, sign_in: SignIn) -> None:
    invitation, _token = invite(cast)
    client = sign_in(cast.foreign_admin)
    for name in ("workspace:resend_invitation", "workspace:cancel_invitation"):
        assert client.post(cast.foreign_plan.url(name, pk=invitation.pk)).status_code == 404
