"""Fixtures that every room uses."""

import os
import shutil
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

from artkeep.clock import SystemClock
from artkeep.db.engine import Database
from artkeep.db.migrate import migrate
from artkeep.imaging import pool
from artkeep.settings import Settings

if TYPE_CHECKING:
    from artkeep.workbench import Workbench
from tests.clocks import HandClock
from tests.decoders import Shelf
from tests.postgres import Cluster, cluster

hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None)
hypothesis.settings.register_profile("exploring", deadline=None, max_examples=1000)

# where the same lines are gone through again, and counting them doubles the time
GONE_THROUGH_AGAIN = {"benchmarks", "browser", "faults", "test_kernels", "test_roads"}
IN_CHILDREN = "COVERAGE_PROCESS_CONFIG"  # by this variable processes know that they are counted


def pytest_configure(config: pytest.Config) -> None:
    """A run says the same each time; a long one looks where nobody has looked."""
    is_long = "not long" not in config.option.markexpr
    hypothesis.settings.load_profile("exploring" if is_long else "repeatable")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, Any, Any]:
    """Count coverage once: not on the second engine, nor for each example of a property."""
    plugin = item.config.pluginmanager.getplugin("_cov")
    counter = plugin.cov_controller if plugin else None
    if counter is None or not is_again(item):
        return (yield)
    counter.pause()
    told = os.environ.pop(IN_CHILDREN, None)
    try:
        return (yield)
    finally:
        if told is not None:
            os.environ[IN_CHILDREN] = told
        counter.resume()


def is_again(item: pytest.Item) -> bool:
    """Say whether other tests run the same lines."""
    chosen = getattr(item, "callspec", None)
    on_the_second = chosen is not None and chosen.params.get("engine") == "postgresql"
    is_property = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
    places = {item.path.parent.name, item.path.stem}
    return on_the_second or is_property or bool(places & GONE_THROUGH_AGAIN)


@pytest.fixture(scope="session", autouse=True)
def kernels_cache(request: pytest.FixtureRequest) -> Path:
    """Where compiled kernels are kept from one run of the tests to the next."""
    folder = request.config.rootpath / ".pytest_cache" / "kernels"
    os.environ["NUMBA_CACHE_DIR"] = str(folder)
    return folder


@pytest.fixture(scope="session", autouse=True)
def programs_of_others() -> None:
    """No test finds gallery-dl by its name: it lies beside this Python, or not, as it comes."""
    beside = str(Path(sys.executable).parent)
    folders = os.environ["PATH"].split(os.pathsep)
    os.environ["PATH"] = os.pathsep.join(each for each in folders if each != beside)


@pytest.fixture(scope="session")
def decoders_shelf() -> Iterator[Shelf]:
    """Decoders between one pool and the next."""
    shelf = Shelf()
    yield shelf
    shelf.close()


@pytest.fixture(autouse=True)
def lent_decoders(decoders_shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every pool of this process takes decoders that are running already."""
    monkeypatch.setattr(pool, "Decoder", decoders_shelf.lend)


@pytest.fixture
def clock() -> HandClock:
    """A clock that stands at noon until its hand is moved."""
    return HandClock()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str:
    """Both engines, one after the other."""
    return str(request.param)


@pytest.fixture
def empty_url(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database with nothing in it."""
    with _url(engine, request, tmp_path, migrated=False) as url:
        yield url


@pytest.fixture
def database_url(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a new library."""
    with _url(engine, request, tmp_path, migrated=True) as url:
        yield url


@pytest.fixture
def database(database_url: str, clock: HandClock) -> Iterator[Database]:
    """A new library, on both engines."""
    with Database(database_url, clock) as opened:
        yield opened


@pytest.fixture
def empty_database(empty_url: str, clock: HandClock) -> Iterator[Database]:
    """A database with nothing in it, on both engines."""
    with Database(empty_url, clock) as opened:
        yield opened


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A PostgreSQL server, started when the first test wants one."""
    with cluster() as running:
        yield running


@pytest.fixture(scope="session")
def sqlite_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new library in SQLite, to be copied."""
    folder = tmp_path_factory.mktemp("library")
    with Database(folder / "library.db", SystemClock()) as made:
        migrate(made, home=folder)
    return folder / "library.db"


@pytest.fixture(scope="session")
def postgres_library(postgres: Cluster) -> str:
    """A library in PostgreSQL, to be cleaned before each use."""
    name = postgres.make()
    with Database(postgres.url(name), SystemClock()) as made:
        migrate(made, home=postgres.socket_folder)
    return name


@contextmanager
def _url(
    engine: str, request: pytest.FixtureRequest, tmp_path: Path, *, migrated: bool
) -> Iterator[str]:
    """Make a database; the server is not started for those who do not need it."""
    if engine == "sqlite":
        path = tmp_path / "library.db"
        if migrated:
            shutil.copy(request.getfixturevalue("sqlite_library"), path)
        yield f"sqlite:///{path}"
        return
    server: Cluster = request.getfixturevalue("postgres")
    if migrated:
        library = request.getfixturevalue("postgres_library")
        server.clean(library)  # quicker than a new one
        yield server.url(library)
        return
    name = server.make()
    yield server.url(name)
    server.drop(name)


@pytest.fixture
def bench(database_url: str, tmp_path: Path) -> Iterator["Workbench"]:
    """A workbench over a new library, on both engines, with the machine's own clock."""
    from artkeep.workbench import open_workbench  # noqa: PLC0415 - most tests need none of it

    settings = Settings(home=tmp_path / "home", database_url=database_url, workers=2)
    with open_workbench(settings) as opened:
        yield opened
