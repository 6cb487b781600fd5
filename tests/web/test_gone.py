"""The shelf of what is gone at its source."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from artkeep import jobs
from artkeep.collect import follow, recheck
from artkeep.db.tables import post
from artkeep.library import checks
from artkeep.model.refs import PostId
from tests.web.browsing import read, said
from tests.working import work

SEARCH = "https://danbooru.donmai.us/posts?tags=aoyama_mika"
FOX = "9000001"


@pytest.fixture
def kept(led_bench):
    """A list of posts with their pictures."""
    follow.address(led_bench, SEARCH)
    work(led_bench)
    return led_bench


def a_day_passes(bench):
    with bench.db.begin() as tx:
        earlier = tx.now - timedelta(days=1)
        tx.execute(sa.update(post).where(post.c.checked_at.is_not(None)).values(checked_at=earlier))


def look(bench):
    with bench.db.begin() as tx:
        recheck.ask(tx, "danbooru")
    work(bench)


def lose(bench, world, *ids):
    """Let posts disappear, and look on two days."""
    look(bench)
    for one in ids:
        world.world.happen("danbooru", one, "deleted")
    with bench.db.begin() as tx:
        long_ago = tx.now - timedelta(days=40)
        seen = {"told_at": long_ago, "checked_at": long_ago, "looked_at": long_ago}
        tx.execute(sa.update(post).values(seen))
    look(bench)
    a_day_passes(bench)
    look(bench)


def test_an_empty_shelf_says_what_it_is_for(newcomer):
    assert "disappears where it came from" in said(newcomer.get("/gone").text)


def test_a_shelf_without_losses_says_so(kept, collector):
    assert "Nothing that you keep is gone" in said(collector.get("/gone").text)


def test_what_is_gone_stands_on_the_shelf_with_its_picture(kept, collector, world):
    lose(kept, world, FOX)

    page = collector.get("/gone").text

    words = said(page)
    assert "Fox in the Snow" in words
    assert "Danbooru, since" in words
    assert "not found" in words
    assert 1 <= len([link for link in read(page).links if link.startswith("/artworks/")])
    assert "/gone" in read(collector.get("/").text).links


def test_its_page_says_so_and_what_is_here_stays(kept, collector, world):
    lose(kept, world, FOX)
    work_page = next(
        link for link in read(collector.get("/gone").text).links if link.startswith("/artworks/")
    )

    words = said(collector.get(work_page).text)

    assert "Gone at Danbooru since" in words


def test_what_came_back_leaves_the_shelf(kept, collector, world):
    lose(kept, world, FOX)
    world.world.happen("danbooru", FOX, "restored")

    collector.submit("/gone/look", site="danbooru")
    work(kept)

    with kept.db.read() as tx:
        assert [] == checks.gone(tx, None, 9)
    assert "there again" in said(collector.get("/gone").text)


def test_the_shelf_is_paged_by_its_key(kept, collector, world):
    with kept.db.begin() as tx:
        tx.execute(sa.update(post).values(gone_at=tx.now))
        everything = checks.gone(tx, None, 99)
        first = checks.gone(tx, None, 2)
        last = first[-1]
        rest = checks.gone(tx, (last.gone_at, last.post_id), 99)

    assert everything == [*first, *rest]
    assert 400 == collector.get("/gone?after=nonsense").status_code


def test_one_post_is_looked_at_at_once(kept, collector, world):
    with kept.db.read() as tx:
        number = tx.execute(sa.select(post.c.id).where(post.c.site_post_id == FOX)).scalar_one()

    answer = collector.submit(f"/posts/{number}/look")

    assert answer.headers["location"].startswith("/artworks/")
    assert "Still there, looked at just now" in said(collector.get(answer.headers["location"]).text)
    with kept.db.read() as tx:
        assert checks.get(tx, PostId(number)).state == "alive"


def test_a_look_at_no_post_is_not_found(newcomer):
    assert 404 == newcomer.submit("/posts/99/look").status_code


def test_looking_again_asks_for_what_is_gone_alone(kept, collector):
    collector.submit("/gone/look")

    with kept.db.read() as tx:
        (run,) = jobs.of_kinds(tx, {recheck.KIND})
    assert {"at_most": recheck.PER_DAY, "gone": True} == run.arguments
