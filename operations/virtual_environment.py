"""`.venv`, filled from a lock whose every file is checked against its hash."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from operations import ROOT, Refusal
from operations.system_packages import VIRTUAL_ENVIRONMENT, Need

FOLDER = ROOT / ".venv"
PYTHON = FOLDER / "bin" / "python"


def enter(lock: str) -> None:
    """Go on inside `.venv` with what `lock` names: replaces this process if it is not there yet."""
    install(lock)
    if Path(sys.prefix).resolve() != FOLDER.resolve():
        module = sys.modules["__main__"].__spec__
        assert module is not None  # noqa: S101 - both commands are started with `python -m`
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        os.execve(PYTHON, [str(PYTHON), "-m", module.name, *sys.argv[1:]], environment)  # noqa: S606


def needs() -> tuple[Need, ...]:
    """What the system must have so that `.venv` can be made; nothing if it is there."""
    return () if _runs() else VIRTUAL_ENVIRONMENT


def install(lock: str) -> None:
    """Make `.venv` hold what the lock file names; free when it already does."""
    path = ROOT / lock
    with _alone():
        if _is_installed(path):
            return
        if not _runs():
            _create()
        print(f"Installing the Python packages of {lock} into .venv (once)", flush=True)
        finished = subprocess.run(
            # PYTHONPATH is ours, for this package; pip must see the new environment only.
            [
                *(str(PYTHON), "-I", "-m", "pip", "install", "--quiet", "--no-input"),
                *("--disable-pip-version-check", "--only-binary=:all:"),
                *("--require-hashes", "--requirement", str(path)),
            ],
            stdin=subprocess.DEVNULL,
            check=False,
        )
        if finished.returncode:
            raise Refusal("The Python packages could not be installed; pip says why above.")
        _stamp(path).write_text(_fingerprint(path))


@contextmanager
def _alone() -> Iterator[None]:
    """One installation at a time: `bin/demo` and `bin/test` share the environment."""
    with (ROOT / "pyproject.toml").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _create() -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)
    base = Path(sys.base_prefix) / "bin" / f"python3.{sys.version_info.minor}"
    python = str(base if base.exists() else sys.executable)
    subprocess.run([python, "-I", "-m", "venv", str(FOLDER)], check=True)


def _runs() -> bool:
    """Whether `.venv` has a Python that starts: an upgrade of the system's may have broken it."""
    if not PYTHON.exists():
        return False
    probe = "import pip, sys; raise SystemExit(sys.version_info < (3, 11))"
    return subprocess.run([str(PYTHON), "-I", "-c", probe], check=False).returncode == 0


def _is_installed(path: Path) -> bool:
    stamp = _stamp(path)
    return PYTHON.exists() and stamp.exists() and stamp.read_text() == _fingerprint(path)


def _stamp(path: Path) -> Path:
    return FOLDER / f"{path.name}.installed"


def _fingerprint(path: Path) -> str:
    """Of the lock and of the interpreter it was installed for."""
    version = FOLDER / "pyvenv.cfg"
    return hashlib.sha256(path.read_bytes() + version.read_bytes()).hexdigest()
