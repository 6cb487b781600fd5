"""The first tables."""

import sqlalchemy as sa
from alembic import op

from artkeep.db.dialect import Moment

revision = "0001"
down_revision = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make them all."""
    op.create_table(
        "image",
        sa.Column("id", Id, nullable=False),
        sa.Column("sha256", sa.LargeBinary(length=32), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("frames", sa.Integer(), nullable=False),
        sa.Column("pdq", sa.LargeBinary(length=32), nullable=False),
        sa.Column("dhash", sa.LargeBinary(length=16), nullable=False),
        sa.Column("quality", sa.SmallInteger(), nullable=False),
        sa.Column("placeholder", sa.Integer(), nullable=False),
        sa.Column("look_version", sa.Integer(), nullable=False),
        sa.Column("kept", sa.String(length=10), nullable=False),
        sa.Column("added_at", Moment, nullable=False),
        sa.Column("compared_at", Moment, nullable=True),
        sa.CheckConstraint("kept in ('blob', 'reference', 'none')", name=op.f("ck_image_kept")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_image")),
        sa.UniqueConstraint("sha256", name=op.f("uq_image_sha256")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_image_not_compared",
        "image",
        ["id"],
        unique=False,
        sqlite_where=sa.text("compared_at is null"),
        postgresql_where=sa.text("compared_at is null"),
    )
    op.create_table(
        "library",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=32), nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_library_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library")),
    )
    op.create_table(
        "post",
        sa.Column("id", Id, nullable=False),
        sa.Column("site", sa.String(length=40), nullable=False),
        sa.Column("site_post_id", sa.Text(), nullable=False),
        sa.Column("ref_key", sa.LargeBinary(length=16), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("published_at", Moment, nullable=True),
        sa.Column("seen_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
        sa.UniqueConstraint("ref_key", name=op.f("uq_post_ref_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "run",
        sa.Column("id", Id, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("done", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=True),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("waiting_for", sa.Text(), nullable=True),
        sa.Column("not_before", Moment, nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("stop_requested", sa.Boolean(name="stop_requested"), nullable=False),
        sa.Column("turn", sa.BigInteger(), nullable=False),
        sa.Column("beat_at", Moment, nullable=True),
        sa.Column("changed_at", Moment, nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("started_at", Moment, nullable=True),
        sa.Column("finished_at", Moment, nullable=True),
        sa.CheckConstraint(
            "state in ('queued', 'running', 'done', 'failed', 'stopped')", name=op.f("ck_run_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run")),
        sa.UniqueConstraint("kind", "subject", name=op.f("uq_run_kind_subject")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_run_changed_at", "run", ["changed_at"], unique=False)
    op.create_index("ix_run_state_not_before", "run", ["state", "not_before"], unique=False)
    op.create_table(
        "artwork",
        sa.Column("id", Id, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("cover_id", Id, nullable=False),
        sa.Column("added_at", Moment, nullable=False),
        sa.ForeignKeyConstraint(["cover_id"], ["image.id"], name=op.f("fk_artwork_cover_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_artwork")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_artwork_added_at_id", "artwork", ["added_at", "id"], unique=False)
    op.create_index("ix_artwork_cover_id", "artwork", ["cover_id"], unique=False)
    op.create_table(
        "image_pair",
        sa.Column("a_id", Id, nullable=False),
        sa.Column("b_id", Id, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("distance", sa.Integer(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("variant", sa.String(length=20), nullable=False),
        sa.CheckConstraint(
            "kind in ('same_bytes', 'same', 'mirrored', 'probable', 'crop')",
            name=op.f("ck_image_pair_kind"),
        ),
        sa.CheckConstraint("a_id < b_id", name=op.f("ck_image_pair_ordered")),
        sa.ForeignKeyConstraint(["a_id"], ["image.id"], name=op.f("fk_image_pair_a_id")),
        sa.ForeignKeyConstraint(["b_id"], ["image.id"], name=op.f("fk_image_pair_b_id")),
        sa.PrimaryKeyConstraint("a_id", "b_id", "kind", name=op.f("pk_image_pair")),
    )
    op.create_index("ix_image_pair_b_id", "image_pair", ["b_id"], unique=False)
    op.create_table(
        "run_outcome",
        sa.Column("id", Id, nullable=False),
        sa.Column("run_id", Id, nullable=False),
        sa.Column("ref_key", sa.LargeBinary(length=16), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("image_id", Id, nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "status in ('new', 'known', 'refused')", name=op.f("ck_run_outcome_status")
        ),
        sa.ForeignKeyConstraint(["image_id"], ["image.id"], name=op.f("fk_run_outcome_image_id")),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_run_outcome_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run_outcome")),
        sa.UniqueConstraint("run_id", "ref_key", name=op.f("uq_run_outcome_run_id_ref_key")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_run_outcome_run_id_id", "run_outcome", ["run_id", "id"], unique=False)
    op.create_table(
        "page",
        sa.Column("id", Id, nullable=False),
        sa.Column("post_id", Id, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("stamp", sa.Text(), nullable=True),
        sa.Column("image_id", Id, nullable=True),
        sa.Column("artwork_id", Id, nullable=False),
        sa.Column("added_at", Moment, nullable=False),
        sa.Column("replaced_at", Moment, nullable=True),
        sa.ForeignKeyConstraint(["artwork_id"], ["artwork.id"], name=op.f("fk_page_artwork_id")),
        sa.ForeignKeyConstraint(["image_id"], ["image.id"], name=op.f("fk_page_image_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_page_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_page_artwork_id", "page", ["artwork_id"], unique=False)
    op.create_index("ix_page_image_id", "page", ["image_id"], unique=False)
    op.create_index(
        "uq_page_post_id_position",
        "page",
        ["post_id", "position"],
        unique=True,
        sqlite_where=sa.text("replaced_at is null"),
        postgresql_where=sa.text("replaced_at is null"),
    )
