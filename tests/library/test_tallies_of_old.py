"""A library from before the tallies is counted once, when it is brought up to date."""

import sqlalchemy as sa

from artkeep.db.migrate import migrate
from artkeep.library import images, tallies
from tests.db.libraries import bring_to, sqlite_only
from tests.library import many

BEFORE = "0007"


def test_what_was_there_before_is_counted_as_what_comes(empty_database, tmp_path):
    bring_to(empty_database, BEFORE, tmp_path)
    many.fill(empty_database, 300, old=True)

    migrate(empty_database, home=tmp_path)

    with empty_database.begin() as tx:
        assert 300 == images.count(tx)
        assert {"pixiv": 294, "danbooru": 6} == {
            site: each.posts for site, each in tallies.of_sites(tx, ["pixiv", "danbooru"]).items()
        }
        stood = tallies.of_lists(tx)
        for list_id in stood:
            tallies.recount(tx, list_id)
        assert stood == tallies.of_lists(tx)
        assert 10 == len(stood)
        waits = sa.text("select count(*) from page p join post t on t.id = p.post_id where ")
        wrong = sa.text(f"{waits} p.site <> t.site or (t.wanted_at is not null) <> p.waits")
        assert 0 == tx.execute(wrong).scalar_one()


@sqlite_only
def test_files_are_passed_over_before_anything_is_counted(database):
    made = "select sql from sqlite_master where name = 'tally_page_insert'"
    with database.read() as tx:
        assert "when (new.site <> 'folder') begin" in tx.execute(sa.text(made)).scalar_one()
