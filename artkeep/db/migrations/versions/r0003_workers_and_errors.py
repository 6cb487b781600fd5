"""A run says which process works it, and what kind of error its last one was."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the two columns; runs of before have neither."""
    op.add_column("run", sa.Column("worker", sa.String(200), nullable=True))
    op.add_column("run", sa.Column("error_kind", sa.String(40), nullable=True))
