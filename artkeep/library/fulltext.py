"""The words of titles and captions, found by the engine's own full-text index.

SQLite has them in an FTS5 table, PostgreSQL in a column with a GIN index. Both are given tokens
(`spelling.tokens`) that they take apart at spaces and nowhere else, so they answer alike.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from artkeep.db.engine import EngineName, Tx

# no engine tells these tables to SQLAlchemy: a virtual one, and one with a column of its own kind
_FTS5 = sa.table("artwork_words", sa.column("rowid", sa.Integer), sa.column("artwork_words"))
_VECTORS = sa.table("artwork_words", sa.column("artwork_id", sa.BigInteger), sa.column("tokens"))

_DROP = {
    "sqlite": sa.text("delete from artwork_words where rowid = :artwork_id"),
    "postgresql": sa.text("delete from artwork_words where artwork_id = :artwork_id"),
}
_PUT = {
    "sqlite": sa.text("insert into artwork_words (rowid, tokens) values (:artwork_id, :tokens)"),
    "postgresql": sa.text(
        "insert into artwork_words (artwork_id, tokens) "
        "values (:artwork_id, to_tsvector('simple', :tokens))"
    ),
}


def add(tx: Tx, texts: Mapping[int, Sequence[str]]) -> None:
    """Let works be found by these tokens; no others of theirs are there."""
    rows = [
        {"artwork_id": artwork_id, "tokens": " ".join(tokens)}
        for artwork_id, tokens in texts.items()
        if tokens
    ]
    if rows:
        tx.execute(_PUT[tx.engine_name], rows)


def drop(tx: Tx, works: Collection[int]) -> None:
    """Let works be found by no word any more."""
    if works:
        tx.execute(_DROP[tx.engine_name], [{"artwork_id": each} for each in works])


def saying(engine_name: EngineName, tokens: Sequence[str]) -> sa.Select[Any]:
    """Return what finds the ids of the works that say these tokens, one right after the other."""
    found, match = _match(engine_name, tokens)
    return sa.select(found).where(match)


def says(
    engine_name: EngineName, tokens: Sequence[str], artwork_id: sa.ColumnElement[int]
) -> sa.ColumnElement[bool]:
    """Return the condition that one work says these tokens, asked of that work alone."""
    found, match = _match(engine_name, tokens)
    one = sa.select(sa.literal_column("1", sa.Integer)).where(found == artwork_id, match)
    return one.limit(1).scalar_subquery().is_not(None)


def _match(
    engine_name: EngineName, tokens: Sequence[str]
) -> tuple[sa.ColumnElement[int], sa.ColumnElement[bool]]:
    if engine_name == "sqlite":
        phrase = f'"{" ".join(tokens)}"'
        return _FTS5.c.rowid, _FTS5.c.artwork_words.bool_op("match")(phrase)
    phrase = " <-> ".join(f"'{token}'" for token in tokens)
    asked = sa.cast(phrase, postgresql.TSQUERY)
    return _VECTORS.c.artwork_id, _VECTORS.c.tokens.bool_op("@@")(asked)
