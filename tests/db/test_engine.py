import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import psutil  # type: ignore[import-untyped]  # its stubs are another package
import psycopg
import pytest
import sqlalchemy as sa

from artkeep.db.engine import Database, Tx
from artkeep.db.tables import run
from artkeep.errors import (
    LibraryError,
)
from tests.clocks import HandClock
from tests.db.libraries import sqlite_only, subjects, write, write_all


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


@sqlite_only
def test_two_processes_that_write_lose_nothing(database: Database, database_url: str) -> None:
    with database.begin() as tx:
        write(tx, "counter")
    command = [sys.executable, "-W", "error", "-c", PROCESS, database_url]
    processes = [subprocess.Popen(command) for _ in range(2)]
    ended = [process.wait(timeout=60) for process in processes]

    assert [0, 0] == ended
    assert 200 == turns(database)


@sqlite_only
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
