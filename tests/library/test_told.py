"""What a site tells of a post is saved; what it said and showed before stays."""

import re
from dataclasses import replace

import pytest
import sqlalchemy as sa

from artkeep.db.tables import account, account_name, artwork, page, post, post_revision
from artkeep.library import projection, site_tags, told, wanted
from artkeep.model.found import (
    AccountInfo,
    Counts,
    PageInfo,
    PostInfo,
    Rating,
    TagInfo,
    TagKind,
)
from artkeep.model.records import Mark
from artkeep.model.refs import AccountRef, PostRef
from tests.library.rows import add_file, add_image
from tests.library.test_plans import overheard
from tests.showing import newest

MIKA = AccountInfo(
    AccountRef("pixiv", "4242"), "mika_t", "Mika Aoyama", "https://www.pixiv.net/users/4242"
)
FOX = PostInfo(
    ref=PostRef("pixiv", "90000001"),
    url="https://www.pixiv.net/artworks/90000001",
    title="Fox in the Snow",
    pages=(
        PageInfo("https://i.example/1_p0.png", "a"),
        PageInfo("https://i.example/1_p1.png", "b"),
    ),
    account=MIKA,
    caption="<b>cold</b>",
    caption_is_html=True,
    rating=Rating.GENERAL,
    tags=(TagInfo("雪", "snow"), TagInfo("fox", kind=TagKind.CHARACTER)),
    raw='{"id": 90000001}',
)


def save(database, found=FOX):
    with database.begin() as tx:
        return told.save(tx, found)


def rows(database, query):
    with database.read() as tx:
        return tx.execute(query).all()


def has(database, position, number):
    """Let a page have a picture; return its work."""
    with database.begin() as tx:
        some = wanted.pages(tx, "pixiv", 9)
        [one] = [each for each in some if each.position == position]
        return wanted.have(tx, one, add_image(tx, number), None)


def test_a_new_post_is_saved_with_all_it_tells(database):
    saved = save(database)

    assert (True, False, False) == (saved.is_new, saved.is_changed, saved.is_shunned)
    with database.read() as tx:
        assert FOX.raw == told.raw(tx, saved.post_id)
        assert FOX.tags == site_tags.of_post(tx, saved.post_id)
        [row] = tx.execute(sa.select(post)).all()
        [whose] = tx.execute(sa.select(account)).all()
    assert (MIKA.ref.id, MIKA.handle, MIKA.name, MIKA.url) == (
        whose.site_account_id,
        whose.handle,
        whose.name,
        whose.url,
    )
    assert (MIKA.ref.site, whose.id) == (whose.site, row.account_id)
    assert (FOX.title, FOX.caption, True) == (row.title, row.caption, row.caption_is_html)
    assert ("general", None) == (row.rating, row.is_ai)


def test_its_pictures_are_wanted_in_their_order(database):
    save(database)

    with database.read() as tx:
        some = wanted.pages(tx, "pixiv", 9)
    assert [page.url for page in FOX.pages] == [each.told.url for each in some]


def test_told_again_nothing_changes(database):
    first = save(database)
    again = save(database)

    assert (first.post_id, False, False) == (again.post_id, again.is_new, again.is_changed)
    assert [] == rows(database, sa.select(post_revision))
    assert 2 == len(rows(database, sa.select(page)))


@pytest.mark.parametrize(
    "news",
    [
        {"title": "Fox in the Rain"},
        {"caption": "warm"},
        {"rating": Rating.EXPLICIT},
        {"is_ai": True},
        {"tags": (TagInfo("雨", "rain"),)},
    ],
)
def test_what_it_said_before_is_kept(database, news):
    save(database)
    saved = save(database, replace(FOX, **news))

    assert saved.is_changed
    [revision] = rows(database, sa.select(post_revision))
    assert FOX.title == revision.said["title"]
    assert ["雪", "fox"] == revision.said["tags"]
    assert revision.packed is not None


def test_how_it_is_received_is_no_revision(database):
    save(database)
    counts = replace(FOX.counts, favourites=77)

    assert not save(database, replace(FOX, counts=counts)).is_changed


def test_a_replaced_picture_keeps_its_page(database):
    save(database)
    work = has(database, 0, 1)
    newer = (PageInfo("https://i.example/1_p0.jpg", "a2"), FOX.pages[1])

    assert save(database, replace(FOX, pages=newer)).is_changed
    assert work == has(database, 0, 2)

    pages = sa.select(page.c.image_id, page.c.replaced_at).where(page.c.position == 0)
    before, now = rows(database, pages.order_by(page.c.id))
    assert before.replaced_at is not None
    assert now.replaced_at is None
    assert {1, 2} == {before.image_id, now.image_id}


