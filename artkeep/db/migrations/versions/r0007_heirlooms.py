"""What other programs had kept and there is no place for yet."""

import sqlalchemy as sa
from alembic import op

from artkeep.db.dialect import Moment

revision = "0007"
down_revision = "0006"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add a table."""
    op.create_table(
        "heirloom",
        sa.Column("id", Id, nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("key", sa.LargeBinary(length=16), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("added_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heirloom")),
        sa.UniqueConstraint("key", name=op.f("uq_heirloom_key")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_heirloom_kind_id", "heirloom", ["kind", "id"], unique=False)
