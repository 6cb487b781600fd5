from collections.abc import Callable
from datetime import timedelta
from threading import Event
from threading import enumerate as all_threads

import pytest
import sqlalchemy as sa

from artkeep import jobs
from artkeep.errors import LibraryUnreachable
from artkeep.jobs import Turn
from artkeep.jobs.local import POLL_SECONDS, THREADS, Workers
from artkeep.model.records import RunState
from tests.jobs.benches import Bench, ask, forward, look, until


def is_in(bench: Bench, run_id: object, state: RunState) -> Callable[[], bool]:
    return lambda: look(bench, run_id).state is state  # type: ignore[arg-type]


def done(_: Bench, __: Turn) -> None:
    """A handler that has nothing to do."""


def test_what_waits_is_worked_when_the_threads_start(bench: Bench) -> None:
    runs = [ask(bench, f"{number}") for number in range(5)]
    with Workers(bench, {"test": done}):
        for run_id in runs:
            until(is_in(bench, run_id, RunState.DONE))


def test_what_is_asked_for_later_is_worked_at_once(bench: Bench) -> None:
    with Workers(bench, {"test": done}):
        with bench.db.begin() as tx:
            tx.tell("something else")
        for number in range(5):  # the hand of the clock stands still: nobody polls
            until(is_in(bench, ask(bench, f"{number}"), RunState.DONE))


def test_what_is_due_later_is_found_by_looking(bench: Bench) -> None:
    with Workers(bench, {"test": done}):
        due = bench.clock.now() + timedelta(seconds=60)
        with bench.db.begin() as tx:
            run_id = jobs.add(tx, "test", "a", not_before=due)
        forward(bench, 60 + POLL_SECONDS, asleep=THREADS + 1)
        until(is_in(bench, run_id, RunState.DONE))


def test_threads_work_side_by_side(bench: Bench) -> None:
    met = {"a": Event(), "b": Event()}

    def meet(_: Bench, turn: Turn) -> None:
        met[turn.run.subject].set()
        for other in met.values():
            assert other.wait(20)

    runs = [ask(bench, subject) for subject in met]
    with Workers(bench, {"test": meet}, threads=2):
        for run_id in runs:
            until(is_in(bench, run_id, RunState.DONE))


def test_stopping_gives_back_what_is_not_finished(bench: Bench) -> None:
    steps = Event()

    def endless(_: Bench, turn: Turn) -> None:
        for number in range(1, 10**9):
            with turn.begin():
                turn.progress(done=number)
            steps.set()

    run_id = ask(bench)
    before = set(all_threads())
    with Workers(bench, {"test": endless}):
        steps.wait(20)

    run = look(bench, run_id)
    assert RunState.QUEUED is run.state
    assert (True, 0, None) == (run.done > 0, run.failures, run.beat_at)
    assert before == set(all_threads())
    assert [] == bench.db.listeners


def test_a_handler_that_computes_for_long_can_see_that_it_should_stop(bench: Bench) -> None:
    started = Event()

    def long_thought(_: Bench, turn: Turn) -> None:
        started.set()
        until(lambda: turn.stopping)
        turn.check()

    run_id = ask(bench)
    with Workers(bench, {"test": long_thought}):
        started.wait(20)

    assert RunState.QUEUED is look(bench, run_id).state


def test_stopping_at_rest_stops_at_once(bench: Bench) -> None:
    for _ in range(5):
        with Workers(bench, {"test": done}, threads=4):
            pass

    assert [] == bench.db.listeners


@pytest.mark.parametrize(
    ("error", "tracebacks"),
    [
        (LibraryUnreachable("gone for a moment"), False),
        (sa.exc.OperationalError("", None, Exception("never heard of it")), True),
    ],
    ids=["known", "unexpected"],
)
def test_a_database_that_does_not_answer_is_asked_again(
    bench: Bench, capsys: pytest.CaptureFixture[str], error: Exception, *, tracebacks: bool
) -> None:
    broken, said = Event(), []

    def refuse(*_: object) -> None:
        broken.set()
        raise error

    def heard() -> str:
        said.append(capsys.readouterr().out)
        return "".join(said)

    run_id = ask(bench)
    sa.event.listen(bench.db._engine, "begin", refuse)  # noqa: SLF001 - the database fails
    with Workers(bench, {"test": done}, threads=1):
        until(broken.is_set)
        until(lambda: "tries again soon" in heard())
        sa.event.remove(bench.db._engine, "begin", refuse)  # noqa: SLF001 - and is back
        forward(bench, 11, asleep=2)
        until(is_in(bench, run_id, RunState.DONE))
    assert tracebacks == ("Traceback" in heard())
