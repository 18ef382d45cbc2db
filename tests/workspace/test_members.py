"""People's places in a plan: changed by administrators, never left without one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from tests.cast import PASSWORD, Cast, build_cast
from tests.workspace.side_by_side import at_once
from workspace.access import OPERATOR
from workspace.actions import add_member, change_member, deactivate_member, reactivate_member
from workspace.actions.members import member_fingerprint
from workspace.acts import Conflict, Refused
from workspace.models import AuditEntry, Membership, Role, User

SignIn = Callable[[User | Membership], Client]


def test_a_member_moves_to_another_agency_and_the_trail_says_so(cast: Cast) -> None:
    change_member(membership=cast.owner, actor=cast.admin, role=Role.STAFF, agency=cast.dishub)
    cast.owner.refresh_from_db()
    assert cast.owner.agency == cast.dishub
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.actor) == ("workspace.change_member", cast.admin.user)
    assert entry.changes == {"agency": ["Dinkes", "Dishub"]}


def test_only_administrators_of_the_plan_change_members(cast: Cast) -> None:
    for actor in (cast.owner, cast.steward, cast.reviewer, cast.foreign_admin):
        for act in (deactivate_member, reactivate_member):
            with pytest.raises(PermissionDenied):
                act(membership=cast.colleague, actor=actor)
        with pytest.raises(PermissionDenied):
            change_member(membership=cast.colleague, actor=actor, role=Role.ADMIN)


def test_role_and_agency_must_agree(cast: Cast) -> None:
    for role, agency in (
        (Role.STAFF, None),
        (Role.STEWARD, cast.dinkes),
        (Role.STAFF, cast.foreign_agency),
    ):
        with pytest.raises(Refused) as refusal:
            change_member(membership=cast.owner, actor=cast.admin, role=role, agency=agency)
        assert refusal.value.field == "agency"


def test_an_administrator_neither_demotes_nor_deactivates_themself(cast: Cast) -> None:
    with pytest.raises(Refused):
        change_member(membership=cast.admin, actor=cast.admin, role=Role.REVIEWER)
    with pytest.raises(Refused):
        deactivate_member(membership=cast.admin, actor=cast.admin)
    cast.admin.refresh_from_db()
    assert (cast.admin.role, cast.admin.is_active) == (Role.ADMIN, True)


def test_a_plan_keeps_an_administrator_even_from_operators(cast: Cast) -> None:
    deactivate_member(membership=cast.other_admin, actor=OPERATOR)
    with pytest.raises(Refused):
        deactivate_member(membership=cast.admin, actor=OPERATOR)
    with pytest.raises(Refused):
        change_member(membership=cast.admin, actor=OPERATOR, role=Role.REVIEWER)


def test_an_administrator_whose_account_is_closed_does_not_count(cast: Cast) -> None:
    User.objects.filter(pk=cast.other_admin.user_id).update(is_active=False)
    with pytest.raises(Refused):
        deactivate_member(membership=cast.admin, actor=OPERATOR)


def test_a_reason_with_control_characters_is_refused(cast: Cast, sign_in: SignIn) -> None:
    address = cast.plan.url("workspace:deactivate_member", pk=cast.owner.pk)
    response = sign_in(cast.admin).post(address, {"reason": "Mutasi\x00"})
    cast.owner.refresh_from_db()
    assert (response.status_code, cast.owner.is_active) == (422, True)


def test_a_deactivated_member_can_come_back(cast: Cast) -> None:
    deactivate_member(membership=cast.owner, actor=cast.admin, reason="Mutasi")
    reactivate_member(membership=cast.owner, actor=cast.other_admin)
    cast.owner.refresh_from_db()
    assert cast.owner.is_active
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", "reason")) == [
        ("workspace.deactivate_member", "Mutasi"),
        ("workspace.reactivate_member", ""),
    ]


def test_the_second_of_two_administrators_reads_who_was_first(cast: Cast) -> None:
    shown = member_fingerprint(cast.owner)
    change_member(membership=cast.owner, actor=cast.admin, role=Role.STEWARD, shown=shown)
    with pytest.raises(Conflict) as conflict:
        change_member(
            membership=cast.owner,
            actor=cast.other_admin,
            role=Role.STAFF,
            agency=cast.dishub,
            shown=shown,
        )
    assert "diubah oleh Admin pada" in conflict.value.message
    deactivate_member(membership=cast.owner, actor=cast.admin)
    with pytest.raises(Conflict):
        deactivate_member(membership=cast.owner, actor=cast.other_admin)


def test_somebody_who_just_lost_their_place_acts_no_more(cast: Cast) -> None:
    deactivate_member(membership=cast.admin, actor=cast.other_admin)
    with pytest.raises(Conflict):
        deactivate_member(membership=cast.other_admin, actor=cast.admin)


def test_two_administrators_cannot_end_each_other_at_once(shared_database: None) -> None:
    cast = build_cast()
    outcome = at_once(
        lambda: deactivate_member(membership=cast.other_admin, actor=cast.admin),
        lambda: deactivate_member(membership=cast.admin, actor=cast.other_admin),
    )
    assert outcome == ["Conflict", "done"]
    admins = Membership.objects.filter(plan=cast.plan, role=Role.ADMIN, is_active=True)
    assert admins.count() == 1


def test_operators_add_people_with_a_password_and_members_do_not(cast: Cast) -> None:
    added = add_member(
        plan=cast.plan,
        actor=OPERATOR,
        email="contoh@smartplan.example",
        name="Contoh",
        role=Role.STAFF,
        agency=cast.dinkes,
        password=PASSWORD,
    )
    assert added.user.check_password(PASSWORD)
    with pytest.raises(PermissionDenied):
        add_member(
            plan=cast.plan,
            actor=cast.admin,
            email="lain@smartplan.example",
            name="Lain",
            role=Role.ADMIN,
            password=PASSWORD,
        )


# pages


def test_the_list_is_searched_by_name_address_agency_role_and_status(
    cast: Cast, sign_in: SignIn
) -> None:
    deactivate_member(membership=cast.stranger, actor=cast.admin)
    client, url = sign_in(cast.admin), cast.plan.url("workspace:member_list")
    answers = {
        "q=own": ["Owner"],
        "q=colleague@": ["Colleague"],
        "q=Dinkes": ["Colleague", "Owner"],
        "role=steward": ["Steward"],
        "status=inactive": ["Stranger"],
        "q=foreigner": [],
        "role=karangan&q=own": ["Owner"],
    }
    for query, names in answers.items():
        page = client.get(f"{url}?{query}").context["page"]
        assert [str(member.user) for member in page] == names


def test_a_member_is_changed_in_the_browser(cast: Cast, sign_in: SignIn) -> None:
    client, url = sign_in(cast.admin), cast.plan.url("workspace:change_member", pk=cast.owner.pk)
    shown = client.get(url).context["form"].initial["shown"]
    typed = {"role": "staff", "agency": cast.dishub.pk, "shown": shown}
    assert client.post(url, typed).status_code == 302
    response = client.post(url, {**typed, "agency": cast.dinkes.pk})
    assert response.status_code == 409
    assert client.post(url, {"role": "dewa"}).status_code == 422
    assert client.post(url, {"role": "staff", "agency": cast.foreign_agency.pk}).status_code == 422


def test_an_administrator_cannot_end_themself_in_the_browser(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.admin)
    url = cast.plan.url("workspace:deactivate_member", pk=cast.admin.pk)
    response = client.post(url)
    assert response.status_code == 422
    assert "Anda tidak dapat menonaktifkan diri Anda sendiri." in response.content.decode()
    assert client.get(url).status_code == 405


def test_people_are_deactivated_and_come_back_in_the_browser(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.admin)
    off = cast.plan.url("workspace:deactivate_member", pk=cast.owner.pk)
    on = cast.plan.url("workspace:reactivate_member", pk=cast.owner.pk)
    assert [client.post(url).status_code for url in (off, off, on, on)] == [302, 409, 302, 409]


def test_members_of_another_region_do_not_exist(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.admin)
    for name in ("change_member", "deactivate_member", "reactivate_member"):
        url = cast.plan.url(f"workspace:{name}", pk=cast.foreigner.pk)
        assert client.post(url, {"role": "admin"}).status_code == 404
    cast.foreigner.refresh_from_db()
    assert (cast.foreigner.role, cast.foreigner.is_active) == (Role.STAFF, True)
