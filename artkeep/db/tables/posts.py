"""Posts, their pages, and what their sites say about them."""

import sqlalchemy as sa

from artkeep.db.dialect import Moment
from artkeep.db.tables.schema import Id, metadata, one_of, where
from artkeep.model.found import Rating, TagKind
from artkeep.model.records import CheckState

# Conditions of indexes over some rows only. Questions about what is doubtful, and about an MD5,
# have to repeat that word by word: what is bound to it is not known when its plan is made.
MD5 = "length(stamp) = 32"  # no other stamp is as long
DOUBTFUL = "gone_at is null and check_state in ('removed', 'account_gone', 'private', 'unsure')"
# what names are sorted by, and what is left of them without what people put between their parts;
# the beginning serves, since PostgreSQL takes no long text into an index
SMALL = "substr(lower({}), 1, 100)"
BARE = (
    "substr("
    "replace(replace(replace(replace(lower({}), ' ', ''), '_', ''), '-', ''), '.', '')"
    ", 1, 100)"
)
_DUE = "told_at is not null and gone_at is null and shunned_at is null"
_UNANSWERED = "error is not null and gone_at is null"
_MISSING = "error is not null and image_id is null and replaced_at is null"

# An artist: one person, or several who publish as one.
person = sa.Table(
    "person",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Index("ix_person_name", sa.text(SMALL.format("name")), "id"),
    sqlite_autoincrement=True,
)

