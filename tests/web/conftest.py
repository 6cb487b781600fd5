"""The pages as a browser sees them, over a real library."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from artkeep.fakes import danbooru, drawings, imagefap, pixiv
from artkeep.fakes.web import Served, serving
from artkeep.imaging.pool import Pool
from artkeep.library.passwords import Passwords
from artkeep.settings import PictureLimits, Settings
from artkeep.web.app import create_app
from artkeep.workbench import Workbench, open_workbench
from tests.web.browsing import HERE, Browser
from tests.web.led import led


@pytest.fixture(scope="session")
def decoders() -> Iterator[Pool]:
    """Decoders for all tests: starting them takes longer than most of these."""
    with Pool(PictureLimits(), workers=1) as pool:
        yield pool


@pytest.fixture(scope="session")
def passwords() -> Passwords:
    """Passwords that cost next to nothing."""
    return Passwords(memory_kib=64, passes=1)


@pytest.fixture
def bench(database_url: str, tmp_path: Path, decoders: Pool) -> Iterator[Workbench]:
    """A workbench over a new library, on both engines."""
    settings = Settings(home=tmp_path / "home", database_url=database_url, workers=1)
    with open_workbench(settings) as opened:
        yield replace(opened, pool=decoders)


@pytest.fixture
def client(bench: Workbench) -> TestClient:
    """A script on this machine: no cookies, no Origin."""
    return TestClient(create_app(bench, shown=()), base_url=HERE)


@pytest.fixture
def browser(bench: Workbench) -> Browser:
    """A browser on this machine."""
    return Browser(create_app(bench, shown=()), HERE)


@pytest.fixture(scope="session")
def empty_bench(
    sqlite_library: Path, tmp_path_factory: pytest.TempPathFactory, decoders: Pool
) -> Iterator[Workbench]:
    """One empty library for all tests that ask and change nothing."""
    home = tmp_path_factory.mktemp("empty")
    settings = Settings(home=home, database_url=f"sqlite:///{sqlite_library}", workers=1)
    with open_workbench(settings) as opened:
        yield replace(opened, pool=decoders)


@pytest.fixture(scope="session")
def empty_app(empty_bench: Workbench) -> FastAPI:
    """The pages of the empty library."""
    return create_app(empty_bench, shown=())


@pytest.fixture
def visitor(empty_app: FastAPI) -> TestClient:
    """A script that looks at an empty library."""
    return TestClient(empty_app, base_url=HERE)


@pytest.fixture
def newcomer(empty_app: FastAPI) -> Browser:
    """A browser that looks at an empty library."""
    return Browser(empty_app, HERE)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """A folder for pictures."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture
def fox(inbox: Path) -> Path:
    """A picture in a file."""
    path = inbox / "fox.png"
    drawings.write(1, path, width=320, height=240)
    return path


@pytest.fixture
def world() -> Iterator[Served]:
    """A small world of its own for each test: many change it."""
    played = {each.__name__.rpartition(".")[2]: each.routes for each in (danbooru, imagefap, pixiv)}
    with serving(works=24, played=played) as served:
        yield served


@pytest.fixture
def led_bench(
    world: Served, tmp_path: Path, decoders: Pool, database_url: str
) -> Iterator[Workbench]:
    """A workbench over a new library whose sites are the fakes, on both engines."""
    with led(world, tmp_path / "home", decoders, database_url) as bench:
        yield bench


@pytest.fixture
def collector(led_bench: Workbench) -> Browser:
    """A browser in front of it."""
    return Browser(create_app(led_bench, shown=()), HERE)
