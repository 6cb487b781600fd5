import signal
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from types import FrameType

import pytest

from artkeep.clock import SystemClock
from artkeep.db.queue import FairLock


def until(condition: Callable[[], bool]) -> None:
    """Wait for another thread to get somewhere."""
    while not condition():
        SystemClock().sleep(0.001)


def test_whoever_asked_first_is_first() -> None:
    lock = FairLock()
    order: list[int] = []

    def ask(number: int) -> None:
        with lock:
            order.append(number)

    threads = ThreadPoolExecutor(5)
    with lock:
        for number in range(5):
            threads.submit(ask, number)
            until(partial(is_longer_than, lock, number))
    threads.shutdown()

    assert [0, 1, 2, 3, 4] == order


def is_longer_than(lock: FairLock, number: int) -> bool:
    return lock.waiting > number


def test_only_one_holds_it() -> None:
    lock = FairLock()
    inside = 0
    most = 0

    def enter(_: int) -> None:
        nonlocal inside, most
        for _ in range(200):
            with lock:
                inside += 1
                most = max(most, inside)
                inside -= 1

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(enter, range(4)))

    assert 1 == most


def test_asking_twice_is_an_error() -> None:
    lock = FairLock()
    with pytest.raises(RuntimeError), lock, lock:
        pass

    with lock:
        pass


class Interrupted(BaseException):
    pass


def test_one_that_is_interrupted_while_it_waits_steps_out() -> None:
    lock = FairLock()
    main = threading.get_ident()

    def interrupt(_: int, __: FrameType | None) -> None:
        raise Interrupted

    before = signal.signal(signal.SIGUSR1, interrupt)
    leave = threading.Event()

    def hold() -> None:
        with lock:
            until(lambda: lock.waiting == 1)
            signal.pthread_kill(main, signal.SIGUSR1)
            leave.wait(20)

    with ThreadPoolExecutor(1) as thread:
        holding = thread.submit(hold)
        until(lambda: lock.held)
        with pytest.raises(Interrupted), lock:
            pass
        leave.set()
        holding.result()
    signal.signal(signal.SIGUSR1, before)

    with lock:  # nobody is left who holds it or waits
        pass


class Handed:
    """A ticket that is handed over in the same instant in which its holder is interrupted."""

    def acquire(self) -> None:
        raise Interrupted


def test_one_that_is_interrupted_as_its_turn_comes_hands_it_on() -> None:
    lock = FairLock()
    lock.__enter__()
    with pytest.raises(Interrupted):
        lock._wait(Handed())  # type: ignore[arg-type] # noqa: SLF001 - that instant, made to last

    assert not lock.held
