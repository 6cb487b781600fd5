"""What titles and captions say, asked of the engine's own full-text index.

Both engines hold opaque tokens (`spelling.tokens`), so a phrase is the same tokens one right after
the other. Which works say something is written elsewhere (`artkeep.library.fulltext`).
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from artkeep.db.engine import EngineName

# no engine tells these tables to SQLAlchemy: a virtual one, and one with a column of its own kind
_FTS5 = sa.table("artwork_words", sa.column("rowid", sa.Integer), sa.column("artwork_words"))
_VECTORS = sa.table("artwork_words", sa.column("artwork_id", sa.BigInteger), sa.column("tokens"))


def saying(engine_name: EngineName, tokens: Sequence[str]) -> sa.Select[Any]:
    """Return what finds the ids of the works that say these tokens."""
    found, match = _match(engine_name, tokens)
    return sa.select(found).where(match)


def says(
    engine_name: EngineName, tokens: Sequence[str], artwork_id: sa.ColumnElement[int]
) -> sa.ColumnElement[bool]:
    """Return that one work says these tokens, asked of that work alone."""
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
