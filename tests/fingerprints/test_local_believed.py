"""The embedded index believes no segment blindly: what is wrong is noticed and built again."""

import shutil
from contextlib import suppress
from pathlib import Path

import pytest
import sqlalchemy as sa

from artkeep.db.engine import Database
from artkeep.db.tables import image, library
from artkeep.fingerprints.local import LocalIndex
from artkeep.fingerprints.segments import Stretch
from tests.clocks import HandClock
from tests.fingerprints.lying import counts, opened, same, segments
from tests.fingerprints.pictures import (
    add,
    add_all,
    clustered_prints,
    ids,
    random_prints,
    remove,
)
from tests.fingerprints.test_segments import header_of, spoil


@pytest.fixture(params=["kernels"])
def kind(request: pytest.FixtureRequest) -> str:
    """Only this one has files of such kinds."""
    return str(request.param)


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
