"""Searches that are kept."""

import sqlalchemy as sa

from artkeep.db.dialect import Moment
from artkeep.db.tables.schema import Id, metadata

# A query under a name. What the gallery shows only since after `seen_at` is new to it.
saved_search = sa.Table(
    "saved_search",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("name", sa.String(200), nullable=False, unique=True),
    sa.Column("text", sa.Text, nullable=False),  # as str(query) writes it
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("seen_at", sa.BigInteger, nullable=False),  # microseconds since 1970
    sqlite_autoincrement=True,
)
