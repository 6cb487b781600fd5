"""Real worker processes that are killed and frozen: no step is lost, none is written twice."""

import os
import selectors
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from random import Random

import pytest
import sqlalchemy as sa

from artkeep import jobs
from artkeep.clock import SystemClock
from artkeep.db.engine import Database
from artkeep.db.tables import run, run_outcome
from artkeep.model.records import RunState
from tests.faults.job_worker import STEPS

LEASE_SECONDS = 3.0
SUBJECTS = ("a", "b", "c")

Worker = subprocess.Popen[str]


@contextmanager
def worker(url: str, lease_seconds: float = LEASE_SECONDS) -> Iterator[Worker]:
    """A process that works runs until the end of the block, unless something happens to it."""
    command = [sys.executable, "-W", "error", "-m", "tests.faults.job_worker", url]
    with subprocess.Popen(
        [*command, f"{lease_seconds}"], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGCONT)
            process.terminate()
            process.communicate(timeout=60)


@pytest.fixture
def library(database_url: str) -> Iterator[Database]:
    """A library with three runs that wait."""
    with Database(database_url, SystemClock()) as database:
        ask(database)
        yield database


def ask(database: Database) -> None:
    with database.begin() as tx:
        for subject in SUBJECTS:
            jobs.add(tx, "steps", subject)


def states(database: Database) -> Counter[RunState]:
    with database.read() as tx:
        return Counter(each.state for each in jobs.recent(tx, 10))


def wait_until_done(database: Database) -> None:
    while states(database) != Counter({RunState.DONE: len(SUBJECTS)}):
        assert not states(database)[RunState.FAILED]
        SystemClock().sleep(0.05)


def after_steps(process: Worker, number: int) -> None:
    """Wait until a worker has done so many steps."""
    assert process.stdout is not None
    for _ in range(number):
        assert process.stdout.readline()


def busier(*workers: Worker, steps: int) -> Worker:
    """Wait until one of them has done so many steps: nobody knows which of them begins."""
    done: Counter[int] = Counter()
    with selectors.DefaultSelector() as selector:
        for process in workers:
            assert process.stdout is not None
            selector.register(process.stdout, selectors.EVENT_READ, process)
        while True:
            for ready, _ in selector.select():
                busy: Worker = ready.data
                done[busy.pid] += os.read(ready.fd, 4096).count(b"\n")
                if done[busy.pid] >= steps:
                    return busy


def kill(process: Worker) -> None:
    process.kill()
    assert -signal.SIGKILL == process.wait()


def steps_of(database: Database) -> dict[str, list[tuple[int, int]]]:
    """Return the steps of each run with the turns that wrote them, as they were written."""
    query = (
        sa.select(run.c.subject, run_outcome.c.path, run_outcome.c.reason)
        .join(run_outcome, run_outcome.c.run_id == run.c.id)
        .order_by(run_outcome.c.id)
    )
    found: dict[str, list[tuple[int, int]]] = {subject: [] for subject in SUBJECTS}
    with database.read() as tx:
        for row in tx.execute(query):
            found[row.subject].append((int(row.path), int(row.reason)))
    return found


def assert_each_step_once(database: Database) -> None:
    for steps in steps_of(database).values():
        assert list(range(STEPS)) == [number for number, _ in steps]
        turns = [turn for _, turn in steps]
        assert all(before <= after for before, after in pairwise(turns)), turns


@pytest.mark.long
def test_a_worker_that_is_killed_loses_nothing(library: Database, database_url: str) -> None:
    with worker(database_url) as first:
        after_steps(first, 5)
        kill(first)
    assert states(library)[RunState.RUNNING]
    with worker(database_url):
        wait_until_done(library)

    assert_each_step_once(library)


def test_another_worker_takes_over_from_a_killed_one(library: Database, database_url: str) -> None:
    with worker(database_url) as one, worker(database_url) as another:
        kill(busier(one, another, steps=3))
        wait_until_done(library)

    assert_each_step_once(library)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the lease has to pass")
def test_the_runs_of_a_dead_process_are_free_at_once(library: Database, database_url: str) -> None:
    with worker(database_url) as first:
        after_steps(first, 3)
        first.send_signal(signal.SIGSTOP)
        assert 0 == jobs.sweep(library, lease_seconds=3600)
        kill(first)
        left = states(library)[RunState.RUNNING]
        assert left == jobs.sweep(library, lease_seconds=3600)

    assert left
    assert not states(library)[RunState.RUNNING]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the lease has to pass")
def test_whoever_begins_to_work_takes_over_from_the_dead_at_once(
    library: Database, database_url: str
) -> None:
    with worker(database_url) as first:
        after_steps(first, 3)
        kill(first)
    with worker(database_url, lease_seconds=3600):
        wait_until_done(library)

    assert_each_step_once(library)


def test_a_frozen_worker_that_wakes_up_does_no_harm(library: Database, database_url: str) -> None:
    with worker(database_url) as frozen:
        after_steps(frozen, 5)
        frozen.send_signal(signal.SIGSTOP)
        with worker(database_url):
            wait_until_done(library)
        before = steps_of(library)
        frozen.send_signal(signal.SIGCONT)
        wait_for_words(frozen, "run taken over by another worker")

    assert before == steps_of(library)
    assert_each_step_once(library)
    assert Counter({RunState.DONE: len(SUBJECTS)}) == states(library)


def wait_for_words(process: Worker, words: str) -> None:
    assert process.stdout is not None
    while words not in process.stdout.readline():
        assert process.poll() is None


def test_a_worker_that_is_told_to_end_gives_its_runs_back(
    library: Database, database_url: str
) -> None:
    with worker(database_url) as first:
        after_steps(first, 3)
        first.terminate()
        assert 0 == first.wait(timeout=60)

    assert Counter({RunState.QUEUED: len(SUBJECTS)}) == states(library)
    with library.read() as tx:
        assert {0} == {each.failures for each in jobs.recent(tx, 10)}


@pytest.mark.long
def test_killed_again_and_again_at_any_moment(library: Database, database_url: str) -> None:
    chance = Random(2)
    for _ in range(20):
        with worker(database_url) as victim:
            after_steps(victim, 1)
            SystemClock().sleep(chance.random() * 0.3)
            kill(victim)
        with library.begin() as tx:
            tx.execute(sa.update(run).values(failures=0))  # nobody is given up here
        if states(library)[RunState.DONE] == len(SUBJECTS):
            assert_each_step_once(library)
            ask(library)
    with worker(database_url):
        wait_until_done(library)

    assert_each_step_once(library)
