"""Works are found by words and sorted by numbers, and artists are persons.

What finds and sorts them is written by `artkeep.library.projection`, not here: for a large library
that takes minutes, and the gallery can be seen meanwhile.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Key = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SHOWN = "cover_id is not null and trashed_at is null"
NUMBERS = {
    "width": sa.Integer(),
    "height": sa.Integer(),
    "pixels": sa.BigInteger(),
    "size_bytes": sa.BigInteger(),
    "frames": sa.Integer(),
    "pages": sa.Integer(),
    "rating": sa.SmallInteger(),
    "score": sa.Integer(),
    "copies": sa.Integer(),
    "shuffle": sa.Integer(),
    "marks": sa.SmallInteger(),
    "words_sum": sa.BigInteger(),
}
SORTED = ("posted_at", "score", "pixels", "size_bytes", "shuffle")

# when each was added, microseconds since 1970
_POSITIONS = {
    # 2025-11-12T20:56:00.123456Z
    "sqlite": """
        update artwork set position =
            cast(strftime('%s', substr(added_at, 1, 19)) as integer) * 1000000
            + cast(substr(added_at, 21, 6) as integer)
    """,
    "postgresql": """
        update artwork set position = cast(extract(epoch from added_at) * 1000000 as bigint)
    """,
}


def upgrade() -> None:
    """Add the columns and tables; who is known becomes a person each."""
    _make_tables()
    _widen_artwork()
    _make_persons()
    for name, kind in (("terms_version", sa.Integer()), ("terms_to", Id)):
        op.add_column("library", sa.Column(name, kind, nullable=False, server_default="0"))


def _make_tables() -> None:
    op.create_table(
        "term",
        sa.Column("id", Id, nullable=False),
        sa.Column("key", Key, nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("also", sa.Text(), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=True),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term")),
        sa.UniqueConstraint("key", name=op.f("uq_term_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "artwork_term",
        sa.Column("term_id", Id, autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("artwork_id", Id, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("term_id", "position", "artwork_id", name=op.f("pk_artwork_term")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_artwork_term_artwork_id", "artwork_term", ["artwork_id"])
    if _is_sqlite():
        op.execute("create virtual table artwork_words using fts5(tokens)")
        return
    op.execute("create table artwork_words (artwork_id bigint primary key, tokens tsvector)")
    op.execute("create index ix_artwork_words_tokens on artwork_words using gin (tokens)")


def _widen_artwork() -> None:
    op.add_column(
        "artwork", sa.Column("position", sa.BigInteger(), nullable=False, server_default="0")
    )
    op.execute(_POSITIONS["sqlite" if _is_sqlite() else "postgresql"])
    moment = sa.Text() if _is_sqlite() else sa.DateTime(timezone=True)
    op.add_column("artwork", sa.Column("posted_at", moment, nullable=True))
    for name, kind in NUMBERS.items():
        op.add_column("artwork", sa.Column(name, kind, nullable=True))
    op.drop_index("ix_artwork_shown", "artwork")
    op.execute(f"create index ix_artwork_shown on artwork (position, id) where {SHOWN}")
    for name in SORTED:
        op.execute(f"create index ix_artwork_{name} on artwork ({name}, id) where {SHOWN}")


def _make_persons() -> None:
    op.create_table(
        "person",
        sa.Column("id", Id, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sqlite_autoincrement=True,
    )
    op.execute(
        "insert into person (id, name) "
        "select id, case when name = '' then handle else name end from account"
    )
    with op.batch_alter_table("account", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.add_column(sa.Column("person_id", Id, nullable=True))
        batch.create_foreign_key(op.f("fk_account_person_id"), "person", ["person_id"], ["id"])
        batch.create_index("ix_account_person_id", ["person_id"])
    op.execute("update account set person_id = id")
    if not _is_sqlite():
        op.execute("select setval('person_id_seq', coalesce((select max(id) from person), 1))")


def _is_sqlite() -> bool:
    return bool(op.get_bind().dialect.name == "sqlite")
