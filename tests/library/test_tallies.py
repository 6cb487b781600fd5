"""What there is on each list, and what could not be had."""

from artkeep.library import collections, filters, images, tallies, told, wanted
from artkeep.library.tallies import Tally
from artkeep.model.found import CollectionInfo, Listing, PageInfo, PostInfo
from artkeep.model.records import Kept
from artkeep.model.refs import CollectionRef, PostRef
from tests.library.rows import add_image


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


def first_page(tx):
    return wanted.pages(tx, "pixiv", 9)[0]


def counted(tx, list_id):
    """What stands there of a list and its site; counting the list anew gives the same."""
    stands = tallies.of_lists(tx)[list_id], tallies.of_sites(tx, ["pixiv"])["pixiv"]
    tallies.recount(tx, list_id)
    assert stands[0] == tallies.of_lists(tx)[list_id]
    return stands


def test_the_numbers_follow_whatever_happens(database):
    with database.begin() as tx:
        number = a_list(tx, found(1), found(2))
        assert (Tally(2, waiting=4),) * 2 == counted(tx, number)

        wanted.have(tx, first_page(tx), add_image(tx, 1), None)
        assert (Tally(2, pictures=1, waiting=3),) * 2 == counted(tx, number)

        wanted.refuse(tx, first_page(tx), "it is too large")
        assert (Tally(2, pictures=1, missing=1, waiting=2),) * 2 == counted(tx, number)

        told.save(tx, found(3, pages=1))  # not on the list
        assert Tally(3, pictures=1, missing=1, waiting=3) == counted(tx, number)[1]

        told.listed(tx, PostRef("pixiv", "4"), "https://site.example/4")
        assert 1 == counted(tx, number)[1].asking

        tallies.want_again(tx, "pixiv")
        assert Tally(2, pictures=1, missing=1, asking=1, waiting=3) == counted(tx, number)[0]

        post_id = told.save(tx, found(1)).post_id
        assert 0 == counted(tx, number)[0].asking
        wanted.cannot_ask(tx, post_id, "busy", None)
        assert 2 == counted(tx, number)[0].missing


def test_what_a_list_no_longer_has_is_not_counted(database):
    with database.begin() as tx:
        number = a_list(tx, found(1), found(2))
        held = collections.get(tx, number)
        collections.end_reading(tx, held)
        again = collections.begin_reading(tx, collections.get(tx, number), full=True)
        collections.put(tx, again, [told.save(tx, found(2)).post_id], Listing((), None))
        collections.end_reading(tx, collections.get(tx, number))
        assert Tally(1, waiting=2) == counted(tx, number)[0]

        again = collections.begin_reading(tx, collections.get(tx, number), full=True)
        collections.put(tx, again, [told.save(tx, found(1)).post_id], Listing((), None))
        assert (2, 2) == (collections.count(tx, number), counted(tx, number)[0].posts)


def test_pictures_wait_while_their_post_is_asked(database):
    with database.begin() as tx:
        a_list(tx, found(1), found(2))
        page = first_page(tx)
        wanted.ask_afresh(tx, page, "it was not there")

        assert page.post_id not in {each.post_id for each in wanted.pages(tx, "pixiv", 9)}
        assert [page.post_id] == [each.id for each in wanted.posts(tx, "pixiv", 9)]
        told.save(tx, found(1) if page.ref.id == "1" else found(2))
        assert page.post_id in {each.post_id for each in wanted.pages(tx, "pixiv", 9)}


def test_the_library_counts_its_pictures(database):
    with database.begin() as tx:
        assert (0, False) == (images.count(tx), images.any_kept(tx))
        add_image(tx, 1, kept=Kept.REFERENCE)
        assert (1, False) == (images.count(tx), images.any_kept(tx))
        image_id = add_image(tx, 2)
        assert (2, True) == (images.count(tx), images.any_kept(tx))
        images.keep_as(tx, image_id, Kept.NONE)
        assert (2, False) == (images.count(tx), images.any_kept(tx))


def test_what_is_passed_over_is_counted_by_itself(database):
    with database.begin() as tx:
        number = a_list(tx, found(1))
        held = collections.get(tx, number)
        passed = [filters.pass_over(tx, found(each)).post_id for each in (2, 3)]
        collections.put(tx, held, passed, Listing((), None))
        assert (Tally(1, waiting=2, passed=2),) * 2 == counted(tx, number)

        told.save(tx, found(2))  # somebody wants it after all
        assert (Tally(2, waiting=4, passed=1),) * 2 == counted(tx, number)

        held = collections.begin_reading(tx, held, full=True)
        collections.put(tx, held, passed[:1], Listing((), None))
        collections.end_reading(tx, held)  # the third is no longer on the list
        assert Tally(1, waiting=2) == tallies.of_lists(tx)[number]
        assert Tally(2, waiting=4, passed=1) == tallies.of_sites(tx, ["pixiv"])["pixiv"]

        held = collections.begin_reading(tx, held, full=True)
        collections.put(tx, held, passed, Listing((), None))
        assert Tally(1, waiting=2, passed=1) == tallies.of_lists(tx)[number]
