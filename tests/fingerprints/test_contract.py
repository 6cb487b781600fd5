"""The promises of `FingerprintIndex`, kept by each engine: exact, complete, at every radius."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from artkeep.db.engine import Database
from artkeep.fingerprints import FingerprintIndex, Near
from tests.fingerprints.pictures import (
    Prints,
    add,
    add_all,
    by_brute_force,
    clustered_prints,
    flipped,
    ids,
    random_prints,
    remove,
)

RADII = [0, 1, 15, 16, 31, 32, 39, 40, 48, 59, 60, 90, 128, 256]


def same(database: Database, index: FingerprintIndex, asked: Prints, radius: int) -> bool:
    """Compare an answer with the one by brute force."""
    with database.read() as tx:
        expected = by_brute_force(tx, asked, radius)
        actual = list(index.near(tx, asked, radius))
    assert expected == actual
    return bool(expected)


def test_an_empty_library_has_nothing_near(database: Database, index: FingerprintIndex) -> None:
    with database.read() as tx:
        assert [] == list(index.near(tx, random_prints(3), 256))

    assert 0 == index.sync()
    index.rebuild()
    assert [] == index.check()


def test_a_question_of_no_fingerprints_has_no_answer(
    database: Database, index: FingerprintIndex
) -> None:
    add_all(database, random_prints(3))

    with database.read() as tx:
        assert [] == list(index.near(tx, random_prints(0), 256))


@pytest.mark.parametrize("radius", RADII)
def test_strangers_are_found_at_every_radius(
    database: Database, index: FingerprintIndex, radius: int
) -> None:
    stored = random_prints(300)
    add_all(database, stored)
    index.sync()

    asked = np.concatenate([stored[:3], flipped(stored[3:6], 20), random_prints(3, seed=9)])
    assert same(database, index, asked, radius)


@pytest.mark.parametrize("radius", RADII)
def test_crowds_are_found_at_every_radius(
    database: Database, index: FingerprintIndex, radius: int
) -> None:
    stored = clustered_prints(300)
    add_all(database, stored)
    index.sync()

    assert same(database, index, stored[::30], radius)


def test_a_neighbour_is_found_from_its_distance_on(
    database: Database, index: FingerprintIndex
) -> None:
    stored = random_prints(150)
    add_all(database, stored)
    index.sync()
    wanted = stored[7:8]

    with database.read() as tx:
        seventh = ids(tx)[7]
        for distance in [*range(64), 128, 255, 256]:
            asked = flipped(wanted, distance, seed=distance)
            near = list(index.near(tx, asked, distance))
            assert Near(0, seventh, distance) in near
            if distance:
                nearer = index.near(tx, asked, distance - 1)
                assert seventh not in nearer.image_id


def test_duplicates_are_all_found_oldest_first(database: Database, index: FingerprintIndex) -> None:
    one = random_prints(1)
    add_all(database, random_prints(60, seed=5), np.repeat(one, 130, axis=0))
    index.sync()

    with database.read() as tx:
        assert [(0, image, 0) for image in ids(tx)[60:]] == list(index.near(tx, one, 31))


def test_new_rows_are_found_before_they_are_taken_up(
    database: Database, index: FingerprintIndex
) -> None:
    stored = clustered_prints(400)
    for start in range(0, 400, 80):
        add_all(database, stored[start : start + 80])
        assert same(database, index, stored[start : start + 2], 31)
        index.sync()
        assert same(database, index, stored[start : start + 2], 31)

    assert same(database, index, stored[::50], 60)
    assert [] == index.check()


def test_rows_of_the_open_transaction_are_found(
    database: Database, index: FingerprintIndex
) -> None:
    stored = random_prints(2)
    add_all(database, stored[:1])
    index.sync()

    with database.begin() as tx:
        add(tx, stored[1:])
        assert [(0, ids(tx)[1], 0)] == list(index.near(tx, stored[1:], 31))


def test_a_deleted_image_is_not_found(database: Database, index: FingerprintIndex) -> None:
    stored = clustered_prints(200)
    add_all(database, stored)
    index.sync()
    with database.read() as tx:
        gone = ids(tx)[::3]
    remove(database, gone)

    assert same(database, index, stored[:9], 60)
    index.sync()
    add_all(database, stored[::3])
    index.sync()
    assert same(database, index, stored[:9], 60)
    assert [] == index.check()


def test_an_answer_is_as_old_as_its_transaction(
    database: Database, index: FingerprintIndex
) -> None:
    stored = random_prints(130)
    add_all(database, stored[:1])

    with database.read() as tx:
        before = list(index.near(tx, stored, 0))
        add_all(database, stored[1:])
        index.sync()
        assert before == list(index.near(tx, stored, 0))


def test_building_anew_changes_no_answer(database: Database, index: FingerprintIndex) -> None:
    stored = clustered_prints(250)
    add_all(database, stored[:200])
    index.sync()
    add_all(database, stored[200:])

    index.rebuild()

    assert same(database, index, stored[::25], 48)
    assert [] == index.check()
    assert 0 == index.sync()


def test_what_is_no_fingerprint_is_refused(database: Database, index: FingerprintIndex) -> None:
    with database.read() as tx, pytest.raises(ValueError, match=r"of shape \(n, 32\)"):
        index.near(tx, np.zeros((1, 16), np.uint8), 31)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    base=st.binary(min_size=32, max_size=32),
    flips=st.lists(st.sets(st.integers(0, 255), max_size=70), min_size=1, max_size=12),
    radius=st.integers(0, 256),
    synced=st.booleans(),
)
def test_whatever_is_there_is_found_exactly(
    database: Database,
    index: FingerprintIndex,
    base: bytes,
    flips: list[set[int]],
    radius: int,
    synced: bool,  # noqa: FBT001 - hypothesis calls it
) -> None:
    bits = np.zeros((len(flips), 256), np.uint8)
    for row, places in zip(bits, flips, strict=True):
        row[list(places)] = 1
    near = np.frombuffer(base, np.uint8) ^ np.packbits(bits, axis=1)
    add_all(database, near)
    if synced:
        index.sync()

    assert same(database, index, np.frombuffer(base, np.uint8).reshape(1, 32), radius) or not any(
        len(places) <= radius for places in flips
    )
