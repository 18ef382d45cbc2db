"""`bin/test`: the whole suite on both pairs of stores, on servers that live as long as the run."""

import os
import secrets
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from operations import Refusal, valkey
from operations.catalogues import compile_catalogues
from operations.private_servers import has_postgresql, start_postgresql, start_redis
from operations.supervisor import Ended, Supervisor, base_environment
from operations.system_packages import RENDERING, Need, program, provide
from operations.virtual_environment import enter, needs

LOCK = "requirements-dev.lock"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NEEDS = (
    *RENDERING,
    Need("PostgreSQL's server", "postgresql", has_postgresql),
    program("redis-server", "redis-server"),
    program(CHROMIUM, "chromium"),
    program("qpdf", "qpdf"),
    program("pdftoppm", "poppler-utils"),
    program("msgfmt", "gettext"),
)
NOTHING_COLLECTED = 5  # pytest's exit status when its arguments leave no test to run


def main() -> int:
    try:
        provide([*NEEDS, *needs()])
        enter(LOCK)
        return _run_both(sys.argv[1:])
    except Refusal as refusal:
        print(f"\n{refusal}", file=sys.stderr)
        return 1
    except KeyboardInterrupt as end:
        return 128 + (end.number if isinstance(end, Ended) else signal.SIGINT)


def _run_both(arguments: Sequence[str]) -> int:
    compile_catalogues()
    with _temporary_folder() as folder, Supervisor(folder / "logs") as supervisor:
        first = _run_on_servers(supervisor, folder, arguments)
        second = _run_on_files(supervisor, folder, arguments)
    # Arguments may well choose browser tests only: then the second run is rightly empty.
    return first or (0 if second == NOTHING_COLLECTED else second)


def _run_on_servers(supervisor: Supervisor, folder: Path, arguments: Sequence[str]) -> int:
    print("\n== PostgreSQL and Redis ==", flush=True)
    address = folder / "redis.sock"
    start_redis(supervisor, folder / "redis", address)
    stores = {
        "DATABASE_URL": start_postgresql(supervisor, folder / "postgresql"),
        "REDIS_URL": valkey.url(address),
    }
    return _pytest(supervisor, arguments, _environment(folder / "first", stores))


def _run_on_files(supervisor: Supervisor, folder: Path, arguments: Sequence[str]) -> int:
    print("\n== SQLite and Valkey, without the browser ==", flush=True)
    address = folder / "valkey.sock"
    valkey.start(supervisor, folder / "valkey", address)
    stores = {
        "DATABASE_URL": f"sqlite:///{folder / 'test.sqlite3'}",
        "REDIS_URL": valkey.url(address),
    }
    again = ["-m", "not browser and not once", *arguments]
    return _pytest(supervisor, again, _environment(folder / "second", stores))


def _pytest(
    supervisor: Supervisor, arguments: Sequence[str], environment: Mapping[str, str]
) -> int:
    return supervisor.run(
        [sys.executable, "-m", "pytest", *arguments],
        environment,
        # Interrupted, pytest still closes its browsers and servers and says how far it came.
        ending=((signal.SIGINT, 20.0), (signal.SIGTERM, 5.0)),
    )


def _environment(data: Path, stores: Mapping[str, str]) -> dict[str, str]:
    data.mkdir()
    chromium = next(path for name in CHROMIUM if (path := shutil.which(name)))
    return base_environment(
        DATA_DIR=str(data),
        SECRET_KEY=secrets.token_urlsafe(50),
        # The tests' own live server speaks plain HTTP; the production shape has its own tests.
        HTTPS="off",
        CHROMIUM=chromium,
        # Chromium, Hypothesis and the tests' own servers write here: it all goes with the folder.
        TMPDIR=str(data),
        **stores,
    )


@contextmanager
def _temporary_folder() -> Iterator[Path]:
    """Gone at the end. PostgreSQL may run as another user, who must be able to pass through."""
    folder = Path(tempfile.mkdtemp(prefix="smartplan-"))
    try:
        folder.chmod(0o711)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    os.umask(0o077)
    raise SystemExit(main())
