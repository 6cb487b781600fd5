"""The embedded index beside its library: few segments, whole ones, and none believed blindly."""

import random
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
import sqlalchemy as sa

from artkeep.db.engine import Database
from artkeep.fingerprints.local import LocalIndex
from artkeep.fingerprints.local import slots_for as usual_slots_for
from artkeep.fingerprints.lock import alone
from tests.fingerprints.lying import counts, opened, same
from tests.fingerprints.pictures import (
    SLOTS,
    add,
    add_all,
    clustered_prints,
    ids,
    random_prints,
    remove,
)


@pytest.fixture(params=["kernels"])
def kind(request: pytest.FixtureRequest) -> str:
    """Only this one has files of such kinds."""
    return str(request.param)


MANY_MORE = """
    with recursive numbers (n) as (select 2 union all select n + 1 from numbers where n < 70000)
    insert into image
    select n, randomblob(32), size_bytes, media_type, width, height, frames, randomblob(32), dhash,
           quality, placeholder, look_version, kept, added_at, compared_at
    from image, numbers
"""


# How many there are


def test_small_segments_are_joined(database: Database, index: LocalIndex, folder: Path) -> None:
    prints = random_prints(2000)
    for some in np.split(prints, 8):
        add_all(database, some)
        assert 250 == index.sync()

    assert [2000] == counts(folder)
    assert [] == index.check()


def test_a_segment_is_much_larger_than_what_follows_it(
    database: Database, index: LocalIndex, folder: Path
) -> None:
    add_all(database, random_prints(13_000))
    index.sync()
    for seed in range(2):
        add_all(database, random_prints(1500, seed=100 + seed))
        index.sync()
    assert [13_000, 3000] == counts(folder)

    add_all(database, random_prints(400, seed=200))
    index.sync()
    assert [16_400] == counts(folder)


def test_answers_larger_than_a_batch_of_rows_are_whole(
    database: Database, index: LocalIndex, folder: Path
) -> None:
    with database.begin() as tx:
        add(tx, random_prints(1))
        tx.execute(sa.text(MANY_MORE))
    for _ in range(2):
        with database.read() as tx:
            near = index.near(tx, random_prints(1), 256)
        assert list(range(1, 70_001)) == sorted(near.image_id.tolist())
        index.sync()

    assert [70_000] == counts(folder)


def test_joining_leaves_out_what_was_deleted(
    database: Database, index: LocalIndex, folder: Path
) -> None:
    add_all(database, random_prints(300))
    index.sync()
    with database.read() as tx:
        remove(database, ids(tx)[:200])
    add_all(database, random_prints(5, seed=7))
    index.sync()

    assert [105] == counts(folder)


def test_large_segments_have_buckets_small_ones_have_none() -> None:
    assert [0, 16, 12] == [usual_slots_for(count) for count in (100_000, 1_000_000, 10_000_000)]


# Others


def test_what_others_build_is_noticed(database: Database, index: LocalIndex, folder: Path) -> None:
    prints = clustered_prints(400)
    add_all(database, prints[:200])
    index.sync()
    assert same(database, index, prints[:200:20])

    with opened(database, folder) as other:
        add_all(database, prints[200:])
        other.sync()
        other.rebuild()

    assert [400] == counts(folder)
    assert same(database, index, prints[::20])
    assert 0 == index.sync()


def test_who_finds_somebody_building_leaves_it_to_them(
    database: Database, index: LocalIndex, folder: Path
) -> None:
    add_all(database, random_prints(10))
    with alone(folder / "lock", wait=False) as free:
        assert free
        assert 0 == index.sync()

    assert 10 == index.sync()


def test_two_processes_that_build_at_once_build_it_right(
    database: Database, database_url: str, index: LocalIndex, folder: Path
) -> None:
    add_all(database, clustered_prints(200))
    command = building(database_url, folder, rounds=3, slots=0)
    processes = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _ in range(2)]
    asked = clustered_prints(200)[::20]
    for process in processes:
        while process.poll() is None:
            assert same(database, index, asked)
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=0.1)

    assert [0, 0] == [process.returncode for process in processes]
    index.sync()
    assert [500] == counts(folder)
    assert [] == index.check()
    assert same(database, index, asked)


def building(database_url: str, folder: Path, *, rounds: int, slots: int) -> list[str]:
    """The command of a process that builds."""
    program = [sys.executable, "-m", "tests.fingerprints.syncing"]
    return [*program, database_url, str(folder.parent), str(rounds), str(slots)]


@pytest.mark.parametrize(
    ("kills", "slots"), [(2, 0), pytest.param(25, SLOTS, marks=pytest.mark.long)]
)
def test_killing_who_builds_loses_nothing(
    database: Database, database_url: str, index: LocalIndex, folder: Path, kills: int, slots: int
) -> None:
    add_all(database, clustered_prints(200))
    command = building(database_url, folder, rounds=1_000_000, slots=slots)
    for kill in range(kills):
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=random.Random(kill).random() / 5)
            process.kill()

        assert same(database, index, clustered_prints(200)[::20])
        with opened(database, folder) as other:
            other.sync()
            assert [] == other.check()
            assert same(database, other, clustered_prints(200)[::20])
        assert [] == list(folder.glob("*.part"))
