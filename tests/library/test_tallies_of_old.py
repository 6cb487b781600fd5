"""A library from before the tallies is counted once, when it is brought up to date."""

import shutil

import sqlalchemy as sa

from artkeep.db.migrate import migrate
from artkeep.db.migrations import OURS, Steps
from artkeep.library import images, tallies
from tests.library import many

BEFORE = "0007"


def test_what_was_there_before_is_counted_as_what_comes(empty_database, tmp_path):
    versions = tmp_path / "steps" / "versions"
    shutil.copytree(OURS.folder / "versions", versions)
    for file in versions.glob("r*.py"):
        if file.name[1:5] > BEFORE:
            file.unlink()
    migrate(empty_database, home=tmp_path, steps=Steps(tmp_path / "steps", BEFORE))
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
