"""What processes of this machine use, as Linux tells it in /proc."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

MEGABYTE: Final = 1024
# Fields of /proc/PID/stat behind the name in brackets: user and system time in clock ticks.
USER, SYSTEM = 11, 12
# What makes the kernel count the peak of a process anew.
RESET_PEAK: Final = "5"


@dataclass(frozen=True)
class Family:
    """A process and its children (a Celery worker and its pool)."""

    parent: int

    def cpu_seconds(self) -> float:
        """Of all processes that are alive, since their start."""
        return sum(_cpu_seconds(pid) for pid in self._members())

    def peak_mb(self) -> float:
        """The largest amount of memory that one of the processes had, since `forget_peak`."""
        return max(_peak_mb(pid) for pid in self._members())

    def forget_peak(self) -> None:
        for pid in self._members():
            Path(f"/proc/{pid}/clear_refs").write_text(RESET_PEAK, encoding="ascii")

    def _members(self) -> Iterator[int]:
        yield self.parent
        children = Path(f"/proc/{self.parent}/task/{self.parent}/children")
        yield from map(int, children.read_text(encoding="ascii").split())


def _cpu_seconds(pid: int) -> float:
    text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    fields = text.rpartition(")")[2].split()
    return (int(fields[USER]) + int(fields[SYSTEM])) / os.sysconf("SC_CLK_TCK")


def _peak_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / MEGABYTE
    raise LookupError(f"process {pid} has no peak")
