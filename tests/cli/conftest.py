"""The command line as a person uses it, led to the fake sites."""

import sys
from dataclasses import dataclass
from datetime import timedelta

import pytest
import sqlalchemy as sa

from artkeep import cli
from artkeep.db.tables import post
from artkeep.fakes.web import serving
from artkeep.logs import stop_logging
from artkeep.settings import Settings
from artkeep.sites import SITES
from artkeep.workbench import open_workbench


@dataclass(frozen=True)
class Said:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


@pytest.fixture
def long_ago(tmp_path):
    """Call it to have nobody looked at any post for a year."""

    def forget():
        with open_workbench(Settings(home=tmp_path / "library")) as bench, bench.db.begin() as tx:
            tx.execute(sa.update(post).values(looked_at=tx.now - timedelta(days=365)))

    return forget


@pytest.fixture
def world():
    """A small world of its own for each test: many change it."""
    with serving(works=40) as served:
        yield served


@pytest.fixture
def artkeep(world, tmp_path, monkeypatch, capsys):
    """`artkeep("get", …)`: run a command with a library in `tmp_path / "library"`."""
    told = {**world.settings(), **world.without_pauses()}
    known = {name: value for name, value in told.items() if name.split("__")[1].lower() in SITES}
    places = {"HOME": tmp_path, "ARTKEEP_HOME": tmp_path / "library", "XDG_CACHE_HOME": tmp_path}
    for name, value in {**known, **places}.items():
        monkeypatch.setenv(name, str(value))
    monkeypatch.chdir(tmp_path)

    def run(*words):
        world.log.clear()
        monkeypatch.setattr(sys, "argv", ["artkeep", *map(str, words)])
        code = cli._run()  # noqa: SLF001 - main() would take over the signals of this process
        return Said(code, *capsys.readouterr())

    yield run
    stop_logging()
