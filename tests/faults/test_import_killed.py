"""An import that is killed at any instant loses nothing and does nothing twice."""

import os
import random
import subprocess
import sys

import pytest

from artkeep.clock import SystemClock
from artkeep.collect import doctor
from artkeep.settings import Settings
from artkeep.workbench import open_workbench
from tests.collect.moving import draw, pictures, rows, write
from tests.showing import tiles_of

KILLS = 50 if os.environ.get("ARTKEEP_TEST_LONG") else 5
PICTURES = 60


@pytest.fixture(scope="module")
def fetched(tmp_path_factory):
    """What gallery-dl leaves: pixiv works of three pictures each."""
    folder = tmp_path_factory.mktemp("fetched")
    for number in range(PICTURES):
        work, page = 90000000 + number // 3, number % 3
        path = draw(folder / f"{work}_p{page}.png", number)
        said = {"category": "pixiv", "id": work, "num": page, "title": f"work {work}"}
        write(path.with_name(f"{path.name}.json"), said)
    return folder


def start_import(home, folder):
    return subprocess.Popen(
        [sys.executable, "-m", "artkeep", "import-from", "gallery-dl", "--quiet", str(folder)],
        env={**os.environ, "ARTKEEP_HOME": str(home), "ARTKEEP_LEASE_SECONDS": "3"},
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def test_a_killed_import_goes_on_and_ends_whole(tmp_path, fetched):
    chance = random.Random(7)
    for _ in range(KILLS):
        moving = start_import(tmp_path, fetched)
        SystemClock().sleep(chance.uniform(0.5, 3.0))
        moving.kill()
        moving.wait()

    assert 0 == start_import(tmp_path, fetched).wait()

    with open_workbench(Settings(home=tmp_path)) as bench:
        assert [PICTURES // 3 + PICTURES, 2 * PICTURES, PICTURES] == rows(bench)
        assert all(pictures(bench, "pixiv").values())
        assert PICTURES // 3 == len(tiles_of(bench))
        assert [] == list(doctor.examine(bench))
