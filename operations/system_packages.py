"""What must come from the distribution, and how it gets here when this program may install it."""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from operations import Refusal

# Installing a database server from Debian also starts it. `policy-rc.d` says no to that for the
# time of the installation: what these commands need, they start themselves, in private.
INSTALL = """
set -e
if [ ! -e /usr/sbin/policy-rc.d ]; then
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
    trap 'exit 130' INT TERM HUP
    printf '#!/bin/sh\\nexit 101\\n' > /usr/sbin/policy-rc.d
    chmod 755 /usr/sbin/policy-rc.d
fi
apt-get update -q
DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"
"""


@dataclass(frozen=True)
class Need:
    """One thing of the system, the Debian package that holds it, and how to tell it is here."""

    name: str
    package: str
    is_here: Callable[[], bool]


def library(soname: str, package: str) -> Need:
    return Need(soname, package, lambda: _loads(soname))


def program(names: str | Sequence[str], package: str) -> Need:
    """A program by any of its names: distributions differ over Chromium's."""
    choices = [names] if isinstance(names, str) else list(names)
    return Need(choices[0], package, lambda: any(shutil.which(name) for name in choices))


def python_module(name: str, package: str) -> Need:
    return Need(f"Python's {name}", package, lambda: importlib.util.find_spec(name) is not None)


# WeasyPrint opens these by name when it is imported; Pango brings GLib with it.
RENDERING = (
    library("libpango-1.0.so.0", "libpango-1.0-0"),
    library("libpangoft2-1.0.so.0", "libpangoft2-1.0-0"),
    library("libharfbuzz.so.0", "libharfbuzz0b"),
    library("libharfbuzz-subset.so.0", "libharfbuzz-subset0"),
    library("libfontconfig.so.1", "libfontconfig1"),
)
# Debian parts `venv` from Python; the package is named after the version that runs now.
VIRTUAL_ENVIRONMENT = (
    python_module("ensurepip", f"python{sys.version_info.major}.{sys.version_info.minor}-venv"),
)


def provide(needs: Sequence[Need]) -> None:
    """Install the missing packages, or refuse with the command that a person can type."""
    missing = [need for need in needs if not need.is_here()]
    if not missing:
        return
    packages = sorted({need.package for need in missing})
    names = ", ".join(need.name for need in missing)
    as_root = _way_to_root()
    if as_root is None or not shutil.which("apt-get"):
        raise Refusal(_instruction(names, packages))
    print(f"Installing from the distribution: {' '.join(packages)}", flush=True)
    finished = subprocess.run(
        [*as_root, "sh", "-c", INSTALL, "sh", *packages],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    importlib.invalidate_caches()
    if finished.returncode or not all(need.is_here() for need in missing):
        raise Refusal(f"{finished.stdout[-2000:]}\n{_instruction(names, packages)}")


def _instruction(names: str, packages: Sequence[str]) -> str:
    command = f"apt-get install -y --no-install-recommends {' '.join(packages)}"
    if os.geteuid() != 0:
        command = f"sudo {command}" if shutil.which("sudo") else f'su -c "{command}"'
    return f"Missing here: {names}. Type this, then run it again:\n\n    {command}\n"


def _way_to_root() -> list[str] | None:
    """What to write before a command that needs root; None if this person may not."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo is None:
        return None
    may = subprocess.run([sudo, "-n", "true"], capture_output=True, check=False)
    return [sudo, "-n"] if may.returncode == 0 else None


def _loads(soname: str) -> bool:
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True
