"""What is new is what came since, also where its list was told of long before.

Works had only their place in the gallery, which they have from when they were told of.
"""

import sqlalchemy as sa
from alembic import op

from artkeep.db.dialect import Moment

revision = "0019"
down_revision = "0018"

SHOWN = "cover_id is not null and trashed_at is null"


def upgrade() -> None:
    """Add the column, fill it as well as can be known, index it; call by its name what was seen."""
    op.add_column("artwork", sa.Column("shown_at", Moment, nullable=True))
    op.execute("update artwork set shown_at = added_at where cover_id is not null")
    op.execute(f"create index ix_artwork_shown_at on artwork (shown_at, id) where {SHOWN}")
    op.execute("alter table saved_search rename column seen_position to seen_at")
