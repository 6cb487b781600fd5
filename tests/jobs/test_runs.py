from datetime import timedelta

import pytest
import sqlalchemy as sa

from artkeep import jobs
from artkeep.db.tables import run_outcome
from artkeep.errors import NotFound
from artkeep.jobs.policy import Next
from artkeep.model.records import RunState
from artkeep.model.refs import RunId
from tests.jobs.benches import Bench, ask, look, retry, stop, taken


def note_outcome(bench: Bench, run_id: RunId) -> None:
    row = {"run_id": run_id, "ref_key": b"a", "path": "a.png", "status": "new"}
    with bench.db.begin() as tx:
        tx.execute(sa.insert(run_outcome).values(row))


def outcomes(bench: Bench) -> int:
    with bench.db.read() as tx:
        return int(tx.execute(sa.select(sa.func.count()).select_from(run_outcome)).scalar_one())


def finished(bench: Bench) -> RunId:
    run_id = ask(bench)
    turn = taken(bench)
    note_outcome(bench, run_id)
    turn.progress(done=3, total=3, unit="files", counts={"new": 3})
    turn.finish()
    return run_id


def failed(bench: Bench) -> RunId:
    run_id = ask(bench)
    turn = taken(bench)
    note_outcome(bench, run_id)
    turn.progress(done=3, total=9, unit="files", counts={"new": 3})
    turn.fail(Next(RunState.FAILED, 5, None, "no luck"))
    return run_id


def test_a_new_run_waits(bench: Bench) -> None:
    with bench.db.begin() as tx:
        run_id = jobs.add(tx, "test", "a", arguments={"paths": ["/a"]})

    run = look(bench, run_id)
    assert ("test", "a", {"paths": ["/a"]}) == (run.kind, run.subject, run.arguments)
    assert (RunState.QUEUED, 0, None, "", {}, 0) == (
        run.state,
        run.done,
        run.total,
        run.unit,
        run.counts,
        run.turn,
    )
    assert bench.clock.now() == run.created_at == run.not_before


def test_there_is_one_run_for_a_kind_and_a_subject(bench: Bench) -> None:
    first = ask(bench, "a")

    assert first == ask(bench, "a")
    assert first != ask(bench, "b")
    assert first != ask(bench, "a", kind="other")


def test_a_run_is_asked_for_only_if_its_reason_is_written(bench: Bench) -> None:
    with pytest.raises(ZeroDivisionError):
        ask_and_fail(bench)

    with bench.db.read() as tx:
        assert jobs.find(tx, "test", "a") is None


def ask_and_fail(bench: Bench) -> None:
    with bench.db.begin() as tx:
        jobs.add(tx, "test", "a")
        raise ZeroDivisionError


@pytest.mark.parametrize(("first", "second"), [(10, 60), (60, 10)])
def test_a_waiting_run_becomes_due_at_the_earlier_time(
    bench: Bench, first: int, second: int
) -> None:
    noon = bench.clock.now()
    with bench.db.begin() as tx:
        jobs.add(tx, "test", "a", not_before=noon + timedelta(seconds=first))
        run_id = jobs.add(tx, "test", "a", not_before=noon + timedelta(seconds=second))

    assert noon + timedelta(seconds=10) == look(bench, run_id).not_before


def test_a_run_that_waits_for_a_site_no_longer_says_so_when_it_is_due_earlier(
    bench: Bench,
) -> None:
    run_id = ask(bench)
    later = bench.clock.now() + timedelta(hours=1)
    taken(bench).fail(Next(RunState.QUEUED, 0, later, None, "bluesky asks us to pause"))
    assert "bluesky asks us to pause" == look(bench, run_id).waiting_for
    ask(bench)

    assert look(bench, run_id).waiting_for is None


def test_new_arguments_replace_those_of_a_waiting_run(bench: Bench) -> None:
    with bench.db.begin() as tx:
        run_id = jobs.add(tx, "test", "a", arguments={"n": 1})
        jobs.add(tx, "test", "a", arguments={"n": 2})
        jobs.add(tx, "test", "a")

    assert {"n": 2} == look(bench, run_id).arguments


