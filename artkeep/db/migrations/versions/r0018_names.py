"""Artists who are called nearly the same are found along indexes; no name is too long for one.

A step that makes `person` or `account` anew on SQLite loses these indexes, since SQLite does not
tell what they are over, and has to make them again.
"""

from alembic import op

revision = "0018"
down_revision = "0017"

BARE = "replace(replace(replace(replace(lower({}), ' ', ''), '_', ''), '-', ''), '.', '')"


def upgrade() -> None:
    """Make one index anew, and add two."""
    op.execute("drop index ix_person_name")
    op.execute("create index ix_person_name on person (substr(lower(name), 1, 100), id)")
    for name in ("name", "handle"):
        bare = f"substr({BARE.format(name)}, 1, 100)"
        op.execute(f"create index ix_account_{name} on account ({bare})")
