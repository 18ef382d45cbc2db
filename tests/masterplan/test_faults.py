"""Faults in the middle of an export end in the right file, byte for byte, or in a clear failure."""

from __future__ import annotations

import random
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from masterplan import exports
from masterplan.actions import request_export, retry_export
from masterplan.document import compose
from masterplan.document.press import bind, press
from masterplan.models import ExportState
from opd.actions import approve_program, change_program, submit_program, unlock_program
from opd.content import read_content, with_content
from opd.models import Program
from tests.cast import Cast
from tests.masterplan.installation import Installation, eventually, kill
from tests.masterplan.plans import approved_program
from tests.masterplan.test_exports import run

STATES = "SELECT state FROM masterplan_export ORDER BY id"
DONE = "SELECT count(*) FROM masterplan_exportbatch WHERE done_at IS NOT NULL"
BEGUN = "SELECT count(*) FROM masterplan_exportbatch WHERE attempts > 0 AND done_at IS NULL"


def only_file(installation: Installation) -> bytes:
    eventually(lambda: set(installation.rows(STATES)) == {("done",)})
    (file,) = installation.files()
    return file.read_bytes()


def test_four_workers_make_the_same_file_as_one_process(
    installation: Installation, fresh_document: bytes
) -> None:
    installation.start_queue()
    for _worker in range(4):
        installation.start_worker()
    installation.ask()
    assert only_file(installation) == fresh_document


def test_workers_killed_in_the_middle_of_a_part_leave_the_right_file(
    installation: Installation, fresh_document: bytes
) -> None:
    installation.start_queue()
    installation.ask()
    for _time in range(2):
        worker = installation.start_worker()
        eventually(lambda: installation.rows(BEGUN)[0][0] >= 1)
        kill(worker)
        assert installation.rows(STATES) == [("running",)]
    installation.start_worker()
    assert only_file(installation) == fresh_document


def test_a_store_emptied_in_the_middle_leaves_the_right_file(
    installation: Installation, fresh_document: bytes
) -> None:
    installation.start_queue()
    installation.start_worker()
    installation.ask()
    eventually(lambda: installation.rows(DONE)[0][0] >= 2)
    for part in installation.parts():
        part.unlink(missing_ok=True)
    assert only_file(installation) == fresh_document


def test_damaged_parts_are_made_again(installation: Installation, fresh_document: bytes) -> None:
    installation.start_queue()
    installation.start_worker()
    installation.ask()
    only_file(installation)
    for number, part in enumerate(installation.parts()):
        damage(part, number % 4)
    for file in installation.files():
        file.unlink()
    installation.ask()
    assert only_file(installation) == fresh_document


def damage(part: Path, kind: int) -> None:
    """Half a file, an empty one, one with a byte changed, and one that is sound."""
    content = part.read_bytes()
    if kind == 0:
        part.write_bytes(content[: len(content) // 2])
    elif kind == 1:
        part.write_bytes(b"")
    elif kind == 2:
        place = random.Random(content).randrange(len(content))  # noqa: S311
        part.write_bytes(content[:place] + bytes([content[place] ^ 255]) + content[place + 1 :])


@contextmanager
def files_no_longer_than(length: int) -> Iterator[None]:
    """The system refuses to write more into one file, as a full disk does."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (length, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@pytest.mark.django_db
@pytest.mark.usefixtures("no_queue", "empty_store")
@pytest.mark.parametrize("full_from", ["the beginning", "the assembly"])
def test_a_disk_without_room_fails_the_export_and_the_next_one_is_whole(
    cast: Cast, full_from: str
) -> None:
    press()  # the typeface is made once for a data folder: another file to write
    approved_program(cast, "Telemedisin Puskesmas")
    export = request_export(plan=cast.plan, actor=cast.admin, is_draft=False)
    at_first = 2000 if full_from == "the beginning" else resource.RLIM_INFINITY
    with files_no_longer_than(at_first):
        for number in exports.start(export.pk) or []:
            exports.guarded(export.pk, partial(exports.render_batch, export.pk, number))
    with files_no_longer_than(2000):
        exports.guarded(export.pk, lambda: exports.assemble(export.pk))
    export.refresh_from_db()
    assert export.state == ExportState.FAILED
    assert export.failure.startswith("Berkas dokumen tidak dapat disimpan.")
    done = run(retry_export(export=export, actor=cast.admin))
    assert done.release is not None
    with default_storage.open(done.file.name, "rb") as file:
        assert file.read() == bind(compose(done.release.content), press()).pdf


HOSTILE = {
    "a word without end": "x" * 20_000,
    "a huge table": "|a|b|c|d|e|f|g|h|\n|-|-|-|-|-|-|-|-|\n" + "|1|2|3|4|5|6|7|8|\n" * 1000,
}


def rewrite(cast: Cast, program: Program, text: str) -> None:
    """As its agency would: changed and submitted again."""
    content = read_content(with_content(Program.objects.filter(pk=program.pk)).get())["objective"]
    fields = dict.fromkeys(content, text)
    change_program(program=program, actor=cast.owner, section="objective", content=fields)
    submit_program(program=program, actor=cast.owner)


@pytest.mark.django_db
@pytest.mark.usefixtures("no_queue", "empty_store")
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_part_fails_alone_and_by_name_within_its_limit(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    program = approved_program(cast, "Biasa")
    unlock_program(program=program, actor=cast.admin, reason="Perbaikan.")
    rewrite(cast, program, text)
    approve_program(program=program, actor=cast.admin)
    export = request_export(plan=cast.plan, actor=cast.admin, is_draft=False)
    slug = f"program-{program.code}".lower()
    exports.start(export.pk)
    (number,) = [row.number for row in export.batches.all() if slug in row.slugs]
    monkeypatch.setattr(press(), "limit", 1.5)
    begin = time.monotonic()
    exports.guarded(export.pk, lambda: exports.render_batch(export.pk, number))
    assert time.monotonic() - begin < 10
    export.refresh_from_db()
    assert (export.state, f"“Program {program.code} Biasa” terlalu lama" in export.failure) == (
        ExportState.FAILED,
        True,
    )
    unlock_program(program=program, actor=cast.admin, reason="Terlalu panjang.")
    rewrite(cast, program, "Pendek.")
    approve_program(program=program, actor=cast.admin)
    assert run(retry_export(export=export, actor=cast.admin)).state == ExportState.DONE
