"""A library is made, recognised, and brought to today's schema.

The table `artkeep_schema` says which revision a library is of. What has tables but not that one
is not ours and is left alone, and so is what a newer Artkeep wrote. Migrations run in one
transaction with the check that every reference still leads somewhere and no row got lost;
whatever stops them, the library is as it was before. On SQLite it is copied first.
"""

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from enum import Enum, auto
from pathlib import Path

import sqlalchemy as sa

from artkeep.db import shares
from artkeep.db.copies import keep_newest, name_of
from artkeep.db.dialect import insert_ignore
from artkeep.db.engine import Database, Tx
from artkeep.db.migrations import OURS, VERSION_TABLE, Steps
from artkeep.db.tables import library
from artkeep.errors import (
    Damaged,
    ForeignDatabase,
    LibraryBusy,
    LibraryError,
    LibraryOnShare,
    NewerLibrary,
    OlderLibrary,
)
from artkeep.texts import text

_LOCK_SECONDS = 600  # how long we wait for another process that migrates
_LOCK_NUMBER = 0x417274_6B656570  # "Artkeep": PostgreSQL's advisory locks have numbers


class Standing(Enum):
    """How a database stands to this Artkeep."""

    EMPTY = auto()
    OLDER = auto()
    CURRENT = auto()
    NEWER = auto()
    FOREIGN = auto()


def open_library(database: Database, *, home: Path, steps: Steps = OURS) -> None:
    """Make sure that a database holds a library of today's schema.

    On SQLite an empty one is made and an older one migrated, after a copy to `home/backups`.
    On PostgreSQL both are left to `artkeep migrate`, since other machines may be at work.
    Raises LibraryOnShare, NewerLibrary, ForeignDatabase, OlderLibrary.
    """
    if database.path is not None:
        migrate(database, home=home, steps=steps)
        return
    standing = _ask(database, steps)
    _refuse(database, standing)
    if standing is not Standing.CURRENT:
        what = "is empty" if standing is Standing.EMPTY else "has an older schema"
        raise OlderLibrary(
            text("{place} {what}; run: artkeep migrate", place=database.place, what=what)
        )


def migrate(database: Database, *, home: Path, steps: Steps = OURS) -> None:
    """Bring a library to today's schema, or make it. Copies of SQLite go to `home/backups`."""
    if database.path is not None:
        _refuse_share(database.path)
        database.path.parent.mkdir(parents=True, exist_ok=True)
    standing = _ask(database, steps)
    _refuse(database, standing)
    if standing is Standing.CURRENT:
        return
    if database.path is None:
        _upgrade(database, steps)
        return
    with _alone(database.path):
        if _ask(database, steps) is Standing.OLDER:  # another process may just have done it
            _copy(database, home / "backups")
        _use_log(database)
        _upgrade(database, steps)


def standing_of(tx: Tx, steps: Steps = OURS) -> Standing:
    """Find out whether a database is ours, and of which age."""
    tables = set(sa.inspect(tx.connection).get_table_names())
    if VERSION_TABLE not in tables:
        return Standing.FOREIGN if tables else Standing.EMPTY
    found = _revision(tx)
    if found == steps.head:
        return Standing.CURRENT
    from artkeep.db import revisions  # noqa: PLC0415 - Alembic takes as long to load as we do

    return Standing.OLDER if found is None or revisions.is_known(steps, found) else Standing.NEWER


def _ask(database: Database, steps: Steps) -> Standing:
    with database.read() as tx:
        return standing_of(tx, steps)


def _refuse(database: Database, standing: Standing) -> None:
    if standing is Standing.FOREIGN:
        raise ForeignDatabase(
            text(
                "{place} is not a library of Artkeep and stays as it is; to bring its "
                "content in, run: artkeep import-from",
                place=database.place,
            )
        )
    if standing is Standing.NEWER:
        raise NewerLibrary(
            text(
                "{place} was written by a newer Artkeep and stays as it is; please "
                "install the newest Artkeep",
                place=database.place,
            )
        )


def _refuse_share(path: Path) -> None:
    kind = shares.share_of(path)
    if kind is not None:
        raise LibraryOnShare(
            text(
                "{path} lies on a network share ({kind}), where SQLite loses data; keep "
                "the database on a disk of this machine (ARTKEEP_DATABASE_URL) and only "
                "the pictures on the share (ARTKEEP_BLOBS_URL)",
                path=path,
                kind=kind,
            )
        )


@contextmanager
def _alone(path: Path, seconds: float = _LOCK_SECONDS) -> Iterator[None]:
    """Let one process at a time make or migrate a SQLite library.

    The lock is a SQLite file of its own: the one kind of lock that every system has, and that
    is released however its holder ends.
    """
    lock = path.with_name(f"{path.name}.lock")
    with closing(sqlite3.connect(lock, timeout=seconds, isolation_level=None)) as holder:
        try:
            holder.execute("begin exclusive")
        except sqlite3.OperationalError as error:
            raise LibraryBusy(
                text("another process has been migrating {path} for long", path=path)
            ) from error
        yield


def _use_log(database: Database) -> None:
    """Switch to the write-ahead log, in which readers and a writer do not wait for each other."""
    with database.outside() as connection:
        connection.exec_driver_sql("pragma journal_mode = wal")


def _copy(database: Database, folder: Path) -> None:
    with database.read() as tx:
        name = name_of(tx.now, _revision(tx))
    partial = folder / f"{name}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        partial.unlink(missing_ok=True)
        with database.outside() as connection:
            connection.execute(sa.text("vacuum into :path"), {"path": str(partial)})
        partial.replace(folder / name)
        keep_newest(folder)
    except OSError as error:
        raise LibraryError(
            text(
                "{place} was not migrated, since no copy could be made in {folder}: {strerror}",
                place=database.place,
                folder=folder,
                strerror=error.strerror,
            )
        ) from error


def _upgrade(database: Database, steps: Steps) -> None:
    """Run what is pending. On PostgreSQL the lock is held until the transaction ends."""
    from artkeep.db import revisions  # noqa: PLC0415 - Alembic takes as long to load as we do

    with database.alter() as tx:
        if tx.engine_name == "postgresql":
            tx.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK_NUMBER)))
        standing = standing_of(tx, steps)  # now that nobody else can change it
        _refuse(database, standing)
        if standing is Standing.CURRENT:
            return
        before = _row_counts(tx)
        changed = revisions.run_pending(tx, steps)
        mark = {"id": 1, "mark": secrets.token_hex(16), "created_at": tx.now}
        insert_ignore(tx, library, [mark])
        after = _row_counts(tx)
        _compare_rows({table: before[table] for table in before.keys() - changed}, after)


def _revision(tx: Tx) -> str | None:
    return tx.execute(sa.text(f"select version_num from {VERSION_TABLE}")).scalar_one_or_none()  # noqa: S608 - our own name


def _row_counts(tx: Tx) -> dict[str, int]:
    tables = set(sa.inspect(tx.connection).get_table_names()) - {VERSION_TABLE}
    return {name: _count(tx, name) for name in tables}


def _count(tx: Tx, table: str) -> int:
    return int(tx.execute(sa.select(sa.func.count()).select_from(sa.table(table))).scalar_one())


def _compare_rows(before: dict[str, int], after: dict[str, int]) -> None:
    for table, count in before.items():
        if after.get(table, count) != count:
            raise Damaged(
                text(
                    "migrating would leave {after} of {count} rows in {table}; the library "
                    "stays as it was, please report this",
                    after=after[table],
                    count=count,
                    table=table,
                )
            )
