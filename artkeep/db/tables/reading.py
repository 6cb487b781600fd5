"""How far works are read."""

import sqlalchemy as sa

from artkeep.db.dialect import Moment
from artkeep.db.tables.schema import Id, metadata

# How far somebody has read a work. No key leads to the work: one that is forgotten takes nothing
# else with it, and its id never comes again.
reading = sa.Table(
    "reading",
    metadata,
    sa.Column("artwork_id", Id, primary_key=True, autoincrement=False),
    sa.Column("who", sa.String(80), primary_key=True),  # `user:1`, or `browser:` and a digest
    sa.Column("page", sa.Integer, nullable=False),  # the last one seen, counted from 1
    sa.Column("at", Moment, nullable=False),
    sa.CheckConstraint("page > 0", name="page"),
)
