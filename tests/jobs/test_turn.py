from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from artkeep import jobs
from artkeep.errors import Stopped, Superseded
from artkeep.jobs import Turn
from artkeep.jobs.policy import Next
from artkeep.model.records import RunState
from artkeep.model.refs import RunId
from tests.jobs.benches import Bench, ask, look, stop, taken


def begin(turn: Turn) -> None:
    with turn.begin():
        pass


def add_in(bench: Bench, turn: Turn, subject: str) -> RunId:
    """Write something that can be seen, inside a turn."""
    with turn.begin() as tx:
        return jobs.add(tx, "other", subject)


def exists(bench: Bench, subject: str) -> bool:
    with bench.db.read() as tx:
        return jobs.find(tx, "other", subject) is not None


def test_nothing_is_taken_when_nothing_is_due(bench: Bench) -> None:
    assert jobs.take(bench.db) is None

    with bench.db.begin() as tx:
        jobs.add(tx, "test", "a", not_before=bench.clock.now() + timedelta(seconds=10))
    assert jobs.take(bench.db) is None
    bench.clock.forward(10)
    assert jobs.take(bench.db) is not None


def test_what_has_been_due_longest_comes_first(bench: Bench) -> None:
    noon = bench.clock.now()
    bench.clock.forward(60)
    with bench.db.begin() as tx:
        for subject, seconds in (("c", 30), ("a", 10), ("b", 20), ("b2", 20)):
            jobs.add(tx, "test", subject, not_before=noon + timedelta(seconds=seconds))

    assert ["a", "b", "b2", "c"] == [taken(bench).run.subject for _ in range(4)]


def test_only_the_kinds_that_are_asked_for_are_taken(bench: Bench) -> None:
    ask(bench, "a", kind="walk")
    ask(bench, "b", kind="swim")

    assert jobs.take(bench.db, {"fly"}) is None
    swim = jobs.take(bench.db, {"swim", "fly"})
    assert swim is not None
    assert "swim" == swim.run.kind


def test_a_run_is_taken_by_one_only(bench: Bench) -> None:
    for number in range(20):
        ask(bench, f"{number}")

    def take_all(_: int) -> list[RunId]:
        got = []
        while (turn := jobs.take(bench.db)) is not None:
            got.append(turn.run.id)
        return got

    with ThreadPoolExecutor(4) as threads:
        got = [run_id for some in threads.map(take_all, range(4)) for run_id in some]

    # a taker may find its run locked by another and come back with nothing; none is taken twice
    assert len(got) == len(set(got))
    assert 20 == len(got) + len(take_all(0))


def test_taking_a_run_begins_it(bench: Bench) -> None:
    run_id = ask(bench)
    bench.clock.forward(5)
    turn = taken(bench)

    run = look(bench, run_id)
    assert run == turn.run
    assert (RunState.RUNNING, 1, None) == (run.state, run.turn, run.not_before)
    assert bench.clock.now() == run.started_at == run.beat_at


def test_a_run_that_goes_on_keeps_when_it_started(bench: Bench) -> None:
    run_id = ask(bench)
    started = look(bench, run_id).created_at
    taken(bench).give_back()
    bench.clock.forward(5)
    taken(bench)

    assert started == look(bench, run_id).started_at


def test_progress_is_written_by_the_next_step(bench: Bench) -> None:
    run_id = ask(bench)
    turn = taken(bench)
    turn.progress(total=10, unit="files", waiting_for="counting")
    turn.progress(done=4, counts={"new": 3, "known": 1}, waiting_for=None)
    assert 0 == look(bench, run_id).done
    begin(turn)

    run = look(bench, run_id)
    assert (4, 10, "files", None) == (run.done, run.total, run.unit, run.waiting_for)
    assert {"new": 3, "known": 1} == run.counts


def test_progress_is_written_by_a_beat_and_by_the_end(bench: Bench) -> None:
    run_id = ask(bench)
    turn = taken(bench)
    turn.progress(done=1)
    turn.beat()
    assert 1 == look(bench, run_id).done
    turn.progress(done=2)
    turn.finish()

    assert 2 == look(bench, run_id).done


def test_what_a_handler_counts_in_stays_its_own(bench: Bench) -> None:
    run_id = ask(bench)
    turn = taken(bench)
    counts = {"new": 1}
    turn.progress(counts=counts)
    counts["new"] = 99
    begin(turn)

    assert {"new": 1} == look(bench, run_id).counts


