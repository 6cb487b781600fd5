"""What a post showed before is found by its post."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add an index over the few pages that were replaced."""
    op.create_index(
        "ix_page_replaced",
        "page",
        ["post_id"],
        unique=False,
        sqlite_where=sa.text("replaced_at is not null"),
        postgresql_where=sa.text("replaced_at is not null"),
    )
