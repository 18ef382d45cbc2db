"""Fairness: whose export waits for whose, what is said of it, and how much stands in the queue."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.conf import LazySettings
from django.test import Client

from masterplan import exports, turns
from masterplan.actions import change_narrative, request_export
from masterplan.models import Export, ExportState
from masterplan.tasks import QUEUE_ERRORS
from masterplan.turns import Wait, wait_of
from tests.cast import Cast
from workspace.models import Membership, Plan

pytestmark = pytest.mark.django_db

SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def _no_queue(no_queue: None) -> None:
    """These tests take the steps themselves."""


def write(cast: Cast, body: str) -> None:
    change_narrative(plan=cast.plan, actor=cast.admin, key="penutup", body=body)


def ask(cast: Cast, who: Membership | None = None, *, is_draft: bool = False) -> Export:
    return request_export(plan=cast.plan, actor=who or cast.admin, is_draft=is_draft)


def more_plans(cast: Cast) -> Iterator[Plan]:
    """Plans without end, of the same region."""
    for year in range(2031, 2100):
        plan = cast.plan
        yield Plan.objects.create(
            region=plan.region, slug=str(year), title=plan.title, edition=plan.edition,
            start_year=year, end_year=year + 4,
        )  # fmt: skip


def asked(plan: Plan, who: Membership, state: ExportState = ExportState.WAITING) -> Export:
    return Export.objects.create(plan=plan, requested_by=who.user, state=state)


def test_who_asks_before_it_is_frozen_joins_however_much_changed(cast: Cast) -> None:
    first = ask(cast)
    write(cast, "Berubah.")
    assert ask(cast, cast.other_admin).pk == first.pk


def test_who_asks_for_the_same_content_joins_the_running_one(cast: Cast) -> None:
    first = ask(cast)
    exports.start(first.pk)
    assert ask(cast, cast.other_admin).pk == first.pk


def test_who_asks_after_a_change_gets_a_document_with_the_change(cast: Cast) -> None:
    write(cast, "Naskah lama.")
    first = ask(cast)
    exports.start(first.pk)
    write(cast, "Naskah baru.")
    second, third = ask(cast), ask(cast, cast.other_admin)
    assert (second.pk != first.pk, third.pk) == (True, second.pk)
    assert exports.start(second.pk) is None  # one at a time
    assert wait_of(second) == Wait.DOCUMENT
    exports.fail(first.pk, "Gagal.")
    exports.start(second.pk)
    second.refresh_from_db()
    assert second.release is not None
    assert "Naskah baru." in second.release.content


def test_a_change_and_its_undoing_join_again(cast: Cast) -> None:
    first = ask(cast)
    exports.start(first.pk)
    write(cast, "Berubah.")
    write(cast, "")
    assert ask(cast).pk == first.pk


def test_a_draft_does_not_wait_for_the_official_document(cast: Cast) -> None:
    exports.start(ask(cast).pk)
    assert wait_of(ask(cast, cast.other_admin, is_draft=True)) is None


def test_nobody_has_more_than_a_few_exports_at_once(cast: Cast, settings: LazySettings) -> None:
    settings.EXPORTS_PER_PERSON = 2
    plans = more_plans(cast)
    for _place in range(2):
        asked(next(plans), cast.admin, ExportState.RUNNING)
    third = asked(next(plans), cast.admin)
    of_another = asked(next(plans), cast.other_admin)
    assert (wait_of(third), wait_of(of_another)) == (Wait.PERSON, None)
    assert exports.start(third.pk) is None
    third.refresh_from_db()
    assert (third.state, third.handed_over_at) == (ExportState.WAITING, None)


def test_the_installation_has_a_bound_and_keeps_the_order_of_asking(
    cast: Cast, settings: LazySettings
) -> None:
    settings.EXPORTS_AT_ONCE, settings.EXPORTS_PER_PERSON = 2, 1
    plans = more_plans(cast)
    running = asked(next(plans), cast.admin, ExportState.RUNNING)
    own_second = asked(next(plans), cast.admin)
    first, second = (asked(next(plans), who) for who in (cast.other_admin, cast.steward))
    assert [wait_of(row) for row in (own_second, first, second)] == [
        Wait.PERSON,
        None,
        Wait.INSTALLATION,
    ]
    exports.fail(running.pk, "Gagal.")
    assert [wait_of(row) for row in (own_second, first, second)] == [None, None, Wait.INSTALLATION]


def test_an_operators_exports_are_bounded_by_the_installation_alone(
    cast: Cast, settings: LazySettings
) -> None:
    settings.EXPORTS_PER_PERSON = 1
    plans = more_plans(cast)
    Export.objects.create(plan=next(plans), state=ExportState.RUNNING)
    assert wait_of(Export.objects.create(plan=next(plans))) is None


@pytest.mark.parametrize("wait", list(Wait))
def test_the_page_says_what_an_export_waits_for(
    cast: Cast, sign_in: SignIn, settings: LazySettings, wait: Wait
) -> None:
    settings.EXPORTS_PER_PERSON = 1 if wait == Wait.PERSON else 9
    settings.EXPORTS_AT_ONCE = 1 if wait == Wait.INSTALLATION else 9
    other = cast.plan if wait == Wait.DOCUMENT else next(more_plans(cast))
    asked(other, cast.admin, ExportState.RUNNING)
    waiting = asked(cast.plan, cast.admin)
    url = cast.plan.url("masterplan:export_progress", pk=waiting.pk)
    assert turns.sentence_about(wait) in sign_in(cast.admin).get(url).content.decode()


@pytest.mark.usefixtures("empty_store")
def test_only_a_few_batches_of_an_export_stand_in_the_queue(
    cast: Cast, settings: LazySettings
) -> None:
    settings.EXPORT_BATCHES_AT_ONCE = 3
    export = ask(cast)
    batches = exports.start(export.pk) or []
    assert len(batches) > 4
    queue: list[int] = []
    exports.send_batches(export.pk, queue.append)
    exports.send_batches(export.pk, queue.append)
    assert queue == batches[1:3]  # who starts renders the first
    exports.render_batch(export.pk, batches[0])
    exports.send_batches(export.pk, queue.append)
    assert queue == batches[1:4]


@pytest.mark.usefixtures("empty_store")
def test_a_batch_is_never_written_down_as_sent_and_not_sent(cast: Cast) -> None:
    export = ask(cast)
    batches = exports.start(export.pk) or []

    def break_down(number: int) -> None:
        raise QUEUE_ERRORS[0]

    with pytest.raises(QUEUE_ERRORS):
        exports.send_batches(export.pk, break_down)
    queue: list[int] = []
    exports.send_batches(export.pk, queue.append)
    assert queue[0] == batches[1]
