"""A queue, a database and workers of our own, in a temporary folder, gone at the end."""

from __future__ import annotations

import secrets
import signal
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from django.conf import settings

from masterplan.rendering import Typeface
from operations import ROOT, valkey
from operations.supervisor import Supervisor, base_environment

WORKER_ENDING: Final = ((signal.SIGTERM, 8.0), (signal.SIGQUIT, 5.0))
PROCESSES: Final = 2
READY: Final = "ready."


def run_on_stage(arguments: Sequence[str]) -> int:
    """Run `manage.py` with these arguments and `--worker PID --folder FOLDER` beside a worker of
    two processes, and return its exit status."""
    Typeface.load(settings.DATA_DIR / "typeface")  # made once for each machine, not for each run
    with tempfile.TemporaryDirectory(prefix="bench-") as home:
        folder = Path(home)
        (folder / "typeface").symlink_to(settings.DATA_DIR / "typeface")
        with Supervisor(folder / "logs") as supervisor:
            return _run(supervisor, folder, arguments)


def _run(supervisor: Supervisor, folder: Path, arguments: Sequence[str]) -> int:
    socket = folder / "valkey.sock"
    environment = base_environment(
        DATA_DIR=str(folder),
        DATABASE_URL=f"sqlite:///{folder / 'db.sqlite3'}",
        REDIS_URL=valkey.url(socket),
        SECRET_KEY=secrets.token_hex(32),
        DEBUG="off",
        HTTPS="off",
        LOG_LEVEL="WARNING",
    )
    manage = [sys.executable, str(ROOT / "manage.py")]
    valkey.start(supervisor, folder / "valkey", socket)
    supervisor.run([*manage, "migrate", "--verbosity", "0"], environment)
    worker = supervisor.start(
        "worker",
        [
            *(sys.executable, "-m", "celery", "--app=smartplan", "worker", "--loglevel=INFO"),
            *(f"--concurrency={PROCESSES}", "--without-mingle", "--without-gossip"),
        ],
        environment,
        ending=WORKER_ENDING,
    )
    supervisor.wait_until(lambda: READY in worker.log.read_text(errors="replace"), "The worker")
    beside = ["--worker", str(worker.process.pid), "--folder", str(folder)]
    return supervisor.run([*manage, *arguments, *beside], environment)
