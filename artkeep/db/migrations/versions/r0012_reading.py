"""How far works are read, and which persons turned out to be one."""

import sqlalchemy as sa
from alembic import op

from artkeep.db.dialect import Moment

revision = "0012"
down_revision = "0011"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add two tables."""
    op.create_table(
        "reading",
        sa.Column("artwork_id", Id, autoincrement=False, nullable=False),
        sa.Column("who", sa.String(length=80), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.CheckConstraint("page > 0", name=op.f("ck_reading_page")),
        sa.PrimaryKeyConstraint("artwork_id", "who", name=op.f("pk_reading")),
    )
    op.create_table(
        "person_joined",
        sa.Column("person_id", Id, autoincrement=False, nullable=False),
        sa.Column("into_id", Id, nullable=False),
        sa.ForeignKeyConstraint(["into_id"], ["person.id"], name=op.f("fk_person_joined_into_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_joined_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_person_joined")),
    )
    op.create_index("ix_person_joined_into_id", "person_joined", ["into_id"], unique=False)
