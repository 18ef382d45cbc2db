"""The promise of both commands: what they started ends with them, and nothing else does."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from operations import Refusal
from operations.reaper import end_groups, open_groups
from operations.supervisor import Supervisor, base_environment
from tests.operations.processes import (
    end,
    eventually,
    family_of,
    forget_family_of,
    runs,
    start_command,
)

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_services_and_their_children(
    tmp_path: Path, number: signal.Signals
) -> None:
    command = start_command(tmp_path / "data")
    family = family_of(tmp_path / "data")

    assert end(command, number) == f"ended by {number.value}\n"
    assert [process for process in family if runs(process)] == []


def test_a_killed_command_leaves_no_process(tmp_path: Path) -> None:
    command = start_command(tmp_path / "data")
    family = family_of(tmp_path / "data")

    end(command, signal.SIGKILL)

    eventually(lambda: not any(runs(process) for process in family))


def test_a_killed_command_does_not_stop_the_next_one(tmp_path: Path) -> None:
    end(start_command(tmp_path / "data"), signal.SIGKILL)
    killed = family_of(tmp_path / "data")
    forget_family_of(tmp_path / "data")

    following = start_command(tmp_path / "data")

    # The next one begins when the last process of the killed one is gone, not before.
    assert [process for process in killed if runs(process)] == []
    assert end(following, signal.SIGINT) == "ended by 2\n"


def test_it_ends_nothing_that_it_did_not_start(tmp_path: Path) -> None:
    with subprocess.Popen(SLEEP) as stranger:
        end(start_command(tmp_path / "data"), signal.SIGINT)
        assert runs(stranger.pid)
        stranger.kill()


def test_a_service_that_ends_by_itself_is_reported_with_the_end_of_its_log(tmp_path: Path) -> None:
    failing = [sys.executable, "-c", "print('no memory'); raise SystemExit(3)"]
    with Supervisor(tmp_path) as supervisor:
        supervisor.start("worker", failing, base_environment())
        with pytest.raises(Refusal) as refusal:
            supervisor.watch()

    assert str(refusal.value) == (
        f"worker ended by itself (status 3). The end of {tmp_path}/worker.log:\nno memory"
    )


def test_a_step_returns_its_status(tmp_path: Path) -> None:
    with Supervisor(tmp_path) as supervisor:
        status = supervisor.run([sys.executable, "-c", "raise SystemExit(4)"], base_environment())
    assert status == 4


def test_a_step_is_ended_when_a_service_ends_meanwhile(tmp_path: Path) -> None:
    started = time.monotonic()
    with Supervisor(tmp_path) as supervisor:
        supervisor.start("worker", [sys.executable, "-c", ""], base_environment())
        with pytest.raises(Refusal):
            supervisor.run(SLEEP, base_environment())
    assert time.monotonic() - started < 10


def test_services_end_in_the_reverse_order_of_their_start(tmp_path: Path) -> None:
    said = tmp_path / "said"
    program = (
        "import pathlib, signal, sys, time\n"
        "def end(*_):\n"
        f"    with open({str(said)!r}, 'a') as file: file.write(sys.argv[1])\n"
        "    raise SystemExit\n"
        "signal.signal(signal.SIGTERM, end)\n"
        f"pathlib.Path({str(tmp_path)!r}, sys.argv[1]).touch()\n"
        "time.sleep(60)\n"
    )
    with Supervisor(tmp_path / "logs") as supervisor:
        for name in "abc":
            command = [sys.executable, "-c", program, name]
            supervisor.start(name, command, base_environment())
            supervisor.wait_until((tmp_path / name).exists, name)
    assert said.read_text() == "cba"


def test_a_service_that_ignores_every_signal_is_killed(tmp_path: Path) -> None:
    stubborn = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "print('deaf', flush=True); time.sleep(60)"
    )
    with Supervisor(tmp_path) as supervisor:
        service = supervisor.start(
            "worker",
            [sys.executable, "-c", stubborn],
            base_environment(),
            ending=((signal.SIGTERM, 0.2),),
        )
        supervisor.wait_until(lambda: service.log.read_text() == "deaf\n", "worker")
    assert service.process.returncode == -signal.SIGKILL


def test_the_shells_own_variables_do_not_leak_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://somebody/else")
    monkeypatch.setenv("LANG", "id_ID.UTF-8")
    environment = base_environment(HTTPS="off")
    assert (environment.get("DATABASE_URL"), environment["LANG"], environment["HTTPS"]) == (
        None,
        "id_ID.UTF-8",
        "off",
    )


def test_the_reaper_ends_what_was_opened_and_not_closed_newest_first() -> None:
    assert open_groups(["+10\n", "+11\n", "-10\n", "+12\n"]) == [12, 11]


def test_the_reaper_ends_a_group_whose_leader_is_gone(tmp_path: Path) -> None:
    program = (
        f"import os, time\nif os.fork(): os._exit(0)\n"
        f"open({str(tmp_path / 'orphan')!r}, 'w').write(str(os.getpid()))\ntime.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program], process_group=0) as leader:
        leader.wait()
        eventually(
            lambda: (tmp_path / "orphan").exists() and (tmp_path / "orphan").read_text() != ""
        )
        orphan = int((tmp_path / "orphan").read_text())

        end_groups([leader.pid], polite_seconds=2)

    eventually(lambda: not runs(orphan))
