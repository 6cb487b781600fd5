import sqlite3
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from artkeep.db.border import translated
from artkeep.errors import (
    ArtkeepError,
    Damaged,
    DiskFull,
    LibraryBusy,
    LibraryError,
    LibraryUnreachable,
)
from tests.postgres import Cluster


def error_of(do: Callable[[], object]) -> BaseException:
    with pytest.raises((sqlite3.Error, psycopg.Error)) as caught:
        do()
    return caught.value


def test_a_file_that_another_process_writes_is_busy(tmp_path: Path) -> None:
    first = sqlite3.connect(tmp_path / "a.db", timeout=0, isolation_level=None)
    second = sqlite3.connect(tmp_path / "a.db", timeout=0, isolation_level=None)
    first.execute("begin immediate")
    told = translated(error_of(lambda: second.execute("begin immediate")), "a.db")
    first.close()
    second.close()

    assert LibraryBusy is type(told)


def test_a_file_that_may_not_be_written_says_so(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "a.db").close()
    reading = sqlite3.connect(f"file:{tmp_path}/a.db?mode=ro", uri=True)
    told = translated(error_of(lambda: reading.execute("create table t (a)")), "a.db")
    reading.close()

    assert LibraryError is type(told)
    assert "a.db cannot be written" in str(told)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("53100", DiskFull),
        ("55P03", LibraryBusy),
        ("XX001", Damaged),
        ("42501", LibraryError),
    ],
)
def test_what_postgresql_says_is_put_in_our_words(
    postgres: Cluster, code: str, kind: type[ArtkeepError]
) -> None:
    raising = f"do $$ begin raise exception 'x' using errcode = '{code}'; end $$"
    with psycopg.connect(postgres.url("postgres")) as connection:
        told = translated(error_of(lambda: connection.execute(raising)), "art")

    assert kind is type(told)


def test_a_mistake_of_ours_stays_what_it_is(postgres: Cluster) -> None:
    with psycopg.connect(postgres.url("postgres")) as connection:
        mistake = error_of(lambda: connection.execute("selekt 1"))

    assert translated(mistake, "art") is None
    assert translated(sqlite3.IntegrityError("unique"), "art") is None
    assert translated(ValueError("no driver's"), "art") is None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("postgres@/postgres", "postgres@/nowhere"), "nowhere"),
        (("postgres@", "ann:geheim@"), "ann"),
        (("?host=", "?host=/nowhere"), "No such file"),
    ],
)
def test_why_a_database_cannot_be_reached_is_told_but_no_password(
    postgres: Cluster, change: tuple[str, str], said: str
) -> None:
    url = postgres.url("postgres").replace(*change)
    told = translated(error_of(lambda: psycopg.connect(url)), "art")

    assert LibraryUnreachable is type(told)
    assert said in str(told)
    assert "geheim" not in str(told)
