"""The embedded index beside its library: few segments, whole ones, and none believed blindly."""

import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
import pytest
import sqlalchemy as sa

from artkeep.db.engine import Database
from artkeep.db.tables import image, library
from artkeep.fingerprints.local import LocalIndex
from artkeep.fingerprints.local import slots_for as usual_slots_for
from artkeep.fingerprints.lock import alone
from artkeep.fingerprints.segments import Stretch
from tests.clocks import HandClock
from tests.fingerprints.pictures import (
    SLOTS,
    Prints,
    add,
    add_all,
    by_brute_force,
    clustered_prints,
    ids,
    random_prints,
    remove,
    slots_for,
)
from tests.fingerprints.test_segments import header_of, spoil


@pytest.fixture(params=["kernels"])
def kind(request: pytest.FixtureRequest) -> str:
    """Only this one has files of such kinds."""
    return str(request.param)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the segments lie."""
    return tmp_path / "index" / "fingerprints"


@contextmanager
def opened(database: Database, folder: Path) -> Iterator[LocalIndex]:
    """The index as another process sees it."""
    index = LocalIndex(database, folder.parent, slots_for=slots_for, patience=0)
    yield index
    index.close()


MANY_MORE = """
    with recursive numbers (n) as (select 2 union all select n + 1 from numbers where n < 70000)
    insert into image
    select n, randomblob(32), size_bytes, media_type, width, height, frames, randomblob(32), dhash,
           quality, placeholder, look_version, kept, added_at, compared_at
    from image, numbers
