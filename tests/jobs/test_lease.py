from datetime import timedelta
from threading import Event

import pytest
import sqlalchemy as sa

from artkeep import jobs
from artkeep.db.tables import run, run_outcome
from artkeep.jobs.lease import KEPT_DAYS, LEASE_SECONDS, Keeper
from artkeep.jobs.policy import ATTEMPTS
from artkeep.model.records import RunState
from tests.jobs.benches import Bench, ask, forward, look, stop, taken, until


def test_a_run_whose_worker_is_silent_is_queued_again(bench: Bench) -> None:
    run_id = ask(bench)
    taken(bench)
    bench.clock.forward(LEASE_SECONDS)
    assert 0 == jobs.sweep(bench.db)
    bench.clock.forward(1)
    assert 1 == jobs.sweep(bench.db)

    run = look(bench, run_id)
    assert (RunState.QUEUED, 1, None) == (run.state, run.failures, run.beat_at)
    assert run.error is not None
    assert "ended in the middle" in run.error
    assert run_id == taken(bench).run.id


def test_a_run_whose_worker_was_to_stop_is_stopped(bench: Bench) -> None:
    run_id = ask(bench)
    taken(bench)
    stop(bench, run_id)
    bench.clock.forward(31)
    jobs.sweep(bench.db)

    assert RunState.STOPPED is look(bench, run_id).state


def test_a_run_that_kills_its_worker_each_time_is_given_up(bench: Bench) -> None:
    run_id = ask(bench)
    for _ in range(ATTEMPTS):
        assert RunState.QUEUED is look(bench, run_id).state
        taken(bench)
        bench.clock.forward(31)
        jobs.sweep(bench.db)

    run = look(bench, run_id)
    assert RunState.FAILED is run.state
    assert run.error is not None
    assert "5 times" in run.error


def test_a_run_that_gets_further_each_time_is_not_given_up(bench: Bench) -> None:
    run_id = ask(bench)
    for number in range(1, 3 * ATTEMPTS):
        turn = taken(bench)
        turn.progress(done=number)
        turn.beat()
        bench.clock.forward(31)
        jobs.sweep(bench.db)

    assert (RunState.QUEUED, 1) == (look(bench, run_id).state, look(bench, run_id).failures)


def test_a_silent_run_that_was_asked_for_again_runs_once_more_only(bench: Bench) -> None:
    run_id = ask(bench)
    taken(bench)
    ask(bench)
    bench.clock.forward(31)
    jobs.sweep(bench.db)
    taken(bench).finish()

    assert RunState.DONE is look(bench, run_id).state


def test_the_lease_can_be_shorter(bench: Bench) -> None:
    ask(bench)
    taken(bench)
    bench.clock.forward(4)

    assert 1 == jobs.sweep(bench.db, lease_seconds=3)


def test_a_keeper_says_that_its_turns_live(bench: Bench) -> None:
    run_id = ask(bench)
    turn = taken(bench)
    with Keeper(bench.db, bench.clock, LEASE_SECONDS) as keeper, keeper.watching(turn):
        for _ in range(10):
            forward(bench, 10)
            until(lambda: look(bench, run_id).beat_at == bench.clock.now())

    assert RunState.RUNNING is look(bench, run_id).state
    assert [] == keeper.turns()


def test_a_keeper_takes_from_the_dead(bench: Bench) -> None:
    run_id = ask(bench)
    taken(bench)
    with Keeper(bench.db, bench.clock, LEASE_SECONDS):
        forward(bench, 40)
        until(lambda: look(bench, run_id).state is RunState.QUEUED)


def test_a_keeper_survives_a_database_that_does_not_answer(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    run_id = ask(bench)
    taken(bench)
    broken = Event()

    def refuse(*_: object) -> None:
        if not broken.is_set():
            broken.set()
            raise sa.exc.OperationalError("", None, Exception("gone for a moment"))

    with Keeper(bench.db, bench.clock, LEASE_SECONDS):
        sa.event.listen(bench.db._engine, "begin", refuse)  # noqa: SLF001 - the database fails once
        forward(bench, 40)
        until(broken.is_set)
        sa.event.remove(bench.db._engine, "begin", refuse)  # noqa: SLF001
        until(lambda: "could not keep the leases" in capsys.readouterr().out)
        forward(bench, 10)
        until(lambda: look(bench, run_id).state is RunState.QUEUED)


def note_outcomes(bench: Bench, run_id: int, number: int) -> None:
    rows = [
        {"run_id": run_id, "ref_key": key.to_bytes(4, "big"), "path": "a", "status": "new"}
        for key in range(number)
    ]
    with bench.db.begin() as tx:
        tx.execute(sa.insert(run_outcome), rows)


def number_of(bench: Bench, table: sa.Table) -> int:
    with bench.db.read() as tx:
        return int(tx.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


def test_old_runs_that_are_done_are_forgotten_with_their_outcomes(bench: Bench) -> None:
    old = ask(bench, "old")
    taken(bench).finish()
    note_outcomes(bench, old, 2500)
    stopped = ask(bench, "stopped")
    stop(bench, stopped)
    waiting = ask(bench, "waiting")
    bench.clock.forward(60)
    new = ask(bench, "new")
    taken(bench).finish()  # the waiting one
    taken(bench).finish()
    note_outcomes(bench, new, 1)

    assert 1 == jobs.prune(bench.db, bench.clock.now() - timedelta(seconds=30))
    assert 0 == jobs.prune(bench.db, bench.clock.now() - timedelta(seconds=30))
    assert 1 == number_of(bench, run_outcome)
    with bench.db.read() as tx:
        left = set(tx.execute(sa.select(run.c.id)).scalars())
    assert {stopped, waiting, new} == left


def test_a_keeper_forgets_after_a_month(bench: Bench) -> None:
    ask(bench)
    taken(bench).finish()
    with Keeper(bench.db, bench.clock, LEASE_SECONDS):
        forward(bench, (KEPT_DAYS - 1) * 86400)
        forward(bench, 3600)
        assert 1 == number_of(bench, run)
        forward(bench, 2 * 86400)
        until(lambda: 0 == number_of(bench, run))
