"""Transactions on one library, the same on both engines.

`Database.read()` sees the library as it was at one instant and cannot write; `Database.begin()`
writes, all or nothing. Both give a `Tx`, which is handed down; who opened it commits it.

On SQLite writers queue up, first come, first served, and take the file's write lock when they
begin, so none of them ever has to start again; readers wait for nobody. The file is in WAL mode
with `synchronous = normal`: killing the program loses nothing that was committed; when the power
fails, the last few transactions may be missing, but what is there is whole. On PostgreSQL
writers run side by side, `read committed`.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Self, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool

from artkeep.clock import Clock
from artkeep.db.border import translated
from artkeep.db.queue import FairLock
from artkeep.errors import BadSetting, Damaged, LibraryBusy, LibraryError
from artkeep.texts import text

EngineName = Literal["sqlite", "postgresql"]
T = TypeVar("T")
OLDEST_SQLITE = (3, 40)
_BUSY_SECONDS = 30  # how long we wait for other processes
_IDLE_SECONDS = 60  # between two statements of one transaction
_LOG_BYTES = 64 * 2**20  # what the write-ahead log may keep of the disk when it is empty
_KEPT_OPEN = 16  # connections; more are opened when more threads ask, and closed after use
_POSTGRESQL_AT_MOST = 40  # connections of one process


@dataclass(frozen=True, slots=True)
class Tx:
    """An open transaction. `now` is one instant for all of it."""

    connection: sa.Connection
    now: datetime
    engine_name: EngineName
    _database: "Database"
    _afterwards: list[Callable[[], None]] = field(default_factory=list)
    _gathered: dict[Callable[..., None], set[Any]] = field(default_factory=dict)

    def execute(self, statement: sa.Executable, parameters: Any = None) -> sa.CursorResult[Any]:
        """Run a statement; a list of parameters runs it once for each."""
        return self.connection.execute(statement, parameters)

    def gather(self, do: Callable[["Tx", Iterable[T]], None], things: Iterable[T]) -> None:
        """Have something done once, before this is committed, with all that is gathered for it."""
        self._gathered.setdefault(do, set()).update(things)

    def finish(self) -> None:
        """Do what was gathered; whoever opened the transaction calls it at its end."""
        while self._gathered:
            do, things = self._gathered.popitem()
            do(self, things)

    def after_commit(self, do: Callable[[], None]) -> None:
        """Have something done when this transaction has been committed, and only then."""
        self._afterwards.append(do)

    def tell(self, news: object) -> None:
        """Tell those who listen to the database, inside this transaction."""
        for listener in tuple(self._database.listeners):
            listener(self, news)


class Database:
    """A library's database; any number of threads may use it at once.

    `url` is the path of a SQLite file, or a URL: `sqlite:////home/ann/library.db`,
    `postgresql://user@host/name`. Nothing is opened, made or changed before it is asked for.
    """

    def __init__(self, url: str | Path, clock: Clock) -> None:
        parsed = _parsed(url)
        self.engine_name: EngineName = "sqlite" if parsed.drivername == "sqlite" else "postgresql"
        self.path = Path(parsed.database or "") if self.engine_name == "sqlite" else None
        self.place = str(self.path or f"{parsed.host or 'this machine'}/{parsed.database}")
        self.listeners: list[Callable[[Tx, object], None]] = []
        self.clock = clock
        self._writing = FairLock() if self.engine_name == "sqlite" else nullcontext()
        self._engine = _sqlite(parsed) if self.engine_name == "sqlite" else _postgresql(parsed)
        self._closed = False
        sa.event.listen(self._engine, "handle_error", self._translate)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection; those in use are closed when their transaction ends."""
        self._closed = True
        self._engine.dispose()

    @contextmanager
    def read(self) -> Iterator[Tx]:
        """Read the library as it is now; what others commit meanwhile is not seen."""
        with self._transaction(_READ[self.engine_name]) as tx:
            yield tx

    @contextmanager
    def begin(self) -> Iterator[Tx]:
        """Write: committed when the block ends, undone when it raises."""
        with self._writing, self._transaction(_WRITE) as tx:
            yield tx
            tx.finish()
        for do in tx._afterwards:  # noqa: SLF001 - the other half of Tx.after_commit
            do()

    @contextmanager
    def alter(self) -> Iterator[Tx]:
        """Change the schema, all or nothing; no reference may lead nowhere afterwards."""
        with self._writing, self._transaction(_ALTER) as tx:
            yield tx
            if self.engine_name == "sqlite":
                _check_references(tx)

    @contextmanager
    def outside(self) -> Iterator[sa.Connection]:
        """Run what cannot run inside a transaction, such as `vacuum`."""
        with self._writing, self._connection(_OUTSIDE[self.engine_name]) as connection:
            yield connection

    @contextmanager
    def _transaction(self, options: dict[str, Any]) -> Iterator[Tx]:
        with self._connection(options) as connection, connection.begin():
            yield Tx(connection, self.clock.now(), self.engine_name, self)

    @contextmanager
    def _connection(self, options: dict[str, Any]) -> Iterator[sa.Connection]:
        if self._closed:
            raise LibraryError(text("{place} was closed", place=self.place))
        try:
            connection = self._engine.connect()
        except sa.exc.TimeoutError as error:
            raise LibraryBusy(text("too many things at once want to ask the library")) from error
        with connection:
            try:
                yield connection.execution_options(**options)
            finally:
                if self._closed:
                    connection.invalidate()

    def _translate(self, context: sa.ExceptionContext) -> None:
        if context.is_pre_ping:  # only a look whether the connection still lives
            return
        ours = translated(context.original_exception, self.place)
        if ours is not None:
            raise ours


