"""Pictures that are new to the library come to their pages together."""

import sqlalchemy as sa

from artkeep.db.tables import artwork, page
from artkeep.library import arrivals, images, newcomers, wanted
from artkeep.library.arrivals import Arrival
from artkeep.library.images import Seen
from artkeep.model.found import PageInfo, PostInfo
from artkeep.model.records import Kept
from artkeep.model.refs import PostRef
from tests.library.rows import look, sha256


def wanting(tx):
    """Know of a post of two pictures, the second with a stamp of its own."""
    shown = (PageInfo("https://p.example/0.png"), PageInfo("https://p.example/1.png", "own"))
    newcomers.add(tx, [PostInfo(PostRef("pixiv", "1"), "https://p.example/1", "Fox", shown)])
    return sorted(wanted.pages(tx, "pixiv", 9), key=lambda each: each.position)


def test_pages_show_them_and_the_first_is_the_cover(database):
    with database.begin() as tx:
        first, second = wanting(tx)
        new = images.add_all(tx, [Seen(sha256(n), 9, look(n)) for n in (1, 2)], Kept.BLOB)
        a, b = new[sha256(1)], new[sha256(2)]

        arrivals.have(tx, [Arrival(second, b, "host"), Arrival(first, a, "host")])

        rows = tx.execute(sa.select(page.c.image_id, page.c.stamp).order_by(page.c.position))
        assert [(a, "host"), (b, "own")] == [tuple(row) for row in rows]
        assert [a] == tx.execute(sa.select(artwork.c.cover_id)).scalars().all()
        assert [] == wanted.pages(tx, "pixiv", 9)


def test_of_images_only_those_are_returned_that_are_new(database):
    with database.begin() as tx:
        images.add(tx, sha256(1), 9, look(1), Kept.BLOB)
        three = [Seen(sha256(n), 9, look(n)) for n in (1, 2, 2)]

        assert [sha256(2)] == list(images.add_all(tx, three, Kept.BLOB))
        assert {} == images.add_all(tx, [], Kept.BLOB)
