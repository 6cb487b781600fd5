import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from artkeep.clock import SystemClock
from artkeep.db.engine import Database
from artkeep.db.migrate import Standing, _alone, migrate, open_library, standing_of
from artkeep.db.migrations import OURS, VERSION_TABLE
from artkeep.errors import (
    ForeignDatabase,
    LibraryBusy,
    LibraryError,
    NewerLibrary,
    OlderLibrary,
)
from tests.clocks import HandClock
from tests.db.libraries import (
    ADD_NOTE,
    columns,
    later,
    mark_of,
    postgresql_only,
    sqlite_only,
    subjects,
    version,
    write_all,
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def ours(empty_database: Database, home: Path) -> Database:
    """A library of today, with a row in it."""
    migrate(empty_database, home=home)
    write_all(empty_database, ["a"])
    return empty_database


# Opening


def test_opening_makes_a_library_where_there_is_none(
    tmp_path: Path, home: Path, clock: HandClock
) -> None:
    with Database(tmp_path / "new" / "library.db", clock) as database:
        open_library(database, home=home)
        with database.read() as tx:
            assert Standing.CURRENT is standing_of(tx)
            assert "wal" == tx.connection.exec_driver_sql("pragma journal_mode").scalar_one()

    assert not (home / "backups").exists()


@postgresql_only
def test_opening_leaves_an_empty_server_database_to_migrate(
    empty_database: Database, home: Path
) -> None:
    with pytest.raises(OlderLibrary, match="artkeep migrate"):
        open_library(empty_database, home=home)

    migrate(empty_database, home=home)
    open_library(empty_database, home=home)


@postgresql_only
def test_opening_leaves_an_older_server_library_to_migrate(ours: Database, tmp_path: Path) -> None:
    steps = later(tmp_path, ADD_NOTE)
    with pytest.raises(OlderLibrary, match="older schema"):
        open_library(ours, home=tmp_path, steps=steps)

    migrate(ours, home=tmp_path, steps=steps)
    open_library(ours, home=tmp_path, steps=steps)
    assert "note" in columns(ours)


def test_opening_again_changes_nothing(ours: Database, home: Path) -> None:
    mark = mark_of(ours)
    open_library(ours, home=home)

    assert mark == mark_of(ours)
    assert not (home / "backups").exists()


def test_an_old_database_of_another_program_stays_as_it_is(tmp_path: Path, home: Path) -> None:
    path = tmp_path / "deviant.db"
    with closing(sqlite3.connect(path)) as old:
        old.executescript("create table deviations (id integer); insert into deviations values (1)")
    before = path.read_bytes()

    with (
        Database(path, SystemClock()) as database,
        pytest.raises(ForeignDatabase, match="artkeep import-from"),
    ):
        open_library(database, home=home)

    assert before == path.read_bytes()
    assert ["deviant.db"] == [each.name for each in tmp_path.iterdir()]


def test_a_database_of_another_program_is_not_migrated(
    empty_database: Database, home: Path
) -> None:
    with empty_database.alter() as tx:
        tx.connection.exec_driver_sql("create table alembic_version (version_num text)")
    with pytest.raises(ForeignDatabase):
        open_library(empty_database, home=home)
    with pytest.raises(ForeignDatabase):
        migrate(empty_database, home=home)

    with empty_database.read() as tx:
        assert ["alembic_version"] == sa.inspect(tx.connection).get_table_names()


def test_a_newer_library_stays_as_it_is(ours: Database, home: Path) -> None:
    with ours.begin() as tx:
        tx.execute(sa.text(f"update {VERSION_TABLE} set version_num = '7777'"))
    with pytest.raises(NewerLibrary, match="newest Artkeep"):
        open_library(ours, home=home)
    with pytest.raises(NewerLibrary):
        migrate(ours, home=home)

    assert "7777" == version(ours)


# Copies


@sqlite_only
def test_a_library_is_copied_before_it_is_migrated(ours: Database, tmp_path: Path) -> None:
    migrate(ours, home=tmp_path, steps=later(tmp_path, ADD_NOTE))

    (copy,) = (tmp_path / "backups").iterdir()
    assert f"library-20260301-120000-{OURS.head}.db" == copy.name
    with Database(copy, SystemClock()) as before:
        assert "note" not in columns(before)
        assert ["a"] == subjects(before)


@sqlite_only
def test_the_newest_five_copies_are_kept(ours: Database, tmp_path: Path) -> None:
    backups = tmp_path / "backups"
    backups.mkdir()
    for day in range(1, 8):
        (backups / f"library-202601{day:02}-000000-0001.db").touch()
    (backups / "mine.db").touch()
    (backups / f"library-20260301-120000-{OURS.head}.db.part").write_text("cut short")
    migrate(ours, home=tmp_path, steps=later(tmp_path, ADD_NOTE))

    assert [
        "library-20260104-000000-0001.db",
        "library-20260105-000000-0001.db",
        "library-20260106-000000-0001.db",
        "library-20260107-000000-0001.db",
        f"library-20260301-120000-{OURS.head}.db",
        "mine.db",
    ] == sorted(each.name for each in backups.iterdir())


@sqlite_only
def test_where_no_copy_can_be_made_nothing_is_migrated(ours: Database, tmp_path: Path) -> None:
    (tmp_path / "backups").write_text("a file in the way")
    with pytest.raises(LibraryError, match="was not migrated"):
        migrate(ours, home=tmp_path, steps=later(tmp_path, ADD_NOTE))

    assert OURS.head == version(ours)


def test_another_process_that_migrates_for_long_is_named(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with _alone(path), pytest.raises(LibraryBusy, match="migrating"), _alone(path, seconds=0):
        pass

    with _alone(path, seconds=0):
        pass
