"""What nobody named goes after a while, with its file; what is still the newest stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from masterplan import retention
from masterplan.models import Export, ExportState, Release
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def made(
    cast: Cast,
    days: int,
    name: str = "",
    *,
    file: str = "",
    state: str = "done",
    draft: bool = False,
) -> Export:
    """An export that ended so many days ago, of a release of its own."""
    then = timezone.now() - timedelta(days=days)
    digest = f"{Release.objects.count():064}"
    release = Release.objects.create(
        plan=cast.plan, name=name, content="{}", digest=digest, is_draft=draft, frozen_at=then
    )
    export = Export.objects.create(
        plan=cast.plan, release=release, state=state, finished_at=then, is_draft=draft
    )
    if file and not default_storage.exists(file):
        default_storage.save(file, ContentFile(b"%PDF-1.7"))
    Export.objects.filter(pk=export.pk).update(file=file)
    return export


def left() -> list[int]:
    return sorted(Export.objects.values_list("pk", flat=True))


def test_old_exports_go_with_their_files_and_their_releases(
    cast: Cast, settings: LazySettings
) -> None:
    settings.EXPORT_DAYS = 180
    made(cast, 181, file="exports/lama.pdf")
    made(cast, 200, state=ExportState.FAILED)
    newest = made(cast, 3, file="exports/baru.pdf")
    assert retention.remove_old() == 2
    assert left() == [newest.pk]
    assert list(Release.objects.all()) == [newest.release]
    assert default_storage.listdir("exports")[1] == ["baru.pdf"]


def test_the_newest_document_of_each_kind_stays_however_old(cast: Cast) -> None:
    official, draft = made(cast, 4000), made(cast, 3000, draft=True)
    made(cast, 5000)
    assert retention.remove_old() == 1
    assert left() == sorted([official.pk, draft.pk])


def test_what_was_named_or_is_not_finished_stays(cast: Cast) -> None:
    named = made(cast, 4000, name="Rilis 1")
    running = made(cast, 4000, state=ExportState.RUNNING)
    newest = made(cast, 1)
    assert retention.remove_old() == 0
    assert left() == sorted([named.pk, running.pk, newest.pk])


def test_a_file_that_a_newer_export_shares_stays(cast: Cast) -> None:
    made(cast, 4000, file="exports/sama.pdf")
    made(cast, 1, file="exports/sama.pdf")
    assert retention.remove_old() == 1
    assert default_storage.exists("exports/sama.pdf")


def test_a_release_that_nobody_named_or_rendered_goes(cast: Cast) -> None:
    export = made(cast, 4000)
    Export.objects.filter(pk=export.pk).delete()
    retention.remove_old()
    assert not Release.objects.exists()
