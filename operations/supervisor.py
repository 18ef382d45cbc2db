"""Starts processes, each in a group of its own, and ends them all, however it ends itself."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, TracebackType
from typing import Self

from operations import ROOT, Refusal
from operations.reaper import kill_group

ENDING_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# (signal, seconds to wait for it), tried in this order; what is left after the last is killed.
Ending = Sequence[tuple[signal.Signals, float]]
POLITE: Ending = ((signal.SIGTERM, 10.0),)


class Ended(KeyboardInterrupt):
    """The operator asked for the end, by Ctrl-C or by any other of the ending signals."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@dataclass(frozen=True)
class Owner:
    """Whom a process runs as when that is not the person who started the command."""

    user: int
    group: int


@dataclass(frozen=True)
class Service:
    name: str
    process: "subprocess.Popen[bytes]"
    ending: Ending
    log: Path


class Supervisor:
    """A context in which services run. Leaving it ends them, the last started first.

    `keep_open` are file descriptors (a lock) that stay held until the last process is gone, even
    if this process is killed: the reaper holds them too.
    """

    def __init__(self, logs: Path, keep_open: Sequence[int] = ()) -> None:
        self.logs = logs
        self._keep_open = keep_open
        self._services: list[Service] = []
        self._step: Service | None = None
        self._must_not_raise = False
        self._asked_to_end = 0

    def __enter__(self) -> Self:
        self.logs.mkdir(parents=True, exist_ok=True)
        self._handlers = {
            number: signal.signal(number, self._on_signal) for number in ENDING_SIGNALS
        }
        self._reaper = subprocess.Popen(
            [sys.executable, "-m", "operations.reaper"],
            env={"PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=self._keep_open,
            start_new_session=True,
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._must_not_raise, self._asked_to_end = True, 0
        if self._step is not None:
            self._end(self._step)
        for service in reversed(self._services):
            self._end(service)
        assert self._reaper.stdin is not None  # noqa: S101 - it was opened as a pipe
        self._reaper.stdin.close()
        self._reaper.wait()
        for number, handler in self._handlers.items():
            signal.signal(number, handler)

    def start(
        self,
        name: str,
        command: Sequence[str | Path],
        environment: Mapping[str, str],
        *,
        ending: Ending = POLITE,
        owner: Owner | None = None,
    ) -> Service:
        """Start a service, as another user if need be; what it prints goes to `logs/NAME.log`."""
        path = self.logs / f"{name}.log"
        with path.open("wb") as log:
            process = self._spawn(
                command,
                environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                **_as_owner(owner),
            )
        service = Service(name, process, ending, path)
        self._services.append(service)
        return service

    def kill(self, service: Service) -> None:
        """End a service and its children at once, without a word to it."""
        self._services.remove(service)
        kill_group(service.process.pid)
        service.process.wait()
        self._forget(service.process)

    def run(
        self,
        command: Sequence[str | Path],
        environment: Mapping[str, str],
        *,
        quiet: bool = False,
        owner: Owner | None = None,
        ending: Ending = POLITE,
    ) -> int:
        """Run a step to its end and return its exit status; refuse if a service ends meanwhile."""
        shown = subprocess.DEVNULL if quiet else None
        step = self._spawn(command, environment, stdout=shown, **_as_owner(owner))
        self._step = Service("step", step, ending, self.logs)
        while (status := step.poll()) is None:
            self.refuse_if_one_ended()
            time.sleep(0.02)
        self._forget(step)
        self._step = None
        return status

    def wait_until(self, ready: Callable[[], bool], what: str, seconds: float = 60.0) -> None:
        deadline = time.monotonic() + seconds
        while not ready():
            self.refuse_if_one_ended()
            if time.monotonic() > deadline:
                raise Refusal(f"{what} did not answer within {seconds:.0f} seconds.")
            time.sleep(0.05)

    def watch(self) -> None:
        """Stay until a signal comes or a service ends by itself."""
        while True:
            self.refuse_if_one_ended()
            time.sleep(0.5)

    def refuse_if_one_ended(self) -> None:
        for service in self._services:
            if service.process.poll() is not None:
                raise Refusal(
                    f"{service.name} ended by itself (status {service.process.returncode}). "
                    f"The end of {service.log}:\n{_tail(service.log)}"
                )

    def _spawn(
        self,
        command: Sequence[str | Path],
        environment: Mapping[str, str],
        **options: object,
    ) -> "subprocess.Popen[bytes]":
        with self._signals_held():
            process: subprocess.Popen[bytes] = subprocess.Popen(  # type: ignore[call-overload]
                [str(part) for part in command],
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                process_group=0,
                **{"cwd": ROOT, **options},
            )
            self._tell_reaper(f"+{process.pid}")
        return process

    def _end(self, service: Service) -> None:
        process = service.process
        for number, seconds in service.ending:
            if process.poll() is None:
                process.send_signal(number)
                self._wait(process, seconds)
        kill_group(process.pid)
        process.wait()
        self._forget(process)

    def _wait(self, process: "subprocess.Popen[bytes]", seconds: float) -> None:
        """Wait for its end, but no longer when the operator presses Ctrl-C once more."""
        deadline = time.monotonic() + seconds
        while process.poll() is None and time.monotonic() < deadline and not self._asked_to_end:
            time.sleep(0.02)

    def _forget(self, process: "subprocess.Popen[bytes]") -> None:
        self._tell_reaper(f"-{process.pid}")

    def _tell_reaper(self, line: str) -> None:
        assert self._reaper.stdin is not None  # noqa: S101 - it was opened as a pipe
        self._reaper.stdin.write(f"{line}\n".encode())
        self._reaper.stdin.flush()

    @contextmanager
    def _signals_held(self) -> Iterator[None]:
        """A signal between a start and its entry in the reaper's list would lose the process."""
        held, self._must_not_raise = self._must_not_raise, True
        try:
            yield
        finally:
            self._must_not_raise = held
        if self._asked_to_end and not held:
            raise Ended(self._asked_to_end)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._asked_to_end = number
        if not self._must_not_raise:
            # Raised once: from here on the ending must not be interrupted half-way.
            self._must_not_raise = True
            raise Ended(number)


def _as_owner(owner: Owner | None) -> dict[str, object]:
    if owner is None:
        return {}
    # Their own folder may be closed to the other user: the root folder never is.
    return {"user": owner.user, "group": owner.group, "extra_groups": [], "cwd": "/"}


def base_environment(**values: str) -> dict[str, str]:
    """The few variables of this shell that a process needs, and `values`; no other leaks in."""
    kept = ("PATH", "HOME", "LANG", "TERM", "COLUMNS", "TMPDIR", "USER", "CI", "NO_COLOR")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    return {"PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1", **environment, **values}


def _tail(log: Path, lines: int = 20) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