def test_a_step_is_a_sign_of_life(bench: Bench) -> None:
    run_id = ask(bench)
    turn = taken(bench)
    bench.clock.forward(20)
    begin(turn)

    assert bench.clock.now() == look(bench, run_id).beat_at


def test_a_step_is_written_together_with_its_beat_or_not_at_all(bench: Bench) -> None:
    ask(bench)
    turn = taken(bench)
    add_in(bench, turn, "seen")

    assert exists(bench, "seen")


def test_a_turn_that_was_taken_over_cannot_write(bench: Bench) -> None:
    ask(bench)
    old = taken(bench)
    bench.clock.forward(31)
    assert 1 == jobs.sweep(bench.db)
    with pytest.raises(Superseded):
        add_in(bench, old, "while it is queued")
    new = taken(bench)
    with pytest.raises(Superseded):
        add_in(bench, old, "while another has it")
    add_in(bench, new, "by the other")

    assert [False, False, True] == [
        exists(bench, subject)
        for subject in ("while it is queued", "while another has it", "by the other")
    ]
    assert (True, False) == (old.stopping, new.stopping)


@pytest.mark.parametrize("end", ["finish", "give_back", "fail"])
def test_a_turn_that_was_taken_over_cannot_end_the_run(bench: Bench, end: str) -> None:
    run_id = ask(bench)
    old = taken(bench)
    bench.clock.forward(31)
    jobs.sweep(bench.db)
    taken(bench)
    before = look(bench, run_id)
    if end == "fail":
        old.fail(Next(RunState.FAILED, 1, None, "no luck"))
    else:
        getattr(old, end)()

    assert before == look(bench, run_id)
    assert old.stopping


def test_a_beat_learns_of_a_take_over_without_raising(bench: Bench) -> None:
    ask(bench)
    old = taken(bench)
    bench.clock.forward(31)
    jobs.sweep(bench.db)
    old.beat()

    assert old.stopping
    with pytest.raises(Superseded):
        old.check()


def test_a_run_that_ended_has_no_turn(bench: Bench) -> None:
    ask(bench)
    turn = taken(bench)
    turn.finish()

    with pytest.raises(Superseded):
        begin(turn)


def test_a_person_who_asks_to_stop_is_heard_at_the_next_step(bench: Bench) -> None:
    run_id = ask(bench)
    turn = taken(bench)
    stop(bench, run_id)
    assert not turn.stopping
    with pytest.raises(Stopped):
        add_in(bench, turn, "too late")
    turn.progress(done=7)
    turn.give_back()

    assert not exists(bench, "too late")
    run = look(bench, run_id)
    assert (RunState.STOPPED, 7, bench.clock.now()) == (run.state, run.done, run.finished_at)


def test_a_beat_hears_a_person_too_and_still_counts(bench: Bench) -> None:
    run_id = ask(bench)
    turn = taken(bench)
    stop(bench, run_id)
    bench.clock.forward(20)
    turn.beat()

    assert turn.stopping
    assert bench.clock.now() == look(bench, run_id).beat_at
    with pytest.raises(Stopped):
        turn.check()


def test_a_process_that_ends_gives_its_runs_back(bench: Bench) -> None:
    run_id = ask(bench)
    turn = taken(bench)
    turn.check()
    turn.tell_to_stop()
    assert turn.stopping
    with pytest.raises(Stopped):
        begin(turn)
    turn.progress(done=7)
    turn.give_back()

    run = look(bench, run_id)
    assert (RunState.QUEUED, 7, 0) == (run.state, run.done, run.failures)
    assert run_id == taken(bench).run.id


def test_getting_further_than_ever_forgets_the_failures(bench: Bench) -> None:
    run_id = ask(bench)
    turn = taken(bench)
    turn.progress(done=5)
    turn.fail(Next(RunState.QUEUED, 3, bench.clock.now(), "no luck"))

    turn = taken(bench)
    turn.progress(done=5)
    begin(turn)
    assert (3, 3) == (turn.failures, look(bench, run_id).failures)
    turn.progress(done=6)
    begin(turn)
    run = look(bench, run_id)
    assert (0, 0, None) == (turn.failures, run.failures, run.error)


def test_threads_may_share_a_turn(bench: Bench) -> None:
    run_id = ask(bench)
    turn = taken(bench)

    def step(number: int) -> None:
        turn.progress(done=20)
        add_in(bench, turn, f"{number}")

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(step, range(20)))

    assert 20 == look(bench, run_id).done
    assert all(exists(bench, f"{number}") for number in range(20))
