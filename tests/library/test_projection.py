"""What works are found and sorted by follows what is known of them."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from artkeep.db.tables import artwork, artwork_term, term
from artkeep.library import checks, collections, fulltext, projection, spelling, told, trash, wanted
from artkeep.model.found import (
    AccountInfo,
    CollectionInfo,
    Counts,
    Listing,
    PageInfo,
    PostInfo,
    Rating,
    TagInfo,
    TagKind,
)
from artkeep.model.records import CheckState, Mark
from artkeep.model.refs import AccountRef, CollectionRef, PostRef
from tests.library.rows import add_image

FOX = PostInfo(
    ref=PostRef("pixiv", "90000001"),
    url="https://www.pixiv.net/artworks/90000001",
    title="雪の狐 Fox",
    pages=(PageInfo("https://i.pximg.net/1.png"),),
    account=AccountInfo(
        AccountRef("pixiv", "4242"), "mika", "Mika Aoyama", "https://pixiv.me/mika"
    ),
    caption="<p>A <b>winter</b> night</p>",
    caption_is_html=True,
    rating=Rating.QUESTIONABLE,
    is_ai=False,
    tags=(TagInfo("狐", "fox"), TagInfo("mika_aoyama", kind=TagKind.ARTIST)),
    counts=Counts(favourites=77),
    sources=("https://www.example.org/fox",),
)


def keep(database, found=FOX, number=1):
    """Save a post, and give its first page a picture; return the work."""
    with database.begin() as tx:
        told.save(tx, found)
    with database.begin() as tx:
        page = next(each for each in wanted.pages(tx, found.ref.site, 9) if each.ref == found.ref)
        return wanted.have(tx, page, add_image(tx, number), None)


def keys(database, artwork_id):
    query = (
        sa.select(term.c.key)
        .join(artwork_term, artwork_term.c.term_id == term.c.id)
        .where(artwork_term.c.artwork_id == artwork_id)
    )
    with database.read() as tx:
        return set(tx.execute(query).scalars())


def row(database, artwork_id):
    with database.read() as tx:
        return tx.execute(sa.select(artwork).where(artwork.c.id == artwork_id)).one()


def says(database, phrase):
    with database.read() as tx:
        condition = fulltext.says(tx.engine_name, spelling.tokens(phrase), artwork.c.id)
        return list(tx.execute(sa.select(artwork.c.id).where(condition)).scalars())


def test_a_work_is_found_by_tags_translations_names_and_words_of_its_title(database):
    found = keys(database, keep(database))

    assert {":狐", ":fox", ":雪の狐", ":mika_aoyama", ":mika", ":aoyama"} <= found
    assert {"artist:mika", "artist:mika_aoyama", "artist:#1"} <= found
    assert {"account:pixiv:mika", "account:pixiv:4242", "site:pixiv", "type:png"} <= found
    assert {"has:caption", "has:tags", "has:source"} <= found
    assert {"source:pixiv.net", "source:example.org"} <= found
    assert not [each for each in found if each.startswith("is:")]


def test_a_work_is_sorted_by_its_numbers(database):
    held = row(database, keep(database))

    assert (2, 77, 1, 1) == (held.rating, held.score, held.pages, held.copies)
    assert held.pixels == held.width * held.height > 0
    assert held.ratio == held.width / held.height


@pytest.mark.parametrize("phrase", ["winter night", "a winter", "雪の", "の狐", "雪の狐", "FOX"])
def test_titles_and_captions_are_found_by_their_words(database, phrase):
    artwork_id = keep(database)

    assert [artwork_id] == says(database, phrase)


@pytest.mark.parametrize("phrase", ["night winter", "b", "雪狐", "wint"])
def test_marks_and_other_orders_find_nothing(database, phrase):
    keep(database)

    assert [] == says(database, phrase)


def test_what_changed_at_the_site_changes_what_it_is_found_by(database):
    artwork_id = keep(database)
    with database.begin() as tx:
        told.save(tx, replace(FOX, title="Moon", caption="", tags=(TagInfo("moon"),)))

    found = keys(database, artwork_id)
    assert ":moon" in found
    assert "has:revisions" in found
    assert {":狐", "has:caption"}.isdisjoint(found - {":雪の狐"})
    assert [] == says(database, "winter night")


def test_how_many_works_a_word_finds_is_kept(database):
    first = keep(database)
    keep(database, replace(FOX, ref=PostRef("pixiv", "2"), title="Other"), number=2)

    def number():
        with database.read() as tx:
            return tx.execute(sa.select(term.c.n).where(term.c.key == ":狐")).scalar_one()

    assert 2 == number()
    with database.begin() as tx:
        trash.put(tx, first)
    assert 1 == number()
    assert set() == keys(database, first)
    assert first not in says(database, "winter night")
    with database.begin() as tx:
        trash.restore(tx, first)
    assert 2 == number()


def test_what_is_gone_at_its_source_is_marked(database, clock):
    artwork_id = keep(database)
    for _ in range(2):
        with database.begin() as tx:
            post_id = tx.execute(sa.text("select id from post")).scalar_one()
            checks.note(tx, post_id, CheckState.REMOVED, "not found")
        clock.forward(timedelta(days=1).total_seconds())

    assert "is:gone" in keys(database, artwork_id)
    assert Mark.GONE & row(database, artwork_id).marks


def test_a_work_with_pictures_that_are_not_here_is_marked(database):
    pages = (PageInfo("https://i.pximg.net/1.png"), PageInfo("https://i.pximg.net/2.png"))
    artwork_id = keep(database, replace(FOX, pages=pages))

    assert {"is:partial", "is:many"} <= keys(database, artwork_id)


def test_a_former_name_of_an_artist_still_finds_their_works(database):
    artwork_id = keep(database)
    later = replace(FOX.account, handle="mika_draws", name="Mika")
    with database.begin() as tx:
        told.save(tx, replace(FOX, ref=PostRef("pixiv", "3"), account=later))

    assert {"artist:mika_draws", "artist:mika_aoyama"} <= keys(database, artwork_id)


def follow(tx):
    info = CollectionInfo(CollectionRef("pixiv", "bookmarks"), "Bookmarks", "https://pixiv.net/b")
    held, _ = collections.follow(tx, info)
    return collections.begin_reading(tx, held, full=True)


def test_a_work_is_found_by_the_lists_it_is_on_until_it_is_withdrawn(database):
    artwork_id = keep(database)
    with database.begin() as tx:
        held = follow(tx)
        post_id = tx.execute(sa.text("select id from post")).scalar_one()
        collections.put(tx, held, [post_id], Listing((), None))
    assert f"in:#{held.id}" in keys(database, artwork_id)

    with database.begin() as tx:
        collections.end_reading(tx, collections.get(tx, held.id))
        again = collections.begin_reading(tx, collections.get(tx, held.id), full=True)
        collections.end_reading(tx, again)
    assert f"in:#{held.id}" not in keys(database, artwork_id)


def test_the_top_of_a_list_is_the_newest_in_the_gallery(database, clock):
    some = [replace(FOX, ref=PostRef("pixiv", str(number))) for number in range(6)]
    with database.begin() as tx:
        follow(tx)
    for batch in (some[:3], some[3:]):  # a list names its newest first
        with database.begin() as tx:
            held = collections.get(tx, follow(tx).id)
            saved = told.save_all(tx, batch)
            collections.put(tx, held, [each.post_id for each in saved], Listing((), "more"))
        clock.forward(2)

    query = sa.text(
        "select p.site_post_id from artwork a join page g on g.artwork_id = a.id "
        "join post p on p.id = g.post_id order by a.position desc"
    )
    with database.read() as tx:
        assert [each.ref.id for each in some] == list(tx.execute(query).scalars())


def test_all_can_be_projected_anew_and_goes_on_where_it_was(database):
    works = [
        keep(database, replace(FOX, ref=PostRef("pixiv", str(number))), number)
        for number in range(1, 4)
    ]
    before = [keys(database, each) for each in works]
    with database.begin() as tx:
        tx.execute(sa.delete(artwork_term))
        tx.execute(sa.update(term).values(n=0))
        assert not projection.is_current(tx)
        assert 3 == projection.count_left(tx)

    for left in (2, 1, 0):
        with database.begin() as tx:
            some = projection.next_works(tx, 1)
            projection.project(tx, some)
            projection.went_to(tx, some)
            assert left == projection.count_left(tx)
    with database.begin() as tx:
        projection.went_to(tx, projection.next_works(tx, 1))
        assert projection.is_current(tx)
    assert before == [keys(database, each) for each in works]
