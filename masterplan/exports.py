"""The steps of an export. Each looks at its row first, so that running one twice changes nothing.

WAITING --start--> RUNNING --assemble--> DONE
                      |---fail---------> FAILED
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from functools import lru_cache
from hashlib import sha256
from itertools import groupby
from typing import Final

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Max, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from masterplan.document import Document, compose
from masterplan.document.press import Bound, bind, press
from masterplan.failures import given_up, no_room, sentence_about, unexpected
from masterplan.freeze import freeze
from masterplan.models import Export, ExportBatch, ExportState, Release
from masterplan.rendering import Part, RenderingError, quiet_collector
from masterplan.turns import unfinished, waiting_lines
from workspace.models import Plan
from workspace.notifications import notify

logger = logging.getLogger(__name__)

# Parts of one chapter that one task renders: half a second of work, so that progress moves,
# workers share evenly and a killed one loses little.
BATCH_PARTS: Final = 12

# Work that kills its worker (it wants more memory than there is) comes back each time. After so
# many beginnings without an end the export says so instead.
ATTEMPTS: Final = 4


def guarded(export_id: int, step: Callable[[], object]) -> None:
    """Run a step of an export; whatever goes wrong in it ends the export with a plain sentence."""
    try:
        with quiet_collector():
            step()
    except RenderingError as error:
        logger.exception("Export %s failed", export_id)
        fail(export_id, sentence_about(error))
    except OSError:
        logger.exception("Export %s could not be stored", export_id)
        fail(export_id, no_room())
    except Exception:
        logger.exception("Export %s failed", export_id)
        fail(export_id, unexpected(export_id))


def make_document(plan: Plan, *, is_draft: bool, progress: Callable[[int, str], None]) -> Bound:
    """The document made in this process. `progress` hears the per cent done and the chapter.

    Raises RenderingError.
    """
    document = compose(freeze(plan, include_unapproved=is_draft).content)
    for number, part in enumerate(document.parts):
        progress(100 * number // len(document.parts), part.chapter)
        press().fetch_or_render(part)
    return bind(document, press())


def start(export_id: int) -> list[int] | None:
    """Freeze the content and say which batches are to be rendered, some of them by whoever starts
    (`own_batches`); None when it is not wanted or not its turn yet.

    A second start goes on with the content that the first one froze.
    """
    export = _take(export_id)
    if export is None:
        return None
    document = _document(_frozen(export))
    missing = {part.slug for part in press().missing(document.parts)}
    return _plan_batches(export, document, missing)


def _frozen(export: Export) -> Release:
    """The content to render. Two starts at once go on with what one of them wrote down."""
    if export.release is None:
        release = freeze(export.plan, include_unapproved=export.is_draft)
        Export.objects.filter(pk=export.pk, release=None).update(release=release)
        export.refresh_from_db(fields=["release"])
        return export.release or release
    return export.release


def _document(release: Release) -> Document:
    """The document of a release. Its content, megabytes of a large plan, is read once in each
    process and not for each batch."""
    return _document_of(release.digest)


@lru_cache(maxsize=2)
def _document_of(digest: str) -> Document:
    contents = Release.objects.filter(digest=digest).values_list("content", flat=True)
    return compose(contents[0])


def _take(export_id: int) -> Export | None:
    """The row, running from now on; None when it is finished, or waits for others.

    All unfinished rows are locked, in the same order by everyone: turns are given one by one.
    """
    with transaction.atomic():
        others = list(unfinished().select_for_update())
        export = next((row for row in others if row.pk == export_id), None)
        if export is None:
            return None
        if export.pk in waiting_lines(others):
            Export.objects.filter(pk=export.pk).update(handed_over_at=None)
            return None
        export.state, export.started_at = ExportState.RUNNING, timezone.now()
        export.save(update_fields=["state", "started_at"])
        return export


def _unfinished(export_id: int) -> Export | None:
    """The row, locked until the end of the transaction; None when it is finished or gone."""
    return unfinished().select_for_update().filter(pk=export_id).first()


def _plan_batches(export: Export, document: Document, missing: set[str]) -> list[int] | None:
    """The rows of the batches, written under the export's lock: a message that came twice may
    start an export twice at the same moment. None when it was finished in the meantime."""
    rows = [
        ExportBatch(
            export=export,
            number=number,
            chapter=document.chapter_slug(parts[0]),
            chapter_title=parts[0].chapter,
            parts=len(parts),
            slugs=[part.slug for part in parts],
            done_at=None if parts[0].slug in missing else timezone.now(),
        )
        for number, parts in enumerate(_batched(document.parts, missing))
    ]
    left = [row for row in rows if row.done_at is None]
    is_little = sum(row.parts for row in left) <= BATCH_PARTS  # as after nearly every edit
    for row in left if is_little else left[:1]:
        row.sent_at = timezone.now()
    with transaction.atomic():
        if _unfinished(export.pk) is None:
            return None
        export.batches.all().delete()
        ExportBatch.objects.bulk_create(rows)
    return [row.number for row in left]


def own_batches(export_id: int) -> list[int]:
    """Those that the one who has just started the export renders without a message: the first, or
    all where they are no more work than one."""
    begun = ExportBatch.objects.filter(export=export_id, done_at=None, sent_at__isnull=False)
    return list(begun.order_by("number").values_list("number", flat=True))


def _batched(parts: Iterable[Part], missing: set[str]) -> Iterator[list[Part]]:
    """Each chapter's stored parts together, and its missing ones a few at a time."""
    for _chapter, group in groupby(parts, key=lambda part: part.chapter):
        of_chapter = list(group)
        if stored := [part for part in of_chapter if part.slug not in missing]:
            yield stored
        lacking = [part for part in of_chapter if part.slug in missing]
        for first in range(0, len(lacking), BATCH_PARTS):
            yield lacking[first : first + BATCH_PARTS]


