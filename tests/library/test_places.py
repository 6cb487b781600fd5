"""Where posts stand on a list."""

import sqlalchemy as sa

from artkeep.db.tables import collection_item
from artkeep.library import collections, places, told
from artkeep.model.found import CollectionInfo
from artkeep.model.refs import CollectionRef, PostRef

FAVOURITES = CollectionInfo(CollectionRef("pixiv", "7"), "https://p.example/7", "Favourites")


def begun(tx, count):
    """Follow a list, and know of so many posts."""
    held, _ = collections.follow(tx, FAVOURITES)
    refs = [PostRef("pixiv", str(number)) for number in range(count)]
    return held.id, [told.listed(tx, ref, f"https://p.example/{ref.id}").post_id for ref in refs]


def from_the_top(tx):
    query = sa.select(collection_item.c.post_id).where(collection_item.c.removed_at.is_(None))
    return tx.execute(query.order_by(collection_item.c.position.desc())).scalars().all()


def test_batches_follow_one_another_in_the_order_of_the_list(database):
    with database.begin() as tx:
        held, posts = begun(tx, 5)

        new = [places.give(tx, held, 1, posts[:3], 0), places.give(tx, held, 1, posts[3:], 3)]

        assert [3, 2] == new
        assert posts == from_the_top(tx)


def test_a_post_that_is_named_twice_stands_where_it_was_named_first(database):
    with database.begin() as tx:
        held, (a, b, c) = begun(tx, 3)

        assert 2 == places.give(tx, held, 1, [a, b, a], 0)
        assert 1 == places.give(tx, held, 1, [b, c], 3)
        assert [a, b, c] == from_the_top(tx)


def test_what_the_next_reading_sees_first_stands_above_all_else(database):
    with database.begin() as tx:
        held, (a, b, c) = begun(tx, 3)
        places.give(tx, held, 1, [a, b], 0)

        assert 1 == places.give(tx, held, 2, [c, b], 0)
        assert [c, b, a] == from_the_top(tx)


def test_what_comes_back_after_it_was_withdrawn_is_new_again(database):
    with database.begin() as tx:
        held, (a, b) = begun(tx, 2)
        places.give(tx, held, 1, [a, b], 0)
        places.give(tx, held, 2, [b], 0)
        assert 1 == places.withdraw(tx, held, 2)
        assert [b] == from_the_top(tx)

        assert 1 == places.give(tx, held, 3, [a, b], 0)
        assert [a, b] == from_the_top(tx)
