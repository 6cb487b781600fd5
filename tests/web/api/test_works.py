"""`/api/works`: what is done with many works at once."""

import pytest
import sqlalchemy as sa

from artkeep import jobs
from artkeep.collect import discard
from artkeep.collect.discard import Deed
from artkeep.db.tables import post
from artkeep.errors import Stopped
from artkeep.jobs import Turn
from artkeep.library import artworks, trash
from artkeep.model.records import RunState
from artkeep.model.viewing import EVERYTHING
from tests.library import rows
from tests.working import work


@pytest.fixture
def wall(bench):
    """Six works, half of them foxes."""
    with bench.db.begin() as tx:
        for number in range(6):
            rows.add_file(tx, f"/wall/{('fox', 'crane')[number % 2]} {number}.png", number)


def done(client, **wish):
    answer = client.post("/api/works", json=wish)
    assert 200 == answer.status_code, answer.text
    return answer.json()


def shown(bench):
    with bench.db.read() as tx:
        return sorted(tile.artwork_id for tile in artworks.newest(tx, None, 99, EVERYTHING))


def test_a_selection_is_thrown_away_and_taken_back(bench, client, wall):
    told = done(client, deed="trash", ids=[1, 2, 2])
    left = shown(bench)
    done(client, deed="restore", ids=[1, 2])

    assert {"works": 2, "run": None} == told
    assert [3, 4, 5, 6] == left
    assert [1, 2, 3, 4, 5, 6] == shown(bench)


def test_all_or_nothing_of_a_selection_is_done(bench, client, wall):
    answer = client.post("/api/works", json={"deed": "trash", "ids": [1, 99]})

    assert 404 == answer.status_code
    assert [1, 2, 3, 4, 5, 6] == shown(bench)


def test_what_a_search_finds_is_thrown_away_by_a_run_that_leaves_what_came_later(
    bench, client, wall
):
    told = done(client, deed="trash", q="fox")
    with bench.db.begin() as tx:
        rows.add_file(tx, "/wall/fox 9.png", 9)
        tx.execute(sa.text("update artwork set position = position + 1000000000000 where id = 7"))
    work(bench)

    run = client.get(f"/api/runs/{told['run']}").json()
    assert ("done", 3, 3) == (run["state"], run["done"], run["total"])
    assert "Threw away works: fox" == run["title"]
    assert [2, 4, 6, 7] == shown(bench)


def test_as_many_as_a_limit_says_are_thrown_away_at_once(bench, client, wall):
    told = done(client, deed="trash", q="order:added_asc limit:2")

    assert {"works": 2, "run": None} == told
    assert [3, 4, 5, 6] == shown(bench)


class Ending(Turn):
    """A turn whose process ends after the first works."""

    def progress(self, **told):
        super().progress(**told)
        if told.get("done"):
            self.tell_to_stop()


def test_a_run_that_was_stopped_half_way_goes_on(bench):
    with bench.db.begin() as tx:
        for number in range(150):
            rows.add_file(tx, f"/wall/fox {number}.png", number)
        discard.ask(tx, Deed.TRASH, "fox", EVERYTHING)
    first = Ending(bench.db, jobs.take(bench.db).run)

    with pytest.raises(Stopped):
        discard.run(bench, first)
    half = len(shown(bench))
    first.give_back()
    work(bench)

    with bench.db.read() as tx:
        (run,) = jobs.of_kinds(tx, {discard.KIND})
    assert (50, []) == (half, shown(bench))
    assert (RunState.DONE, 150, 150) == (run.state, run.done, run.total)


@pytest.mark.parametrize(
    "wish",
    [
        {"deed": "trash"},
        {"deed": "trash", "ids": [1], "q": "fox"},
        {"deed": "fetch", "q": "fox"},
        {"deed": "trash", "q": "widht:1"},
        {"deed": "trash", "ids": list(range(1, 5002))},
        {"deed": "burn", "ids": [1]},
    ],
)
def test_what_makes_no_sense_is_refused(visitor, wish):
    assert 400 == visitor.post("/api/works", json=wish).status_code


def test_posts_of_a_selection_are_asked_for_again(bench, client, wall):
    with bench.db.begin() as tx:
        told = {"told_at": tx.now, "wanted_at": None}
        tx.execute(sa.update(post).where(post.c.id.in_([1, 2])).values(told))
        sites = trash.want_again(tx, 1)
        wanted = tx.execute(sa.select(post.c.id).where(post.c.wanted_at.is_not(None))).scalars()

        assert ([1], {"folder"}) == (list(wanted), sites)
