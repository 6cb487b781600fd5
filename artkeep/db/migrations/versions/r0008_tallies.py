"""Nothing that a page shows is counted or searched for by walking through the library.

How much there is of each site and on each list is kept by triggers, in whatever order things
happen: a post comes, its pictures, it is put on a list or taken from it. A step that makes one of
these tables anew on SQLite loses its triggers and has to make them again.
"""

# ruff: noqa: S608 - statements are put together here of nothing but our own words

import sqlalchemy as sa
from alembic import op

from artkeep.db.dialect import Moment

revision = "0008"
down_revision = "0007"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NUMBERS = ("posts", "pictures", "missing", "asking", "waiting")
SHOWN = "cover_id is not null and trashed_at is null"
IN_TRASH = "trashed_at is not null and cover_id is not null"
EMPTIED = "trashed_at is not null and cover_id is null"
MISSING = "error is not null and image_id is null and replaced_at is null"
UNANSWERED = "error is not null and gone_at is null"
DUE = "told_at is not null and gone_at is null and shunned_at is null"
DOUBTFUL = "gone_at is null and check_state in ('removed', 'account_gone', 'private', 'unsure')"
INDEXES = (
    ("ix_artwork_shown", "artwork", "added_at, id", SHOWN),
    ("ix_artwork_trash", "artwork", "trashed_at, id", IN_TRASH),
    ("ix_artwork_emptied", "artwork", "id", EMPTIED),
    ("ix_collection_inside_id", "collection", "inside_id", ""),
    ("ix_page_post_id", "page", "post_id", ""),
    ("ix_page_missing", "page", "site, id", MISSING),
    ("ix_post_due", "post", "site, looked_at, id", DUE),
    ("ix_post_doubt", "post", "site, checked_at", DOUBTFUL),
    ("ix_post_gone_of_site", "post", "site, checked_at", "gone_at is not null"),
    ("ix_post_unanswered", "post", "site, id", UNANSWERED),
    ("ix_post_shunned", "post", "id", "shunned_at is not null"),
    ("ix_run_outcome_run_id_status_id", "run_outcome", "run_id, status, id", ""),
)


def upgrade() -> None:
    """Add what is asked for to the rows, index it, count once, and keep counting."""
    op.add_column("post", sa.Column("looked_at", Moment, nullable=True))
    op.execute("""
        update post set looked_at = case when checked_at > told_at then checked_at else told_at end
        where told_at is not null
    """)
    _pages_know_their_site()
    op.drop_index("ix_artwork_added_at_id", "artwork")
    op.drop_index("ix_post_site_checked_at", "post")
    for name, table, columns, condition in INDEXES:
        where = f" where {condition}" if condition else ""
        op.execute(f"create index {name} on {table} ({columns}){where}")
    _make_tallies()
    _count()
    _count_images()
    _count_posts()
    _count_pages()
    _count_lists()


