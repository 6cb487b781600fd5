"""The whole schema on one page; each column with its meaning where its name does not say it.

Times are aware UTC (`Moment`). Digests are raw bytes. Closed sets are checked by the database
with the same words as the enums of `artkeep.model.records`. Nothing cascades. An id never comes
again (`sqlite_autoincrement`): indexes, addresses and sleeping workers remember it.
"""

from enum import StrEnum

import sqlalchemy as sa

from artkeep.db.dialect import Moment
from artkeep.model.records import AlikeKind, Kept, OutcomeStatus, RunState

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")  # SQLite numbers rows only as INTEGER


def one_of(column: str, words: type[StrEnum]) -> sa.CheckConstraint:
    """Let the database refuse what the enum does not know."""
    known = ", ".join(f"'{word}'" for word in words)
    return sa.CheckConstraint(f"{column} in ({known})", name=column)


# This library, one row: by its mark an index or a backup knows which library it belongs to.
library = sa.Table(
    "library",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("mark", sa.String(32), nullable=False),  # 128 random bits, hex
    sa.Column("created_at", Moment, nullable=False),
    sa.CheckConstraint("id = 1", name="one_row"),
)

# One distinct sequence of bytes we have looked at.
image = sa.Table(
    "image",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("sha256", sa.LargeBinary(32), nullable=False, unique=True),
    sa.Column("size_bytes", sa.BigInteger, nullable=False),
    sa.Column("media_type", sa.String(40), nullable=False),  # from the content, never the name
    sa.Column("width", sa.Integer, nullable=False),  # pixels, EXIF orientation applied
    sa.Column("height", sa.Integer, nullable=False),
    sa.Column("frames", sa.Integer, nullable=False),
    sa.Column("pdq", sa.LargeBinary(32), nullable=False),
    sa.Column("dhash", sa.LargeBinary(16), nullable=False),
    sa.Column("quality", sa.SmallInteger, nullable=False),  # 0..100; below 50: nearly flat
    sa.Column("placeholder", sa.Integer, nullable=False),  # 0xRRGGBB
    sa.Column("look_version", sa.Integer, nullable=False),  # which code looked
    sa.Column("kept", sa.String(10), nullable=False),
    sa.Column("added_at", Moment, nullable=False),
    sa.Column("compared_at", Moment),  # null until compared with all others
    one_of("kept", Kept),
    # fingerprints by their words; the function is migration 0002's
    sa.Index("ix_image_words", sa.text("artkeep_words(pdq)"), postgresql_using="gin").ddl_if(
        dialect="postgresql"
    ),
    sa.Index(
        "ix_image_not_compared",
        "id",
        sqlite_where=sa.text("compared_at is null"),
        postgresql_where=sa.text("compared_at is null"),
    ),
    sqlite_autoincrement=True,
)

# A work. What the gallery sorts by and shows is projected here.
artwork = sa.Table(
    "artwork",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("cover_id", Id, sa.ForeignKey("image.id"), nullable=False),
    sa.Column("added_at", Moment, nullable=False),
    sa.Index("ix_artwork_added_at_id", "added_at", "id"),
    sa.Index("ix_artwork_cover_id", "cover_id"),
    sqlite_autoincrement=True,
)

# One publication at an address. A file on the person's own disk is a post of the site `folder`.
post = sa.Table(
    "post",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("site", sa.String(40), nullable=False),
    sa.Column("site_post_id", sa.Text, nullable=False),
    # 16 bytes of SHA-256 over site and id: paths can be longer than an index entry may be
    sa.Column("ref_key", sa.LargeBinary(16), nullable=False, unique=True),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("published_at", Moment),
    sa.Column("seen_at", Moment, nullable=False),
    sqlite_autoincrement=True,
)

