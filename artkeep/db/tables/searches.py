"""Searches that are kept."""

import sqlalchemy as sa

from artkeep.db.dialect import Moment
from artkeep.db.tables.schema import Id, metadata

# A query under a name. What stands above `seen_position` in the gallery came since then.
saved_search = sa.Table(
    "saved_search",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("name", sa.String(200), nullable=False, unique=True),
    sa.Column("text", sa.Text, nullable=False),  # as str(query) writes it
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("seen_position", sa.BigInteger, nullable=False),
    sqlite_autoincrement=True,
)