def test_a_finished_run_starts_anew(bench: Bench) -> None:
    run_id = finished(bench)
    bench.clock.forward(60)

    assert run_id == ask(bench)
    run = look(bench, run_id)
    assert (RunState.QUEUED, 0, None, "", {}) == (
        run.state,
        run.done,
        run.total,
        run.unit,
        run.counts,
    )
    assert bench.clock.now() == run.created_at
    assert (None, None) == (run.started_at, run.finished_at)
    assert 0 == outcomes(bench)
    assert 2 == taken(bench).run.turn


@pytest.mark.parametrize("again", [ask, retry])
def test_a_failed_run_goes_on_where_it_was(bench: Bench, again: object) -> None:
    run_id = failed(bench)
    if again is ask:
        ask(bench)
    else:
        retry(bench, run_id)

    run = look(bench, run_id)
    assert (RunState.QUEUED, 3, 9, {"new": 3}) == (run.state, run.done, run.total, run.counts)
    assert (0, None, None) == (run.failures, run.error, run.finished_at)
    assert 1 == outcomes(bench)


def test_a_run_asked_for_while_it_runs_runs_once_more(bench: Bench) -> None:
    run_id = ask(bench)
    turn = taken(bench)
    ask(bench)
    assert RunState.RUNNING is look(bench, run_id).state
    turn.finish()

    assert RunState.QUEUED is look(bench, run_id).state
    taken(bench).finish()
    assert RunState.DONE is look(bench, run_id).state


def test_a_run_that_runs_once_more_still_knows_what_it_brought(bench: Bench) -> None:
    run_id = ask(bench)
    turn = taken(bench)
    note_outcome(bench, run_id)
    turn.progress(done=3, total=3, counts={"new": 3})
    ask(bench)
    turn.finish()

    run = look(bench, run_id)
    assert (RunState.QUEUED, 0, None, {"new": 3}) == (run.state, run.done, run.total, run.counts)
    assert 1 == outcomes(bench)


def test_a_waiting_run_stops_at_once(bench: Bench) -> None:
    run_id = ask(bench)
    stop(bench, run_id)

    run = look(bench, run_id)
    assert (RunState.STOPPED, bench.clock.now()) == (run.state, run.finished_at)
    assert jobs.take(bench.db) is None


def test_a_run_that_has_ended_cannot_be_stopped(bench: Bench) -> None:
    run_id = finished(bench)
    stop(bench, run_id)

    assert RunState.DONE is look(bench, run_id).state


def test_the_last_word_counts(bench: Bench) -> None:
    run_id = ask(bench)
    turn = taken(bench)
    ask(bench)
    stop(bench, run_id)
    turn.beat()
    turn.give_back()
    assert RunState.STOPPED is look(bench, run_id).state

    ask(bench)
    turn = taken(bench)
    stop(bench, run_id)
    ask(bench)
    turn.beat()
    turn.give_back()
    run = look(bench, run_id)
    assert (RunState.QUEUED, False) == (run.state, run.stop_requested)


def test_a_stopped_run_can_be_tried_again(bench: Bench) -> None:
    run_id = ask(bench)
    stop(bench, run_id)
    retry(bench, run_id)

    assert run_id == taken(bench).run.id


def test_a_run_that_waits_for_its_next_try_can_be_tried_now(bench: Bench) -> None:
    run_id = ask(bench)
    later = bench.clock.now() + timedelta(hours=1)
    taken(bench).fail(Next(RunState.QUEUED, 1, later, "no luck"))
    assert jobs.take(bench.db) is None
    retry(bench, run_id)

    assert run_id == taken(bench).run.id


def test_a_run_that_runs_is_not_tried_again(bench: Bench) -> None:
    run_id = ask(bench)
    turn = taken(bench)
    retry(bench, run_id)
    turn.finish()

    assert RunState.DONE is look(bench, run_id).state


def test_what_does_not_exist_is_not_found(bench: Bench) -> None:
    with pytest.raises(NotFound, match="no run 404"):
        look(bench, RunId(404))
    with pytest.raises(NotFound):
        stop(bench, RunId(404))
    with pytest.raises(NotFound):
        retry(bench, RunId(404))
    with bench.db.read() as tx:
        assert jobs.find(tx, "test", "nobody asked") is None


def test_a_subject_that_does_not_fit_is_a_mistake(bench: Bench) -> None:
    with pytest.raises(ValueError, match="200"):
        ask(bench, "x" * 201)

    assert look(bench, ask(bench, "x" * 200)).subject == "x" * 200
