"""What there is on each list, and what could not be had."""

from artkeep.library import collections, tallies, told
from artkeep.library.tallies import Tally
from artkeep.model.found import CollectionInfo, Listing, PageInfo, PostInfo
from artkeep.model.refs import CollectionRef, PostRef


def found(number, pages=2):
    url = f"https://site.example/{number}"
    shown = tuple(PageInfo(f"{url}/{page}") for page in range(pages))
    return PostInfo(PostRef("pixiv", str(number)), url, f"post {number}", shown)


def a_list(tx, *posts):
    info = CollectionInfo(CollectionRef("pixiv", "a"), "a", "https://site.example/a")
    held, _ = collections.follow(tx, info)
    held = collections.begin_reading(tx, held, full=True)
    collections.put(tx, held, [told.save(tx, one).post_id for one in posts], Listing((), None))
    return held.id


def test_posts_and_pictures_are_counted(database):
    with database.begin() as tx:
        number = a_list(tx, found(1), found(2, pages=3))

        assert {number: Tally(2, waiting=5)} == tallies.of_lists(tx)
        assert {"pixiv": Tally(2, waiting=5)} == tallies.of_sites(tx, ["pixiv", "danbooru"])


def test_an_empty_library_counts_nothing(database):
    with database.read() as tx:
        assert ({}, {}) == (tallies.of_lists(tx), tallies.of_sites(tx, ["pixiv"]))


def test_a_list_and_those_inside_it_are_given_up_and_taken_up_together(database):
    with database.begin() as tx:
        outer = a_list(tx)
        info = CollectionInfo(CollectionRef("pixiv", "b"), "b", "https://site.example/b")
        inner, _ = collections.follow(tx, info, inside=outer)

        assert {outer, inner.id} == set(collections.remove(tx, outer))
        assert [] == collections.followed(tx)
        collections.take_up(tx, outer)
        assert {outer, inner.id} == {one.id for one in collections.followed(tx)}
        collections.take_up(tx, outer)  # what is followed already stays as it is
