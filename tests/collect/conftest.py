"""A workbench that is led to the fake sites, without pauses."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from artkeep.fakes.web import Served, serving
from artkeep.settings import Settings, load_settings
from artkeep.workbench import Workbench, open_workbench


@pytest.fixture
def world() -> Iterator[Served]:
    """A small world of its own for each test: many change it."""
    with serving(works=60) as served:
        yield served


@contextmanager
def led(world: Served, home: Path, database_url: str | None = None) -> Iterator[Workbench]:
    """Open a workbench whose sites are the fakes."""
    environ = {**world.settings(), **world.without_pauses(), "ARTKEEP_HOME": str(home)}
    told = load_settings(environ, home.parent).sites
    settings = Settings(home=home, database_url=database_url, workers=2, sites=told)
    with open_workbench(settings) as bench:
        yield bench


@pytest.fixture
def bench(world: Served, tmp_path: Path, database_url: str) -> Iterator[Workbench]:
    """A workbench over a new library, on both engines."""
    with led(world, tmp_path / "home", database_url) as opened:
        yield opened
