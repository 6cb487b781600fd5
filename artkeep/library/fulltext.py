"""The words of titles and captions, found by the engine's own full-text index.

SQLite has them in an FTS5 table, PostgreSQL in a column with a GIN index. Both are given tokens
(`spelling.tokens`) that they take apart at spaces and nowhere else, so they answer alike.
"""

from collections.abc import Collection, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from artkeep.db.engine import EngineName, Tx
from artkeep.db.tables import artwork

# no engine tells these tables to SQLAlchemy: a virtual one, and one with a column of its own kind
_FTS5 = sa.table("artwork_words", sa.column("rowid"), sa.column("artwork_words"))
_VECTORS = sa.table("artwork_words", sa.column("artwork_id"), sa.column("tokens"))

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


def says(engine_name: EngineName, tokens: Sequence[str]) -> sa.ColumnElement[bool]:
    """Return the condition that a work says these tokens, one right after the other."""
    if engine_name == "sqlite":
        match = _FTS5.c.artwork_words.op("match")(f'"{" ".join(tokens)}"')
        return artwork.c.id.in_(sa.select(_FTS5.c.rowid).where(match))
    phrase = " <-> ".join(f"'{token}'" for token in tokens)
    match = _VECTORS.c.tokens.op("@@")(sa.cast(phrase, postgresql.TSQUERY))
    return artwork.c.id.in_(sa.select(_VECTORS.c.artwork_id).where(match))
