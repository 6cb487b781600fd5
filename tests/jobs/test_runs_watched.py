"""Runs as those see them who look and listen."""

from datetime import timedelta

from artkeep import jobs
from artkeep.jobs.policy import Next
from artkeep.jobs.wakers import Due
from artkeep.model.records import RunState
from tests.jobs.benches import Bench, ask, look, retry, stop, taken


def test_runs_are_listed_by_what_happened_last(bench: Bench) -> None:
    first = ask(bench, "a")
    bench.clock.forward(1)
    second = ask(bench, "b")
    bench.clock.forward(1)
    third = ask(bench, "c")
    bench.clock.forward(1)
    taken(bench).beat()  # the first

    with bench.db.read() as tx:
        assert [first, third, second] == [run.id for run in jobs.recent(tx, 10)]
        assert [first, third] == [run.id for run in jobs.recent(tx, 2)]
        found = jobs.find(tx, "test", "b")
    assert found == look(bench, second)


def test_all_that_move_are_listed_however_many(bench: Bench) -> None:
    stopped, failed, waiting, working = [ask(bench, name) for name in "abcd"]
    stop(bench, stopped)
    taken(bench).fail(Next(RunState.FAILED, 1, None, "no luck"))
    taken(bench).fail(Next(RunState.QUEUED, 1, bench.clock.now() + timedelta(hours=1)))
    taken(bench)
    more = [ask(bench, str(number)) for number in range(60)]

    with bench.db.read() as tx:
        moving = jobs.in_hand(tx)

    assert [waiting, working, *more] == [run.id for run in moving]
    assert RunState.FAILED is look(bench, failed).state


def test_every_change_is_seen_by_who_watches(bench: Bench) -> None:
    def changed() -> bool:
        with bench.db.read() as tx:
            seen = [run.id for run in jobs.changed(tx, bench.clock.now())] == [run_id]
        bench.clock.forward(1)
        return seen

    run_id = ask(bench)
    assert changed()
    assert not changed()
    turn = taken(bench)
    assert changed()
    with turn.begin():
        pass
    assert changed()
    turn.beat()
    assert changed()
    stop(bench, run_id)
    assert changed()
    turn.give_back()
    assert changed()
    retry(bench, run_id)
    assert changed()


def test_who_listens_hears_of_every_run_that_is_queued(bench: Bench) -> None:
    heard: list[object] = []
    bench.db.listeners.append(lambda _, news: heard.append(news))
    noon = bench.clock.now()
    later = noon + timedelta(hours=1)
    run_id = ask(bench)
    taken(bench).fail(Next(RunState.QUEUED, 1, later, "no luck"))
    retry(bench, run_id)
    taken(bench).finish()

    assert [Due(run_id, noon), Due(run_id, later), Due(run_id, noon)] == heard
