"""Bounds on one rendering: how long it may take, and when memory is collected."""

import ctypes
import gc
import signal
import threading
from collections.abc import Iterator
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
    signal.setitimer(signal.ITIMER_REAL, seconds, _REPEAT_SECONDS)
    try:
        yield
    finally:
        _disarm()
        signal.signal(signal.SIGALRM, previous)


def _disarm() -> None:
    while True:
        try:
            signal.setitimer(signal.ITIMER_REAL, 0)
        except LimitReached:  # it struck between the end of the block and here
            continue
        return


@contextmanager
def _timer(seconds: float) -> Iterator[None]:
    thread = threading.get_ident()
    running = threading.Event()
    running.set()
    lock = threading.Lock()
    over = threading.Event()

    def strike() -> None:
        wait = seconds
        while not over.wait(wait):
            with lock:
                if running.is_set():
                    _raise_in(thread)
            wait = _REPEAT_SECONDS

    watcher = threading.Thread(target=strike, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        _stand_down(running, lock, over)
        _raise_in(thread, nothing=True)
        watcher.join()


def _stand_down(running: threading.Event, lock: threading.Lock, over: threading.Event) -> None:
    while True:
        try:
            with lock:
                running.clear()
            over.set()
        except LimitReached:  # it was on its way already
            continue
        return


def _raise_in(thread: int, *, nothing: bool = False) -> None:
    blow = None if nothing else ctypes.py_object(LimitReached)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), blow)


# WeasyPrint leaves its boxes in reference cycles: about so many parts may pile up before one sweep.
_PARTS_BETWEEN_SWEEPS = 16
_since_sweep = 0


@contextmanager
def quiet_collector() -> Iterator[None]:
    """Keep the garbage collector from walking a growing tree of boxes again and again.

    It sweeps once in a while between two parts, and sees nothing that was there before the first.
    """
    global _since_sweep
    if not gc.get_freeze_count():
        gc.collect()
        gc.freeze()
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
