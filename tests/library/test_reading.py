"""Works are read as the post with the most pages tells them."""

import sqlalchemy as sa

from artkeep.db.tables import artwork
from artkeep.library import posts, reading, told, wanted
from artkeep.model.found import PageInfo, PostInfo
from artkeep.model.records import Kept
from artkeep.model.refs import PostRef
from artkeep.model.viewing import EVERYTHING, Allow
from tests.library.rows import add_file, add_image, found


def post(name, *stamps, site="pixiv"):
    pages = tuple(PageInfo(f"https://{site}.example/{name}/{n}", s) for n, s in enumerate(stamps))
    return PostInfo(PostRef(site, name), f"https://{site}.example/{name}", name, pages)


def tell(tx, told_post, images):
    """Save a post; give its wanted pages these images, None for what could not be had."""
    told.save(tx, told_post)
    pages = sorted(wanted.pages(tx, told_post.ref.site, 100), key=lambda page: page.position)
    for page, image_id in zip(pages, images, strict=True):
        if image_id is None:
            wanted.refuse(tx, page, "gone")
        else:
            artwork_id = wanted.have(tx, page, image_id, None)
    return artwork_id


def read(tx, artwork_id):
    return [(each.ref.id, each.number, each.image_id) for each in reading.of_work(tx, artwork_id)]


def test_pages_are_in_the_order_of_their_post_without_gaps(database):
    with database.begin() as tx:
        one, two = add_image(tx, 1), add_image(tx, 2)
        work = tell(tx, post("a", "1", "2", "3"), [one, None, two])

        assert [("a", 0, one), ("a", 1, two)] == read(tx, work)
        assert [0, 2] == [each.position for each in reading.of_work(tx, work)]


def test_of_several_posts_the_one_with_the_most_pages_is_read(database):
    with database.begin() as tx:
        one, two = add_image(tx, 1), add_image(tx, 2)
        work = tell(tx, post("first", "1", site="mastodon"), [one])
        tell(tx, post("other", "1", site="bluesky"), [one])
        assert [("first", 0, one)] == read(tx, work)

        many = tell(tx, post("many", "1", "2"), [two, one])
        assert [("many", 0, two), ("many", 1, one)] == read(tx, many)
        assert {work, many} == reading.of_works(tx, [work, many, 99]).keys()


def test_what_a_post_shows_no_longer_is_not_read_while_it_shows_something(database):
    with database.begin() as tx:
        before, after = add_image(tx, 1), add_image(tx, 2)
        work = tell(tx, post("a", "1"), [before])
        told.save(tx, post("a", "2"))
        assert [("a", 0, before)] == read(tx, work)  # the new one is still to come

        tell(tx, post("a", "2"), [after])
        assert [("a", 0, after)] == read(tx, work)


def test_a_file_that_changed_is_still_what_its_old_work_shows(database):
    with database.begin() as tx:
        work = add_file(tx, "/fox.png", 1)
        posts.save(tx, found("/fox.png", "2-2"), [add_image(tx, 2)])

        assert [("/fox.png", 0, 1)] == read(tx, work)


def test_bytes_that_are_nowhere_are_no_page(database):
    with database.begin() as tx:
        work = tell(tx, post("a", "1"), [add_image(tx, 1, kept=Kept.NONE)])

        assert [] == read(tx, work)


def test_what_is_not_for_everybody_is_only_seen_by_who_may(database):
    with database.begin() as tx:
        works = [add_file(tx, f"/{number}.png", number) for number in range(5)]
    with database.begin() as tx:
        for rating, work in zip((None, 0, 1, 2, 3), works, strict=True):
            tx.execute(sa.update(artwork).where(artwork.c.id == work).values(rating=rating))

        assert set(works[:3]) == reading.visible(tx, [*works, 99], Allow(nsfw=False))
        assert set(works) == reading.visible(tx, [*works, 99], EVERYTHING)
