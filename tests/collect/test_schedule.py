"""While Artkeep is up, lists are read when their time has come."""

from datetime import timedelta

import sqlalchemy as sa

from artkeep import jobs
from artkeep.collect import fetch, follow, recheck, refresh, schedule
from artkeep.collect.schedule import Schedule
from artkeep.db.tables import collection, page, run
from artkeep.model.records import RunState
from tests.working import work

SEARCH = "https://danbooru.donmai.us/posts?tags=aoyama_mika"


def followed(bench):
    done = follow.address(bench, SEARCH)
    work(bench)
    return done.collection


def change(bench, table, **values):
    with bench.db.begin() as tx:
        tx.execute(sa.update(table).values(**values))


def reading(bench, held):
    with bench.db.read() as tx:
        return jobs.find(tx, refresh.KIND, str(held.id))


def test_a_list_whose_time_has_come_is_asked_for_once(bench):
    held = followed(bench)
    change(bench, collection, next_at=bench.clock.now() - timedelta(seconds=1))

    assert [1, 0] == [refresh.due(bench), refresh.due(bench)]
    assert RunState.QUEUED is reading(bench, held).state


def test_the_thread_asks_as_soon_as_it_begins_and_ends_at_once(bench):
    held = followed(bench)
    change(bench, collection, next_at=bench.clock.now() - timedelta(seconds=1))

    with Schedule(bench):
        for _ in range(200):
            if reading(bench, held).state is RunState.QUEUED:
                break
            bench.clock.sleep(0.05)

    assert RunState.QUEUED is reading(bench, held).state


def test_posts_are_looked_at_once_a_day(bench):
    followed(bench)

    assert ["danbooru"] == schedule.look_due(bench)
    assert [] == schedule.look_due(bench)
    work(bench)
    assert [] == schedule.look_due(bench)
    change(bench, run, finished_at=bench.clock.now() - timedelta(days=1, minutes=1))
    assert ["danbooru"] == schedule.look_due(bench)


def test_a_library_without_posts_of_sites_asks_nobody(bench):
    assert [] == schedule.look_due(bench)
    with bench.db.read() as tx:
        assert [] == jobs.of_kinds(tx, {recheck.KIND})


def fetching(bench):
    with bench.db.read() as tx:
        return jobs.find(tx, fetch.KIND, "danbooru")


def test_a_picture_that_had_to_wait_is_fetched_when_its_time_has_come(bench):
    followed(bench)
    assert 0 == fetch.due(bench)
    change(bench, page, wanted_at=bench.clock.now() + timedelta(hours=1))
    assert 0 == fetch.due(bench)

    change(bench, page, wanted_at=bench.clock.now() - timedelta(seconds=1))
    assert [1, 0] == [fetch.due(bench), fetch.due(bench)]
    work(bench)

    assert RunState.DONE is fetching(bench).state
    with bench.db.read() as tx:
        assert tx.execute(sa.select(page.c.id).where(page.c.wanted_at.is_not(None))).all() == []


def test_what_waits_for_the_site_or_for_a_person_is_not_pushed(bench):
    followed(bench)
    later = bench.clock.now() + timedelta(hours=1)
    change(bench, page, wanted_at=bench.clock.now() - timedelta(seconds=1))

    for state in (RunState.QUEUED, RunState.FAILED, RunState.STOPPED):
        change(bench, run, state=state.value, not_before=later)
        assert 0 == fetch.due(bench)
        assert (state, later) == (fetching(bench).state, fetching(bench).not_before)
