"""The least of a workbench that the queue needs, and words that the tests of the queue share."""

from collections.abc import Callable
from dataclasses import dataclass

from artkeep import jobs
from artkeep.clock import SystemClock
from artkeep.db.engine import Database
from artkeep.jobs import Turn
from artkeep.model.records import Run
from artkeep.model.refs import RunId
from tests.clocks import HandClock


@dataclass(frozen=True)
class Bench:
    """A library and a clock moved by hand."""

    db: Database
    clock: HandClock


def ask(bench: Bench, subject: str = "a", kind: str = "test") -> RunId:
    with bench.db.begin() as tx:
        return jobs.add(tx, kind, subject)


def look(bench: Bench, run_id: RunId) -> Run:
    with bench.db.read() as tx:
        return jobs.get(tx, run_id)


def taken(bench: Bench) -> Turn:
    turn = jobs.take(bench.db)
    assert turn is not None
    return turn


def stop(bench: Bench, run_id: RunId) -> None:
    with bench.db.begin() as tx:
        jobs.request_stop(tx, run_id)


def retry(bench: Bench, run_id: RunId) -> None:
    with bench.db.begin() as tx:
        jobs.retry(tx, run_id)


def until(condition: Callable[[], object]) -> None:
    """Wait for another thread to get somewhere."""
    while not condition():
        SystemClock().sleep(0.002)


def forward(bench: Bench, seconds: float, asleep: int = 1) -> None:
    """Move the hand when that many threads are asleep, so that none of them misses it."""
    until(lambda: bench.clock.sleepers >= asleep)
    bench.clock.forward(seconds)
