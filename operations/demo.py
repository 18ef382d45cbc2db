"""`bin/demo`: from an empty machine to the demonstration plan as a PDF and in the browser."""

import argparse
import hashlib
import os
import signal
import socket
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from operations import ROOT, Refusal, valkey
from operations.catalogues import compile_catalogues
from operations.data_folder import DataFolder
from operations.health import is_served
from operations.supervisor import Ended, Supervisor, base_environment
from operations.system_packages import RENDERING, provide
from operations.virtual_environment import enter, needs

DEMONSTRATION = ROOT / "demo" / "pamekasan"
LOCK = "requirements.lock"
# A worker that is asked twice gives its task back to the queue (Celery's cold shutdown).
WORKER_ENDING = ((signal.SIGTERM, 8.0), (signal.SIGQUIT, 5.0))


@dataclass(frozen=True)
class Options:
    once: bool
    port: int
    data: Path
    reset: bool


def main() -> int:
    options = parse(sys.argv[1:])
    try:
        provide([*RENDERING, *needs()])
        enter(LOCK)
        return present(options)
    except Refusal as refusal:
        print(f"\n{refusal}", file=sys.stderr)
        return 1
    except KeyboardInterrupt as end:
        return 128 + (end.number if isinstance(end, Ended) else signal.SIGINT)


def parse(arguments: Sequence[str]) -> Options:
    parser = argparse.ArgumentParser(prog="bin/demo", description=__doc__)
    parser.add_argument("--once", action="store_true", help="end after the export")
    parser.add_argument("--port", type=int, default=8000, help="serve here (default: 8000)")
    parser.add_argument(
        "--data", type=Path, default=ROOT / ".data", help="keep everything here (default: .data/)"
    )
    parser.add_argument("--reset", action="store_true", help="forget everything entered so far")
    return Options(**vars(parser.parse_args(arguments)))


def present(options: Options) -> int:
    """Run the demonstration with the Python packages that are here, and return an exit status."""
    folder = DataFolder(options.data)
    if not options.once:
        _refuse_taken(options.port)
    with folder.claimed() as lock:
        if options.reset:
            folder.reset()
        with Supervisor(folder.logs, keep_open=[lock]) as supervisor:
            demonstration = _Demonstration(folder, supervisor, options.port)
            demonstration.prepare()
            pdf = demonstration.export()
            if not options.once:
                demonstration.serve()
                demonstration.wait_for_the_end()
    if options.once:
        print(pdf)
    return 0


class _Demonstration:
    """The running parts of smartplan on this machine, all of them with the same environment."""

    def __init__(self, folder: DataFolder, supervisor: Supervisor, port: int) -> None:
        self._folder = folder
        self._supervisor = supervisor
        self._port = port
        self._socket = folder.socket()
        self._environment = base_environment(
            DATA_DIR=str(folder.path),
            TMPDIR=str(folder.empty_tmp()),
            DATABASE_URL=f"sqlite:///{folder.path / 'db.sqlite3'}",
            REDIS_URL=valkey.url(self._socket),
            SECRET_KEY=folder.secret_key(),
            ALLOWED_HOSTS="127.0.0.1,localhost",
            HTTPS="off",
            LOG_LEVEL="WARNING",
        )

    def prepare(self) -> None:
        """Start the queue, bring the database up to date, load the plan, start the worker."""
        compile_catalogues()
        valkey.start(self._supervisor, self._folder.path / "valkey", self._socket)
        self._say("Preparing the database")
        self._manage("migrate", "--verbosity", "0")
        self._say("Loading the demonstration plan")
        self._manage("load_demo", str(DEMONSTRATION))
        self._supervisor.start(
            "worker",
            [
                *(sys.executable, "-m", "celery", "--app=smartplan", "worker", "--loglevel=INFO"),
                *(f"--concurrency={min(4, os.cpu_count() or 1)}", "--without-mingle"),
                *("--beat", f"--schedule={self._folder.path / 'beat-schedule'}"),
            ],
            self._environment,
            ending=WORKER_ENDING,
        )

    def export(self) -> Path:
        """Ask the worker for the document, follow it, and return where the PDF lies."""
        region, plan = _address()
        pdf = self._folder.path / f"masterplan-{region}-{plan}.pdf"
        self._say("Exporting the master plan")
        self._manage("export_plan", f"{region}/{plan}", "--queue", "--out", str(pdf))
        self._say(f"{pdf} ({_page_count(pdf)} pages)")
        return pdf

    def serve(self) -> None:
        self._collect_static_files()
        self._supervisor.start(
            "web",
            [
                *(sys.executable, "-m", "gunicorn", "smartplan.wsgi"),
                *(
                    "--no-control-socket",
                    f"--bind=127.0.0.1:{self._port}",
                    "--workers=2",
                    "--threads=4",
                ),
            ],
            self._environment,
        )
        self._supervisor.wait_until(lambda: is_served(self._port, "127.0.0.1"), "The web server")
        self._say(f"\nOpen http://127.0.0.1:{self._port}/ and sign in as one of these:\n")
        self._say(_sign_ins(self._folder.path / "accounts.txt"))
        self._say("\nCtrl-C ends everything; what you enter is kept for the next time.")

    def _collect_static_files(self) -> None:
        """Collect them if they changed: naming each by its content takes several seconds."""
        stamp = self._folder.path / "static" / ".collected"
        state = _static_state()
        if not stamp.exists() or stamp.read_text() != state:
            self._say("Collecting the pages' styles and scripts")
            self._manage("collectstatic", "--noinput", "--clear", "--verbosity", "0")
            stamp.write_text(state)

    def wait_for_the_end(self) -> None:
        try:
            self._supervisor.watch()
        except Ended:
            self._say("\nEnding.")

    def _manage(self, *arguments: str) -> None:
        command: list[str | Path] = [sys.executable, ROOT / "manage.py", *arguments]
        if self._supervisor.run(command, self._environment):
            raise Refusal(f"`manage.py {' '.join(arguments)}` failed; it says why above.")

    def _say(self, sentence: str) -> None:
        print(sentence, flush=True)


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        # As gunicorn does: a port in TIME_WAIT from the last run is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            raise Refusal(f"Port {port} cannot be used ({error}). Name another: --port N") from None


def _address() -> tuple[str, str]:
    """The demonstration plan's region and plan, as they stand in every address."""
    content = tomllib.loads((DEMONSTRATION / "plan.toml").read_text(encoding="utf-8"))
    return content["region"]["slug"], content["plan"]["slug"]


def _static_state() -> str:
    """Changes with the packages and with every style or script of this project."""
    files = [ROOT / LOCK, *sorted((ROOT / "static").rglob("*.*"))]
    facts = [f"{path} {path.stat().st_mtime_ns} {path.stat().st_size}" for path in files]
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()


def _page_count(pdf: Path) -> int:
    import pikepdf

    with pikepdf.open(pdf) as document:
        return len(document.pages)


def _sign_ins(path: Path) -> str:
    """The first sign-in of each role, in columns, from lines of role, address and password."""
    first: dict[str, list[str]] = {}
    for line in path.read_text().splitlines():
        role, address, password = line.split("\t")
        first.setdefault(role, [role, address, password])
    widths = [max(map(len, column)) for column in zip(*first.values(), strict=True)]
    rows = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in first.values()
    ]
    return "\n".join([*rows, f"\nEveryone else's: {path}"])


if __name__ == "__main__":
    raise SystemExit(main())
