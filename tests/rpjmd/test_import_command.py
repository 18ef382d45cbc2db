"""`manage.py import_workbook`: the operators' way to the same acts."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from rpjmd.importing import rpjmd_workbook
from rpjmd.models import Element, Level, Version
from rpjmd.queries import read_rpjmd
from tests.cast import Cast
from tests.rpjmd.contents import content, element
from tests.rpjmd.workbooks import RENSTRA_HEADS, renstra_row, workbook
from workspace.models import AuditEntry

PLAN = "pamekasan/2026-2030"
FIGURES = "Sheet!3numbers"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "rpjmd.xlsx"
    path.write_bytes(rpjmd_workbook(content()))
    return path


@pytest.fixture
def renstra(tmp_path: Path) -> Path:
    """A sheet with one row that is certain, one in doubt and one that nobody can read."""
    path = tmp_path / "renstra.xlsx"
    rows = [
        renstra_row("2.16.03", "Program Aplikasi", targets=["85%"]),
        renstra_row("2.16.03.2.02", "Kegiatan Layanan", targets=["1.250"]),
        renstra_row("dua", "Tanpa kode"),
    ]
    path.write_bytes(workbook({"Sheet": [RENSTRA_HEADS, *rows]}))
    return path


def run(file: Path, *arguments: str, plan: str = PLAN) -> list[str]:
    out = StringIO()
    call_command("import_workbook", str(file), "--plan", plan, *arguments, stdout=out)
    return out.getvalue().splitlines()


def test_it_counts_and_loads(cast: Cast, file: Path) -> None:
    assert run(file) == [
        "Lembar VERSI: buku kerja RPJMD aplikasi ini",
        "Lembar STRUKTUR: buku kerja RPJMD aplikasi ini",
        "Lembar INDIKATOR: buku kerja RPJMD aplikasi ini",
        "Baris: 3 diambil, 0 meragukan, 0 ditolak, 0 dilewati",
        "Misi: 0 baru, 1 berubah, 0 tetap, 0 dihapus",
        "Sasaran: 0 baru, 1 berubah, 0 tetap, 0 dihapus",
        "Indikator: 0 baru, 1 berubah, 0 tetap, 0 dihapus",
        "Dimuat.",
    ]
    entry = AuditEntry.objects.get()
    assert (read_rpjmd(cast.rpjmd), entry.verb, entry.actor) == (
        content(),
        "rpjmd.import_rpjmd",
        None,
    )


def test_a_dry_run_writes_nothing(cast: Cast, file: Path) -> None:
    before = read_rpjmd(cast.rpjmd)
    assert "Dimuat." not in run(file, "--dry-run")
    assert read_rpjmd(cast.rpjmd) == before


def test_it_prepares_another_version_when_asked(cast: Cast, file: Path) -> None:
    before = read_rpjmd(cast.rpjmd)
    run(file, "--as-version", "Perubahan I")
    version = Version.objects.get(plan=cast.plan, is_current=False)
    assert read_rpjmd(version) == {**content(), "label": "Perubahan I"}
    assert read_rpjmd(cast.rpjmd) == before
    with pytest.raises(CommandError, match="Sudah ada RPJMD dengan versi Murni"):
        run(file, "--as-version", "Murni")


def test_problems_of_the_own_layout_end_the_command(cast: Cast, file: Path) -> None:
    rows = [element("M1", Level.MISSION, "M5")]
    file.write_bytes(rpjmd_workbook(content(elements=rows, indicators=[])))
    place = "STRUKTUR, baris 2, kolom D (INDUK)"
    assert f"Ditolak {place}: Tidak ada unsur dengan kode M5 untuk dijadikan induk." in run(
        file, "--dry-run"
    )
    with pytest.raises(CommandError, match="menggantikan seluruh RPJMD"):
        run(file)


def test_what_is_in_doubt_waits_for_an_answer(cast: Cast, renstra: Path) -> None:
    told = run(renstra, "--dry-run")
    assert told[:2] == [
        "Lembar Sheet: Program Renstra",
        "Baris: 1 diambil, 1 meragukan, 1 ditolak, 0 dilewati",
    ]
    assert f"Meragukan [{FIGURES}] Sheet, baris 3: “1.250” dapat berarti ribuan" in told[2]
    with pytest.raises(CommandError, match="1 hal belum diputuskan"):
        run(renstra)
    assert not Element.objects.filter(code__startswith="2.16").exists()
    run(renstra, "--accept", f"{FIGURES}=thousands")
    rows = {row["element"]: row["targets"] for row in read_rpjmd(cast.rpjmd)["indicators"]}
    assert rows["2.16.03.2.02"] == {"2025": "1250"}


def test_rows_in_doubt_can_be_left_out(cast: Cast, renstra: Path) -> None:
    run(renstra, "--skip-doubtful")
    codes = Element.objects.filter(code__startswith="2.16").values_list("code", flat=True)
    assert list(codes) == ["2.16.03"]


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("Lain=thousands", "tidak ada keraguan dengan nama itu"),
        (f"{FIGURES}=ratusan", "pilihannya thousands, decimals"),
    ],
)
def test_an_answer_to_nothing_is_told(
    cast: Cast, renstra: Path, answer: str, sentence: str
) -> None:
    with pytest.raises(CommandError, match=sentence):
        run(renstra, "--accept", answer)


def test_the_findings_are_written_as_json(cast: Cast, renstra: Path, tmp_path: Path) -> None:
    found = tmp_path / "found.json"
    run(renstra, "--dry-run", "--json", str(found))
    findings: Any = json.loads(found.read_text())
    assert (findings["sheets"], findings["counts"], findings["loaded"]) == (
        [{"sheet": "Sheet", "layout": "renstra", "ignored": []}],
        {"taken": 1, "doubtful": 1, "refused": 1, "skipped": 0},
        False,
    )
    assert findings["refused"] == [
        {
            "sheet": "Sheet",
            "row": 4,
            "column": "B (KODE)",
            "message": "“dua” bukan kode urusan, bidang, program, kegiatan, atau subkegiatan.",
        }
    ]
    assert [doubt["id"] for doubt in findings["doubts"]] == [FIGURES]


def test_what_is_not_there_is_said(cast: Cast, file: Path) -> None:
    with pytest.raises(CommandError, match="Rencana pamekasan/lain tidak ada"):
        run(file, plan="pamekasan/lain")
    with pytest.raises(CommandError, match="No such file"):
        run(file.with_name("tidak-ada.xlsx"))
    file.write_bytes(b"bukan buku kerja")
    with pytest.raises(CommandError, match="Berkas ini bukan buku kerja"):
        run(file)
    file.write_bytes(workbook({"Lain": [["NOMOR", "NAMA"], ["1", "x"]]}))
    with pytest.raises(CommandError, match="Tidak satu lembar pun berjudul kolom yang dikenal"):
        run(file)
