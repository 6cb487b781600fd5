"""What other programs knew and we have no place for yet."""

import sqlalchemy as sa

from artkeep.db.dialect import Moment
from artkeep.db.tables.schema import Id, metadata

# A judgment or a fact that another program had kept, whole, until there is a place for it here.
heirloom = sa.Table(
    "heirloom",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("origin", sa.Text, nullable=False),  # the program and its file: `imagefap /path`
    sa.Column("kind", sa.String(20), nullable=False),  # tag, verdict and the like
    # what it is about: an image's SHA-256 in hex, a post's address, or a name within the origin
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("key", sa.LargeBinary(16), nullable=False, unique=True),  # of the three before
    sa.Column("said", sa.JSON, nullable=False),
    sa.Column("added_at", Moment, nullable=False),
    sa.Index("ix_heirloom_kind_id", "kind", "id"),
    sqlite_autoincrement=True,
)