# An identity on a site. Its id stays when its names change.
account = sa.Table(
    "account",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("site", sa.String(40), nullable=False),
    sa.Column("site_account_id", sa.String(200), nullable=False),
    sa.Column("handle", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("seen_at", Moment, nullable=False),
    sa.Column("gone_at", Moment),
    sa.Column("person_id", Id, sa.ForeignKey("person.id")),  # whose it is; null: a moment only
    sa.Index("ix_account_person_id", "person_id"),
    sa.Index("ix_account_name", sa.text(BARE.format("name"))),
    sa.Index("ix_account_handle", sa.text(BARE.format("handle"))),
    sa.UniqueConstraint("site", "site_account_id"),
    sqlite_autoincrement=True,
)

# A name that an account bore before.
account_name = sa.Table(
    "account_name",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("account_id", Id, sa.ForeignKey("account.id"), nullable=False),
    sa.Column("handle", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("until", Moment, nullable=False),
    sa.Index("ix_account_name_account_id", "account_id"),
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
    sa.Column("account_id", Id, sa.ForeignKey("account.id")),
    sa.Column("edited_at", Moment),  # as the site says
    sa.Column("caption", sa.Text, nullable=False, server_default=sa.text("''")),
    sa.Column(
        "caption_is_html",
        sa.Boolean(name="caption_is_html"),
        nullable=False,
        server_default=sa.false(),
    ),
    sa.Column("rating", sa.String(12)),
    sa.Column("is_ai", sa.Boolean(name="is_ai")),
    sa.Column("facts", sa.JSON),  # series, counts, sources: what is only shown
    sa.Column("told_at", Moment),  # when its site last told us all of it; null: only its address
    sa.Column("wanted_at", Moment),  # when to ask for it (again); null: not at all
    sa.Column("error", sa.Text),  # why it could not be had
    sa.Column("checked_at", Moment),  # when we last looked whether it is still there
    # when we last looked or its site told us of it; null: only another program did, or nobody
    sa.Column("looked_at", Moment),
    sa.Column("check_state", sa.String(12)),
    sa.Column("gone_at", Moment),
    sa.Column("shunned_at", Moment),  # never again, said the person
    # when it was last passed over: known by its address, and wanted by no filter of its lists
    sa.Column("passed_at", Moment),
    one_of("rating", Rating),
    one_of("check_state", CheckState),
    sa.Index("ix_post_account_id", "account_id"),
    sa.Index("ix_post_wanted", "site", "wanted_at", **where("wanted_at is not null")),
    sa.Index("ix_post_due", "site", "looked_at", "id", **where(_DUE)),
    sa.Index("ix_post_doubt", "site", "checked_at", **where(DOUBTFUL)),
    sa.Index("ix_post_gone", "gone_at", **where("gone_at is not null")),
    sa.Index("ix_post_gone_of_site", "site", "checked_at", **where("gone_at is not null")),
    sa.Index("ix_post_unanswered", "site", "id", **where(_UNANSWERED)),
    sa.Index("ix_post_shunned", "id", **where("shunned_at is not null")),
    sqlite_autoincrement=True,
)

# One picture of a post. Never overwritten: a replaced one keeps its row.
page = sa.Table(
    "page",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("post_id", Id, sa.ForeignKey("post.id"), nullable=False),
    # its post's, which the database fills in where it is left out; what is wanted is asked by site
    sa.Column("site", sa.String(40), nullable=False, server_default=sa.text("''")),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("stamp", sa.Text),  # size and time of a file, ETag of an address
    sa.Column("image_id", Id, sa.ForeignKey("image.id")),  # null until we hold it
    sa.Column("artwork_id", Id, sa.ForeignKey("artwork.id"), nullable=False),
    sa.Column("added_at", Moment, nullable=False),
    sa.Column("replaced_at", Moment),
    sa.Column("told", sa.JSON),  # what fetching it needs: fallbacks, referer, delays, size, alt
    sa.Column("wanted_at", Moment),  # when to fetch its picture (again); null: not at all
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
    sa.Column("error", sa.Text),  # why its picture could not be had
    # its post is to be asked first; the database keeps that up (triggers, migration 0008)
    sa.Column("waits", sa.Boolean(name="waits"), nullable=False, server_default=sa.false()),
    sa.Index(
        "ix_page_wanted",
        "site",
        "wanted_at",
        "id",
        sqlite_where=sa.text("wanted_at is not null and waits = 0"),
        postgresql_where=sa.text("wanted_at is not null and not waits"),
    ),
    sa.Index("ix_page_missing", "site", "id", **where(_MISSING)),
    sa.Index("ix_page_artwork_id", "artwork_id"),
    sa.Index("ix_page_md5", "stamp", **where(MD5)),
    sa.Index("ix_page_image_id", "image_id"),
    sa.Index(
        "uq_page_post_id_position",
        "post_id",
        "position",
        unique=True,
        sqlite_where=sa.text("replaced_at is null"),
        postgresql_where=sa.text("replaced_at is null"),
    ),
    sa.Index("ix_page_post_id", "post_id"),  # with what it showed before
    sqlite_autoincrement=True,
)

# The site's own answer, packed (zlib): apart, so that reading a post stays quick.
post_raw = sa.Table(
    "post_raw",
    metadata,
    sa.Column("post_id", Id, sa.ForeignKey("post.id"), primary_key=True),
    sa.Column("packed", sa.LargeBinary, nullable=False),
)

# What a post said before it changed.
post_revision = sa.Table(
    "post_revision",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("post_id", Id, sa.ForeignKey("post.id"), nullable=False),
    sa.Column("until", Moment, nullable=False),
    sa.Column("said", sa.JSON, nullable=False),  # title, caption, rating, tags and the like
    sa.Column("packed", sa.LargeBinary),  # the site's answer then
    sa.Index("ix_post_revision_post_id", "post_id"),
    sqlite_autoincrement=True,
)

# A look whether a post is still there that found a change or a doubt.
post_check = sa.Table(
    "post_check",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("post_id", Id, sa.ForeignKey("post.id"), nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("words", sa.Text, nullable=False),
    one_of("state", CheckState),
    sa.Index("ix_post_check_post_id", "post_id"),
    sa.Index("ix_post_check_at", "at"),
    sqlite_autoincrement=True,
)

# A tag as its site gives it.
site_tag = sa.Table(
    "site_tag",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("site", sa.String(40), nullable=False),
    sa.Column("name", sa.String(500), nullable=False),
    sa.Column("translated", sa.Text),
    sa.Column("kind", sa.String(12), nullable=False),
    sa.UniqueConstraint("site", "name"),
    one_of("kind", TagKind),
    sqlite_autoincrement=True,
)

post_site_tag = sa.Table(
    "post_site_tag",
    metadata,
    sa.Column("post_id", Id, sa.ForeignKey("post.id"), primary_key=True),
    sa.Column("site_tag_id", Id, sa.ForeignKey("site_tag.id"), primary_key=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Index("ix_post_site_tag_site_tag_id", "site_tag_id"),
)
