"""Bounds on one rendering: how long it may take, and when memory is collected."""

import ctypes
import gc
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

# A second blow for code that swallowed the first: WeasyPrint's SVG drawing catches everything.
_REPEAT_SECONDS = 0.25


class LimitReached(BaseException):
    """The time is over. Not an Exception, so that no `except Exception` on the way holds it up."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Interrupt the block with LimitReached once it has run for `seconds`.

    In the main thread of a process (a Celery worker's) by SIGALRM, elsewhere (a web server's
    thread) by an exception set from a timer. Either way the interruption comes when Python next
    runs: one single call into Pango cannot be cut short, for which the worker's own hard limit
    remains. A block that swallows the interruption still ends with LimitReached.
    """
    end = monotonic() + seconds
    in_main_thread = threading.current_thread() is threading.main_thread()
    with _alarm(seconds) if in_main_thread else _timer(seconds):
        yield
    if monotonic() >= end:
        raise LimitReached


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    def strike(*_: object) -> None:
        raise LimitReached

    previous = signal.signal(signal.SIGALRM, strike)
    try:
        with _undone_even_if_struck(_disarm):
            signal.setitimer(signal.ITIMER_REAL, seconds, _REPEAT_SECONDS)
            yield
    finally:
        signal.signal(signal.SIGALRM, previous)


def _disarm() -> None:
    signal.setitimer(signal.ITIMER_REAL, 0)


@contextmanager
def _timer(seconds: float) -> Iterator[None]:
    target = threading.get_ident()
    striking = threading.Lock()
    over = threading.Event()

    def watch() -> None:
        wait = seconds
        while not over.wait(wait):
            with striking:
                if not over.is_set():
                    _raise_in(target)
            wait = _REPEAT_SECONDS

    def stand_down() -> None:
        with striking:
            over.set()
            _raise_in(target, nothing=True)

    watcher = threading.Thread(target=watch, daemon=True)
    with _undone_even_if_struck(stand_down):
        watcher.start()
        yield
    watcher.join()


@contextmanager
def _undone_even_if_struck(undo: Callable[[], None]) -> Iterator[None]:
    """Run `undo` at the end. A blow that falls into it makes it run again: blows come so far
    apart that the second run is safe."""
    try:
        try:
            yield
        finally:
            undo()
    except LimitReached:
        undo()
        raise


def _raise_in(thread: int, *, nothing: bool = False) -> None:
    blow = None if nothing else ctypes.py_object(LimitReached)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), blow)


# WeasyPrint leaves its boxes in reference cycles: about so many parts may pile up before one sweep.
_PARTS_BETWEEN_SWEEPS = 16
_since_sweep = 0
# `gc.get_freeze_count` would tell, and walks over everything that is frozen to do so.
_frozen = False


@contextmanager
def quiet_collector() -> Iterator[None]:
    """Keep the garbage collector from walking a growing tree of boxes again and again.

    It sweeps once in a while between two parts, and sees nothing that was there before the first.
    """
    global _since_sweep, _frozen
    if not _frozen:
        gc.collect()
        gc.freeze()
        _frozen = True
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
        _since_sweep += 1
        if _since_sweep >= _PARTS_BETWEEN_SWEEPS:
            _since_sweep = 0
            gc.collect()
