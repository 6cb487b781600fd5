"""Pictures, the works they show, and which are alike."""

import sqlalchemy as sa

from artkeep.db.dialect import Moment
from artkeep.db.tables.schema import Id, metadata, one_of, where
from artkeep.model.records import AlikeKind, Kept

# Conditions of indexes over some rows only.
_SHOWN = "cover_id is not null and trashed_at is null"
_IN_TRASH = "trashed_at is not null and cover_id is not null"
_EMPTIED = "trashed_at is not null and cover_id is null"

# what the gallery is sorted by, beside its own order
_SORTED_BY = (
    "shown_at",
    "posted_at",
    "score",
    "pixels",
    "size_bytes",
    "shuffle",
    "width",
    "height",
    "ratio",
    "pages",
)

# This library, one row: by its mark an index or a backup knows which library it belongs to.
library = sa.Table(
    "library",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("mark", sa.String(32), nullable=False),  # 128 random bits, hex
    sa.Column("created_at", Moment, nullable=False),
    # which code wrote what works are found by (artkeep.library.projection), and how far it is
    sa.Column("terms_version", sa.Integer, nullable=False, server_default="0"),
    sa.Column("terms_to", Id, nullable=False, server_default="0"),
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
    sa.Column("cover_id", Id, sa.ForeignKey("image.id")),  # null until a picture of it is here
    sa.Column("added_at", Moment, nullable=False),
    sa.Column("trashed_at", Moment),
    sa.Column("trashed_by", Id),  # the run that threw it away with all that a search found
    # where it stands in the gallery: about when it came, microseconds since 1970; never changes
    sa.Column("position", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("shown_at", Moment),  # when its first picture came; never changes then
    # what it is sorted by, projected from its posts and its cover; null: not known
    sa.Column("posted_at", Moment),  # first published
    sa.Column("width", sa.Integer),
    sa.Column("height", sa.Integer),
    sa.Column("ratio", sa.Double),  # width to height
    sa.Column("pixels", sa.BigInteger),
    sa.Column("size_bytes", sa.BigInteger),
    sa.Column("frames", sa.Integer),
    sa.Column("pages", sa.Integer),  # of the post that has most of it
    sa.Column("rating", sa.SmallInteger),  # 0 general … 3 explicit, the highest of its posts
    sa.Column("score", sa.Integer),  # points or favourites, the most of its posts
    sa.Column("copies", sa.Integer),  # posts that show it
    sa.Column("shuffle", sa.Integer),  # a number by chance, for the order of chance
    sa.Column("marks", sa.SmallInteger),  # small signs of the gallery (artkeep.library.findable)
    sa.Column("words_sum", sa.BigInteger),  # checksum of the text it is found by
    sa.Index("ix_artwork_shown", "position", "id", **where(_SHOWN)),
    *(sa.Index(f"ix_artwork_{name}", name, "id", **where(_SHOWN)) for name in _SORTED_BY),
    sa.Index("ix_artwork_trash", "trashed_at", "id", **where(_IN_TRASH)),
    sa.Index("ix_artwork_trashed_by", "trashed_by", "id", **where("trashed_by is not null")),
    sa.Index("ix_artwork_emptied", "id", **where(_EMPTIED)),
    sa.Index("ix_artwork_cover_id", "cover_id"),
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
