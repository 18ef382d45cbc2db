"""The export as a Celery workflow: start, render in batches side by side, assemble.

The worker that starts renders the first parts itself, and the one that finishes the last batch
assembles: what little there is to do after an edit is done by one worker, without a hand-over.

Tasks carry ids, may run twice and may be killed at any point: what they do stands in
`masterplan.exports`, where every step looks at the row first. The row is the outbox; a message
that is lost is sent again by `requeue_waiting_exports`.

The batches meet in the database, where their progress is counted anyway: whoever finishes the last
one goes on with the assembly. A chord would count in Redis as well, where a count can be lost.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from celery import shared_task
from celery.signals import worker_init
from django.utils import timezone
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from masterplan import exports, failures, retention, turns
from masterplan.document.press import press
from masterplan.models import Export

logger = logging.getLogger(__name__)

# What Celery raises when Redis is down or goes away.
QUEUE_ERRORS = (OperationalError, RedisError, ConnectionError)


@worker_init.connect
def cut_typeface(**kwargs: Any) -> None:
    """The faces are made once for a data folder, in seconds that belong to no task's time limit."""
    press()


def hand_over(export: Export) -> bool:
    """Give an export to the queue. False when it stays waiting: for its turn, or because Redis
    cannot be reached; the beat hands it over later. Giving the same export twice does no harm."""
    if turns.wait_of(export) is not None:
        return False
    # Written down first: the worker that gets it may put it back before this goes on.
    export.handed_over_at = timezone.now()
    Export.objects.filter(pk=export.pk).update(handed_over_at=export.handed_over_at)
    try:
        start_export.apply_async((export.pk,), link_error=fail_export.si(export.pk), retry=False)
    except QUEUE_ERRORS:
        logger.warning("Export %s stays waiting: the queue cannot be reached", export.pk)
        export.handed_over_at = None
        Export.objects.filter(pk=export.pk).update(handed_over_at=None)
        return False
    return True


@shared_task(name="masterplan.start_export", ignore_result=True)
def start_export(export_id: int) -> None:
    """Freeze the content, look up what the store has, begin with the rest."""
    _take_step(export_id, lambda: _start(export_id))


def _start(export_id: int) -> None:
    batches = exports.start(export_id)
    if batches:
        own = exports.own_batches(export_id)
        _send_batches(export_id)
        for number in own:
            _render(export_id, number)
    elif batches is not None:
        exports.assemble(export_id)


@shared_task(name="masterplan.render_batch", ignore_result=True)
def render_batch(export_id: int, number: int) -> None:
    """Render some parts of one chapter and send out the next batch; after the last, assemble."""
    _take_step(export_id, lambda: _render(export_id, number))


def _render(export_id: int, number: int) -> None:
    if exports.render_batch(export_id, number):
        exports.assemble(export_id)
    else:
        _send_batches(export_id)


@shared_task(name="masterplan.fail_export", ignore_result=True)
def fail_export(export_id: int) -> None:
    """A task of the workflow ended without a word: it was killed at its hard time limit."""
    exports.fail(export_id, failures.unexpected(export_id))
    _call_next(export_id)


@shared_task(name="masterplan.requeue_waiting_exports", ignore_result=True)
def requeue_waiting_exports() -> None:
    """Hand over what waits, and what a worker took and never finished."""
    for export in exports.forsaken():
        hand_over(export)


@shared_task(name="masterplan.remove_old_exports", ignore_result=True)
def remove_old_exports() -> None:
    """Exports and unnamed releases are not kept for ever."""
    retention.remove_old()


def _take_step(export_id: int, step: Callable[[], object]) -> None:
    exports.guarded(export_id, step)
    _call_next(export_id)


def _call_next(export_id: int) -> None:
    """When an export has ended, whoever waited for it begins without waiting for the beat."""
    if exports.is_over(export_id):
        requeue_waiting_exports()


def _send_batches(export_id: int) -> None:
    def send(number: int) -> None:
        task = render_batch.si(export_id, number)
        task.apply_async(link_error=fail_export.si(export_id), retry=False)

    with _a_queue(export_id):
        exports.send_batches(export_id, send)


@contextmanager
def _a_queue(export_id: int) -> Iterator[None]:
    """Without a queue a running export waits again, and loses nothing."""
    try:
        yield
    except QUEUE_ERRORS:
        logger.warning("Export %s waits again: the queue went away", export_id)
        exports.put_back(export_id)
