"""Artists are listed along an index, by their works and by their names.

A step that makes `person` anew on SQLite loses the second, since SQLite does not tell what it is
over, and has to make it again.
"""

from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Add the indexes."""
    op.execute("""
        create index ix_term_artists on term (n, key)
        where key >= 'artist:#' and key < 'artist:$'
    """)
    op.execute("create index ix_person_name on person (lower(name), id)")
