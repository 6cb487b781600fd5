from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import psycopg
import pytest
import sqlalchemy as sa

from artkeep.clock import SystemClock
from artkeep.db.engine import Database
from artkeep.db.tables import library, run
from artkeep.errors import (
    ArtkeepError,
    BadSetting,
    Damaged,
    DiskFull,
    LibraryBusy,
    LibraryError,
    LibraryUnreachable,
)
from tests.clocks import HandClock
from tests.db.libraries import postgresql_only, sqlite_only, subjects, write, write_all


@sqlite_only
def test_a_full_disk_is_called_that_and_undoes_the_transaction(database: Database) -> None:
    with database.outside() as connection:  # the pool hands the same one to the next writer
        pages = connection.exec_driver_sql("pragma page_count").scalar_one()
        connection.exec_driver_sql(f"pragma max_page_count = {pages}")
    with pytest.raises(DiskFull, match="free some"):
        write_all(database, ["x" * 100 + str(number) for number in range(1000)])

    assert [] == subjects(database)


@postgresql_only
def test_a_deadlock_is_called_busy(database: Database) -> None:
    with database.begin() as tx:
        write(tx, "a")
        write(tx, "b")
    both = Barrier(2)

    def lock(first: str, second: str) -> ArtkeepError | None:
        try:
            with database.begin() as tx:
                tx.connection.exec_driver_sql("set local deadlock_timeout = '20ms'")
                tx.execute(sa.update(run).where(run.c.subject == first).values(turn=1))
                both.wait()
                tx.execute(sa.update(run).where(run.c.subject == second).values(turn=1))
        except ArtkeepError as error:
            return error
        return None

    with ThreadPoolExecutor(2) as threads:
        told = [
            done.result() for done in (threads.submit(lock, *"ab"), threads.submit(lock, *"ba"))
        ]

    assert [LibraryBusy] == [type(error) for error in told if error]


@postgresql_only
def test_a_server_that_was_restarted_is_connected_to_again(
    database: Database, database_url: str
) -> None:
    assert [] == subjects(database)
    with psycopg.connect(database_url, autocommit=True) as server:
        server.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() "
            "and datname = current_database() and backend_type = 'client backend'"
        )

    assert [] == subjects(database)


@postgresql_only
def test_a_connection_that_breaks_in_a_transaction_is_tried_again(
    database: Database, database_url: str
) -> None:
    def write_and_be_cut_off() -> None:
        with database.begin() as tx:
            (pid,) = tx.connection.exec_driver_sql("select pg_backend_pid()").one()
            with psycopg.connect(database_url, autocommit=True) as server:
                server.execute("select pg_terminate_backend(%s)", [pid])
            write(tx, "a")

    with pytest.raises(LibraryUnreachable) as caught:
        write_and_be_cut_off()

    assert not caught.value.permanent
    assert [] == subjects(database)


def test_a_server_that_is_not_there_is_named_without_the_password(tmp_path: Path) -> None:
    url = f"postgresql://ann:geheim@/art?host={tmp_path}"
    with (
        Database(url, SystemClock()) as database,
        pytest.raises(LibraryUnreachable) as caught,
        database.read(),
    ):
        pass

    assert "art" in str(caught.value)
    assert "geheim" not in str(caught.value)


def test_a_file_that_is_no_database_is_damaged(tmp_path: Path, clock: HandClock) -> None:
    path = tmp_path / "library.db"
    path.write_bytes(b"once upon a time " * 500)
    with (
        Database(path, clock) as database,
        pytest.raises(Damaged, match="artkeep doctor"),
        database.read() as tx,
    ):
        tx.execute(sa.select(library.c.id))


def test_a_damaged_page_is_called_damaged(sqlite_library: Path, tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    whole = sqlite_library.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with (
        Database(path, SystemClock()) as database,
        pytest.raises(Damaged, match="newest copy"),
        database.read() as tx,
    ):
        tx.execute(sa.select(library.c.id)).all()


def test_a_folder_that_is_not_there_is_named(tmp_path: Path, clock: HandClock) -> None:
    with (
        Database(tmp_path / "missing" / "library.db", clock) as database,
        pytest.raises(LibraryError, match="missing"),
        database.read(),
    ):
        pass


@pytest.mark.parametrize("url", ["mysql://host/art", "sqlite://", "sqlite:///:memory:", "library"])
def test_other_databases_are_refused(url: str, clock: HandClock) -> None:
    with pytest.raises(BadSetting):
        Database(url, clock)


def test_the_words_of_other_programs_for_postgresql_are_understood(clock: HandClock) -> None:
    with Database("postgres://ann@host/art", clock) as database:
        assert ("postgresql", "host/art") == (database.engine_name, database.place)


def test_an_odd_path_is_a_path(tmp_path: Path, clock: HandClock) -> None:
    path = tmp_path / "a b%20?#é.db"
    with Database(path, clock) as database, database.outside() as connection:
        connection.exec_driver_sql("create table t (a)")

    assert path.is_file()
