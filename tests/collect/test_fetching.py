"""What is wanted is fetched once, also where something goes wrong meanwhile."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from artkeep import jobs
from artkeep.collect import fetch, follow, refresh
from artkeep.db.tables import page, post
from artkeep.errors import BadAnswer
from artkeep.fakes.imagefap import memory
from artkeep.library import wanted
from artkeep.model.records import RunState
from artkeep.settings import Settings, load_settings
from artkeep.sites import SITES
from artkeep.sites.imagefap import ImageFap
from artkeep.workbench import open_workbench
from tests.working import work

FOLDER = "https://www.imagefap.com/showfavorites.php?userid=77&folderid=501"
GALLERY = "https://www.imagefap.com/gallery/9001000"


class Odd(ImageFap):
    """imagefap, where some pages are answered as nobody expects."""

    def __init__(self):
        self.odd = lambda _: False

    def fetch(self, http, ref):
        if self.odd(ref.id):
            raise BadAnswer("imagefap", "answered 418", 418)
        return super().fetch(http, ref)


@pytest.fixture
def imagefap():
    return Odd()


@pytest.fixture
def bench(world, tmp_path, database_url, imagefap):
    environ = {**world.settings(), **world.without_pauses(), "ARTKEEP_HOME": str(tmp_path)}
    told = load_settings(environ, tmp_path).sites
    settings = Settings(home=tmp_path / "home", database_url=database_url, workers=2, sites=told)
    with open_workbench(settings, sites={**SITES, "imagefap": imagefap}) as opened:
        yield opened


def read(bench, url):
    """Follow a list and read it, without fetching anything."""
    follow.address(bench, url)
    jobs.work(bench, {refresh.KIND: refresh.run})


def fetch_now(bench):
    """Fetch what is due; return how the run stands."""
    with bench.db.begin() as tx:
        fetch.ask(tx, "imagefap")
    work(bench)
    with bench.db.read() as tx:
        return jobs.find(tx, fetch.KIND, "imagefap")


def number(bench, query):
    with bench.db.read() as tx:
        return tx.execute(sa.select(sa.func.count()).select_from(query.subquery())).scalar_one()


def missing(bench):
    return number(bench, sa.select(page.c.id).where(page.c.image_id.is_(None)))


def asked(world, of="/photo/"):
    return [seen.path for seen in world.log if seen.path.startswith(of)]


def test_a_post_that_tells_of_pictures_makes_the_whole_larger(bench, world):
    read(bench, FOLDER)
    ended = fetch_now(bench)

    assert ended.counts["posts"] > 0
    assert ended.done == ended.total


def test_an_address_that_expired_costs_neither_a_try_nor_a_pause(bench, world):
    told = memory.of(world.stage)
    told.address_lasts = timedelta(seconds=-9)
    read(bench, GALLERY)
    told.address_lasts = timedelta(minutes=30)

    run = fetch_now(bench)

    assert (RunState.DONE, None) == (run.state, run.not_before)
    assert 0 < run.counts["expired"]
    assert 0 == missing(bench)
    assert 0 == number(bench, sa.select(page.c.id).where(page.c.tries > 0))


def test_a_picture_that_is_really_missing_is_asked_for_twice_and_then_waits(bench, world):
    read(bench, GALLERY)
    world.moods.set("imagefap", "pictures:missing")
    fetch_now(bench)

    pages = number(bench, sa.select(page.c.id))
    assert pages == missing(bench) == number(bench, sa.select(page.c.id).where(page.c.tries == 1))
    with bench.db.read() as tx:
        later = wanted.left(tx, "imagefap").next_at
        assert later > tx.now + wanted.FIRST_WAIT / 2


def test_what_is_on_its_way_when_the_site_wants_a_pause_is_not_asked_for_again(bench, world):
    read(bench, FOLDER)
    world.log.clear()
    world.moods.set("imagefap", "busy", times=1)

    waiting = fetch_now(bench)
    done = fetch_now(bench)

    assert (RunState.QUEUED, RunState.DONE) == (waiting.state, done.state)
    assert 0 == missing(bench)
    assert number(bench, sa.select(post.c.id)) + 1 == len(asked(world))  # only the busy one twice


def test_a_post_that_is_answered_oddly_does_not_stop_the_others(bench, world, imagefap):
    read(bench, FOLDER)
    with bench.db.read() as tx:
        odd = tx.execute(sa.select(post.c.site_post_id).order_by(post.c.id)).scalars().first()
    imagefap.odd = lambda post_id: post_id == odd

    run = fetch_now(bench)

    assert (RunState.DONE, None, 1) == (run.state, run.error, run.counts["unsure"])
    assert number(bench, sa.select(post.c.id)) - 1 == number(bench, sa.select(page.c.id))
    with bench.db.read() as tx:
        query = sa.select(post.c.error, post.c.wanted_at).where(post.c.site_post_id == odd)
        row = tx.execute(query).one()
        assert "imagefap: answered 418" == row.error
        assert row.wanted_at > tx.now + wanted.FIRST_WAIT / 2


def test_a_post_that_is_always_answered_oddly_is_given_up(bench, imagefap):
    read(bench, FOLDER)
    with bench.db.read() as tx:
        odd = tx.execute(sa.select(post.c.site_post_id).order_by(post.c.id)).scalars().first()
    imagefap.odd = lambda post_id: post_id == odd

    for _ in range(wanted.TRIES):
        run = fetch_now(bench)
        with bench.db.begin() as tx:
            due = sa.update(post).where(post.c.wanted_at.is_not(None))
            tx.execute(due.values(wanted_at=tx.now))

    assert (RunState.DONE, 1) == (run.state, run.counts["unsure"])
    assert 0 == number(bench, sa.select(post.c.id).where(post.c.wanted_at.is_not(None)))


def test_many_odd_answers_in_a_row_are_the_site(bench, imagefap):
    read(bench, FOLDER)
    imagefap.odd = lambda _: True

    run = fetch_now(bench)

    assert (RunState.FAILED, "imagefap: answered 418") == (run.state, run.error)
    assert run.counts["unsure"] < number(bench, sa.select(post.c.id))


def test_a_picture_that_leads_elsewhere_does_not_stop_the_others(bench, world):
    read(bench, GALLERY)
    with bench.db.begin() as tx:
        far = sa.select(sa.func.min(page.c.id)).scalar_subquery()
        elsewhere = {"url": "https://example.com/a.jpg", "told": None}
        tx.execute(sa.update(page).where(page.c.id == far).values(elsewhere))

    run = fetch_now(bench)

    assert (RunState.DONE, 1) == (run.state, run.counts["refused"])
    assert 1 == missing(bench)
