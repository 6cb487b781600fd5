"""What is there when the demo opens: a post that is gone, and one that was drawn anew."""

from artkeep.clock import SystemClock
from artkeep.demo import past
from artkeep.library import checks, publications
from tests.showing import tiles_of


def shown(bench, post):
    """Return a post as the page of its work shows it."""
    tiles = tiles_of(bench)
    with bench.db.read() as tx:
        told = [one for tile in tiles for one in publications.of_artwork(tx, tile.artwork_id)]
    return next(one for one in told if one.ref.id == post.id)


def test_one_post_is_gone_and_its_picture_is_here(bench, world):
    lost = past.found(world, "bluesky", past.DELETED)
    with bench.db.read() as tx:
        gone = checks.gone(tx, None, 10)
        covers = publications.covers(tx, [one.post_id for one in gone])

    assert [(lost.id, lost.title)] == [(one.ref.id, one.title) for one in gone]
    assert [gone[0].post_id] == list(covers)


def test_one_work_was_named_anew_and_drawn_anew_and_all_of_it_is_here(bench, world):
    post = past.found(world, "mastodon", past.REPLACED)
    told = shown(bench, post)
    with bench.db.read() as tx:
        pages = publications.pages(tx, told.id)
        before = publications.revisions(tx, told.id)

    assert [True, False] == [page.replaced_at is not None for page in pages]
    assert 2 == len({page.sha256 for page in pages} - {None})
    assert 2 == len(before)


def test_in_the_end_it_is_today(bench):
    clock = SystemClock()

    assert clock.now() <= bench.clock.now() <= clock.now()
