"""How soon sites may be asked again, and the logins we have there."""

import sqlalchemy as sa
from alembic import op

from artkeep.db.dialect import Moment

revision = "0006"
down_revision = "0005"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add three tables."""
    op.create_table(
        "lane",
        sa.Column("id", Id, nullable=False),
        sa.Column("site", sa.String(length=40), nullable=False),
        sa.Column("login", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("booked", sa.BigInteger(), nullable=False),
        sa.Column("last_at", Moment, nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("spent", sa.Integer(), nullable=False),
        sa.Column("per_day", sa.Integer(), nullable=True),
        sa.Column("cooling_until", Moment, nullable=True),
        sa.Column("cooling_why", sa.Text(), nullable=True),
        sa.Column("strikes", sa.Integer(), nullable=False),
        sa.Column("struck_at", Moment, nullable=True),
        sa.Column("calm", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lane")),
        sa.UniqueConstraint("site", "login", "place", name=op.f("uq_lane_site_login_place")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "lane_request",
        sa.Column("lane_id", Id, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("over_at", Moment, nullable=False),
        sa.Column("worker", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["lane_id"], ["lane.id"], name=op.f("fk_lane_request_lane_id")),
        sa.PrimaryKeyConstraint("lane_id", "number", name=op.f("pk_lane_request")),
    )
    op.create_index(
        "ix_lane_request_lane_id_over_at", "lane_request", ["lane_id", "over_at"], unique=False
    )
    op.create_table(
        "login",
        sa.Column("id", Id, nullable=False),
        sa.Column("site", sa.String(length=40), nullable=False),
        sa.Column("account", sa.String(length=200), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", Moment, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("checked_at", Moment, nullable=False),
        sa.Column("broken", sa.Text(), nullable=True),
        sa.Column("renewing_until", Moment, nullable=True),
        sa.Column("renewing_by", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login")),
        sa.UniqueConstraint("site", "account", name=op.f("uq_login_site_account")),
        sqlite_autoincrement=True,
    )
