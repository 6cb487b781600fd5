"""Works are sorted by width to height along an index, as by all else."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

SHOWN = "cover_id is not null and trashed_at is null"


def upgrade() -> None:
    """Add the column, fill it, index it."""
    op.add_column("artwork", sa.Column("ratio", sa.Double(), nullable=True))
    op.execute("update artwork set ratio = cast(width as double precision) / height")
    op.execute(f"create index ix_artwork_ratio on artwork (ratio, id) where {SHOWN}")
