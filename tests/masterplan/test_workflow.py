"""The export through a real queue and real workers, killed and cut off in the middle."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from tests.masterplan.installation import PLAN, REQUEST, Installation, eventually, kill
from tests.rendering.reading import assert_sound

STATES = "SELECT state FROM masterplan_export"
BATCHES_DONE = "SELECT count(*) FROM masterplan_exportbatch WHERE done_at IS NOT NULL"


def test_a_worker_killed_in_the_middle_leaves_one_finished_document(
    installation: Installation, tmp_path: Path
) -> None:
    installation.start_queue()
    first = installation.start_worker()
    assert installation.manage("shell", "--command", REQUEST).returncode == 0
    eventually(lambda: installation.rows(BATCHES_DONE)[0][0] >= 2)
    kill(first)
    assert installation.rows(STATES) == [("running",)]
    installation.start_worker()
    eventually(lambda: installation.rows(STATES) == [("done",)])
    (file,) = installation.files()
    content = file.read_bytes()
    assert file.stem == sha256(content).hexdigest()
    assert_sound(content, tmp_path)


def test_a_request_made_while_the_queue_is_down_is_done_when_it_is_back(
    installation: Installation,
) -> None:
    assert installation.manage("shell", "--command", REQUEST).returncode == 0
    assert installation.rows("SELECT state, handed_over_at FROM masterplan_export") == [
        ("waiting", None)
    ]
    installation.start_queue()
    installation.start_worker()
    eventually(lambda: installation.rows(STATES) == [("done",)])
    assert len(installation.files()) == 1


def test_the_command_brings_the_workers_file(installation: Installation, tmp_path: Path) -> None:
    installation.start_queue()
    installation.start_worker()
    by_workers, here = tmp_path / "workers.pdf", tmp_path / "here.pdf"
    queued = installation.manage("export_plan", PLAN, "--queue", "--out", str(by_workers))
    assert (queued.returncode, queued.stderr) == (0, "")
    assert queued.stdout.splitlines()[-1] == str(by_workers)
    local = installation.manage("export_plan", PLAN, "--out", str(here))
    assert (local.returncode, local.stderr) == (0, "")
    assert by_workers.read_bytes() == here.read_bytes()


def test_the_command_says_what_is_wrong_and_fails(
    installation: Installation, tmp_path: Path
) -> None:
    unknown = installation.manage("export_plan", "sumenep/2026", "--out", str(tmp_path / "x.pdf"))
    nowhere = installation.manage("export_plan", PLAN, "--out", str(tmp_path / "no/x.pdf"))
    assert (unknown.returncode, nowhere.returncode) == (1, 1)
    assert "There is no plan sumenep/2026." in unknown.stderr
    assert "There is no folder" in nowhere.stderr
