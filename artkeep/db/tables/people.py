"""What persons turned out to be."""

import sqlalchemy as sa

from artkeep.db.tables.schema import Id, metadata

# A person who turned out to be another: their accounts are the other's, their address leads there.
person_joined = sa.Table(
    "person_joined",
    metadata,
    sa.Column("person_id", Id, sa.ForeignKey("person.id"), primary_key=True, autoincrement=False),
    sa.Column("into_id", Id, sa.ForeignKey("person.id"), nullable=False),
    sa.Index("ix_person_joined_into_id", "into_id"),
)
