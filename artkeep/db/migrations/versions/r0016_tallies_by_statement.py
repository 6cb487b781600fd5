"""PostgreSQL keeps its tallies once for each statement, not for each row that it changes.

A row of the tally that is changed again in the same transaction is found by walking past all that
it was before: to want 20,000 pictures again took minutes. On SQLite, where it takes none of that,
one trigger alone changes: it says itself that files are no posts of a site, since they come by
thousands.
"""

# ruff: noqa: S608 - statements are put together here of nothing but our own words

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

NUMBERS = ("posts", "pictures", "kept", "missing", "asking", "waiting", "passed")
CAME, WENT = "referencing new table as came", "referencing old table as went"
BOTH = "referencing new table as came old table as went"
BEFORE = {  # table → what its triggers were called behind its name
    "image": ("insert", "update", "delete"),
    "post": ("insert", "update", "delete"),
    "page": ("insert", "update", "delete"),
    "collection_item": ("insert", "update_back", "update_away", "delete"),
}
PASSED_BEFORE = {name: BEFORE[name] for name in ("post", "collection_item")}
SITE = "site <> 'folder'"  # files come by thousands, and are no posts of a site


def upgrade() -> None:
    """Have other triggers in the place of those that there were."""
    if op.get_bind().dialect.name == "sqlite":
        _pass_over_files()
        return
    for table, events in BEFORE.items():
        _drop("tally", table, events)
    for table, events in PASSED_BEFORE.items():
        _drop("passed", table, events)
    _count_images()
    _count_posts()
    _count_pages()
    _count_lists()


def _pass_over_files() -> None:
    name = "tally_page_insert"
    bound = sa.text("select sql from sqlite_master where type = 'trigger' and name = :name")
    made = str(op.get_bind().execute(bound, {"name": name}).scalar_one())
    op.execute(f"drop trigger {name}")
    op.execute(made.replace(" begin ", f" when (new.{SITE}) begin ", 1))


def _drop(word: str, table: str, events: tuple[str, ...]) -> None:
    for event in events:
        name = f"{word}_{table}_{event}"
        op.execute(f"drop trigger {name} on {table}")
        op.execute(f"drop function artkeep_{name}()")


# ---- what a row counts -------------------------------------------------------------------------


def _holds(condition: str) -> str:
    return f"case when {condition} then 1 else 0 end"


def _of_post(row: str) -> dict[str, str]:
    return {
        "missing": _holds(f"{row}.error is not null and {row}.gone_at is null"),
        "asking": _holds(f"{row}.wanted_at is not null"),
        "passed": _holds(f"{row}.passed_at is not null"),
    }


def _of_page(row: str) -> dict[str, str]:
    shown = f"{row}.replaced_at is null"
    lacks = f"{row}.image_id is null and {row}.error is not null"
    return {
        "pictures": _holds(f"{shown} and {row}.image_id is not null"),
        "missing": _holds(f"{shown} and {lacks}"),
        "waiting": _holds(f"{row}.wanted_at is not null"),
    }


def _changed(before: dict[str, str], after: dict[str, str]) -> tuple[dict[str, str], str]:
    """Return by how much each number changed, and that one of them did."""
    by = {name: f"{after[name]} - {before[name]}" for name in after}
    return by, " or ".join(f"{after[name]} <> {before[name]}" for name in after)


# ---- counting on -------------------------------------------------------------------------------


def _count_images() -> None:
    here = ("0", "''")
    kept = {row: _holds(f"{row}.kept = 'blob'") for row in ("came", "went")}
    by = {"kept": f"{kept['came']} - {kept['went']}"}
    changed = "came join went on went.id = came.id where came.kept <> went.kept"
    _trigger("image", "insert", CAME, here, {"pictures": "1", "kept": kept["came"]}, "came")
    _trigger("image", "update", BOTH, here, by, changed)
    _trigger("image", "delete", WENT, here, {"pictures": "-1", "kept": f"-{kept['went']}"}, "went")


