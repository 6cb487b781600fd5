"""Posts as their sites tell them, whose they are, and the lists they are on."""

import sqlalchemy as sa
from alembic import op

from artkeep.db.dialect import Moment

revision = "0005"
down_revision = "0004"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_STATES = "'alive', 'edited', 'private', 'removed', 'account_gone', 'site_down', 'unsure'"
_SAME_IDS = {"sqlite_autoincrement": True}


def upgrade() -> None:
    """Make the tables, and the columns of those that were there."""
    make_tables()
    with op.batch_alter_table("artwork", table_kwargs=_SAME_IDS) as batch:
        batch.add_column(sa.Column("trashed_at", Moment, nullable=True))
        batch.alter_column("cover_id", existing_type=Id, nullable=True)
    alter_page()
    alter_post()


def alter_page() -> None:
    """Say what fetching a picture needs, and when it is wanted."""
    with op.batch_alter_table("page", table_kwargs=_SAME_IDS) as batch:
        batch.add_column(sa.Column("told", sa.JSON(), nullable=True))
        batch.add_column(sa.Column("wanted_at", Moment, nullable=True))
        batch.add_column(sa.Column("tries", sa.Integer(), server_default="0", nullable=False))
        batch.add_column(sa.Column("error", sa.Text(), nullable=True))
        batch.create_index(
            "ix_page_wanted",
            ["wanted_at"],
            unique=False,
            sqlite_where=sa.text("wanted_at is not null"),
            postgresql_where=sa.text("wanted_at is not null"),
        )


def alter_post() -> None:
    """Say what a site tells of a post, and whether it is still there."""
    with op.batch_alter_table("post", table_kwargs=_SAME_IDS) as batch:
        batch.add_column(sa.Column("account_id", Id, nullable=True))
        batch.add_column(sa.Column("edited_at", Moment, nullable=True))
        batch.add_column(
            sa.Column("caption", sa.Text(), server_default=sa.text("''"), nullable=False)
        )
        batch.add_column(
            sa.Column(
                "caption_is_html",
                sa.Boolean(name="caption_is_html"),
                server_default=sa.false(),
                nullable=False,
            )
        )
        batch.add_column(sa.Column("rating", sa.String(length=12), nullable=True))
        batch.add_column(sa.Column("is_ai", sa.Boolean(name="is_ai"), nullable=True))
        batch.add_column(sa.Column("facts", sa.JSON(), nullable=True))
        batch.add_column(sa.Column("told_at", Moment, nullable=True))
        batch.add_column(sa.Column("wanted_at", Moment, nullable=True))
        batch.add_column(sa.Column("error", sa.Text(), nullable=True))
        batch.add_column(sa.Column("checked_at", Moment, nullable=True))
        batch.add_column(sa.Column("check_state", sa.String(length=12), nullable=True))
        batch.add_column(sa.Column("gone_at", Moment, nullable=True))
        batch.add_column(sa.Column("shunned_at", Moment, nullable=True))
        batch.create_index("ix_post_account_id", ["account_id"], unique=False)
        batch.create_index(
            "ix_post_gone",
            ["gone_at"],
            unique=False,
            sqlite_where=sa.text("gone_at is not null"),
            postgresql_where=sa.text("gone_at is not null"),
        )
        batch.create_index("ix_post_site_checked_at", ["site", "checked_at"], unique=False)
        batch.create_index(
            "ix_post_wanted",
            ["site", "wanted_at"],
            unique=False,
            sqlite_where=sa.text("wanted_at is not null"),
            postgresql_where=sa.text("wanted_at is not null"),
        )
        batch.create_foreign_key(op.f("fk_post_account_id"), "account", ["account_id"], ["id"])
        batch.create_check_constraint(
            op.f("ck_post_rating"), "rating in ('general', 'sensitive', 'questionable', 'explicit')"
        )
        batch.create_check_constraint(
            op.f("ck_post_check_state"),
            f"check_state in ({_STATES})",
        )


