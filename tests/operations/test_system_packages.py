"""What is missing is named with the exact command, and what is there costs nothing."""

import os
import subprocess

import pytest

from operations import Refusal
from operations.system_packages import Need, library, program, provide, python_module

COMMAND = "apt-get install -y --no-install-recommends libnothing0 nothing-bin"


def test_where_it_may_not_install_it_prints_the_exact_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")  # neither apt-get nor sudo
    missing = [Need("nothing", "nothing-bin", bool), Need("libnothing.so.0", "libnothing0", bool)]
    with pytest.raises(Refusal) as refusal:
        provide(missing)

    typed = COMMAND if os.geteuid() == 0 else f'su -c "{COMMAND}"'
    assert str(refusal.value) == (
        f"Missing here: nothing, libnothing.so.0. Type this, then run it again:\n\n    {typed}\n"
    )


def test_what_is_here_needs_no_rights(monkeypatch: pytest.MonkeyPatch) -> None:
    here = [library("libc.so.6", "libc6"), python_module("json", "python3"), program("sh", "dash")]
    monkeypatch.setattr(subprocess, "run", None)
    provide(here)


def test_it_tells_what_is_not_here() -> None:
    absent = [library("libno.so.0", "-"), python_module("no_such", "-"), program(["no-such"], "-")]
    assert [need.is_here() for need in absent] == [False, False, False]
