"""Searches are kept under names; works are found by an MD5, and sorted by more of their numbers."""

import sqlalchemy as sa
from alembic import op

from artkeep.db.dialect import Moment

revision = "0010"
down_revision = "0009"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SHOWN = "cover_id is not null and trashed_at is null"


def upgrade() -> None:
    """Add the table and the indexes."""
    op.create_table(
        "saved_search",
        sa.Column("id", Id, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("seen_position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_search")),
        sa.UniqueConstraint("name", name=op.f("uq_saved_search_name")),
        sqlite_autoincrement=True,
    )
    for name in ("width", "height", "pages"):
        op.execute(f"create index ix_artwork_{name} on artwork ({name}, id) where {SHOWN}")
    op.execute("create index ix_page_md5 on page (stamp) where length(stamp) = 32")
