"""What is new is what came since, also where its list was told of long before.

Works had only their place in the gallery, which they have from when they were told of.
"""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

from artkeep.db.dialect import Moment

revision = "0019"
down_revision = "0018"

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
SEARCH = sa.table("saved_search", sa.column("id"), sa.column("seen_at"))
WORK = sa.table("artwork", sa.column("position"), sa.column("shown_at", Moment))
SHOWN = "cover_id is not null and trashed_at is null"


def upgrade() -> None:
    """Add the column, fill it as well as can be known, index it; call by its name what was seen."""
    op.add_column("artwork", sa.Column("shown_at", Moment, nullable=True))
    op.execute("update artwork set shown_at = added_at where cover_id is not null")
    op.execute(f"create index ix_artwork_shown_at on artwork (shown_at, id) where {SHOWN}")
    op.execute("alter table saved_search rename column seen_position to seen_at")
    _say_when_seen()


def _say_when_seen() -> None:
    """Kept searches had noted the place of the last work: now, when the last one came."""
    tx = op.get_bind()
    for row in tx.execute(sa.select(SEARCH)).all():
        seen = sa.select(sa.func.max(WORK.c.shown_at)).where(WORK.c.position <= row.seen_at)
        last = tx.execute(seen).scalar_one()
        at = 0 if last is None else (last - BEGINNING) // timedelta(microseconds=1)
        tx.execute(sa.update(SEARCH).where(SEARCH.c.id == row.id).values(seen_at=at))
