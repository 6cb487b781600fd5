"""An index over the library under test, in each way it can be built."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from artkeep.db.engine import Database
from artkeep.fingerprints import FingerprintIndex, open_fingerprints
from artkeep.fingerprints.local import LocalIndex
from tests.fingerprints.pictures import slots_for


@pytest.fixture(params=["numpy", "kernels", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """Each way an index can be built."""
    return str(request.param)


@pytest.fixture
def engine(kind: str) -> str:
    """The engine that goes with it."""
    return "postgresql" if kind == "postgresql" else "sqlite"


@pytest.fixture
def index(database: Database, kind: str, tmp_path: Path) -> Iterator[FingerprintIndex]:
    """An index over a new library."""
    if kind == "kernels":
        opened = LocalIndex(database, tmp_path / "index", slots_for=slots_for, patience=0)
    else:
        opened = open_fingerprints(database, tmp_path / "index")
    yield opened
    opened.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the segments lie."""
    return tmp_path / "index" / "fingerprints"
