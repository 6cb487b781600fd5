"""Lists of pixiv through the adapter, over real sockets: to their end, in their order."""

import pytest

from artkeep.errors import Gone, Withheld
from artkeep.fakes.pixiv import memory
from artkeep.model.found import Rating, SeriesInfo
from artkeep.model.refs import CollectionRef, PostRef
from artkeep.sites.pixiv import SITE
from artkeep.sites.pixiv.kinds import Bookmarks, Named, Series, Works, ref_of
from tests.sites.playing_pixiv import published

FOX = PostRef("pixiv", "90000001")
PUBLIC = ref_of(Bookmarks("7001", private=False))
PRIVATE = ref_of(Bookmarks("7001", private=True))
MIKA = ref_of(Works("4242"))


@pytest.fixture
def http(pixiv):
    way = pixiv.signed_in()
    pixiv.served.log.clear()
    return way


def batches(http, ref):
    """Read a list to its end."""
    cursor = None
    while True:
        batch = SITE.list(http, ref, cursor)
        yield batch
        cursor = batch.cursor
        if cursor is None:
            return


def ids(found):
    return [getattr(each, "ref", each).id for batch in found for each in batch.posts]


def test_what_a_batch_tells_is_what_is_told_of_each_work(pixiv, http):
    whole = [post for post in SITE.list(http, PUBLIC, None).posts if not isinstance(post, PostRef)]

    for post in whole[:8]:
        alone = SITE.fetch(http, post.ref)
        assert (alone.pages, alone.tags, alone.title, alone.rating, alone.series) == (
            post.pages,
            post.tags,
            post.title,
            post.rating,
            post.series,
        )


def test_ratings_series_and_machines_are_told(pixiv, http):
    ratings = {
        "general": Rating.GENERAL,
        "sensitive": Rating.SENSITIVE,
        "questionable": Rating.QUESTIONABLE,
        "explicit": Rating.EXPLICIT,
    }
    found = {
        post.ref.id: post
        for batch in batches(http, PUBLIC)
        for post in batch.posts
        if not isinstance(post, PostRef)
    }
    assert len(found) > 50

    for post in (pixiv.world.post("pixiv", each) for each in found):
        told = found[post.id]
        assert (ratings[post.rating], post.is_ai) == (told.rating, told.is_ai)
        if post.series:
            address = f"https://www.pixiv.net/user/4242/series/{post.series.id}"
            assert SeriesInfo(post.series.id, post.series.title, address) == told.series


@pytest.mark.parametrize("which", ["public", "private", "public/風景", "public/未分類"])
def test_bookmarks_are_read_to_their_end_in_their_order(pixiv, http, which):
    found = list(batches(http, CollectionRef("pixiv", f"bookmarks/7001/{which}")))

    assert list(pixiv.world.lists("pixiv")[which]) == ids(found)


def test_a_short_batch_is_not_the_end(http):
    found = list(batches(http, PUBLIC))

    assert [30, 26, 13] == [len(batch.posts) for batch in found]


def test_the_folders_come_with_the_last_batch_only(pixiv, http):
    found = list(batches(http, PUBLIC))

    assert [(), (), ("bookmarks/7001/public/風景",)] == [
        tuple(folder.ref.id for folder in batch.collections) for batch in found
    ]
    assert ["風景"] == [folder.title for folder in found[-1].collections]
    assert ["/v1/user/bookmarks/illust"] * 3 + ["/v1/user/bookmark-tags/illust"] == pixiv.asked()


def test_a_bookmark_that_comes_or_goes_during_a_scan_shifts_nothing(pixiv, http):
    known = memory.of(pixiv.stage)
    before = {which: dict(kept) for which, kept in known.bookmarks.items()}
    wanted = list(pixiv.world.lists("pixiv")["public"])
    first = SITE.list(http, PUBLIC, None)
    memory.bookmark(known, published(pixiv, 4).id, "private", ())
    memory.bookmark(known, published(pixiv, 13).id, "public", ())
    memory.unbookmark(known, wanted[2])

    second = SITE.list(http, PUBLIC, first.cursor)

    known.bookmarks.update(before)
    assert wanted[30:56] == ids([second])


def test_a_cursor_is_good_at_another_address(http):
    first = SITE.list(http, PUBLIC, None)

    assert ["max_bookmark_id"] == [pair.partition("=")[0] for pair in first.cursor.split("&")]


def test_a_users_works_are_all_or_one_kind(pixiv, http):
    mine = list(pixiv.world.of("pixiv", "4242"))
    manga = [post.id for post in mine if post.kind == "many" and not post.work.is_fox]

    assert [post.id for post in mine] == ids(batches(http, MIKA))
    assert manga == ids(batches(http, ref_of(Works("4242", "manga"))))
    assert [post.id for post in mine if post.id not in manga] == ids(
        batches(http, ref_of(Works("4242", "illust")))
    )


def test_a_users_works_with_a_tag_are_picked_out(pixiv, http):
    wanted = [
        post.id
        for post in pixiv.world.of("pixiv", "4242")
        if any(tag.name == "風景" for tag in post.tags)
    ]

    assert wanted == ids(batches(http, ref_of(Works("4242", tag="風景"))))


def test_a_series_is_a_list(pixiv, http):
    wanted = [
        post.id for post in pixiv.world.on("pixiv") if post.series and "120001" == post.series.id
    ]

    assert wanted == ids(batches(http, ref_of(Series("4242", "120001"))))


@pytest.mark.parametrize(
    ("kind", "title", "owner"),
    [
        (Bookmarks("7001", private=False), "サンプル: bookmarks", "7001"),
        (Bookmarks("7001", private=True), "サンプル: private bookmarks", "7001"),
        (Bookmarks("7001", private=False, tag="風景"), "サンプル: bookmarks: 風景", "7001"),
        (Works("4242"), "青山みか: works", "4242"),
        (Works("4242", "manga"), "青山みか: manga", "4242"),
        (Series("4242", "120001"), "青山みか: Twelve Winters", "4242"),
    ],
)
def test_a_list_says_what_it_is_and_whose(http, kind, title, owner):
    found = SITE.describe(http, ref_of(kind))

    assert (ref_of(kind), title, kind.url, owner) == (
        found.ref,
        found.title,
        found.url,
        found.account.ref.id,
    )


def test_ones_own_bookmarks_get_ones_own_number(http):
    own = ref_of(Bookmarks("me", private=True))

    assert PRIVATE == SITE.settle(http, own)
    assert ids([SITE.list(http, PRIVATE, None)]) == ids([SITE.list(http, own, None)])


def test_a_short_link_gets_the_number_of_its_user(http):
    assert MIKA == SITE.settle(http, ref_of(Named("mika_aoyama")))
    assert FOX == SITE.settle(http, FOX)


def test_a_short_link_to_nobody_is_gone(http):
    with pytest.raises(Gone, match=r"pixiv\.me/nobody leads to no user"):
        SITE.settle(http, ref_of(Named("nobody")))


@pytest.mark.parametrize(
    ("ref", "error"),
    [
        (ref_of(Bookmarks("4242", private=True)), Withheld),
        (ref_of(Bookmarks("999", private=False)), Gone),
        (ref_of(Works("999")), Gone),
        (ref_of(Series("4242", "999")), Gone),
    ],
)
def test_lists_that_are_not_there_or_not_for_us_say_so(http, ref, error):
    with pytest.raises(error):
        SITE.list(http, ref, None)