def make_tables() -> None:
    """Make the tables that are new, those that others point to first."""
    op.create_table(
        "account",
        sa.Column("id", Id, nullable=False),
        sa.Column("site", sa.String(length=40), nullable=False),
        sa.Column("site_account_id", sa.String(length=200), nullable=False),
        sa.Column("handle", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("seen_at", Moment, nullable=False),
        sa.Column("gone_at", Moment, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint(
            "site", "site_account_id", name=op.f("uq_account_site_site_account_id")
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "collection",
        sa.Column("id", Id, nullable=False),
        sa.Column("site", sa.String(length=40), nullable=False),
        sa.Column("site_collection_id", sa.Text(), nullable=False),
        sa.Column("ref_key", sa.LargeBinary(length=16), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("inside_id", Id, nullable=True),
        sa.Column("account", sa.String(length=200), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("next_at", Moment, nullable=True),
        sa.Column("followed_at", Moment, nullable=False),
        sa.Column("removed_at", Moment, nullable=True),
        sa.Column("reading", sa.Integer(), nullable=False),
        sa.Column("is_full", sa.Boolean(name="is_full"), nullable=False),
        sa.Column("cursor", sa.Text(), nullable=True),
        sa.Column("again", sa.Text(), nullable=True),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("read_at", Moment, nullable=True),
        sa.Column("full_at", Moment, nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection")),
        sa.ForeignKeyConstraint(
            ["inside_id"], ["collection.id"], name=op.f("fk_collection_inside_id")
        ),
        sa.UniqueConstraint("ref_key", name=op.f("uq_collection_ref_key")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_collection_next_at", "collection", ["next_at"], unique=False)
    op.create_table(
        "site_tag",
        sa.Column("id", Id, nullable=False),
        sa.Column("site", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("translated", sa.Text(), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "kind in ('general', 'artist', 'character', 'copyright', 'meta')",
            name=op.f("ck_site_tag_kind"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_tag")),
        sa.UniqueConstraint("site", "name", name=op.f("uq_site_tag_site_name")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "account_name",
        sa.Column("id", Id, nullable=False),
        sa.Column("account_id", Id, nullable=False),
        sa.Column("handle", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("until", Moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_account_name_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_name")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_account_name_account_id", "account_name", ["account_id"], unique=False)
    op.create_table(
        "collection_item",
        sa.Column("collection_id", Id, nullable=False),
        sa.Column("post_id", Id, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("added_at", Moment, nullable=False),
        sa.Column("removed_at", Moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["collection_id"], ["collection.id"], name=op.f("fk_collection_item_collection_id")
        ),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_collection_item_post_id")),
        sa.PrimaryKeyConstraint("collection_id", "post_id", name=op.f("pk_collection_item")),
    )
    op.create_index(
        "ix_collection_item_collection_id_position",
        "collection_item",
        ["collection_id", "position"],
        unique=False,
    )
    op.create_index("ix_collection_item_post_id", "collection_item", ["post_id"], unique=False)
    op.create_table(
        "post_check",
        sa.Column("id", Id, nullable=False),
        sa.Column("post_id", Id, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.CheckConstraint(
            f"state in ({_STATES})",
            name=op.f("ck_post_check_state"),
        ),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_post_check_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_check")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_post_check_at", "post_check", ["at"], unique=False)
    op.create_index("ix_post_check_post_id", "post_check", ["post_id"], unique=False)
    op.create_table(
        "post_raw",
        sa.Column("post_id", Id, nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_post_raw_post_id")),
        sa.PrimaryKeyConstraint("post_id", name=op.f("pk_post_raw")),
    )
    op.create_table(
        "post_revision",
        sa.Column("id", Id, nullable=False),
        sa.Column("post_id", Id, nullable=False),
        sa.Column("until", Moment, nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_post_revision_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_revision")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_post_revision_post_id", "post_revision", ["post_id"], unique=False)
    op.create_table(
        "post_site_tag",
        sa.Column("post_id", Id, nullable=False),
        sa.Column("site_tag_id", Id, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_post_site_tag_post_id")),
        sa.ForeignKeyConstraint(
            ["site_tag_id"], ["site_tag.id"], name=op.f("fk_post_site_tag_site_tag_id")
        ),
        sa.PrimaryKeyConstraint("post_id", "site_tag_id", name=op.f("pk_post_site_tag")),
    )
    op.create_index("ix_post_site_tag_site_tag_id", "post_site_tag", ["site_tag_id"], unique=False)
