"""The page of a work that a post of a site shows."""

import pytest

from artkeep.collect import follow
from artkeep.fakes.pixiv import memory
from tests.showing import tiles_of
from tests.web.browsing import read, said
from tests.working import work

FOX = "https://danbooru.donmai.us/posts/9000001"


def keep(bench, address):
    follow.address(bench, address)
    work(bench)


def page_of(browser, bench, title):
    tiles = tiles_of(bench)
    number = next(tile.artwork_id for tile in tiles if tile.title == title)
    return browser.get(f"/artworks/{number}").text


@pytest.fixture
def many(led_bench, collector, world):
    """A post of several pictures at pixiv."""
    collector.submit("/login/pixiv/key", refresh_token=memory.REFRESH_TOKEN)
    return next(one for one in world.world.on("pixiv") if one.kind == "many")


def test_a_post_reads_as_it_did_on_its_site(led_bench, collector):
    keep(led_bench, FOX)

    page = page_of(collector, led_bench, "Fox in the Snow")

    words = said(page)
    assert "Mika Aoyama" in words or "aoyama_mika" in words
    assert "Danbooru" in words
    assert "There when it was last read" in words
    assert "rated general" in words
    assert "Kept" in words
    assert FOX in read(page).links


def test_all_pictures_of_a_post_are_shown_in_their_order(led_bench, collector, many):
    keep(led_bench, f"https://www.pixiv.net/artworks/{many.id}")

    page = page_of(collector, led_bench, many.title)

    assert f"1 / {len(many.pages)}" in said(page)
    assert f"{len(many.pages)} pictures" in said(page)
    following = [link for link in read(page).links if "?image=" in link]
    second = collector.get(following[0]).text
    assert f"2 / {len(many.pages)}" in said(second)


def test_a_picture_that_was_not_had_says_why(led_bench, collector, world, many):
    keep(led_bench, f"https://www.pixiv.net/artworks/{many.id}")
    world.moods.set("pixiv", "pictures:page")
    world.world.happen("pixiv", many.id, "replaced")
    keep(led_bench, f"https://www.pixiv.net/artworks/{many.id}")
    world.moods.clear()

    words = said(page_of(collector, led_bench, many.title))

    assert "instead of a picture; tried again" in words


def test_what_changed_is_told_with_both_pictures_and_texts(led_bench, collector, world):
    keep(led_bench, FOX)
    world.world.happen("danbooru", "9000001", "edited")
    keep(led_bench, FOX)
    world.world.happen("danbooru", "9000001", "replaced")
    keep(led_bench, FOX)

    page = page_of(collector, led_bench, "Fox in the Snow")

    words = said(page)
    assert "earlier version" in words
    assert "before" in words
    assert "after" in words
    assert 2 <= page.count("<ins>") + page.count("<figcaption>after")


def test_the_lists_of_a_post_are_named(led_bench, collector):
    keep(led_bench, "https://danbooru.donmai.us/posts?tags=aoyama_mika")

    page = page_of(collector, led_bench, "Fox in the Snow")

    assert "/sources#list-1" in read(page).links
    assert "aoyama_mika" in said(page)
