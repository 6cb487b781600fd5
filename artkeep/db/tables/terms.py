"""The words that works are found by. All of it is derived, and can be made anew."""

import sqlalchemy as sa

from artkeep.db.tables.schema import Id, metadata, where

# The condition of an index over some rows only: questions have to repeat it word by word.
OF_ARTISTS = "key >= 'artist:#' and key < 'artist:$'"

# A word that finds works (artkeep.library.terms).
term = sa.Table(
    "term",
    metadata,
    sa.Column("id", Id, primary_key=True),
    # its space, a colon, its normal spelling; compared letter by letter on both engines
    sa.Column(
        "key",
        sa.Text().with_variant(sa.Text(collation="C"), "postgresql"),
        nullable=False,
        unique=True,
    ),
    sa.Column("shown", sa.Text, nullable=False),
    sa.Column("also", sa.Text),  # its translation, or what it is the translation of
    sa.Column("kind", sa.String(12)),  # of a tag: what it is about; `title`: only titles have it
    sa.Column("n", sa.BigInteger, nullable=False),  # works that it finds
    sa.Index("ix_term_artists", "n", "key", **where(OF_ARTISTS)),
    sqlite_autoincrement=True,
)

# A work that a word finds, in the order of the gallery. No keys lead elsewhere: they would be
# looked up for each of millions of rows, and one function alone writes them.
artwork_term = sa.Table(
    "artwork_term",
    metadata,
    sa.Column("term_id", Id, primary_key=True, autoincrement=False),
    sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("artwork_id", Id, primary_key=True, autoincrement=False),
    sa.Index("ix_artwork_term_artwork_id", "artwork_id"),
    sqlite_with_rowid=False,
)