_READ: dict[EngineName, dict[str, Any]] = {
    "sqlite": {"begin": "begin", "query_only": True},
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
}
_OUTSIDE: dict[EngineName, dict[str, Any]] = {
    "sqlite": {},
    "postgresql": {"isolation_level": "AUTOCOMMIT"},
}
_WRITE = {"begin": "begin immediate"}
_ALTER = {"begin": "begin immediate", "foreign_keys": False}


def _parsed(url: str | Path) -> sa.URL:
    if isinstance(url, Path):
        return sa.URL.create("sqlite", database=str(url))
    try:
        parsed = sa.make_url(url)
    except ArgumentError as error:
        raise BadSetting(
            text("{scheme}:… is not the address of a database", scheme=url.split(":")[0])
        ) from error
    engine, _, _ = parsed.drivername.partition("+")
    if engine == "sqlite" and parsed.database not in {None, "", ":memory:"}:
        return parsed.set(drivername="sqlite")
    if engine in {"postgresql", "postgres"}:
        return parsed.set(drivername="postgresql+psycopg")
    raise BadSetting(
        text("a library is a SQLite file (sqlite:///path) or in PostgreSQL (postgresql://…)")
    )


def _postgresql(url: sa.URL) -> sa.Engine:
    engine = sa.create_engine(
        url,
        pool_size=_KEPT_OPEN,
        max_overflow=_POSTGRESQL_AT_MOST - _KEPT_OPEN,
        pool_timeout=_BUSY_SECONDS,
        pool_pre_ping=True,  # the server may have been started anew since
    )
    sa.event.listen(engine, "connect", _prepare_postgresql)
    return engine


def _prepare_postgresql(connection: Any, _: object) -> None:
    """Speak UTC; let the server undo what a frozen process began, so that others may go on."""
    connection.execute("set timezone = 'UTC'")
    connection.execute(f"set idle_in_transaction_session_timeout = '{_IDLE_SECONDS}s'")
    connection.commit()


def _sqlite(url: sa.URL) -> sa.Engine:
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise LibraryError(
            text(
                "SQLite {sqlite_version} is too old: 3.40 or newer is needed; a newer "
                "Python brings it",
                sqlite_version=sqlite3.sqlite_version,
            )
        )
    engine = sa.create_engine(
        url,
        poolclass=QueuePool,
        pool_size=_KEPT_OPEN,
        max_overflow=-1,
        connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False},
    )
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = None  # the driver shall not begin transactions by itself
    connection.execute("pragma synchronous = normal")
    connection.execute(f"pragma journal_size_limit = {_LOG_BYTES}")


def _begin(connection: sa.Connection) -> None:
    """Begin as the options say: the driver's own BEGIN would come late and could not wait."""
    options = connection.get_execution_options()
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute(f"pragma query_only = {options.get('query_only', False)}")
    driver.execute(f"pragma foreign_keys = {options.get('foreign_keys', True)}")
    if statement := options.get("begin"):
        connection.exec_driver_sql(statement)


def _check_references(tx: Tx) -> None:
    broken = tx.connection.exec_driver_sql("pragma foreign_key_check").first()
    if broken is not None:
        raise Damaged(
            text(
                "a row of {broken} refers to a row of {other} that is not there",
                broken=broken[0],
                other=broken[2],
            )
        )