"""


def segments(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.segment"))


def counts(folder: Path) -> list[int]:
    return [header_of(path).count for path in segments(folder)]


def same(database: Database, index: LocalIndex, asked: Prints, radius: int = 31) -> bool:
    with database.read() as tx:
        return by_brute_force(tx, asked, radius) == list(index.near(tx, asked, radius))


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


# What is not believed


def test_a_torn_segment_is_not_asked_and_built_again(
    database: Database, index: LocalIndex, folder: Path
) -> None:
    prints = clustered_prints(300)
    add_all(database, prints)
    index.sync()
    (path,) = segments(folder)
    shutil.copy(path, path.with_suffix(".whole"))
    path.with_suffix(".whole").replace(path)  # so that nobody has mapped what is torn
    with path.open("r+b") as file:
        file.truncate(9000)

    with opened(database, folder) as other:
        assert same(database, other, prints[::30])
        assert [f"the fingerprint index cannot use {path.name}: it is torn"] == other.check()
        assert 300 == other.sync()
        assert [] == other.check()
    assert [300] == counts(folder)


def test_a_segment_of_another_library_is_not_asked(
    database: Database, index: LocalIndex, folder: Path, tmp_path: Path
) -> None:
    prints = clustered_prints(300)
    add_all(database, prints)
    index.sync()
    with database.begin() as tx:
        tx.execute(sa.update(library).values(mark="f" * 32))

    with opened(database, folder) as other:
        assert same(database, other, prints[::30])
        (said,) = other.check()
        assert said.endswith("it belongs to another library")
        assert 300 == other.sync()
        assert [] == other.check()


def test_what_was_built_before_a_backup_was_put_back_is_not_asked(
    tmp_path: Path, sqlite_library: Path, clock: HandClock, folder: Path
) -> None:
    path, backup = tmp_path / "library.db", tmp_path / "backup.db"
    shutil.copy(sqlite_library, path)
    with Database(path, clock) as database:
        add_all(database, clustered_prints(100))
    shutil.copy(path, backup)
    with Database(path, clock) as database, opened(database, folder) as index:
        add_all(database, clustered_prints(200, seed=4))
        index.sync()
    shutil.copy(backup, path)

    with Database(path, clock) as database, opened(database, folder) as index:
        assert same(database, index, clustered_prints(200, seed=4)[::20])
        add_all(database, clustered_prints(300, seed=5))
        assert same(database, index, clustered_prints(300, seed=5)[::20])
        assert 400 == index.sync()
        assert [] == index.check()
        assert same(database, index, clustered_prints(300, seed=5)[::20])


@pytest.mark.parametrize("part", ["ids", "rows", "starts", "lists"])
def test_a_changed_part_is_found_by_checking_and_healed_by_building(
    database: Database, index: LocalIndex, folder: Path, part: str
) -> None:
    prints = clustered_prints(300)
    add_all(database, prints)
    index.sync()
    (path,) = segments(folder)
    places = {name: place for name, place, _, _ in header_of(path).parts()}
    spoil(path, places[part])

    with opened(database, folder) as other:
        assert f"the fingerprint index is damaged: {part} of {path.name}" in other.check()
        other.rebuild()
        assert [] == other.check()
        assert same(database, other, prints[::30])


def test_what_disagrees_with_the_rows_is_noticed_when_asked(
    database: Database, index: LocalIndex, folder: Path
) -> None:
    prints = random_prints(300)
    add_all(database, prints)
    index.sync()
    with database.begin() as tx:
        third = image.c.id == ids(tx)[2]
        tx.execute(sa.update(image).where(third).values(pdq=prints[9].tobytes()))

    with database.read() as tx:
        assert [] == list(index.near(tx, prints[2:3], 0))
    (said,) = index.check()
    assert said.startswith("the fingerprint index has 1 of the images of")
    assert 300 == index.sync()
    assert same(database, index, prints[8:10])
    assert [] == index.check()
    assert [] == list(folder.glob("*.doubted"))


def test_others_notice_what_was_built_again_under_the_same_name(
    database: Database, index: LocalIndex, folder: Path
) -> None:
    prints = random_prints(300)
    add_all(database, prints)
    index.sync()
    with opened(database, folder) as other:
        assert same(database, other, prints[2:3])
        with database.begin() as tx:
            third = image.c.id == ids(tx)[2]
            tx.execute(sa.update(image).where(third).values(pdq=prints[9].tobytes()))
        assert same(database, other, prints[2:3])
        before = segments(folder)
        index.sync()

        assert before == segments(folder)
        assert same(database, other, prints[9:10])


def test_a_lost_row_is_found_by_checking(
    database: Database, index: LocalIndex, folder: Path
) -> None:
    add_all(database, random_prints(300))
    index.sync()
    with database.read() as tx:
        gone = ids(tx)[7]
    remove(database, [gone])
    index.rebuild()
    with database.begin() as tx:
        add(tx, random_prints(1, seed=6))
        tx.execute(sa.update(image).where(image.c.id == 301).values(id=gone))

    (said,) = index.check()
    assert said.startswith("the fingerprint index lacks 1 of the images of")


def test_rows_that_were_never_committed_are_not_taken_up(
    database: Database, index: LocalIndex
) -> None:
    add_all(database, random_prints(10))
    with suppress(KeyboardInterrupt), database.begin() as tx:
        add(tx, random_prints(20, seed=5))
        index.sync()
        raise KeyboardInterrupt
    add_all(database, random_prints(20, seed=6))

    assert same(database, index, random_prints(20, seed=6))
    index.sync()
    assert same(database, index, random_prints(20, seed=6))
    assert [] == index.check()


def test_unfinished_files_are_swept_and_strangers_left_alone(
    database: Database, index: LocalIndex, folder: Path
) -> None:
    folder.mkdir(parents=True)
    (folder / f"{Stretch(0, 9, 1).name}.part").write_bytes(b"cut short")
    (folder / Stretch(0, 9, 1).name).touch()
    (folder / "notes.txt").touch()
    add_all(database, random_prints(10))
    index.sync()

    assert ["lock", "notes.txt"] == sorted(
        path.name for path in folder.iterdir() if path.suffix != ".segment"
    )
    assert [10] == counts(folder)
