"""The one folder that holds everything `bin/demo` writes, and the right to use it."""

import fcntl
import hashlib
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from operations import Refusal

MARKER = ".smartplan-data"
LOCK = "lock"
# What a run makes here: `--reset` deletes these and nothing that a person put beside them.
MADE = (
    "db.sqlite3*",
    "beat-schedule*",
    "masterplan-*.pdf",
    "valkey",
    "valkey.sock",
    "secret_key",
    "accounts.txt",
    "logs",
    "media",
    "parts",
    "previews",
    "static",
    "tmp",
    "typeface",
)
# A Unix socket's address has room for 107 bytes (unix(7)).
SOCKET_ADDRESS_BYTES = 107
# How long a killed run's reaper may still be ending what that run had started.
REAPER_SECONDS = 20.0


class DataFolder:
    """A folder that is ours: new, empty, or marked by an earlier run."""

    def __init__(self, path: Path) -> None:
        self.path = path.expanduser().resolve()

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @contextmanager
    def claimed(self) -> Iterator[int]:
        """Hold the folder alone. Yields the lock's descriptor, to be kept open by who ends last."""
        self._mark()
        with (self.path / LOCK).open("a+") as lock:
            _hold(lock, self.path)
            lock.truncate(0)
            lock.write(str(os.getpid()))
            lock.flush()
            yield lock.fileno()

    def reset(self) -> None:
        """Delete what earlier runs made. The folder must be claimed."""
        for path in [path for pattern in MADE for path in self.path.glob(pattern)]:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)

    def secret_key(self) -> str:
        """This installation's own key, made once and readable by its owner only."""
        path = self.path / "secret_key"
        if not path.exists():
            unfinished = path.with_suffix(".new")
            unfinished.unlink(missing_ok=True)
            unfinished.touch(mode=0o600)
            unfinished.write_text(secrets.token_urlsafe(50))
            unfinished.rename(path)
        return path.read_text()

    def empty_tmp(self) -> Path:
        """A folder for temporary files, without those of a run that was killed."""
        path = self.path / "tmp"
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir()
        return path

    def socket(self) -> Path:
        """Valkey's address: in this folder, or in a private one if its path is too long."""
        here = self.path / "valkey.sock"
        if len(os.fsencode(here)) <= SOCKET_ADDRESS_BYTES:
            return here
        name = hashlib.sha256(os.fsencode(self.path)).hexdigest()[:12]
        folder = Path(tempfile.gettempdir()) / f"smartplan-{os.getuid()}-{name}"
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.stat().st_uid != os.getuid() or folder.is_symlink():
            raise Refusal(f"{folder} belongs to somebody else. Use --data with a shorter path.")
        return folder / "valkey.sock"

    def _mark(self) -> None:
        self.path.mkdir(parents=True, exist_ok=True)
        marker = self.path / MARKER
        if marker.exists():
            return
        if any(self.path.iterdir()):
            raise Refusal(
                f"{self.path} holds files that this program did not make. "
                "Name a new or an empty folder with --data."
            )
        marker.write_text("bin/demo keeps its data in this folder; --reset empties it.\n")


def _hold(lock: TextIO, folder: Path) -> None:
    """Take the lock. It is free once the last process of an earlier run is gone, killed or not."""
    deadline = time.monotonic() + REAPER_SECONDS
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            holder = lock.read().strip()
            if _runs(holder) or time.monotonic() > deadline:
                raise Refusal(
                    f"Another run (process {holder}) is using {folder}. "
                    "End it first, or name another folder with --data."
                ) from None
            time.sleep(0.1)
        else:
            return


def _runs(holder: str) -> bool:
    """Whether the run that wrote its number is there itself, not only what tidies up after it."""
    if not holder.isdigit():
        return False
    try:
        os.kill(int(holder), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
