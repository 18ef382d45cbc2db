"""Real processes for the tests: a command that supervises, and what it leaves behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from operations import ROOT

# A service with a child of its own; both write their numbers, and neither ends by itself.
FAMILY = """
import os, pathlib, signal, sys, time
if os.fork() == 0:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    pathlib.Path(sys.argv[1] + ".child").write_text(str(os.getpid()))
else:
    pathlib.Path(sys.argv[1] + ".parent").write_text(str(os.getpid()))
time.sleep(60)
"""

# A command that claims a data folder, starts two such services and waits for its end.
COMMAND = f"""
import pathlib, sys
from operations.data_folder import DataFolder
from operations.supervisor import Ended, Supervisor, base_environment
folder = DataFolder(pathlib.Path(sys.argv[1]))
family = {FAMILY!r}
try:
    with folder.claimed() as lock, Supervisor(folder.logs, keep_open=[lock]) as supervisor:
        for name in ("first", "second"):
            supervisor.start(
                name,
                [sys.executable, "-c", family, folder.path / name],
                base_environment(),
            )
        supervisor.watch()
except Ended as end:
    print("ended by", end.number)
"""


def start_command(folder: Path) -> "subprocess.Popen[str]":
    """Start COMMAND on this folder and wait until its four processes are there."""
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND, str(folder)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    eventually(lambda: len(family_of(folder)) == 4 or process.poll() is not None)
    return process


def family_of(folder: Path) -> list[int]:
    """The numbers that the services and their children have written."""
    return [int(text) for file in _family_files(folder) if (text := file.read_text())]


def forget_family_of(folder: Path) -> None:
    for file in _family_files(folder):
        file.unlink()


def _family_files(folder: Path) -> list[Path]:
    return [*folder.glob("*.parent"), *folder.glob("*.child")]


def runs(process: int) -> bool:
    """Whether the process is there and no zombie."""
    try:
        status = Path(f"/proc/{process}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def eventually(true: Callable[[], bool], seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.02)


def end(process: "subprocess.Popen[str]", number: signal.Signals) -> str:
    """Send the signal, wait for the end, and return what the command printed."""
    process.send_signal(number)
    return process.communicate(timeout=40)[0]
