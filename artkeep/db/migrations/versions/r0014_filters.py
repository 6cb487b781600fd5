"""A list may be kept in part: what its filter does not want is passed over, and counted."""

# ruff: noqa: S608 - statements are put together here of nothing but our own words

import sqlalchemy as sa
from alembic import op

from artkeep.db.dialect import Moment

revision = "0014"
down_revision = "0013"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NUMBER = sa.BigInteger()


def upgrade() -> None:
    """Add the columns, and count on what is passed over."""
    filters = sa.Column("filter", sa.Text(), nullable=False, server_default=sa.text("''"))
    op.add_column("collection", filters)
    op.add_column("collection", sa.Column("filter_search_id", Id, nullable=True))
    op.add_column("collection", sa.Column("filter_at", Moment, nullable=True))
    op.add_column("post", sa.Column("passed_at", Moment, nullable=True))
    op.add_column("tally", sa.Column("passed", NUMBER, nullable=False, server_default="0"))
    _count_posts()
    _count_lists()


def _count_posts() -> None:
    new, old = _is_passed("new"), _is_passed("old")
    lists = "collection_item where post_id = new.id and removed_at is null"
    places = f"select 0 as id union all select collection_id from {lists}"
    came = _adding(f"0, new.site, {_part()}, 1")
    went = _adding(f"0, old.site, {_part()}, -1")
    change = _adding(f"i.id, new.site, {_part()}, {new} - {old} from ({places}) i")
    _trigger("post", "insert", "new.passed_at is not null", came)
    _trigger("post", "update of passed_at", f"{new} <> {old}", change)
    _trigger("post", "delete", "old.passed_at is not null", went)


def _count_lists() -> None:
    def add(row: str, number: int) -> str:
        its = f"post where post.id = {row}.post_id and post.passed_at is not null"
        return _adding(f"{row}.collection_id, post.site, {_part()}, {number} from {its}")

    was, is_now = "old.removed_at is null", "new.removed_at is null"
    _trigger("collection_item", "insert", is_now, add("new", 1))
    came, went = f"{is_now} and not {was}", f"{was} and not {is_now}"
    _trigger("collection_item", "update of removed_at", came, add("new", 1), "_back")
    _trigger("collection_item", "update of removed_at", went, add("new", -1), "_away")
    _trigger("collection_item", "delete", was, add("old", -1))


def _is_passed(row: str) -> str:
    return f"case when {row}.passed_at is null then 0 else 1 end"


def _adding(rows: str) -> str:
    """Return what adds rows of collection, site, part and one number to what is there."""
    return (
        "insert into tally (collection_id, site, part, passed)"
        f" select * from (select {rows}) counted where true"
        " on conflict (collection_id, site, part)"
        " do update set passed = tally.passed + excluded.passed"
    )


def _part() -> str:
    """Return which part this connection adds to."""
    return "0" if _is_sqlite() else "pg_backend_pid() % 32"


def _trigger(table: str, event: str, when: str, does: str, more: str = "") -> None:
    """Have something done after each change of a row."""
    name = f"passed_{table}_{event.partition(' ')[0]}{more}"
    if _is_sqlite():
        does = f"begin {does}; end"
    else:
        head = f"create function artkeep_{name}() returns trigger language plpgsql"
        op.execute(f"{head} as $$ begin {does}; return null; end $$")
        does = f"execute function artkeep_{name}()"
    op.execute(f"create trigger {name} after {event} on {table} for each row when ({when}) {does}")


def _is_sqlite() -> bool:
    return bool(op.get_bind().dialect.name == "sqlite")