def test_an_address_that_expired_is_told_anew_and_nothing_is_fetched_again(database):
    save(database)
    has(database, 0, 1)
    fresh = (PageInfo("https://i.example/1_p0.png?token=new", "a"), FOX.pages[1])

    assert not save(database, replace(FOX, pages=fresh)).is_changed
    with database.read() as tx:
        assert [1] == [each.position for each in wanted.pages(tx, "pixiv", 9)]


def test_a_page_that_fell_away_keeps_its_picture(database):
    save(database)
    has(database, 1, 7)

    assert save(database, replace(FOX, pages=FOX.pages[:1])).is_changed
    [gone] = rows(database, sa.select(page).where(page.c.position == 1))
    assert gone.replaced_at is not None
    assert gone.image_id is not None


def test_a_post_that_was_shunned_is_only_seen(database):
    saved = save(database)
    with database.begin() as tx:
        tx.execute(sa.update(post).values(shunned_at=tx.now))

    again = save(database, replace(FOX, title="Fox in the Rain"))
    assert again.is_shunned
    assert not again.is_changed
    assert [(FOX.title,)] == rows(database, sa.select(post.c.title))
    assert saved.post_id == again.post_id


def test_a_name_no_longer_borne_is_remembered(database):
    save(database)
    save(database, replace(FOX, account=replace(MIKA, handle="mika_new")))

    assert [("mika_t", "Mika Aoyama")] == rows(
        database, sa.select(account_name.c.handle, account_name.c.name)
    )


def test_a_list_that_only_names_a_post_has_it_asked_for(database):
    with database.begin() as tx:
        saved = told.listed(tx, FOX.ref, FOX.url)
    assert saved.is_new
    with database.read() as tx:
        assert [FOX.ref] == [each.ref for each in wanted.posts(tx, "pixiv", 9)]

    save(database)
    with database.read() as tx:
        assert [] == wanted.posts(tx, "pixiv", 9)


def test_what_is_told_is_not_overwritten_by_a_name_on_a_list(database):
    save(database)
    with database.begin() as tx:
        assert not told.listed(tx, FOX.ref, "https://elsewhere.example/").is_new

    assert [(FOX.title, FOX.url)] == rows(database, sa.select(post.c.title, post.c.url))


def test_a_work_is_seen_with_its_first_picture_and_shows_its_first_page(database):
    save(database)
    with database.read() as tx:
        assert [] == newest(tx)

    work = has(database, 1, 5)
    assert work == has(database, 0, 6)
    with database.read() as tx:
        [tile] = newest(tx)
    assert FOX.title == tile.title
    assert rows(database, sa.select(page.c.image_id).where(page.c.position == 0)) == rows(
        database, sa.text("select cover_id from artwork")
    )


def test_the_same_bytes_on_a_disk_and_in_a_post_of_one_are_one_work(database):
    with database.begin() as tx:
        mine = add_file(tx, "/mine.png", 1)
    save(database, replace(FOX, pages=FOX.pages[:1]))

    assert mine == has(database, 0, 1)
    with database.read() as tx:
        assert 1 == len(newest(tx))


def test_hostile_tags_and_texts_are_kept_as_text(database):
    odd = "<script>\u202e%s'; drop table post;--" + "x" * 700
    found = replace(FOX, title=odd, caption=odd, tags=(TagInfo(odd), TagInfo(odd), TagInfo("")))
    saved = save(database, found)

    with database.read() as tx:
        [tag] = site_tags.of_post(tx, saved.post_id)
    assert odd[:500] == tag.name
    assert not save(database, found).is_changed


WRITES = re.compile(r"(?:insert into|update|delete from) (\w+)", re.IGNORECASE)


@pytest.mark.parametrize(
    ("again", "writes"),
    [
        (FOX, set()),
        (replace(FOX, raw='{"id": 90000001, "views": 9}'), {"post_raw"}),
        (replace(FOX, counts=Counts(score=9)), {"artwork"}),
        (
            replace(FOX, sources=("https://a.example/1",)),
            {"artwork", "artwork_term", "term"},
        ),
    ],
    ids=["nothing", "an answer", "a score", "a source"],
)
def test_works_are_projected_again_when_something_finds_or_sorts_them(database, again, writes):
    save(database)
    has(database, 0, 1)
    with database.begin() as tx, overheard(tx) as said:
        told.save(tx, again)
        tx.finish()

    written = {table for one, _ in said for table in WRITES.findall(one)}
    assert "post" in written  # when it was last told of
    assert writes == written & {"artwork", "artwork_term", "term", "page", "post_raw"}


def test_a_post_that_is_there_again_is_found_as_that(database):
    saved = save(database)
    has(database, 0, 1)
    with database.begin() as tx:
        tx.execute(sa.update(post).values(gone_at=tx.now))
    with database.begin() as tx:
        projection.touch_posts(tx, [saved.post_id])
    [[gone]] = rows(database, sa.select(artwork.c.marks))

    save(database)

    [[back]] = rows(database, sa.select(artwork.c.marks))
    assert (True, False) == (bool(gone & Mark.GONE), bool(back & Mark.GONE))
