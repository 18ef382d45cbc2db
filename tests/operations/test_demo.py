"""`bin/demo` as people meet it: served, killed, started again, ended.

The installation of packages is left out; the packages of this test run are used.
"""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from operations import ROOT, Refusal
from operations.data_folder import DataFolder
from operations.demo import parse, present
from operations.health import is_served
from tests.operations.processes import eventually, runs

PRESENT = "import sys; from operations.demo import *; sys.exit(present(parse(sys.argv[1:])))"


def _start(*arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", PRESENT, *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd="/",
        stdout=subprocess.PIPE,
        text=True,
    )


def _descendants(process: int) -> set[int]:
    """The processes that this one started, and those that they started."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int(
                (folder / "stat").read_text().rpartition(")")[2].split()[1]
            )
        except (FileNotFoundError, ProcessLookupError):
            continue
    found: set[int] = set()
    while (
        new := {child for child, parent in parents.items() if parent in found | {process}} - found
    ):
        found |= new
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _read_until(process: "subprocess.Popen[str]", ending: str) -> str:
    """What it prints up to the line that starts so."""
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if line.startswith(ending):
            return said
    raise AssertionError(f"it ended before it said {ending!r}:\n{said}")


def test_a_killed_demonstration_is_started_again_and_keeps_what_was_entered(
    tmp_path: Path,
) -> None:
    port, data = _free_port(), tmp_path / "data"
    served = _start("--port", str(port), "--data", str(data))
    said = _read_until(served, "Ctrl-C")
    pages = re.search(rf"{data}/(\S+\.pdf) \((\d+) pages\)", said)
    assert pages is not None
    assert is_served(port, "127.0.0.1")
    accounts = [line.split("\t") for line in (data / "accounts.txt").read_text().splitlines()]
    first = {role: address for role, address, _ in reversed(accounts)}
    assert {role: address in said for role, address in first.items()} == {
        "admin": True,
        "steward": True,
        "reviewer": True,
        "staff": True,
    }

    family = _descendants(served.pid)
    served.kill()
    served.wait()
    eventually(lambda: not any(runs(process) for process in family))
    with sqlite3.connect(data / "db.sqlite3") as database:
        database.execute("UPDATE opd_program SET objective = 'Diisi orang' WHERE id = 1")

    again = _start("--once", "--data", str(data))
    assert again.stdout is not None
    last_line = again.stdout.read().splitlines()[-1]
    assert (again.wait(), last_line) == (0, str(data / pages[1]))
    with pikepdf.open(last_line) as document:
        assert len(document.pages) == int(pages[2])
    with sqlite3.connect(data / "db.sqlite3") as database:
        [[kept]] = database.execute("SELECT objective FROM opd_program WHERE id = 1")
    assert kept == "Diisi orang"

    folder = DataFolder(data)
    with folder.claimed():
        folder.reset()
        assert sorted(path.name for path in data.iterdir()) == [".smartplan-data", "lock"]


def test_ctrl_c_ends_a_demonstration_that_is_still_preparing(tmp_path: Path) -> None:
    preparing = _start("--data", str(tmp_path / "data"), "--port", str(_free_port()))
    _read_until(preparing, "Preparing")
    family = _descendants(preparing.pid)
    assert len(family) >= 2  # at least Valkey and the reaper

    preparing.send_signal(signal.SIGINT)
    preparing.communicate(timeout=60)

    assert [process for process in family if runs(process)] == []


def test_a_port_in_use_is_refused_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        with pytest.raises(
            Refusal, match=f"^Port {port} cannot be used .* Name another: --port N$"
        ):
            present(parse(["--port", port, "--data", str(tmp_path / "data")]))
    assert not (tmp_path / "data").exists()


def test_everything_lies_in_data_beside_the_program_unless_told_otherwise() -> None:
    assert parse([]).data == ROOT / ".data"
