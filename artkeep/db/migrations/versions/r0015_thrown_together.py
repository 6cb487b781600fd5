"""Works know which run threw them away, so that all of them can be taken back together."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the column and its index; what lies in the trash already was thrown away one by one."""
    op.add_column("artwork", sa.Column("trashed_by", Id, nullable=True))
    indexed = "artwork (trashed_by, id) where trashed_by is not null"
    op.execute(f"create index ix_artwork_trashed_by on {indexed}")
