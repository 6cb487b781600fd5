"""The small copy of Danbooru, where no adapter and no witness looks."""

import pytest

from artkeep.fakes.danbooru import records, search
from artkeep.fakes.danbooru.search import Refused
from artkeep.fakes.moods import Moods
from artkeep.fakes.stage import Stage
from artkeep.fakes.world import World
from tests.clocks import HandClock


@pytest.fixture(scope="module")
def stage():
    return Stage(World(60, quick=True), Moods(), lambda: "http://fakes.example", HandClock().now)


def found(stage, tags, page="", limit="200"):
    return [post.id for post in search.search(stage, tags, page, limit)]


def test_a_word_with_a_minus_leaves_out(stage):
    with_snow, without = found(stage, "original snow"), found(stage, "original -snow")

    assert sorted([*with_snow, *without]) == sorted(found(stage, "original"))
    assert with_snow


def test_pages_before_and_after_a_number_meet(stage):
    every = found(stage, "original")
    middle = every[10]

    assert every[11:] == found(stage, "original", f"b{middle}")
    assert every[:10] == found(stage, "original", f"a{middle}")
    assert every[4:8] == found(stage, "original", "2", "4")


def test_an_order_by_numbers_goes_both_ways(stage):
    every = found(stage, "original")

    assert every == found(stage, "original order:id_desc")
    assert every[::-1] == found(stage, "original order:id")


def test_deleted_posts_are_found_by_who_asks_for_them(stage):
    deleted = found(stage, "status:deleted")

    assert deleted
    assert not set(deleted) & set(found(stage, "original"))
    assert set(deleted) < set(found(stage, "original status:any"))


def test_a_pool_and_favourites_have_their_order(stage):
    world = stage.world.lists("danbooru")
    pool, favourites = world["120001"][::-1], world["favorites"]

    assert list(pool) == found(stage, "ordpool:120001 status:any")
    assert sorted(pool, reverse=True) == found(stage, "pool:120001 status:any")
    assert list(favourites) == found(stage, "ordfav:SampleUser status:any")
    assert [] == found(stage, "fav:nobody")


def test_a_pool_that_is_none_has_no_posts(stage):
    assert search.pool(stage, "5") is None
    assert search.pool(stage, "favorites") is None


def test_three_tags_are_too_many_and_free_words_do_not_count(stage):
    assert found(stage, "original snow status:any order:score")
    with pytest.raises(Refused, match="more than 2 tags") as caught:
        found(stage, "original snow fox")
    assert 422 == caught.value.status


def test_listing_a_post_draws_nothing(stage):
    post = stage.world.fox("danbooru")
    records.post(stage, post)

    assert not stage.world.studio._facts  # noqa: SLF001 - there is nothing else to see it by
