"""The workspace's pages of a plan: who sees them, how they look, what they cost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.cast import Cast, build_member
from workspace.actions import change_plan, invite_member
from workspace.models import Invitation, Membership, Notification, Region, Role, User

SignIn = Callable[[User | Membership], Client]

PAGES = {
    "workspace:member_list": {"admin"},
    "workspace:invitation_list": {"admin"},
    "workspace:invite_member": {"admin"},
    "workspace:plan_settings": {"admin"},
    "workspace:audit": {"admin", "owner"},
    "workspace:notifications": {"admin", "owner", "steward", "reviewer"},
}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("who", ["admin", "owner", "steward", "reviewer", "foreign_admin"])
def test_each_role_opens_its_pages_and_no_others(
    cast: Cast, sign_in: SignIn, name: str, who: str
) -> None:
    response = sign_in(getattr(cast, who)).get(cast.plan.url(name))
    assert response.status_code == (200 if who in PAGES[name] else 404)


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_is_asked_to_sign_in(cast: Cast, name: str) -> None:
    url = cast.plan.url(name)
    response = Client().get(url)
    assert (response.status_code, response.headers["Location"]) == (302, f"/akun/login/?next={url}")


def test_a_regions_clock_ends_with_its_request(cast: Cast, sign_in: SignIn) -> None:
    Region.objects.filter(pk=cast.plan.region_id).update(timezone="Asia/Jayapura")
    sign_in(cast.admin).get(cast.plan.url("workspace:audit"))
    assert timezone.get_current_timezone_name() == "Asia/Jakarta"


@pytest.mark.parametrize("name", [name for name in PAGES if name != "workspace:invite_member"])
def test_lists_ask_the_same_number_of_queries_for_one_and_three(
    cast: Cast,
    sign_in: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
    name: str,
) -> None:
    expected = {
        "workspace:member_list": 7,
        "workspace:invitation_list": 6,
        "workspace:plan_settings": 4,
        "workspace:audit": 8,
        "workspace:notifications": 6,
    }
    client = sign_in(cast.admin)
    for number in (1, 2, 3):
        fill(cast, number)
        if number == 2:
            continue
        with django_assert_num_queries(expected[name]):
            assert client.get(cast.plan.url(name)).status_code == 200


def fill(cast: Cast, number: int) -> None:
    """One more of everything that the workspace lists."""
    build_member(cast.plan, f"extra_{number}", Role.STAFF, cast.dinkes)
    invite_member(
        plan=cast.plan,
        actor=cast.admin,
        name=f"Orang {number}",
        email=f"orang{number}@smartplan.example",
        role=Role.STAFF,
        agency=cast.dinkes,
    )
    change_plan(plan=cast.plan, actor=cast.admin, title=f"J{number}", submission_deadline=None)
    Notification.objects.create(
        user=cast.admin.user,
        plan=cast.plan,
        text=f"Kabar {number}",
        url=cast.plan.url("opd:program_list"),
    )
    assert Invitation.objects.count() == number
