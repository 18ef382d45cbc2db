import gc
import signal
import threading
from time import monotonic, sleep

import pytest

from masterplan.rendering import Engine, PartTooSlow
from masterplan.rendering.limits import LimitReached, quiet_collector, time_limit

from .conftest import make_part

HEAVY = "<table>" + ("<tr>" + "<td>sel <b>tebal</b></td>" * 40 + "</tr>") * 120 + "</table>"


def work_for(seconds: float) -> None:
    end = monotonic() + seconds
    while monotonic() < end:
        sleep(0.0001)


def in_thread(function) -> list:
    outcome = []

    def run() -> None:
        try:
            outcome.append(function())
        except BaseException as error:
            outcome.append(type(error))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return outcome


def limited(seconds: float, work: float) -> str:
    with time_limit(seconds):
        work_for(work)
    return "done"


def swallowing(seconds: float) -> str:
    with time_limit(seconds):
        try:
            work_for(5)
        except BaseException:
            work_for(5)
    return "done"


def test_work_in_time_is_left_alone():
    assert limited(5, 0.01) == "done"
    assert in_thread(lambda: limited(5, 0.01)) == ["done"]


def test_work_that_takes_too_long_is_interrupted():
    start = monotonic()
    with pytest.raises(LimitReached):
        limited(0.05, 5)
    assert in_thread(lambda: limited(0.05, 5)) == [LimitReached]
    assert monotonic() - start < 2


def test_work_that_swallows_the_interruption_is_interrupted_again():
    start = monotonic()
    with pytest.raises(LimitReached):
        swallowing(0.05)
    assert in_thread(lambda: swallowing(0.05)) == [LimitReached]
    assert monotonic() - start < 3


def test_the_alarm_of_the_process_is_put_back():
    before = signal.getsignal(signal.SIGALRM)
    limited(5, 0)
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def interrupt_around_the_end() -> str:
    """Limits that strike just before, during and just after the end of the block."""
    for step in range(120):
        try:
            with time_limit(0.002 + 0.00002 * (step - 60)):
                work_for(0.002)
        except LimitReached:
            pass
    sleep(0.3)
    return "nothing struck later"


def test_interruptions_at_any_moment_leave_no_late_blow():
    assert interrupt_around_the_end() == "nothing struck later"
    assert in_thread(interrupt_around_the_end) == ["nothing struck later"]
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


@pytest.mark.parametrize("where", ["main thread", "other thread"])
def test_a_slow_part_fails_alone_and_is_named(make_engine, where):
    engine: Engine = make_engine(limit=0.5)
    engine.render(make_part("quick", "<p>cepat</p>"))

    def render() -> str:
        with pytest.raises(PartTooSlow, match=r"Bagian slow \(slow\): needs more than 0.5 seconds"):
            engine.render(make_part("slow", HEAVY))
        return str(engine.render(make_part("after", "<p>sesudah</p>")).page_count)

    start = monotonic()
    assert [render()] == ["1"] if where == "main thread" else in_thread(render) == ["1"]
    assert monotonic() - start < 10


def test_the_collector_rests_during_a_rendering_and_wakes_after_it():
    assert gc.isenabled()
    with quiet_collector():
        assert not gc.isenabled()
    assert gc.isenabled()
