"""Exports and unnamed releases are kept for a while, and then removed with their files."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import timezone

from masterplan.models import UNFINISHED, Export, ExportState, Release


def remove_old() -> int:
    """Remove what is older than `EXPORT_DAYS`; how many exports went.

    The newest finished document of each plan and kind stays however old it is, and so does every
    export of a named release.
    """
    removed = 0
    for export in old_exports():
        _remove(export)
        removed += 1
    deadline = timezone.now() - timedelta(days=settings.EXPORT_DAYS)
    Release.objects.filter(name="", frozen_at__lt=deadline, exports=None).delete()
    return removed


def old_exports() -> QuerySet[Export]:
    deadline = timezone.now() - timedelta(days=settings.EXPORT_DAYS)
    same = Export.objects.filter(
        plan=OuterRef("plan"), is_draft=OuterRef("is_draft"), state=ExportState.DONE
    )
    newest = same.order_by("-finished_at", "-pk").values("pk")[:1]
    return (
        Export.objects.exclude(state__in=UNFINISHED)
        .filter(finished_at__lt=deadline)
        .exclude(release__name__gt="")
        .annotate(newest=Subquery(newest))
        .exclude(pk=F("newest"))
    )


def _remove(export: Export) -> None:
    """The row first: a file without a row is only lost space, a row without a file a dead link."""
    name = export.file.name
    with transaction.atomic():
        export.delete()
    if name and not Export.objects.filter(file=name).exists():
        default_storage.delete(name)
