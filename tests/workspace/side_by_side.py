"""Two people at once, each in a thread with a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.db import connection


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Run acts side by side; returns the sorted names of what came out: a class, or "done"."""
    start = threading.Barrier(len(acts))
    results: list[str] = []

    def run(act: Callable[[], object]) -> None:
        start.wait()
        try:
            act()
            results.append("done")
        except Exception as refusal:
            results.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(results)
