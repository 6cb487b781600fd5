"""What all tables are made with."""

from enum import StrEnum
from typing import Any

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")  # SQLite numbers rows only as INTEGER


def one_of(column: str, words: type[StrEnum]) -> sa.CheckConstraint:
    """Let the database refuse what the enum does not know."""
    known = ", ".join(f"'{word}'" for word in words)
    return sa.CheckConstraint(f"{column} in ({known})", name=column)


def where(condition: str) -> dict[str, Any]:
    """Index only the few rows that this holds for, on both engines."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}
