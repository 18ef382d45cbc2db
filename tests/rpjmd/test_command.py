"""`manage.py import_rpjmd`: the operators' way to the same act."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from rpjmd.importing import rpjmd_workbook
from rpjmd.models import Level
from rpjmd.queries import read_rpjmd
from tests.cast import Cast
from tests.rpjmd.contents import content, element
from workspace.models import AuditEntry

PLAN = "pamekasan/2026-2030"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "rpjmd.xlsx"
    path.write_bytes(rpjmd_workbook(content()))
    return path


def run(file: Path, *arguments: str, plan: str = PLAN) -> list[str]:
    out = StringIO()
    call_command("import_rpjmd", str(file), "--plan", plan, *arguments, stdout=out)
    return out.getvalue().splitlines()


def test_it_counts_and_loads(cast: Cast, file: Path) -> None:
    assert run(file) == [
        "Misi: 0 baru, 1 berubah, 0 tetap, 0 dihapus",
        "Sasaran: 0 baru, 1 berubah, 0 tetap, 0 dihapus",
        "Indikator: 0 baru, 1 berubah, 0 tetap, 0 dihapus",
        "RPJMD contoh (Murni): dimuat.",
    ]
    entry = AuditEntry.objects.get()
    assert (read_rpjmd(cast.rpjmd), entry.verb, entry.actor) == (
        content(),
        "rpjmd.import_rpjmd",
        None,
    )


def test_a_dry_run_writes_nothing(cast: Cast, file: Path) -> None:
    before = read_rpjmd(cast.rpjmd)
    assert len(run(file, "--dry-run")) == 3
    assert read_rpjmd(cast.rpjmd) == before


def test_problems_end_the_command_with_their_places(cast: Cast, file: Path) -> None:
    rows = [element("M1", Level.MISSION, "M5")]
    file.write_bytes(rpjmd_workbook(content(elements=rows, indicators=[])))
    with pytest.raises(CommandError) as failed:
        run(file)
    assert str(failed.value) == (
        "STRUKTUR, baris 2, kolom D (INDUK): Tidak ada unsur dengan kode M5 untuk dijadikan induk."
    )


def test_what_is_not_there_is_said(cast: Cast, file: Path) -> None:
    with pytest.raises(CommandError, match="Rencana pamekasan/lain tidak ada"):
        run(file, plan="pamekasan/lain")
    with pytest.raises(CommandError, match="No such file"):
        run(file.with_name("tidak-ada.xlsx"))
    file.write_bytes(b"bukan buku kerja")
    with pytest.raises(CommandError, match="Berkas ini bukan buku kerja"):
        run(file)
