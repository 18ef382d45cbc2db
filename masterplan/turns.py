"""Whose export goes on, and whose waits for what: nobody's exports starve another's.

At most one export of a plan and kind runs at a time, so many of one person, and so many in the
whole installation (settings); the others keep their place in the order of asking. How many batches
of a running one may stand in the queue is bounded as well (`exports.send_batches`).
"""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

from masterplan.models import UNFINISHED, Export, ExportState


class Wait(models.TextChoices):
    """What an export waits for."""

    DOCUMENT = "document"  # the same plan's document of the same kind
    PERSON = "person"  # another export of whoever asked
    INSTALLATION = "installation"


def unfinished() -> models.QuerySet[Export]:
    """All that run or wait, in the order of asking."""
    return Export.objects.filter(state__in=UNFINISHED).order_by("requested_at", "pk")


def waiting_lines(exports: Sequence[Export]) -> dict[int, Wait]:
    """What each of the unfinished exports waits for, by primary key; who may go on is left out."""
    going = [export for export in exports if export.state == ExportState.RUNNING]
    waits: dict[int, Wait] = {}
    for export in exports:
        if export.state == ExportState.RUNNING:
            continue
        wait = _obstacle(export, going)
        if wait is None:
            going.append(export)
        else:
            waits[export.pk] = wait
    return waits


def _obstacle(export: Export, going: Sequence[Export]) -> Wait | None:
    document = (export.plan_id, export.is_draft)
    if document in {(other.plan_id, other.is_draft) for other in going}:
        return Wait.DOCUMENT
    who = export.requested_by_id
    own = sum(other.requested_by_id == who for other in going)
    if who is not None and own >= settings.EXPORTS_PER_PERSON:
        return Wait.PERSON
    return Wait.INSTALLATION if len(going) >= settings.EXPORTS_AT_ONCE else None


def wait_of(export: Export) -> Wait | None:
    """What the export waits for; None when it may go on."""
    if export.state != ExportState.WAITING:
        return None
    return waiting_lines(list(unfinished())).get(export.pk)


def sentence_about(wait: Wait) -> str:
    return {
        Wait.DOCUMENT: _(
            "Menunggu giliran: dokumen sebelumnya dari masterplan ini masih dikerjakan. Yang ini "
            "memuat isian terbaru dan dimulai begitu yang itu selesai."
        ),
        Wait.PERSON: _(
            "Menunggu giliran: %(number)s dokumen lain dari peminta yang sama masih dikerjakan. "
            "Yang ini dimulai begitu salah satunya selesai."
        )
        % {"number": settings.EXPORTS_PER_PERSON},
        Wait.INSTALLATION: _(
            "Menunggu giliran: server sudah mengerjakan %(number)s dokumen, sebanyak yang boleh "
            "sekaligus. Yang ini dimulai begitu salah satunya selesai."
        )
        % {"number": settings.EXPORTS_AT_ONCE},
    }[wait]
