from collections.abc import Callable
from datetime import timedelta

import pytest

from artkeep import jobs
from artkeep.errors import DecoderCrashed, NotFound, RateLimited
from artkeep.jobs import Turn
from artkeep.model.records import RunState
from tests.jobs.benches import Bench, ask, look, retry, stop, taken


def raising(error: BaseException) -> dict[str, Callable[[Bench, Turn], None]]:
    def handler(_: Bench, __: Turn) -> None:
        raise error

    return {"test": handler}


def done(_: Bench, __: Turn) -> None:
    """A handler that has nothing to do."""


def test_due_runs_are_worked_one_after_another(bench: Bench) -> None:
    order: list[str] = []

    def handler(given: Bench, turn: Turn) -> None:
        assert given is bench
        order.append(turn.run.subject)

    for subject in "abc":
        ask(bench, subject)

    assert 3 == jobs.work(bench, {"test": handler})
    assert ["a", "b", "c"] == order
    assert 0 == jobs.work(bench, {"test": handler})


def test_a_run_that_a_handler_asks_for_is_worked_too(bench: Bench) -> None:
    def first(_: Bench, turn: Turn) -> None:
        with turn.begin() as tx:
            jobs.add(tx, "second", "b")

    ask(bench, "a", kind="first")

    assert 2 == jobs.work(bench, {"first": first, "second": done})


def test_kinds_without_a_handler_wait(bench: Bench) -> None:
    run_id = ask(bench, kind="of a newer version")

    assert 0 == jobs.work(bench, {"test": done})
    assert RunState.QUEUED is look(bench, run_id).state


def test_a_handler_that_returns_has_finished(bench: Bench) -> None:
    run_id = ask(bench)
    bench.clock.forward(5)
    jobs.work(bench, {"test": done})

    run = look(bench, run_id)
    assert (RunState.DONE, 0, None) == (run.state, run.failures, run.error)
    assert bench.clock.now() == run.finished_at


def test_a_permanent_error_fails_the_run_with_its_words(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    run_id = ask(bench)
    jobs.work(bench, raising(NotFound("the folder is gone")))

    run = look(bench, run_id)
    assert (RunState.FAILED, "the folder is gone", 1) == (run.state, run.error, run.failures)
    assert 1 == capsys.readouterr().out.count("the folder is gone")


def test_an_error_that_may_pass_is_tried_five_times(bench: Bench) -> None:
    run_id = ask(bench)
    waits = []
    while look(bench, run_id).state is RunState.QUEUED:
        before = bench.clock.now()
        assert 1 == jobs.work(bench, raising(DecoderCrashed("it crashed")))
        due = look(bench, run_id).not_before
        if due is not None:
            waits.append((due - before).total_seconds())
            bench.clock.forward(waits[-1] - 1)
            assert 0 == jobs.work(bench, {"test": done})
            bench.clock.forward(1)

    assert [30.0, 60.0, 120.0, 240.0] == waits
    run = look(bench, run_id)
    assert (RunState.FAILED, 5, "it crashed") == (run.state, run.failures, run.error)


def test_a_success_after_a_failure_is_a_success(bench: Bench) -> None:
    run_id = ask(bench)
    jobs.work(bench, raising(DecoderCrashed("it crashed")))
    bench.clock.forward(30)
    jobs.work(bench, {"test": done})

    run = look(bench, run_id)
    assert (RunState.DONE, 0, None) == (run.state, run.failures, run.error)


def test_a_rate_limit_waits_as_long_as_the_site_asks(bench: Bench) -> None:
    run_id = ask(bench)
    for _ in range(7):
        until = bench.clock.now() + timedelta(seconds=30)
        assert 1 == jobs.work(bench, raising(RateLimited("bluesky", until)))
        run = look(bench, run_id)
        assert (RunState.QUEUED, 0, until) == (run.state, run.failures, run.not_before)
        assert run.waiting_for is not None
        assert "pause" in run.waiting_for
        bench.clock.forward(29)
        assert 0 == jobs.work(bench, {"test": done})
        bench.clock.forward(1)

    assert 1 == jobs.work(bench, {"test": done})
    assert look(bench, run_id).waiting_for is None


def test_what_nobody_expected_is_logged_once_with_a_reference(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    run_id = ask(bench)
    jobs.work(bench, raising(KeyError("posts")))

    run = look(bench, run_id)
    assert (RunState.QUEUED, 1) == (run.state, run.failures)
    assert run.error is not None
    reference = run.error.split()[-1]
    logged = capsys.readouterr().out
    assert 1 == logged.count(reference)
    assert 1 == logged.count("Traceback")


def test_a_run_that_is_stopped_while_it_works_is_stopped(bench: Bench) -> None:
    def endless(_: Bench, turn: Turn) -> None:
        for number in range(10**9):
            turn.progress(done=number)
            with turn.begin():
                pass
            if number == 3:
                stop(bench, turn.run.id)

    run_id = ask(bench)
    assert 1 == jobs.work(bench, {"test": endless})
    run = look(bench, run_id)
    assert (RunState.STOPPED, 4) == (run.state, run.done)

    retry(bench, run_id)
    assert (RunState.QUEUED, 4) == (look(bench, run_id).state, look(bench, run_id).done)


def test_a_run_that_is_taken_over_while_it_works_is_let_go(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    def sleepy(_: Bench, turn: Turn) -> None:
        bench.clock.forward(31)
        jobs.sweep(bench.db)
        other.append(taken(bench))
        with turn.begin():
            raise AssertionError("not ours any more")

    other: list[Turn] = []
    run_id = ask(bench)
    jobs.handle(bench, {"test": sleepy}, taken(bench))  # and nobody says that it lives

    assert (RunState.RUNNING, 2) == (look(bench, run_id).state, look(bench, run_id).turn)
    assert 1 == capsys.readouterr().out.count("taken over")
    other[0].finish()
    assert RunState.DONE is look(bench, run_id).state


def test_ctrl_c_gives_the_run_back(bench: Bench) -> None:
    run_id = ask(bench)
    with pytest.raises(KeyboardInterrupt):
        jobs.work(bench, raising(KeyboardInterrupt()))

    run = look(bench, run_id)
    assert (RunState.QUEUED, 0) == (run.state, run.failures)


def test_runs_of_the_dead_are_worked_first_thing(bench: Bench) -> None:
    run_id = ask(bench)
    taken(bench)
    bench.clock.forward(31)

    assert 1 == jobs.work(bench, {"test": done})
    assert RunState.DONE is look(bench, run_id).state