def _count_posts() -> None:
    new, old = _of_post("came"), _of_post("went")
    by, differs = _changed(old, new)
    lost = {"posts": "-1"} | {name: f"-({each})" for name, each in old.items()}
    both = f"came join went on went.id = came.id cross join lateral ({_places('came.id')}) i"
    here = ("0", "came.site")
    _trigger("post", "insert", CAME, here, {"posts": "1"} | new, f"came where came.{SITE}")
    _trigger(
        "post",
        "update",
        BOTH,
        ("i.id", "came.site"),
        by,
        f"{both} where came.{SITE} and ({differs})",
    )
    _trigger("post", "delete", WENT, ("0", "went.site"), lost, f"went where went.{SITE}")


def _count_pages() -> None:
    new, old = _of_page("came"), _of_page("went")
    by, differs = _changed(old, new)
    lost = {name: f"-({each})" for name, each in old.items()}
    where = ("i.id", "post.site")

    def rows(row: str, more: str = "") -> str:
        posts = f"join post on post.id = {row}.post_id and post.{SITE}"
        return f"{row} {more} {posts} cross join lateral ({_places(f'{row}.post_id')}) i"

    both = rows("came", "join went on went.id = came.id")
    _trigger("page", "insert", CAME, where, new, rows("came"))
    _trigger("page", "update", BOTH, where, by, f"{both} where {differs}")
    _trigger("page", "delete", WENT, where, lost, rows("went"))


def _count_lists() -> None:
    def rows(row: str, more: str = "") -> str:
        return f"{row} {more} join post on post.id = {row}.post_id"

    def numbers(sign: str) -> dict[str, str]:
        its = "from page where page.post_id = post.id and page.replaced_at is null"
        of_page = {
            name: f"(select coalesce(sum({each}), 0) {its})"
            for name, each in _of_page("page").items()
        }
        of_post = _of_post("post")
        missing = {"missing": f"{of_page['missing']} + {of_post['missing']}"}
        each = {"posts": "1"} | of_post | of_page | missing
        return {name: f"{sign} * ({number})" for name, number in each.items()}

    key = "went.collection_id = came.collection_id and went.post_id = came.post_id"
    turned = "(came.removed_at is null) <> (went.removed_at is null)"
    both = f"{rows('came', f'join went on {key}')} where {turned}"
    sign = "(case when came.removed_at is null then 1 else -1 end)"
    on, off = ("came.collection_id", "post.site"), ("went.collection_id", "post.site")
    still = {row: f"{rows(row)} where {row}.removed_at is null" for row in ("came", "went")}
    _trigger("collection_item", "insert", CAME, on, numbers("1"), still["came"])
    _trigger("collection_item", "update", BOTH, on, numbers(sign), both)
    _trigger("collection_item", "delete", WENT, off, numbers("-1"), still["went"])


def _places(post: str) -> str:
    """Return the site as a whole and the lists that a post is on."""
    lists = f"collection_item where post_id = {post} and removed_at is null"
    return f"select 0::bigint as id union all select collection_id from {lists}"


def _trigger(
    table: str, event: str, seeing: str, key: tuple[str, str], numbers: dict[str, str], rows: str
) -> None:
    """Have the numbers of all rows of a statement added to what stands there, by list and site.

    In one order for all, so that two who add at once cannot wait for each other.
    """
    names = [name for name in NUMBERS if name in numbers]
    sums = ", ".join(f"sum({numbers[name]}) as {name}" for name in names)
    added = ", ".join(f"{name} = tally.{name} + excluded.{name}" for name in names)
    name = f"tally_{table}_{event}"
    op.execute(f"""
        create function artkeep_{name}() returns trigger language plpgsql as $$ begin
            insert into tally (collection_id, site, part, {", ".join(names)})
            select list, its_site, pg_backend_pid() % 32, {", ".join(names)}
            from (select {key[0]} as list, {key[1]} as its_site, {sums} from {rows} group by 1, 2) c
            where {" or ".join(f"{each} <> 0" for each in names)}
            order by list, its_site
            on conflict (collection_id, site, part) do update set {added};
            return null;
        end $$
    """)
    op.execute(
        f"create trigger {name} after {event} on {table} {seeing}"
        f" for each statement execute function artkeep_{name}()"
    )
