"""Notifications: a person's own, read by a button and not by looking."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import Cast
from workspace.models import Membership, Notification, User
from workspace.notifications import administrators, notify, staff_of

SignIn = Callable[[User | Membership], Client]


@pytest.fixture
def mine(cast: Cast) -> Notification:
    notify([cast.owner.user], plan=cast.plan, text="Ada catatan", url="/pamekasan/2026-2030/")
    return Notification.objects.get()


def is_read(notification: Notification) -> bool:
    notification.refresh_from_db()
    return notification.read_at is not None


def test_looking_at_the_page_marks_nothing(cast: Cast, sign_in: SignIn, mine: Notification) -> None:
    response = sign_in(cast.owner).get(cast.plan.url("workspace:notifications"))
    assert "Ada catatan" in response.content.decode()
    assert not is_read(mine)


def test_the_button_marks_what_the_page_showed(
    cast: Cast, sign_in: SignIn, mine: Notification
) -> None:
    notify([cast.owner.user], plan=cast.plan, text="Datang kemudian", url="/")
    later = Notification.objects.get(text="Datang kemudian")
    url = cast.plan.url("workspace:mark_notifications_read")
    sign_in(cast.owner).post(url, {"shown": [mine.pk, "karangan", "9" * 30]})
    assert (is_read(mine), is_read(later)) == (True, False)


def test_opening_one_marks_it_and_leads_to_its_place(
    cast: Cast, sign_in: SignIn, mine: Notification
) -> None:
    response = sign_in(cast.owner).post(cast.plan.url("workspace:open_notification", pk=mine.pk))
    assert response.headers["Location"] == "/pamekasan/2026-2030/"
    assert is_read(mine)


def test_a_notification_never_leads_to_another_site(
    cast: Cast, sign_in: SignIn, mine: Notification
) -> None:
    Notification.objects.filter(pk=mine.pk).update(url="//example.com/")
    response = sign_in(cast.owner).post(cast.plan.url("workspace:open_notification", pk=mine.pk))
    assert response.headers["Location"] == cast.plan.url("workspace:notifications")


@pytest.mark.parametrize("who", ["colleague", "admin", "foreigner"])
def test_somebody_elses_notification_does_not_exist(
    cast: Cast, sign_in: SignIn, mine: Notification, who: str
) -> None:
    membership = getattr(cast, who)
    client, plan = sign_in(membership), membership.plan
    client.post(plan.url("workspace:mark_notifications_read"), {"shown": [mine.pk]})
    url = plan.url("workspace:open_notification", pk=mine.pk)
    assert client.post(url).status_code == 404
    page = client.get(plan.url("workspace:notifications"))
    assert "Ada catatan" not in page.content.decode()
    assert not is_read(mine)


def test_only_active_people_are_told(cast: Cast) -> None:
    cast.other_admin.is_active = False
    cast.other_admin.save()
    User.objects.filter(pk=cast.colleague.user_id).update(is_active=False)
    assert [str(user) for user in administrators(cast.plan)] == ["Admin"]
    assert [str(user) for user in staff_of(cast.plan, cast.dinkes)] == ["Owner"]