def send_batches(export_id: int, send: Callable[[int], object]) -> None:
    """Send the next batches of an export, so that a few of them are on their way and the queue
    stays short for others.

    They are sent before that is written down: a process that is killed in between sends a batch
    twice, which does no harm, and never leaves one unsent.
    """
    with transaction.atomic():
        export = _unfinished(export_id)
        if export is None or export.state != ExportState.RUNNING:
            return
        left = export.batches.filter(done_at=None)
        room = settings.EXPORT_BATCHES_AT_ONCE - left.exclude(sent_at=None).count()
        numbers = left.filter(sent_at=None).values_list("number", flat=True)[: max(0, room)]
        for number in list(numbers):
            send(number)
            export.batches.filter(number=number).update(sent_at=timezone.now())


def render_batch(export_id: int, number: int) -> bool:
    """Put the parts of this batch into the store, and write down what took longest.

    Returns whether all batches of the export are done now. Two that end at the same moment may
    both say so; that the assembly then runs twice does no harm.
    """
    export = _running(export_id)
    if export is None or export.release is None:
        return False
    batch = _begin_batch(export, number)
    if batch is None:
        return False
    document = _document(export.release)
    seconds, slowest = 0.0, ""
    for part in document.select(batch.slugs):
        rendered = press().fetch_or_render(part)
        if rendered.seconds >= seconds:
            seconds, slowest = rendered.seconds, part.title
    ExportBatch.objects.filter(export=export, number=number).update(
        done_at=timezone.now(), seconds=seconds, slowest=slowest
    )
    return not export.batches.filter(done_at=None).exists()


def _begin_batch(export: Export, number: int) -> ExportBatch | None:
    """Count the beginning; None when the batch is gone or has begun too often."""
    batches = ExportBatch.objects.filter(export=export, number=number)
    batches.update(attempts=F("attempts") + 1)
    batch = batches.first()
    if batch is not None and batch.attempts > ATTEMPTS:
        fail(export.pk, given_up(batch.chapter_title))
        return None
    return batch


def assemble(export_id: int) -> None:
    """Join the parts, store the file under the hash of its bytes, finish the row.

    A part that the store has lost in the meantime is rendered here.
    """
    export = _running(export_id)
    if export is None or export.release is None:
        return
    Export.objects.filter(pk=export_id).update(assemblies=F("assemblies") + 1)
    if export.assemblies >= ATTEMPTS:
        fail(export_id, given_up(_("penggabungan dokumen")))
        return
    bound = bind(_document(export.release), press())
    digest = sha256(bound.pdf).hexdigest()
    name = store_file(f"exports/{export.plan.region.slug}/{digest}.pdf", bound.pdf)
    with transaction.atomic():
        row = _unfinished(export_id)
        if row is None:
            return
        row.file.name, row.digest = name, digest
        row.pages, row.size = bound.pages, len(bound.pdf)
        row.state, row.finished_at = ExportState.DONE, timezone.now()
        row.save()
        _tell(row, _("Dokumen %(plan)s selesai dibuat.") % {"plan": row.plan})


def is_over(export_id: int) -> bool:
    """Whether the export has ended, one way or the other."""
    return not unfinished().filter(pk=export_id).exists()


def _running(export_id: int) -> Export | None:
    running = Export.objects.select_related("release", "plan__region").defer("release__content")
    return running.filter(pk=export_id, state=ExportState.RUNNING).first()


def store_file(name: str, content: bytes) -> str:
    """Store bytes under a name made from their hash; a half-written file of that name is replaced.

    Returns the name under which the storage keeps them.
    """
    if default_storage.exists(name):
        with default_storage.open(name, "rb") as stored:
            if stored.read() == content:
                return name
        default_storage.delete(name)
    return str(default_storage.save(name, ContentFile(content)))


def fail(export_id: int, sentence: str) -> None:
    with transaction.atomic():
        export = _unfinished(export_id)
        if export is None:
            return
        export.state, export.failure = ExportState.FAILED, sentence
        export.finished_at = timezone.now()
        export.save(update_fields=["state", "failure", "finished_at"])
        _tell(export, _("Dokumen %(plan)s gagal dibuat.") % {"plan": export.plan})


def put_back(export_id: int) -> None:
    """Let an export wait again: there is no queue to send its parts to."""
    Export.objects.filter(pk=export_id, state=ExportState.RUNNING).update(
        state=ExportState.WAITING, handed_over_at=None
    )


def forsaken() -> QuerySet[Export]:
    """Exports that no worker has or will get: never handed over, or silent for so long that every
    message about them has been redelivered and lost."""
    deadline = timezone.now() - timedelta(seconds=2 * settings.VISIBILITY_TIMEOUT)
    return with_last_sign(unfinished()).filter(
        Q(state=ExportState.WAITING, handed_over_at=None) | Q(last_sign__lt=deadline)
    )


def with_last_sign(exports: QuerySet[Export]) -> QuerySet[Export]:
    """The exports with the moment at which something last happened to them, as `last_sign`."""
    return exports.annotate(
        last_sign=Greatest(
            F("requested_at"),
            Coalesce(F("handed_over_at"), F("requested_at")),
            Coalesce(F("started_at"), F("requested_at")),
            Coalesce(Max("batches__done_at"), F("requested_at")),
        )
    )


def _tell(export: Export, sentence: str) -> None:
    if export.requested_by is not None:
        url = export.plan.url("masterplan:document")
        notify([export.requested_by], plan=export.plan, text=sentence, url=url)
