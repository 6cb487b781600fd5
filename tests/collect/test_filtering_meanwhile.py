"""A filter that is chosen while its list is being read."""

import pytest
import sqlalchemy as sa

from artkeep import jobs
from artkeep.collect import filtering, follow, refresh
from artkeep.db.tables import post
from artkeep.fakes import imagefap, philomena
from artkeep.fakes.web import fakes, serving
from artkeep.library import collections
from artkeep.model.records import RunState
from tests.collect.conftest import led

TOLD = "https://derpibooru.org/search?q=safe"  # of several batches
FOLDERS = "https://www.imagefap.com/showfavorites.php?userid=77"
NOTHING = "nobody_says_this"


class Meanwhile:
    """Fakes that do something before they answer; `then` are what, one after the other."""

    def __init__(self, path):
        self.path, self.then = path, []

    def of(self, fake):
        return lambda stage: [self._led(route) for route in fake(stage)]

    def _led(self, route):
        answer = route.app

        async def app(scope, receive, send):
            if self.then and scope["path"].endswith(self.path):
                self.then.pop(0)()
            await answer(scope, receive, send)

        route.app = app
        return route


def chosen(bench, list_id, words):
    with bench.db.begin() as tx:
        filtering.choose(tx, [collections.get(tx, list_id)], words)


def stopped(bench, run_id):
    with bench.db.begin() as tx:
        jobs.request_stop(tx, run_id)


def read(bench, list_id):
    """Read a list and those inside it, and fetch nothing."""
    with bench.db.begin() as tx:
        refresh.ask(tx, list_id)
    jobs.work(bench, {refresh.KIND: refresh.run})
    with bench.db.read() as tx:
        return refresh.reading(tx, list_id).state


def passed(bench):
    """Return how many posts were passed over, and how many were not."""
    number = sa.func.count()
    over = number.filter(post.c.passed_at.is_not(None))
    with bench.db.read() as tx:
        return tuple(tx.execute(sa.select(over, number - over).select_from(post)).one())


@pytest.fixture
def meanwhile():
    return Meanwhile("")


@pytest.fixture
def bench(meanwhile, tmp_path, database_url):
    played = fakes() | {
        "philomena": meanwhile.of(philomena.routes),
        "imagefap": meanwhile.of(imagefap.routes),
    }
    with (
        serving(works=150, played=played) as world,
        led(world, tmp_path / "home", database_url) as bench,
    ):
        yield bench


def test_a_filter_chosen_during_a_reading_that_is_stopped_is_asked_about_all(bench, meanwhile):
    done = follow.address(bench, TOLD, only=NOTHING)
    meanwhile.path = "/search/images"
    meanwhile.then = [
        lambda: chosen(bench, done.collection.id, ""),
        lambda: stopped(bench, done.run_id),
    ]

    assert RunState.STOPPED is read(bench, done.collection.id)
    assert (0, 0) == passed(bench)
    assert RunState.DONE is read(bench, done.collection.id)

    over, kept = passed(bench)
    assert 0 == over
    assert kept > 50  # more than one batch


def test_a_filter_chosen_between_two_batches_is_asked_about_both(bench, meanwhile):
    done = follow.address(bench, TOLD, only=NOTHING)
    meanwhile.path = "/search/images"
    meanwhile.then = [lambda: None, lambda: chosen(bench, done.collection.id, "")]

    assert RunState.DONE is read(bench, done.collection.id)

    assert 0 == passed(bench)[0]
    with bench.db.read() as tx:
        held = collections.get(tx, done.collection.id)
    assert ("", None) == (held.filter, held.cursor)
    assert held.full_at is not None


def test_lists_that_are_found_in_that_moment_have_the_filter_too(bench, meanwhile):
    done = follow.address(bench, FOLDERS, only=NOTHING)
    meanwhile.path = "/showfavorites.php"
    meanwhile.then = [lambda: chosen(bench, done.collection.id, "fox")]

    assert RunState.DONE is read(bench, done.collection.id)

    with bench.db.read() as tx:
        inner = collections.inside(tx, done.collection.id)
    assert inner
    assert {"fox"} == {one.filter for one in inner}
