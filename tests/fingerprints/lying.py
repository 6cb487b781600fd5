"""The segments of an index as they lie in their folder, and whether what it finds is true."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from artkeep.db.engine import Database
from artkeep.fingerprints.local import LocalIndex
from tests.fingerprints.pictures import (
    Prints,
    by_brute_force,
    slots_for,
)
from tests.fingerprints.test_segments import header_of


@contextmanager
def opened(database: Database, folder: Path) -> Iterator[LocalIndex]:
    """The index as another process sees it."""
    index = LocalIndex(database, folder.parent, slots_for=slots_for, patience=0)
    yield index
    index.close()


def segments(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.segment"))


def counts(folder: Path) -> list[int]:
    return [header_of(path).count for path in segments(folder)]


def same(database: Database, index: LocalIndex, asked: Prints, radius: int = 31) -> bool:
    with database.read() as tx:
        return by_brute_force(tx, asked, radius) == list(index.near(tx, asked, radius))
