"""What differs between SQLite and PostgreSQL, so that nobody else has to ask which it is."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.type_api import TypeEngine

from artkeep.db.engine import Tx


class Moment(sa.types.TypeDecorator[datetime]):
    """A point in time: aware, UTC, microseconds.

    `timestamp with time zone` on PostgreSQL; on SQLite text of fixed width, so that its order
    is that of time: `2025-11-12T20:56:00.000000Z`.
    """

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(sa.Text())
        return dialect.type_descriptor(sa.DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone: {value}")
        in_utc = value.astimezone(UTC)
        if dialect.name == "sqlite":
            return f"{in_utc.replace(tzinfo=None).isoformat(timespec='microseconds')}Z"
        return in_utc

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if dialect.name == "sqlite":
            return datetime.fromisoformat(value)
        return value.astimezone(UTC)  # type: ignore[no-any-return]  # the driver's datetime


def insert_or_get(
    tx: Tx, table: sa.Table, values: Mapping[str, Any], unique: Sequence[str]
) -> tuple[int, bool]:
    """Insert a row unless one is there with the same `unique` columns; return its id.

    The second value says whether it was inserted. A row that was there stays as it is. `unique`
    may be a unique index over some rows only; then the row has to be one of those.
    """
    statement, query = _insert_and_query(tx.engine_name, table, tuple(unique))
    sought = {name: values[name] for name in unique}
    while True:
        inserted = tx.execute(statement, dict(values)).scalar_one_or_none()
        if inserted is not None:
            return inserted, True
        there = tx.execute(query, sought).scalar_one_or_none()
        if there is not None:
            return there, False
        # PostgreSQL: it was there, and another transaction has deleted it since; insert again


@cache  # building a statement takes longer than executing it
def _insert_and_query(
    engine_name: str, table: sa.Table, unique: tuple[str, ...]
) -> tuple[sa.Executable, sa.Select[tuple[int]]]:
    """Return what inserts a row unless it is there, and what finds it then."""
    only = _condition(engine_name, table, unique)
    statement = (
        _insert(engine_name, table)
        .on_conflict_do_nothing(index_elements=list(unique), index_where=only)
        .returning(table.c.id)
    )
    query = sa.select(table.c.id).where(
        *(table.c[name] == sa.bindparam(name, type_=table.c[name].type) for name in unique)
    )
    return statement, query if only is None else query.where(only)


def insert_new(
    tx: Tx, table: sa.Table, rows: Sequence[Mapping[str, Any]], unique: str
) -> dict[Any, int]:
    """Insert many rows unless one is there with the same `unique` column; at least one row.

    Returns the ids of those that were inserted, by what is in that column.
    """
    inserted = tx.execute(_insert_all(tx.engine_name, table, unique), [dict(row) for row in rows])
    return {row[0]: row.id for row in inserted}


@cache
def _insert_all(engine_name: str, table: sa.Table, unique: str) -> sa.Executable:
    statement = _insert(engine_name, table).on_conflict_do_nothing(index_elements=[unique])
    return statement.returning(table.c[unique], table.c.id)


def insert_ignore(tx: Tx, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert many rows, leaving out those that are there already."""
    if rows:
        tx.execute(_insert_or_leave(tx.engine_name, table), [dict(row) for row in rows])


@cache
def _insert_or_leave(engine_name: str, table: sa.Table) -> sa.Executable:
    return _insert(engine_name, table).on_conflict_do_nothing()


def _insert(engine_name: str, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(table) if engine_name == "sqlite" else postgresql.insert(table)


def _condition(engine_name: str, table: sa.Table, unique: Sequence[str]) -> Any:
    """Return the condition of the unique index over these columns; None: it covers all rows."""
    for index in table.indexes:
        if index.unique and [column.name for column in index.columns] == list(unique):
            return index.dialect_options[engine_name]["where"]
    return None
