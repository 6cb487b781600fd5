"""An `add` that is killed at any instant loses nothing and does nothing twice."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress

import pytest

from artkeep.clock import SystemClock
from artkeep.collect import doctor
from artkeep.fakes import drawings
from artkeep.library import images
from artkeep.settings import Settings
from artkeep.workbench import open_workbench
from tests.showing import tiles_of

KILLS = 50 if os.environ.get("ARTKEEP_TEST_LONG") else 5
PICTURES = 60


@pytest.fixture(scope="module")
def pictures(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pictures")
    for number in range(PICTURES):
        drawings.write(
            number, folder / f"{number}.{'png' if number % 2 else 'jpg'}", width=480, height=360
        )
    return folder


def start_add(home, folder):
    return subprocess.Popen(
        [sys.executable, "-m", "artkeep", "add", "--quiet", str(folder)],
        env={**os.environ, "ARTKEEP_HOME": str(home), "ARTKEEP_LEASE_SECONDS": "3"},
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def test_a_killed_add_goes_on_and_ends_whole(tmp_path, pictures):
    chance = random.Random(7)
    for _ in range(KILLS):
        adding = start_add(tmp_path, pictures)
        SystemClock().sleep(chance.uniform(0.5, 3.0))
        adding.kill()
        adding.wait()

    assert 0 == start_add(tmp_path, pictures).wait()

    with open_workbench(Settings(home=tmp_path)) as bench:
        with bench.db.read() as tx:
            assert PICTURES == images.count(tx)
        assert PICTURES == len(tiles_of(bench))
        assert [] == list(doctor.examine(bench))


def wait_until_begun(library):
    """Wait until a run has begun, however busy the machine is."""
    started = 0
    while not started:
        SystemClock().sleep(0.05)
        with (
            suppress(sqlite3.OperationalError),  # it is being made
            closing(sqlite3.connect(f"{library.as_uri()}?mode=ro", uri=True)) as opened,
        ):
            (started,) = opened.execute("select count(started_at) from run").fetchone()


def test_ctrl_c_puts_down_what_is_in_hand(tmp_path, pictures):
    adding = start_add(tmp_path, pictures)
    wait_until_begun(tmp_path / "library.db")
    os.killpg(adding.pid, signal.SIGINT)

    assert adding.wait(timeout=30) in {130, 0}
    assert 0 == start_add(tmp_path, pictures).wait()
    with open_workbench(Settings(home=tmp_path)) as bench:
        assert [] == list(doctor.examine(bench))
