import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import psutil  # type: ignore[import-untyped]  # its stubs are another package
import psycopg
import pytest
import sqlalchemy as sa

from artkeep.clock import SystemClock
from artkeep.db.engine import Database, Tx
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


def write(tx: Tx, subject: str) -> None:
    row = {"kind": "test", "subject": subject, "arguments": {}, "state": "queued"}
    tx.execute(sa.insert(run).values(**row, changed_at=tx.now, created_at=tx.now))


def write_all(
    database: Database, subjects: list[str], then: Callable[[], None] = lambda: None
) -> None:
    with database.begin() as tx:
        tx.after_commit(then)
        for subject in subjects:
            write(tx, subject)


def subjects(database: Database) -> list[str]:
    with database.read() as tx:
        return list(tx.execute(sa.select(run.c.subject).order_by(run.c.id)).scalars())


def count_turn(tx: Tx) -> None:
    tx.execute(sa.update(run).where(run.c.subject == "counter").values(turn=run.c.turn + 1))


def turns(database: Database) -> int:
    with database.read() as tx:
        return int(tx.execute(sa.select(run.c.turn)).scalar_one())


def test_what_was_committed_is_there(database: Database) -> None:
    with database.begin() as tx:
        write(tx, "a")
        write(tx, "b")

    assert ["a", "b"] == subjects(database)


def test_an_error_undoes_the_whole_transaction(database: Database) -> None:
    with pytest.raises(sa.exc.IntegrityError):
        write_all(database, ["a", "b", "a"])

    assert [] == subjects(database)


def test_a_reader_sees_one_instant(database: Database) -> None:
    with database.read() as tx:
        before = tx.execute(sa.select(sa.func.count()).select_from(run)).scalar_one()
        with database.begin() as other:
            write(other, "a")
        after = tx.execute(sa.select(sa.func.count()).select_from(run)).scalar_one()

    assert (0, 0) == (before, after)
    assert ["a"] == subjects(database)


def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises((LibraryError, sa.exc.InternalError)), database.read() as tx:
        write(tx, "a")

    assert [] == subjects(database)


def test_a_connection_that_was_used_to_read_can_write_next(database: Database) -> None:
    for number in range(3):
        assert number == len(subjects(database))
        with database.begin() as tx:
            write(tx, f"{number}")

    assert ["0", "1", "2"] == subjects(database)


def test_the_time_stands_still_in_a_transaction(database: Database, clock: HandClock) -> None:
    with database.begin() as tx:
        started = tx.now
        clock.forward(60)

        assert started == tx.now
    with database.read() as tx:
        assert 60 == (tx.now - started).total_seconds()


def test_a_row_that_others_refer_to_cannot_be_deleted(database: Database) -> None:
    orphan = {"title": "", "cover_id": 404}
    with pytest.raises(sa.exc.IntegrityError), database.begin() as tx:
        tx.execute(
            sa.insert(sa.table("artwork", *map(sa.column, (*orphan, "added_at")))),
            {**orphan, "added_at": "2026-01-01T00:00:00.000000Z"},
        )


def test_what_is_to_be_done_afterwards_sees_what_was_committed(database: Database) -> None:
    seen: list[list[str]] = []
    with database.begin() as tx:
        tx.after_commit(lambda: seen.append(subjects(database)))
        write(tx, "a")

        assert [] == seen
    assert [["a"]] == seen


def test_nothing_is_done_after_a_transaction_that_failed(database: Database) -> None:
    seen: list[str] = []
    with pytest.raises(sa.exc.IntegrityError):
        write_all(database, ["a", "a"], then=lambda: seen.append("done"))

    assert [] == seen


def test_listeners_hear_news_inside_the_transaction(database: Database) -> None:
    heard: list[tuple[bool, object]] = []
    database.listeners.append(lambda tx, news: heard.append((tx.connection.in_transaction(), news)))
    with database.begin() as tx:
        tx.tell("news")

    assert [(True, "news")] == heard


def test_many_threads_that_write_lose_nothing(database: Database) -> None:
    with database.begin() as tx:
        write(tx, "counter")

    def count(_: int) -> None:
        with database.begin() as tx:
            count_turn(tx)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(count, range(200)))

    assert 200 == turns(database)


def test_readers_and_writers_do_not_wait_for_each_other(database: Database) -> None:
    with database.begin() as tx:
        write(tx, "a")
        with ThreadPoolExecutor(1) as thread:
            seen = thread.submit(subjects, database).result(timeout=20)

    assert [] == seen


PROCESS = """
import sys
import sqlalchemy as sa
from artkeep.clock import SystemClock
from artkeep.db.engine import Database
from artkeep.db.tables import run

with Database(sys.argv[1], SystemClock()) as database:
    for _ in range(100):
        with database.begin() as tx:
            (turn,) = tx.execute(sa.select(run.c.turn).with_for_update()).one()
            tx.execute(sa.update(run).values(turn=turn + 1))
"""


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_two_processes_that_write_lose_nothing(database: Database, database_url: str) -> None:
    with database.begin() as tx:
        write(tx, "counter")
    command = [sys.executable, "-W", "error", "-c", PROCESS, database_url]
    processes = [subprocess.Popen(command) for _ in range(2)]
    ended = [process.wait(timeout=60) for process in processes]

    assert [0, 0] == ended
    assert 200 == turns(database)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_writing_inside_of_writing_is_an_error_and_no_deadlock(database: Database) -> None:
    with pytest.raises(RuntimeError, match="hand on"), database.begin(), database.begin():
        pass

    with database.begin() as tx:  # and it can be written again
        write(tx, "a")


def test_after_closing_nothing_is_open(database_url: str, clock: HandClock, engine: str) -> None:
    database = Database(database_url, clock)
    with database.begin() as tx:
        write(tx, "a")
        database.close()

    assert [] == connections(database_url, engine)
    with pytest.raises(LibraryError, match="closed"), database.read():
        pass


def connections(url: str, engine: str) -> list[str]:
    if engine == "sqlite":
        here = url.removeprefix("sqlite:///")
        return [each.path for each in psutil.Process().open_files() if each.path.startswith(here)]
    with psycopg.connect(url) as asking:
        others = asking.execute(
            "select application_name from pg_stat_activity "
            "where datname = current_database() and pid <> pg_backend_pid() "
            "and backend_type = 'client backend'"
        )
        return [name for (name,) in others]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_full_disk_is_called_that_and_undoes_the_transaction(database: Database) -> None:
    with database.outside() as connection:  # the pool hands the same one to the next writer
        pages = connection.exec_driver_sql("pragma page_count").scalar_one()
        connection.exec_driver_sql(f"pragma max_page_count = {pages}")
    with pytest.raises(DiskFull, match="free some"):
        write_all(database, ["x" * 100 + str(number) for number in range(1000)])

    assert [] == subjects(database)


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
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


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
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


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
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
