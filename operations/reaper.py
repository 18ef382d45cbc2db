"""Ends what a command started when the command itself can no longer do so.

The command holds the other end of this process's standard input and writes one line for each
process group: `+ID` when it has started one, `-ID` when it has ended it. When the pipe closes, for
whatever reason, SIGKILL included, the groups still open are ended: first politely, then not.
Linux could bind one child to its parent's life, but not that child's own children.
"""

import os
import signal
import sys
import time
from collections.abc import Iterable

POLITE_SECONDS = 8.0


def main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    end_groups(open_groups(sys.stdin))


def open_groups(lines: Iterable[str]) -> list[int]:
    """The process groups that were opened and not closed, newest first."""
    groups: dict[int, None] = {}
    for line in lines:
        group = int(line[1:])
        if line.startswith("+"):
            groups[group] = None
        else:
            groups.pop(group, None)
    return list(reversed(groups))


def end_groups(groups: list[int], polite_seconds: float = POLITE_SECONDS) -> None:
    """Ask each group's leader to end, wait for all of them together, then kill what is left.

    A leader ends its own children in order, so what outlives its leader is lost and is killed.
    """
    for group in groups:
        _tell_leader(group, signal.SIGTERM)
    deadline = time.monotonic() + polite_seconds
    while any(_tell_leader(group, 0) for group in groups) and time.monotonic() < deadline:
        time.sleep(0.05)
    for group in groups:
        kill_group(group)


def kill_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def _tell_leader(group: int, number: int) -> bool:
    """Send the signal (0: none) to the group's leader; whether it was there."""
    try:
        os.kill(group, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


if __name__ == "__main__":
    main()
