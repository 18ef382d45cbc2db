"""An export from the request to the file: every step may run twice, fail, or come too late."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

import pytest
from django.conf import LazySettings
from django.core.cache import caches
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from masterplan import exports, failures
from masterplan.actions import change_narrative, request_export, retry_export
from masterplan.document.press import press
from masterplan.models import UNFINISHED, Export, ExportBatch, ExportState, Release
from masterplan.queries import export_progress, narrative_sections
from masterplan.tasks import hand_over, requeue_waiting_exports, start_export
from tests.cast import Cast, build_cast
from tests.masterplan.plans import approved_program
from tests.workspace.side_by_side import at_once
from workspace.acts import Conflict, Refused
from workspace.fingerprints import fingerprint
from workspace.models import AuditEntry, Notification

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_queue(no_queue: None) -> None:
    """These tests take the steps themselves."""


@pytest.fixture
def export(cast: Cast) -> Export:
    approved_program(cast, "Telemedisin Puskesmas")
    return request_export(plan=cast.plan, actor=cast.admin, is_draft=False)


def slugs_of(export: Export, number: int) -> list[str]:
    slugs: list[str] = export.batches.get(number=number).slugs
    return slugs


def batch_with(export: Export, slug: str) -> int:
    return next(batch.number for batch in export.batches.all() if slug in batch.slugs)


def run(export: Export) -> Export:
    """All steps in one process, as the workers take them."""
    for number in exports.start(export.pk) or []:
        exports.render_batch(export.pk, number)
    exports.assemble(export.pk)
    export.refresh_from_db()
    return export


def test_an_export_becomes_a_file_with_its_hash_and_pages(export: Export) -> None:
    run(export)
    assert export.state == ExportState.DONE
    with export.file.open("rb") as file:
        content = file.read()
    assert (export.digest, export.size) == (sha256(content).hexdigest(), len(content))
    assert export.file.name == f"exports/pamekasan/{export.digest}.pdf"
    assert export.pages > 20
    assert export.release is not None


def test_who_asked_is_told(export: Export, cast: Cast) -> None:
    run(export)
    (told,) = Notification.objects.filter(user=cast.admin.user, text__startswith="Dokumen")
    assert told.text == "Dokumen Masterplan Smart City Kabupaten Pamekasan selesai dibuat."


def test_every_step_may_run_twice(export: Export) -> None:
    batches = exports.start(export.pk) or []
    assert exports.start(export.pk) == batches
    for number in batches * 2:
        exports.render_batch(export.pk, number)
    exports.assemble(export.pk)
    finished = Export.objects.values().get(pk=export.pk)
    exports.assemble(export.pk)
    exports.fail(export.pk, "Terlambat.")
    assert exports.start(export.pk) is None
    assert Export.objects.values().get(pk=export.pk) == finished
    assert default_storage.listdir("exports/pamekasan")[1] == [f"{finished['digest']}.pdf"]


def test_the_second_export_of_the_same_content_renders_nothing(export: Export, cast: Cast) -> None:
    first = run(export)
    again = request_export(plan=cast.plan, actor=cast.admin, is_draft=False)
    assert exports.start(again.pk) == []
    exports.assemble(again.pk)
    again.refresh_from_db()
    assert (again.digest, again.release_id) == (first.digest, first.release_id)
    assert Release.objects.count() == 1


def test_only_what_changed_is_rendered_again(export: Export, cast: Cast) -> None:
    run(export)
    change_narrative(plan=cast.plan, actor=cast.admin, key="penutup", body="Tamat.")
    again = request_export(plan=cast.plan, actor=cast.admin, is_draft=False)
    assert [slugs_of(again, one) for one in exports.start(again.pk) or []] == [["penutup-penutup"]]


def test_who_starts_renders_what_an_edit_left_in_several_chapters(
    export: Export, cast: Cast
) -> None:
    run(export)
    for key in ("penutup", "pendahuluan"):
        change_narrative(plan=cast.plan, actor=cast.admin, key=key, body="Lain.")
    again = request_export(plan=cast.plan, actor=cast.admin, is_draft=False)
    missing = exports.start(again.pk) or []
    assert len(missing) > 1
    assert exports.own_batches(again.pk) == missing


@pytest.mark.usefixtures("empty_store")
def test_who_starts_renders_only_the_first_of_much_work(export: Export) -> None:
    missing = exports.start(export.pk) or []
    assert exports.own_batches(export.pk) == missing[:1]


@pytest.mark.usefixtures("empty_store")
def test_a_part_that_the_store_lost_is_rendered_at_the_assembly(export: Export) -> None:
    for number in exports.start(export.pk) or []:
        exports.render_batch(export.pk, number)
    caches["parts"].clear()
    exports.assemble(export.pk)
    export.refresh_from_db()
    assert export.state == ExportState.DONE


def test_a_half_written_file_is_replaced(export: Export, cast: Cast) -> None:
    first = run(export)
    name = f"exports/pamekasan/{first.digest}.pdf"
    default_storage.delete(name)
    default_storage.save(name, ContentFile(b"%PDF-1.7 half"))
    run(request_export(plan=cast.plan, actor=cast.admin, is_draft=False))
    with default_storage.open(name, "rb") as file:
        assert sha256(file.read()).hexdigest() == first.digest


@pytest.mark.usefixtures("empty_store")
def test_progress_counts_parts_by_chapter(export: Export) -> None:
    batches = exports.start(export.pk) or []
    before = export_progress(export)
    assert (before["percent"], before["slowest"]) == (0, "")
    assert (before["done"], before["parts"]) == (0, sum(len(slugs_of(export, n)) for n in batches))
    exports.render_batch(export.pk, batch_with(export, "program-liv-01"))
    after = export_progress(export)
    (living,) = [row for row in after["chapters"] if "Smart Living" in row["title"]]
    assert living == {"title": "BAB VI · Smart Living", "done": 3, "parts": 3}
    assert after["slowest"] != ""
    assert after["seconds"] > 0
    for batch in batches:
        exports.render_batch(export.pk, batch)
    assert export_progress(export)["percent"] == 99
    exports.assemble(export.pk)
    export.refresh_from_db()
    assert export_progress(export)["percent"] == 100


@pytest.mark.usefixtures("empty_store")
def test_a_part_that_takes_too_long_fails_by_name(
    export: Export, monkeypatch: pytest.MonkeyPatch
) -> None:
    exports.start(export.pk)
    number = batch_with(export, "program-liv-01")
    export.batches.filter(number=number).update(slugs=["program-liv-01"])
    monkeypatch.setattr(press(), "limit", 0.001)
    exports.guarded(export.pk, lambda: exports.render_batch(export.pk, number))
    export.refresh_from_db()
    assert (export.state, export.failure) == (
        ExportState.FAILED,
        "Bagian “Program LIV-01 Telemedisin Puskesmas” terlalu lama disusun. Periksa isiannya: "
        "teks yang sangat panjang tanpa spasi, atau tabel yang sangat besar.",
    )


def test_a_full_disk_fails_with_a_plain_sentence(export: Export) -> None:
    def full() -> None:
        raise OSError(28, "No space left on device")

    exports.guarded(export.pk, full)
    export.refresh_from_db()
    assert (export.state, "No space" in export.failure) == (ExportState.FAILED, False)
    assert export.failure.startswith("Berkas dokumen tidak dapat disimpan.")


def test_an_unexpected_fault_says_nothing_technical(export: Export) -> None:
    def fault() -> None:
        raise KeyError("kunci")

    exports.guarded(export.pk, fault)
    export.refresh_from_db()
    assert export.state == ExportState.FAILED
    assert export.failure == (
        "Terjadi kesalahan di server. Coba lagi; bila berulang, sebutkan nomor ekspor "
        f"{export.pk} kepada operator."
    )


@pytest.mark.usefixtures("empty_store")
def test_steps_of_a_failed_export_do_nothing(export: Export) -> None:
    batches = exports.start(export.pk) or []
    exports.fail(export.pk, "Gagal.")
    exports.render_batch(export.pk, batches[0])
    exports.assemble(export.pk)
    export.refresh_from_db()
    assert (export.state, export.failure) == (ExportState.FAILED, "Gagal.")
    assert not ExportBatch.objects.exclude(done_at=None).exists()


def test_a_message_that_comes_twice_at_once_starts_one_export(shared_database: None) -> None:
    cast = build_cast()
    approved_program(cast, "Telemedisin Puskesmas")
    export = request_export(plan=cast.plan, actor=cast.admin, is_draft=False)
    press()  # once, or each thread would read the typeface for itself
    outcome = at_once(*[lambda: exports.start(export.pk)] * 4)
    assert outcome == ["done"] * 4
    assert Release.objects.count() == 1
    numbers = list(export.batches.values_list("number", flat=True))
    assert numbers == list(range(len(numbers)))
    export.refresh_from_db()
    assert (export.state, export.failure) == (ExportState.RUNNING, "")


def test_a_failed_export_can_be_asked_for_again(export: Export, cast: Cast) -> None:
    exports.start(export.pk)
    exports.fail(export.pk, "Gagal.")
    change_narrative(plan=cast.plan, actor=cast.admin, key="penutup", body="Selesai.")
    export = retry_export(export=export, actor=cast.admin)
    assert (export.state, export.failure, export.release) == (ExportState.WAITING, "", None)
    assert run(export).state == ExportState.DONE
    with pytest.raises(Conflict):
        retry_export(export=export, actor=cast.admin)


def test_who_asks_for_a_running_document_joins_it(export: Export, cast: Cast) -> None:
    joined = request_export(plan=cast.plan, actor=cast.other_admin, is_draft=False)
    draft = request_export(plan=cast.plan, actor=cast.other_admin, is_draft=True)
    assert (joined.pk == export.pk, draft.pk == export.pk) == (True, False)
    asked = AuditEntry.objects.filter(verb="masterplan.request_export")
    assert [entry.actor_id for entry in asked.order_by("pk")] == [
        cast.admin.user_id,
        cast.other_admin.user_id,
        cast.other_admin.user_id,
    ]


@pytest.mark.parametrize(
    "who", ["owner", "supporter", "steward", "reviewer", "foreign_admin", "foreigner"]
)
def test_only_the_plans_administrators_ask_for_the_document(cast: Cast, who: str) -> None:
    with pytest.raises(PermissionDenied):
        request_export(plan=cast.plan, actor=getattr(cast, who), is_draft=False)
    assert Export.objects.count() == 0


def test_while_redis_is_down_a_request_waits(export: Export) -> None:
    assert hand_over(export) is False
    export.refresh_from_db()
    assert (export.state, export.handed_over_at) == (ExportState.WAITING, None)
    requeue_waiting_exports()
    export.refresh_from_db()
    assert (export.state, export.handed_over_at) == (ExportState.WAITING, None)


@pytest.mark.usefixtures("empty_store")
def test_a_started_export_waits_again_when_the_queue_goes_away(export: Export) -> None:
    start_export(export.pk)
    export.refresh_from_db()
    assert (export.state, export.handed_over_at) == (ExportState.WAITING, None)
    assert run(export).state == ExportState.DONE


@pytest.mark.parametrize(
    ("state", "handed_over", "silent", "is_forsaken"),
    [
        (ExportState.WAITING, False, 0, True),
        (ExportState.WAITING, True, 1, False),
        (ExportState.WAITING, True, 3, True),
        (ExportState.RUNNING, True, 1, False),
        (ExportState.RUNNING, True, 3, True),
        (ExportState.DONE, True, 3, False),
        (ExportState.FAILED, True, 3, False),
    ],
)
def test_what_no_worker_has_is_handed_over_again(
    export: Export,
    settings: LazySettings,
    state: ExportState,
    handed_over: bool,
    silent: int,
    is_forsaken: bool,
) -> None:
    """`silent` counts visibility timeouts since the last sign of life."""
    then = timezone.now() - timedelta(seconds=silent * settings.VISIBILITY_TIMEOUT)
    Export.objects.filter(pk=export.pk).update(
        state=state,
        requested_at=then,
        handed_over_at=then if handed_over else None,
        started_at=then if state != ExportState.WAITING else None,
    )
    assert list(exports.forsaken()) == ([export] if is_forsaken else [])


def test_a_text_is_kept_with_who_wrote_it(cast: Cast) -> None:
    change_narrative(plan=cast.plan, actor=cast.admin, key="penutup", body="Pertama.")
    (section,) = [row for row in narrative_sections(cast.plan) if row.key == "penutup"]
    assert (section.title, section.chapter, section.body) == ("Penutup", "Penutup", "Pertama.")
    entry = AuditEntry.objects.get(verb="masterplan.change_narrative")
    assert (entry.actor, entry.changes) == (cast.admin.user, {"body": ["", "Pertama."]})


def test_the_second_of_two_writers_reads_who_was_first(cast: Cast) -> None:
    base = fingerprint("")
    change_narrative(plan=cast.plan, actor=cast.admin, key="penutup", body="Satu.", base=base)
    with pytest.raises(Conflict, match="diubah oleh Admin pada"):
        change_narrative(
            plan=cast.plan, actor=cast.other_admin, key="penutup", body="Dua.", base=base
        )
    (section,) = [row for row in narrative_sections(cast.plan) if row.key == "penutup"]
    assert section.body == "Satu."


def test_a_text_that_the_outline_does_not_have_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused):
        change_narrative(plan=cast.plan, actor=cast.admin, key="bebas", body="Apa saja.")


def test_work_that_kills_its_workers_again_and_again_fails_the_export(export: Export) -> None:
    """Nothing of a killed task runs but its beginning, so the beginnings are counted."""
    caches["parts"].clear()
    number, *_others = exports.start(export.pk) or []
    export.batches.filter(number=number).update(attempts=exports.ATTEMPTS)
    assert exports.render_batch(export.pk, number) is False
    export.refresh_from_db()
    title = export.batches.get(number=number).chapter_title
    assert (export.state, export.failure) == (ExportState.FAILED, failures.given_up(title))


def test_an_assembly_that_kills_its_workers_fails_the_export(export: Export) -> None:
    for number in exports.start(export.pk) or []:
        exports.render_batch(export.pk, number)
    Export.objects.filter(pk=export.pk).update(assemblies=exports.ATTEMPTS)
    exports.assemble(export.pk)
    export.refresh_from_db()
    assert export.state == ExportState.FAILED


def test_a_failed_export_is_not_begun_again_beside_a_newer_one(cast: Cast, export: Export) -> None:
    exports.fail(export.pk, "Gagal.")
    newer = request_export(plan=cast.plan, actor=cast.admin, is_draft=False)
    export.refresh_from_db()
    with pytest.raises(Conflict):
        retry_export(export=export, actor=cast.admin)
    assert [row.pk for row in Export.objects.filter(state__in=UNFINISHED)] == [newer.pk]
