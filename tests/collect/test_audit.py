"""An audit asks the source; what bars us never makes anything gone."""

import pytest

from artkeep import jobs
from artkeep.collect import audit, follow
from artkeep.errors import NotFound
from artkeep.library import audits, collections
from artkeep.model.records import RunState
from tests.working import work

LIST = "https://derpibooru.org/search?q=artist:mika+aoyama"


@pytest.fixture
def held(bench):
    followed = follow.address(bench, LIST).collection
    work(bench)
    with bench.db.read() as tx:
        return collections.get(tx, followed.id)


def look(bench, held, *, at_most=99):
    """Look at the posts of a list now; return how the run stands, and how the posts do."""
    with bench.db.begin() as tx:
        run_id = audit.ask(tx, held, before=tx.now, at_most=at_most)
    work(bench)
    with bench.db.read() as tx:
        return jobs.get(tx, run_id), dict(audits.standing(tx, held.id))


@pytest.mark.parametrize(("mood", "kind"), [("blocked", "Blocked"), ("down", "SiteDown")])
def test_a_site_that_bars_us_ends_the_turn_and_nothing_is_gone(bench, world, held, mood, kind):
    world.moods.set("philomena", mood)

    run, posts = look(bench, held)

    assert (RunState.QUEUED, kind) == (run.state, run.error_kind)
    assert {"not looked at"} == set(posts)


def test_it_looks_at_no_more_posts_than_told_and_goes_on_with_the_others(bench, held):
    number = held.seen
    _, some = look(bench, held, at_most=2)
    with bench.db.read() as tx:
        left = audits.count_due(tx, held.id, tx.now - audit.EVERY)
    _, more = look(bench, held)

    assert {"alive": 2, "not looked at": number - 2} == some
    assert number - 2 == left
    assert {"alive": number} == more


def test_a_post_that_says_something_else_is_edited(bench, world, held):
    with bench.db.read() as tx:
        post = audits.due(tx, held.id, tx.now, 1)[0]
    world.world.happen("philomena", post.ref.id, "edited")

    run, posts = look(bench, held)

    assert 1 == run.counts["edited"] == posts["edited"]


def test_a_list_that_was_not_read_to_its_end_is_refused(bench, world):
    unread = follow.address(bench, LIST).collection

    with bench.db.begin() as tx, pytest.raises(NotFound, match="artkeep read"):
        audit.ask(tx, unread, before=tx.now)


def test_how_long_it_takes_is_known_from_the_pace(bench, world):
    folder = "https://www.imagefap.com/showfavorites.php?userid=77&folderid=502"

    assert 3.6 == audit.seconds_each(follow.address(bench, folder).collection)