def _pages_know_their_site() -> None:
    site = sa.Column("site", sa.String(40), nullable=False, server_default=sa.text("''"))
    waits: sa.Column[bool] = sa.Column(
        "waits", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("page", site)
    op.add_column("page", waits)
    op.execute("update page set site = (select site from post where post.id = page.post_id)")
    yes, no = ("1", "waits = 0") if _is_sqlite() else ("true", "not waits")
    wanted = "select id from post where wanted_at is not null"
    op.execute(f"update page set waits = {yes} where post_id in ({wanted})")
    op.drop_index("ix_page_wanted", "page")
    op.drop_index("ix_page_replaced", "page")
    ready = f"wanted_at is not null and {no}"
    op.execute(f"create index ix_page_wanted on page (site, wanted_at, id) where {ready}")
    its, unless = "(select site from post where id = new.post_id)", "when (new.site = '')"
    if _is_sqlite():
        fill = f"update page set site = {its} where id = new.id"
        op.execute(f"create trigger page_site after insert on page {unless} begin {fill}; end")
    else:
        _function("page_site", f"new.site := {its}; return new")
        does = "execute function artkeep_page_site()"
        op.execute(f"create trigger page_site before insert on page for each row {unless} {does}")


def _is_sqlite() -> bool:
    return bool(op.get_bind().dialect.name == "sqlite")


# ---- counting once -----------------------------------------------------------------------------


def _make_tallies() -> None:
    op.create_table(
        "tally",
        sa.Column("collection_id", Id, autoincrement=False, nullable=False),
        sa.Column("site", sa.String(40), nullable=False),
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        *(
            sa.Column(name, sa.BigInteger(), nullable=False, server_default="0")
            for name in ("posts", "pictures", "kept", "missing", "asking", "waiting")
        ),
        sa.PrimaryKeyConstraint("collection_id", "site", "part", name=op.f("pk_tally")),
    )


def _count() -> None:
    is_kept = "coalesce(sum(case when kept = 'blob' then 1 else 0 end), 0)"
    op.execute(
        "insert into tally (collection_id, site, part, pictures, kept)"
        f" select 0, '', 0, count(*), {is_kept} from image"
    )
    posts = f"count(*), 0, sum({_unanswered('post')}), sum({_wanted('post')}), 0"
    pages = f"0, sum({_saved('page')}), sum({_missing('page')}), 0, sum({_wanted('page')})"
    of_site = "where site <> 'folder' group by site"
    on = "where i.removed_at is null group by c.id, c.site"
    lists = "collection_item i join collection c on c.id = i.collection_id"
    for rows in (
        f"0, site, 0, {posts} from post {of_site}",
        f"0, site, 0, {pages} from page {of_site}",
        f"c.id, c.site, 0, {posts} from {lists} join post on post.id = i.post_id {on}",
        f"c.id, c.site, 0, {pages} from {lists} join page on page.post_id = i.post_id {on}",
    ):
        op.execute(_adding(rows))


def _adding(rows: str) -> str:
    """Return what adds rows of collection, site, part and five numbers to what is there."""
    sums = ", ".join(f"{name} = tally.{name} + excluded.{name}" for name in NUMBERS)
    return (
        f"insert into tally (collection_id, site, part, {', '.join(NUMBERS)})"
        f" select * from (select {rows}) counted where true"
        f" on conflict (collection_id, site, part) do update set {sums}"
    )


def _saved(row: str) -> str:
    return f"case when {row}.replaced_at is null and {row}.image_id is not null then 1 else 0 end"


def _missing(row: str) -> str:
    lacks = f"{row}.image_id is null and {row}.error is not null"
    return f"case when {row}.replaced_at is null and {lacks} then 1 else 0 end"


def _unanswered(row: str) -> str:
    return f"case when {row}.error is not null and {row}.gone_at is null then 1 else 0 end"


def _wanted(row: str) -> str:
    return f"case when {row}.wanted_at is not null then 1 else 0 end"


# ---- counting on -------------------------------------------------------------------------------


def _count_images() -> None:
    sums = "pictures = tally.pictures + excluded.pictures, kept = tally.kept + excluded.kept"

    def add(pictures: str, kept: str) -> str:
        return (
            "insert into tally (collection_id, site, part, pictures, kept)"
            f" values (0, '', {_part()}, {pictures}, {kept})"
            f" on conflict (collection_id, site, part) do update set {sums}"
        )

    new, old = (f"case when {row}.kept = 'blob' then 1 else 0 end" for row in ("new", "old"))
    _trigger("image", "insert", "", add("1", new))
    _trigger("image", "update of kept", "new.kept <> old.kept", add("0", f"{new} - {old}"))
    _trigger("image", "delete", "", add("-1", f"- {old}"))


def _count_posts() -> None:
    new, old = ((_unanswered(row), _wanted(row)) for row in ("new", "old"))
    missing, asking = (f"{after} - {before}" for after, before in zip(new, old, strict=True))
    here, was_here = "new.site <> 'folder'", "old.site <> 'folder'"
    came = _adding(f"0, new.site, {_part()}, 1, 0, {new[0]}, {new[1]}, 0")
    went = _adding(f"0, old.site, {_part()}, -1, 0, - {old[0]}, - {old[1]}, 0")
    changed = f"{here} and ({missing} <> 0 or {asking} <> 0)"
    numbers = f"0, 0, {missing}, {asking}, 0"
    change = _adding(f"i.id, new.site, {_part()}, {numbers} from ({_places('new.id')}) i")
    _trigger("post", "insert", here, came)
    _trigger("post", "update of error, gone_at, wanted_at", changed, change)
    _trigger("post", "delete", was_here, went)
    turned = "(new.wanted_at is null) <> (old.wanted_at is null)"
    its = "where post_id = new.id and replaced_at is null"
    wait = f"update page set waits = (new.wanted_at is not null) {its}"
    _trigger("post", "update of wanted_at", turned, wait, "waits")


def _count_pages() -> None:
    new, old = ([_saved(row), _missing(row), _wanted(row)] for row in ("new", "old"))
    by = [f"{after} - {before}" for after, before in zip(new, old, strict=True)]
    changed = " or ".join(f"{each} <> 0" for each in by)

    def add(row: str, numbers: list[str]) -> str:
        saved, missing, wanted = numbers
        its = f"post where post.id = {row}.post_id and post.site <> 'folder'"
        return _adding(
            f"i.id, post.site, {_part()}, 0, {saved}, {missing}, 0, {wanted}"
            f" from ({_places(f'{row}.post_id')}) i, {its}"
        )

    _trigger("page", "insert", "", add("new", new))
    _trigger("page", "update of image_id, error, replaced_at, wanted_at", changed, add("new", by))
    _trigger("page", "delete", "", add("old", [f"- {each}" for each in old]))


def _count_lists() -> None:
    def add(row: str, sign: str) -> str:
        its = "from page where post_id = post.id and replaced_at is null"
        saved, missing, wanted = (
            f"(select coalesce(sum({number('page')}), 0) {its})"
            for number in (_saved, _missing, _wanted)
        )
        return _adding(
            f"{row}.collection_id, post.site, {_part()}, {sign} 1, {sign} {saved},"
            f" {sign} ({missing} + {_unanswered('post')}), {sign} {_wanted('post')},"
            f" {sign} {wanted} from post where post.id = {row}.post_id"
        )

    was, is_now = "old.removed_at is null", "new.removed_at is null"
    _trigger("collection_item", "insert", is_now, add("new", "+"))
    came, went = f"{is_now} and not {was}", f"{was} and not {is_now}"
    _trigger("collection_item", "update of removed_at", came, add("new", "+"), "back")
    _trigger("collection_item", "update of removed_at", went, add("new", "-"), "away")
    _trigger("collection_item", "delete", was, add("old", "-"))


def _places(post: str) -> str:
    """Return the site as a whole and the lists that a post is on."""
    lists = f"collection_item where post_id = {post} and removed_at is null"
    return f"select 0 as id union all select collection_id from {lists}"


def _part() -> str:
    """Return which part this connection adds to."""
    return "0" if _is_sqlite() else "pg_backend_pid() % 32"


def _trigger(table: str, event: str, when: str, does: str, more: str = "") -> None:
    """Have something done after each change of a row."""
    words = ("tally", table, event.partition(" ")[0], more)
    name = "_".join(word for word in words if word)
    only = f"when ({when})" if when else ""
    if _is_sqlite():
        does = f"begin {does}; end"
    else:
        _function(name, f"{does}; return null")
        does = f"execute function artkeep_{name}()"
    op.execute(f"create trigger {name} after {event} on {table} for each row {only} {does}")


def _function(name: str, does: str) -> None:
    head = f"create function artkeep_{name}() returns trigger language plpgsql"
    op.execute(f"{head} as $$ begin {does}; end $$")