# One picture of a post. Never overwritten: a replaced one keeps its row.
page = sa.Table(
    "page",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("post_id", Id, sa.ForeignKey("post.id"), nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("stamp", sa.Text),  # size and time of a file, ETag of an address
    sa.Column("image_id", Id, sa.ForeignKey("image.id")),  # null until we hold it
    sa.Column("artwork_id", Id, sa.ForeignKey("artwork.id"), nullable=False),
    sa.Column("added_at", Moment, nullable=False),
    sa.Column("replaced_at", Moment),
    sa.Index("ix_page_artwork_id", "artwork_id"),
    sa.Index("ix_page_image_id", "image_id"),
    sa.Index(
        "uq_page_post_id_position",
        "post_id",
        "position",
        unique=True,
        sqlite_where=sa.text("replaced_at is null"),
        postgresql_where=sa.text("replaced_at is null"),
    ),
    sa.Index(
        "ix_page_replaced",  # few: what a post showed before
        "post_id",
        sqlite_where=sa.text("replaced_at is not null"),
        postgresql_where=sa.text("replaced_at is not null"),
    ),
    sqlite_autoincrement=True,
)

# Two images alike: a < b. `distance` is PDQ bits, or for crops 256 - inlying points.
image_pair = sa.Table(
    "image_pair",
    metadata,
    sa.Column("a_id", Id, sa.ForeignKey("image.id"), primary_key=True),
    sa.Column("b_id", Id, sa.ForeignKey("image.id"), primary_key=True),
    sa.Column("kind", sa.String(12), primary_key=True),
    sa.Column("distance", sa.Integer, nullable=False),
    sa.Column("score", sa.Float, nullable=False),  # 0..1, how sure
    sa.Column("variant", sa.String(20), nullable=False),  # how a has to be turned to look like b
    sa.CheckConstraint("a_id < b_id", name="ordered"),
    one_of("kind", AlikeKind),
    sa.Index("ix_image_pair_b_id", "b_id"),
)

# Something to do, and how it goes (artkeep.jobs).
run = sa.Table(
    "run",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("subject", sa.String(200), nullable=False),
    sa.Column("arguments", sa.JSON, nullable=False),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("done", sa.BigInteger, nullable=False, default=0),
    sa.Column("total", sa.BigInteger),  # null while unknown
    sa.Column("unit", sa.String(20), nullable=False, default=""),
    sa.Column("counts", sa.JSON, nullable=False, default=dict),  # what the done ones were
    sa.Column("waiting_for", sa.Text),  # why nothing moves, in words
    sa.Column("not_before", Moment),
    sa.Column("failures", sa.Integer, nullable=False, default=0),
    sa.Column("error", sa.Text),
    sa.Column("error_kind", sa.String(40)),  # its class in artkeep.errors; null: not one of ours
    sa.Column("stop_requested", sa.Boolean(name="stop_requested"), nullable=False, default=False),
    sa.Column("turn", sa.BigInteger, nullable=False, default=0),  # raised by whoever takes it
    sa.Column("worker", sa.String(200)),  # which process (artkeep.jobs.worker); null: unknown
    sa.Column("beat_at", Moment),
    sa.Column("changed_at", Moment, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("started_at", Moment),
    sa.Column("finished_at", Moment),
    sa.UniqueConstraint("kind", "subject"),
    one_of("state", RunState),
    sa.Index("ix_run_state_not_before", "state", "not_before"),
    sa.Index("ix_run_changed_at", "changed_at"),
    sqlite_autoincrement=True,
)

# What became of each file of a run; goes when the run is done anew.
run_outcome = sa.Table(
    "run_outcome",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("run_id", Id, sa.ForeignKey("run.id"), nullable=False),
    sa.Column("ref_key", sa.LargeBinary(16), nullable=False),  # as in post
    sa.Column("path", sa.Text, nullable=False),
    sa.Column("image_id", Id, sa.ForeignKey("image.id")),  # null when refused
    sa.Column("status", sa.String(10), nullable=False),
    sa.Column("reason", sa.Text),
    sa.UniqueConstraint("run_id", "ref_key"),
    one_of("status", OutcomeStatus),
    sa.Index("ix_run_outcome_run_id_id", "run_id", "id"),
    sqlite_autoincrement=True,
)
