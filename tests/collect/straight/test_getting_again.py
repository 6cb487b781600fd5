"""`get` once more: what is remembered is not asked for, and what was lost comes back."""

import os
from datetime import timedelta

from artkeep.collect.straight.outcomes import Status
from artkeep.model.refs import CollectionRef
from tests.collect.straight.told import A_AND_B, EVERYTHING, asked, digests, expected, pictures


def test_within_three_days_nothing_is_asked(get, world):
    get(EVERYTHING)

    told = get(EVERYTHING)

    assert [] == world.log
    assert 1 == len(told.said)
    assert "--force reads it again" in told.said[0]


def test_after_three_days_an_unchanged_folder_costs_two_pages_and_no_picture(get, world, clock):
    get(A_AND_B)
    clock.ahead = timedelta(days=3, minutes=1)

    told = get(A_AND_B)

    assert [] == asked(world)
    assert len(asked(world, "base")) <= 2
    assert 0 == told.count(Status.SAVED)


def test_force_reads_to_the_end_and_fetches_nothing_twice(get, world):
    get(A_AND_B)

    told = get(A_AND_B, force=True)

    assert [] == asked(world)
    assert len(world.world.lists("imagefap")["501"]) == told.count(Status.KNOWN)
    assert all(each.path.is_file() for each in told.outcomes)


def test_a_file_that_was_deleted_comes_back_and_a_renamed_one_stays(get, world, to):
    get()
    deleted, renamed = sorted(pictures(to))[:2]
    (to / deleted).unlink()
    (to / renamed).rename(to / "my favourite.jpg")

    told = get()

    assert 1 == len(asked(world)) == told.count(Status.SAVED)
    assert expected(world, "502") == digests(to)
    assert {deleted, "my favourite.jpg"} < set(pictures(to))


def test_a_folder_that_was_copied_elsewhere_is_still_known(get, world, to):
    get()
    for each in to.iterdir():
        os.utime(each, (1_000_000_000, 1_000_000_000))

    told = get(force=True)

    assert [] == asked(world)
    assert len(world.world.lists("imagefap")["502"]) == told.count(Status.KNOWN)


def test_without_memory_the_same_bytes_are_found_all_the_same(get, world, to):
    get(has_memory=False)
    told = get(has_memory=False)

    assert [] == list(to.glob("*.database"))
    assert expected(world, "502") == digests(to)
    assert (0, len(world.world.lists("imagefap")["502"])) == (
        told.count(Status.SAVED),
        told.count(Status.THERE),
    )


def test_a_damaged_memory_is_rebuilt_and_nothing_is_there_twice(get, world, to):
    get()
    (to / "imagefap.database").write_bytes(b"ARTKGET2 and then nonsense")

    told = get()

    assert 0 == told.count(Status.SAVED)
    assert "was damaged and begins anew" in told.said[0]
    (to / "imagefap.database.damaged").unlink()
    assert expected(world, "502") == digests(to)
    assert [] == get().outcomes


def test_names_are_asked_for_once(get, world):
    named = CollectionRef("imagefap", "favourites/@sampleuser/@MYPICS")
    get(named)
    get(named)

    assert [] == world.log
