"""Pairs are known once, and seen from both sides."""

from artkeep.library import pairs
from artkeep.library.pairs import Pair
from artkeep.model.records import AlikeKind
from tests.library.rows import add_image


def add_images(tx, number):
    return [add_image(tx, each) for each in range(number)]


def test_a_pair_is_stored_once_whichever_side_it_is_seen_from(database):
    with database.begin() as tx:
        a, b = add_images(tx, 2)
        pairs.add(tx, [Pair(b, a, AlikeKind.MIRRORED, 4, 0.9, "turned_90")])
        pairs.add(tx, [Pair(a, b, AlikeKind.MIRRORED, 4, 0.9, "turned_270")])

    with database.read() as tx:
        assert [Pair(a, b, AlikeKind.MIRRORED, 4, 0.9, "turned_270")] == pairs.touching(tx, [b])


def test_a_pair_seen_from_the_other_side_is_turned_back():
    pair = Pair(1, 2, AlikeKind.MIRRORED, 4, 0.9, "turned_90")

    assert Pair(2, 1, AlikeKind.MIRRORED, 4, 0.9, "turned_270") == pair.seen_from(2)
    assert pair == pair.seen_from(1) == pair.seen_from(2).seen_from(1)


def test_touching_is_every_pair_with_one_of_these(database):
    with database.begin() as tx:
        a, b, c, d, e = add_images(tx, 5)
        links = [Pair(a, b, AlikeKind.SAME, 2, 1.0), Pair(b, c, AlikeKind.CROP, 200, 0.7)]
        pairs.add(tx, [*links, Pair(d, e, AlikeKind.SAME, 0, 1.0)])

    with database.read() as tx:
        assert links == sorted(pairs.touching(tx, [a, c]), key=lambda pair: pair.a_id)
        assert [] == pairs.touching(tx, [99])
