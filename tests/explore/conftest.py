"""A library with both kinds of store, and decoders that are started once."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from artkeep.blobs import BlobStore, open_blobs
from artkeep.imaging.pool import Pool
from artkeep.settings import PictureLimits, Settings
from artkeep.workbench import Workbench, open_workbench
from tests.blobs.conftest import s3_server, s3_url  # noqa: F401 - fixtures, by their names


@pytest.fixture(scope="session")
def decoders() -> Iterator[Pool]:
    """Decoders for all tests: starting them takes longer than most of these."""
    with Pool(PictureLimits(), workers=2) as pool:
        yield pool


@pytest.fixture
def bench(database_url: str, tmp_path: Path, decoders: Pool) -> Iterator[Workbench]:
    """A workbench over a new library, on both engines."""
    settings = Settings(home=tmp_path / "home", database_url=database_url, workers=2)
    with open_workbench(settings) as opened:
        yield replace(opened, pool=decoders)


@pytest.fixture
def bucket(s3_url: str, tmp_path: Path) -> BlobStore:  # noqa: F811 - the fixture, not the import
    """A store in a bucket."""
    return open_blobs(s3_url, tmp_path)
