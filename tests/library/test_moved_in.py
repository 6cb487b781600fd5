"""Posts that another program had kept: known afterwards, and never in the way of their site."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from artkeep.db.tables import collection_item, page, post_revision
from artkeep.library import collections, moved_in, posts, site_tags, told, wanted
from artkeep.library.moved_in import Shown
from artkeep.model.found import CollectionInfo, Listing, PageInfo, PostInfo, TagInfo, TagKind
from artkeep.model.refs import CollectionRef, PostRef
from tests.library.rows import add_file, add_image
from tests.library.test_told import FOX, MIKA
from tests.showing import newest

FIRST = PageInfo("https://i.example/1_p0.png")
KNOWN = replace(FOX, pages=(), caption="", tags=(TagInfo("雪"),))
BOOKMARKS = CollectionInfo(
    CollectionRef("pixiv", "bookmarks/7001/public"), "bookmarks", "https://www.pixiv.net/b"
)


def keep(tx, *, position=0, page=FIRST, found=KNOWN, number=1, knows=moved_in.WORDS):
    return moved_in.keep(tx, Shown(found, position, page, knows), add_image(tx, number))


def pages(tx):
    rows = tx.execute(sa.select(page).order_by(page.c.id)).all()
    return [(row.position, row.image_id, row.replaced_at is None) for row in rows]


def test_a_post_is_known_with_its_picture_and_nothing_is_wanted(database):
    with database.begin() as tx:
        keep(tx)

        assert [(0, 1, True)] == pages(tx)
        assert wanted.Left(0, 0, None) == wanted.left(tx, "pixiv")


def test_pictures_of_a_post_show_one_work_whatever_comes_first(database):
    with database.begin() as tx:
        keep(tx, position=1, number=2, page=PageInfo("https://i.example/1_p1.png"))
        keep(tx)

        works = {row.artwork_id for row in tx.execute(sa.select(page.c.artwork_id))}
        assert 1 == len(works)
        assert ["Fox in the Snow"] == [tile.title for tile in newest(tx)]


def test_what_its_site_tells_then_brings_no_second_picture(database):
    with database.begin() as tx:
        keep(tx)

        told.save(tx, replace(FOX, pages=FOX.pages[:1]))

        assert [(0, 1, True)] == pages(tx)
        assert "a" == tx.execute(sa.select(page.c.stamp)).scalar_one()


def test_a_picture_with_a_known_stamp_is_replaced_by_another(database):
    with database.begin() as tx:
        keep(tx, page=replace(FIRST, stamp="older"))

        told.save(tx, replace(FOX, pages=FOX.pages[:1]))

        assert [(0, 1, False), (0, None, True)] == pages(tx)


def test_missing_pictures_are_wanted_once_their_site_tells_of_them(database):
    with database.begin() as tx:
        keep(tx)

        told.save(tx, FOX)

        assert [(0, 1, True), (1, None, True)] == pages(tx)
        assert 1 == wanted.left(tx, "pixiv").pages


@pytest.mark.parametrize(
    ("knows", "revisions"), [(["title", "rating"], 0), (["title", "caption"], 1)]
)
def test_more_words_than_were_known_are_no_change(database, knows, revisions):
    with database.begin() as tx:
        post_id = keep(tx, knows=frozenset(knows))

        told.save(tx, FOX)

        count = sa.select(sa.func.count()).select_from(post_revision)
        assert revisions == tx.execute(count).scalar_one()
        assert ["雪", "fox"] == [tag.name for tag in site_tags.of_post(tx, post_id)]


def test_what_its_site_told_before_stays(database):
    with database.begin() as tx:
        post_id = told.save(tx, FOX).post_id

        keep(tx, found=replace(KNOWN, title="another title"))

        assert "雪" == site_tags.of_post(tx, post_id)[0].name
        assert [(0, 1, True), (1, None, True)] == pages(tx)
        assert '{"id": 90000001}' == told.raw(tx, post_id)


def test_a_page_that_shows_another_picture_by_now_waits_for_that(database):
    with database.begin() as tx:
        told.save(tx, FOX)

        keep(tx, page=replace(FIRST, stamp="older"))

        assert [(0, None, True), (1, None, True)] == pages(tx)


def test_a_whole_post_wants_the_pictures_that_are_not_here(database):
    with database.begin() as tx:
        keep(tx, found=FOX, page=FOX.pages[0])

        assert [(0, 1, True), (1, None, True)] == pages(tx)
        assert 1 == wanted.left(tx, "pixiv").pages


def test_the_same_again_adds_nothing(database):
    with database.begin() as tx:
        keep(tx)
        before = pages(tx)

        keep(tx)

        assert before == pages(tx)


def test_a_picture_added_before_stays_in_its_work(database):
    with database.begin() as tx:
        work = add_file(tx, "/a.png", 1)

        keep(tx)

        assert {work} == {row.artwork_id for row in tx.execute(sa.select(page.c.artwork_id))}


def test_a_shunned_post_stays_out(database):
    ref = PostRef("pixiv", "90000001")
    with database.begin() as tx:
        assert moved_in.shun(tx, ref, FOX.url, "fetched once")
        assert not moved_in.shun(tx, ref, FOX.url, "fetched once")

        assert keep(tx) is None
        assert told.save(tx, FOX).is_shunned


def test_a_file_says_what_was_written_beside_it(database):
    said = PostInfo(
        PostRef("folder", "/a.png"),
        "file:///a.png",
        "Fox",
        (),
        account=MIKA,
        tags=(TagInfo("creator:mika", kind=TagKind.ARTIST),),
        sources=("https://example.org/1",),
        raw='{"odd": 1}',
    )
    with database.begin() as tx:
        add_file(tx, "/a.png", 1)

        moved_in.describe(tx, said.ref, said)

        post_id = posts.places(tx, [1])[1][0].post_id
        assert '{"odd": 1}' == told.raw(tx, post_id)
        assert said.tags == site_tags.of_post(tx, post_id)
        assert [] == posts.sites(
            tx, ["folder"]
        )  # our own disk is not asked whether it is still there


def test_a_list_keeps_its_order_and_is_not_read_by_itself(database):
    with database.begin() as tx:
        held = moved_in.take_up(tx, BOOKMARKS)
        ids = [
            told.listed(tx, PostRef("pixiv", str(number)), f"https://p/{number}").post_id
            for number in (3, 1, 2)
        ]
        for _ in range(2):
            for place, post_id in enumerate(ids):
                moved_in.put(tx, held, post_id, place)

        assert [None] == [each.next_at for each in collections.followed(tx)]
        order = sa.select(collection_item.c.post_id).order_by(collection_item.c.position.desc())
        assert ids[::-1] == list(tx.execute(order).scalars())


def test_what_a_list_no_longer_has_is_kept_as_withdrawn(database):
    with database.begin() as tx:
        held, _ = collections.follow(tx, BOOKMARKS)
        held = collections.begin_reading(tx, held, full=True)
        here = told.listed(tx, PostRef("pixiv", "1"), "https://p/1").post_id
        collections.put(tx, held, [here], Listing((), None))
        collections.end_reading(tx, collections.get(tx, held.id))
        gone = told.listed(tx, PostRef("pixiv", "2"), "https://p/2").post_id

        moved_in.put(tx, moved_in.take_up(tx, BOOKMARKS), gone, 7)

        assert 1 == collections.count(tx, held.id)
        assert collections.get(tx, held.id).next_at is not None


def test_a_list_that_is_not_followed_keeps_its_order_until_it_is(database):
    with database.begin() as tx:
        number = moved_in.take_up(tx, BOOKMARKS, is_followed=False)
        assert number == moved_in.take_up(tx, BOOKMARKS, is_followed=False)
        assert [] == collections.followed(tx)

        assert number == moved_in.take_up(tx, BOOKMARKS, account="7001")
        assert ["7001"] == [each.account for each in collections.followed(tx)]
