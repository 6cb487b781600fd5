"""PostgreSQL: find fingerprints by their words. SQLite libraries have an index beside them.

The function gives the sixteen 16-bit words of a fingerprint, each with its place: the words of
place k are k * 65536 to k * 65536 + 65535. It is not `parallel safe` on purpose: starting workers
takes longer than the few thousand rows that a word finds.
"""

from alembic import op

revision = "0002"
down_revision = "0001"

_WORDS = ",\n        ".join(
    f"{place << 16} + (get_byte(pdq, {2 * place}) << 8) + get_byte(pdq, {2 * place + 1})"
    for place in range(16)
)


def upgrade() -> None:
    """Make the function and the index over it."""
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(f"""
        create function artkeep_words(pdq bytea) returns integer[]
        language sql immutable strict
        return array[{_WORDS}]
    """)
    op.execute("create index ix_image_words on image using gin (artkeep_words(pdq))")
