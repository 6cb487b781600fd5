"""A `get` that is killed at any instant leaves whole files, and the next one completes it."""

import hashlib
import os
import random
import subprocess
import sys

import pytest

from artkeep.clock import SystemClock
from artkeep.fakes.web import serving
from artkeep.sites import SITES

KILLS = 50 if os.environ.get("ARTKEEP_TEST_LONG") else 5
LIST = "https://www.imagefap.com/showfavorites.php?userid=77"


@pytest.fixture(scope="module")
def world():
    with serving(works=90) as served:
        yield served


@pytest.fixture
def start(world, tmp_path):
    told = {**world.settings(), **world.without_pauses()}
    known = {name: value for name, value in told.items() if name.split("__")[1].lower() in SITES}
    places = {
        "ARTKEEP_HOME": str(tmp_path / "library"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }

    def started(*words):
        return subprocess.Popen(
            [sys.executable, "-m", "artkeep", "get", LIST, "-o", str(tmp_path / "out"), *words],
            env={**os.environ, **known, **places},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return started


def test_a_killed_get_goes_on_and_ends_whole(world, start, tmp_path):
    chance = random.Random(3)
    out = tmp_path / "out"
    for _ in range(KILLS):
        getting = start()
        SystemClock().sleep(chance.uniform(0.5, 4.0))
        getting.kill()
        getting.communicate()
        for path in out.glob("*.jpg") if out.exists() else ():
            assert b"\xff\xd9" == path.read_bytes()[-2:]  # whole

    said, trouble = start("--force").communicate()

    found = [each for each in out.iterdir() if each.name != "imagefap.database"]
    digests = [hashlib.sha256(each.read_bytes()).hexdigest() for each in found]
    assert len(digests) == len(set(digests))
    lists = world.world.lists("imagefap")
    posts = [world.world.post("imagefap", id_) for id_ in (*lists["501"], *lists["502"])]
    assert {each.pages[0].sha256 for each in posts} <= set(digests)
    assert "0 failed" not in said
    assert "Traceback" not in trouble
    assert ["out"] == [each.name for each in tmp_path.iterdir()]  # no library was made


def test_an_interrupted_get_says_that_the_same_command_goes_on(world, start):
    world.log.clear()
    world.moods.slow_seconds = 8.0
    world.moods.set("imagefap", "slow")
    getting = start()
    while not world.log:
        SystemClock().sleep(0.1)
    getting.terminate()
    said, trouble = getting.communicate()
    world.moods.clear()

    assert 130 == getting.returncode
    assert "the same command goes on" in trouble
    assert "0 pictures saved" in said
