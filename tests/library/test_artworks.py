"""The gallery's order: newest first, by key."""

import pytest

from artkeep.errors import NotFound
from artkeep.library import artworks
from artkeep.library.artworks import Anchor
from tests.library.rows import add_file


def anchor(tile):
    return Anchor(tile.position, tile.artwork_id)


def test_pages_follow_one_another_without_gap_or_double(database, clock):
    for number in range(3):  # three works of each instant: the id decides among them
        with database.begin() as tx:
            for each in range(3):
                add_file(tx, f"/{number}-{each}.png", 10 * number + each)
        clock.forward(seconds=1)

    seen, last = [], None
    with database.read() as tx:
        while some := artworks.newest(tx, last, 2):
            seen += some
            last = anchor(some[-1])
    assert 9 == len(seen)
    assert sorted(seen, key=anchor, reverse=True) == seen


def test_counting_stops_where_it_is_told_to(database):
    with database.begin() as tx:
        before = artworks.any_there(tx)
        for number in range(4):
            add_file(tx, f"/{number}.png", number)

    with database.read() as tx:
        assert (False, True, 3, 4) == (
            before,
            artworks.any_there(tx),
            artworks.count(tx, at_most=3),
            artworks.count(tx, at_most=10),
        )


def test_a_work_that_is_not_there_is_not_found(database):
    with database.read() as tx, pytest.raises(NotFound):
        artworks.tile(tx, 1)
