"""PostgreSQL counts once for each statement: what changes many rows at once is not slow for it."""

import pytest
import sqlalchemy as sa

from artkeep.library import tallies
from tests.library import many

BY_ROW = sa.text("select tgname from pg_trigger where not tgisinternal and tgtype & 1 = 1")
LOSE = sa.text("update page set error = 'gone', wanted_at = null where image_id is null")
TURN = sa.text("""
    update collection_item
    set removed_at = case when removed_at is null then cast(:now as timestamptz) end
    where post_id % 3 = 0
""")
FORGET = [
    sa.text("delete from collection_item where post_id % 7 = 0"),
    sa.text("delete from page where id % 5 = 0"),
]
OF_SITES = {
    "posts": "select site, count(*) from post group by site",
    "pictures": "select site, count(image_id) from page where replaced_at is null group by site",
    "waiting": "select site, count(wanted_at) from page group by site",
}


@pytest.fixture
def engine():
    return "postgresql"


def test_nothing_is_counted_row_by_row(database):
    with database.read() as tx:
        assert {"page_site", "tally_post_update_waits"} == set(tx.execute(BY_ROW).scalars())


def test_the_numbers_follow_what_happens_to_many_at_once(database):
    many.fill(database, 400)
    with database.begin() as tx:
        tx.execute(LOSE)
        assert tallies.want_again(tx, "pixiv") > 200
        tx.execute(TURN, {"now": tx.now})
        for statement in FORGET:
            tx.execute(statement)

        stood = tallies.of_lists(tx)
        for list_id in stood:
            tallies.recount(tx, list_id)
        assert stood == tallies.of_lists(tx)
        assert 10 == len(stood)
        sites = tallies.of_sites(tx, ["pixiv", "danbooru"])
        for name, query in OF_SITES.items():
            counted = dict(tuple(row) for row in tx.execute(sa.text(query)))
            stands = {
                site: number for site, each in sites.items() if (number := getattr(each, name))
            }
            assert counted == stands, name
