"""A library with as many rows as are asked for, made by the database itself."""

import sqlalchemy as sa

from artkeep.db.dialect import Moment

_NUMBERS = "with recursive n(i) as (select 1 union all select i + 1 from n where i < :n) "
_MAKE = (
    """
    insert into image (id, sha256, size_bytes, media_type, width, height, frames, pdq, dhash,
        quality, placeholder, look_version, kept, added_at, compared_at)
    {numbers} select i, {bytes32}, 1, 'image/png', 1, 1, 1, {bytes32}, {bytes32}, 90, 0, 1,
        'reference', :now, :now from n
    """,
    """
    insert into artwork (id, title, cover_id, added_at, trashed_at)
    {numbers} select i, 'work', case when i % 3 = 0 then i end, :now,
        case when i % 20 = 0 then :now end from n
    """,
    """
    insert into post (id, site, site_post_id, ref_key, url, title, seen_at, told_at, looked_at,
        wanted_at, error, checked_at, check_state, gone_at, shunned_at)
    {numbers} select i, case when i % 50 = 0 then 'danbooru' else 'pixiv' end, {text}, {bytes16},
        'https://site.example/', 'post', :now, :now, :now, case when i % 40 = 0 then :now end,
        case when i % 41 = 0 then 'busy' end, case when i % 5 = 0 then :now end,
        case when i % 5 = 0 then case when i % 60 = 0 then 'removed' else 'alive' end end,
        case when i % 61 = 0 then :now end, case when i % 62 = 0 then :now end from n
    """,
    """
    insert into page (id, post_id, site, position, url, image_id, artwork_id, added_at, wanted_at,
        error)
    {numbers} select i, i, case when i % 50 = 0 then 'danbooru' else 'pixiv' end, 0,
        'https://site.example/', case when i % 3 = 0 then i end, i, :now,
        case when i % 3 = 1 then :now end, case when i % 30 = 1 then 'gone' end from n
    """,
    """
    insert into collection (id, site, site_collection_id, ref_key, url, title, account, every,
        next_at, followed_at, reading, is_full, seen)
    {numbers} select i, 'pixiv', {text}, {bytes16}, 'https://site.example/', 'list', '', 3600,
        :now, :now, 1, {no}, 0 from n where i <= 50
    """,
    """
    insert into collection_item (collection_id, post_id, position, added_at, removed_at)
    {numbers} select 1 + i % 10, i, i, :now, case when i % 9 = 0 then :now end from n
    """,
    """
    insert into run (id, kind, subject, arguments, state, done, unit, counts, failures,
        stop_requested, turn, changed_at, created_at, finished_at)
    {numbers} select i, 'add', {text}, '{{}}', 'done', 0, '', '{{}}', 0, {no}, 0, :now, :now, :now
        from n where i <= 2000
    """,
    """
    insert into run_outcome (run_id, ref_key, path, status)
    {numbers} select 1, {bytes16}, 'file', case when i % 99 = 0 then 'refused' else 'new' end
        from n
    """,
    """
    insert into post_check (post_id, at, state, words)
    {numbers} select i, :now, 'removed', 'it said so' from n where i % 60 = 0
    """,
)
_WORDS = {
    "sqlite": {
        "bytes16": "cast(printf('%016d', i) as blob)",
        "bytes32": "cast(printf('%032d', i) as blob)",
        "text": "cast(i as text)",
        "no": "0",
    },
    "postgresql": {
        "bytes16": "convert_to(lpad(i::text, 16, '0'), 'UTF8')",
        "bytes32": "convert_to(lpad(i::text, 32, '0'), 'UTF8')",
        "text": "i::text",
        "no": "false",
    },
}


def fill(database, number, *, old=False):
    """Make so many rows of each kind; what the planner wants to know of them is known.

    `old`: in a library from before migration 0008.
    """
    with database.begin() as tx:
        words = _WORDS[tx.engine_name]
        for statement in _MAKE:
            made = _as_before(statement) if old else statement
            text = sa.text(made.format(numbers=_NUMBERS, **words))
            if ":now" in statement:
                text = text.bindparams(sa.bindparam("now", type_=Moment()))
            tx.execute(text, {"n": number, "now": tx.now})
    with database.outside() as connection:
        connection.exec_driver_sql("analyze")


def _as_before(statement):
    its_site = "case when i % 50 = 0 then 'danbooru' else 'pixiv' end, 0,"
    return (
        statement.replace("told_at, looked_at,", "told_at,")
        .replace("'post', :now, :now, :now,", "'post', :now, :now,")
        .replace("post_id, site, position", "post_id, position")
        .replace(f"select i, i, {its_site}", "select i, i, 0,")
    )
