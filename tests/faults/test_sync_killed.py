"""A `sync` that is killed at any instant ends complete and without doubles."""

import os
import random
import subprocess
import sys

import pytest
import sqlalchemy as sa

from artkeep.clock import SystemClock
from artkeep.collect import doctor
from artkeep.db.tables import collection_item, image, page, post
from artkeep.fakes.web import serving
from artkeep.settings import Settings
from artkeep.workbench import open_workbench

KILLS = 50 if os.environ.get("ARTKEEP_TEST_LONG") else 5
WORKS = 400 if os.environ.get("ARTKEEP_TEST_LONG") else 150
LIST = "https://derpibooru.org/search?q=safe"


@pytest.fixture(scope="module")
def world():
    with serving(works=WORKS) as served:
        yield served


def start(world, home, *words):
    told = {**world.settings(), **world.without_pauses()}
    return subprocess.Popen(
        [sys.executable, "-m", "artkeep", *words, "--quiet"],
        env={**os.environ, **told, "ARTKEEP_HOME": str(home), "ARTKEEP_LEASE_SECONDS": "3"},
        stderr=subprocess.DEVNULL,
    )


def count(tx, query):
    return tx.execute(sa.select(sa.func.count()).select_from(query.subquery())).scalar_one()


def test_a_killed_sync_goes_on_and_ends_whole(tmp_path, world):
    chance = random.Random(11)
    for _ in range(KILLS):
        syncing = start(world, tmp_path, "add", LIST)
        SystemClock().sleep(chance.uniform(0.8, 4.0))
        syncing.kill()
        syncing.wait()

    assert 0 == start(world, tmp_path, "add", LIST).wait()

    with open_workbench(Settings(home=tmp_path)) as bench:
        with bench.db.read() as tx:
            posts = count(tx, sa.select(post.c.id))
            assert posts > WORKS / 10
            assert posts == count(tx, sa.select(post.c.site, post.c.site_post_id).distinct())
            assert posts == count(tx, sa.select(collection_item.c.post_id))
            assert posts == count(tx, sa.select(page.c.id))
            assert 0 == count(tx, sa.select(page.c.id).where(page.c.image_id.is_(None)))
            assert count(tx, sa.select(image.c.id)) <= posts
        assert [] == list(doctor.examine(bench))
