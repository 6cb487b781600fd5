"""`/api/works`: what is done with many works at once."""

from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from artkeep import jobs
from artkeep.collect import discard
from artkeep.collect.discard import Deed
from artkeep.db.tables import post, run
from artkeep.errors import Stopped
from artkeep.fakes import drawings
from artkeep.jobs import Turn
from artkeep.library import trash
from artkeep.model.records import RunState
from artkeep.model.viewing import EVERYTHING
from tests.library import rows
from tests.showing import newest
from tests.working import add_all, work


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
        return sorted(tile.artwork_id for tile in newest(tx))


def test_a_selection_is_thrown_away_and_taken_back(bench, client, wall):
    told = done(client, deed="trash", ids=[1, 2, 2])
    left = shown(bench)
    done(client, deed="restore", ids=[1, 2])

    assert (2, None, "") == (told["works"], told["run"], told["words"])
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

    ended = client.get(f"/api/runs/{told['run']}").json()
    assert ("done", 3, 3) == (ended["state"], ended["done"], ended["total"])
    assert "Threw away works: fox" == ended["title"]
    assert [2, 4, 6, 7] == shown(bench)


def test_as_many_as_a_limit_says_are_thrown_away_however_often_it_begins(bench, client, wall):
    told = done(client, deed="trash", q="order:added_asc limit:2")
    work(bench)
    left = shown(bench)
    with bench.db.begin() as tx:  # as if it was killed before it could write down how far it was
        again = {"state": "queued", "not_before": tx.now, "done": 0}
        tx.execute(sa.update(run).where(run.c.id == told["run"]).values(again))
    work(bench)

    assert [3, 4, 5, 6] == left == shown(bench)
    assert 2 == client.get(f"/api/runs/{told['run']}").json()["done"]


def test_all_that_a_search_found_is_taken_back_and_nothing_else(bench, client, wall):
    done(client, deed="trash", ids=[1])
    foxes = done(client, deed="never", q="fox")["run"]
    cranes = done(client, deed="trash", q="crane")["run"]
    work(bench)
    empty = shown(bench)
    with bench.db.begin() as tx:
        trash.restore(tx, 5)  # by hand
        trash.put(tx, 5)

    back = done(client, deed="restore", run=foxes)
    work(bench)

    ended = client.get(f"/api/runs/{back['run']}").json()
    assert ([], [3]) == (empty, shown(bench))
    assert ("done", "Took back works: fox", 1) == (ended["state"], ended["title"], ended["done"])
    with bench.db.read() as tx:
        assert {cranes} == trash.of_runs(tx, [foxes, cranes])


def test_what_is_being_thrown_away_stops_when_it_is_taken_back(bench, client):
    with bench.db.begin() as tx:
        for number in range(150):
            rows.add_file(tx, f"/wall/fox {number}.png", number)
    thrown = done(client, deed="trash", q="fox")["run"]
    turn = TakenBack(bench.db, jobs.take(bench.db).run)
    turn.ask = lambda: done(client, deed="restore", run=thrown)

    with pytest.raises(Stopped):
        discard.run(bench, turn)
    half = len(shown(bench))
    turn.give_back()
    work(bench)

    assert 50 == half
    assert "stopped" == client.get(f"/api/runs/{thrown}").json()["state"]
    with bench.db.read() as tx:
        assert (set(), 0) == (trash.of_runs(tx, [thrown]), trash.count(tx))


class TakenBack(Turn):
    """A turn during which somebody wants it all back, between two of its steps."""

    @contextmanager
    def begin(self):
        with super().begin() as tx:
            yield tx
        if self.stopping or not self.ask:
            return
        ask, self.ask = self.ask, None
        ask()


def test_a_run_that_threw_nothing_away_is_not_taken_back(bench, client, wall):
    with bench.db.begin() as tx:
        other = jobs.add(tx, "compare", "all")

    for number in (other, 999):
        answer = client.post("/api/works", json={"deed": "restore", "run": number})
        assert 404 == answer.status_code


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
        (ended,) = jobs.of_kinds(tx, {discard.KIND})
    assert (50, []) == (half, shown(bench))
    assert (RunState.DONE, 150, 150) == (ended.state, ended.done, ended.total)


@pytest.mark.parametrize(
    "wish",
    [
        {"deed": "trash"},
        {"deed": "trash", "ids": [1], "q": "fox"},
        {"deed": "fetch", "q": "fox"},
        {"deed": "trash", "run": 1},
        {"deed": "restore", "run": 1, "ids": [1]},
        {"deed": "trash", "q": "widht:1"},
        {"deed": "trash", "ids": list(range(1, 5002))},
        {"deed": "burn", "ids": [1]},
    ],
)
def test_what_makes_no_sense_is_refused(visitor, wish):
    assert 400 == visitor.post("/api/works", json=wish).status_code


def test_posts_of_a_selection_are_asked_for_again_but_not_what_shall_never_come(
    bench, client, wall
):
    with bench.db.begin() as tx:
        of_a_site = post.c.id.in_([1, 2])
        tx.execute(sa.update(post).where(of_a_site).values(site="danbooru", told_at=tx.now))
        tx.execute(sa.update(post).where(post.c.id == 2).values(shunned_at=tx.now))
    told = done(client, deed="fetch", ids=[1, 2])
    nowhere = client.post("/api/works", json={"deed": "fetch", "ids": [2]})

    with bench.db.read() as tx:
        wanted = tx.execute(sa.select(post.c.id).where(post.c.wanted_at.is_not(None))).scalars()
        assert [1] == list(wanted)
        assert jobs.find(tx, "fetch", "danbooru").id == told["run"]
    assert (1, 1) == (told["works"], told["left"])
    assert "1 work has nowhere to be fetched from." == told["words"]
    assert 409 == nowhere.status_code
    assert "There is nowhere to fetch this from" in nowhere.json()["message"]
    assert 404 == client.post("/api/works", json={"deed": "fetch", "ids": [99]}).status_code


def test_files_are_read_again_where_they_lie(bench, client, inbox):
    for number, name in enumerate(("changed", "gone", "same")):
        drawings.write(number, inbox / f"{name}.png", width=160, height=120)
    add_all(bench, inbox)
    drawings.write(9, inbox / "changed.png", width=200, height=100)
    (inbox / "gone.png").unlink()

    told = done(client, deed="fetch", ids=[1, 2, 3])
    work(bench)

    outcomes = client.get(f"/api/runs/{told['run']}/outcomes").json()["outcomes"]
    assert {
        "changed.png": ("new", None),
        "gone.png": ("refused", "No such file or directory"),
        "same.png": ("known", "unchanged"),
    } == {Path(one["path"]).name: (one["status"], one["reason"]) for one in outcomes}
    assert [1, 2, 3, 4] == shown(bench)  # the old picture stays, and the new one has its place
    assert "An earlier version" in client.get("/artworks/1").text


def test_a_site_that_waits_for_a_login_says_so_at_once(bench, client, wall):
    with bench.db.begin() as tx:
        tx.execute(sa.update(post).where(post.c.id == 1).values(site="pixiv", told_at=tx.now))
        run_id = jobs.add(tx, "fetch", "pixiv")
        words = "pixiv: shows its works only to those who are signed in; run: artkeep login pixiv"
        barred = {"state": "failed", "error": words, "error_kind": "LoginNeeded"}
        tx.execute(sa.update(run).where(run.c.id == run_id).values(barred))

    told = done(client, deed="fetch", ids=[1])

    assert "pixiv: shows its works only to those who are signed in" == told["words"]
