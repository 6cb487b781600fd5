"""Which pictures look alike: indexes over the library's fingerprints, and nothing about art.

The port is `FingerprintIndex`. Beside a SQLite library lie memory-mapped segments
(`artkeep.fingerprints.local`), PostgreSQL has a GIN index (`artkeep.fingerprints.postgres`).
Both are derived from the table `image` and can be made again at any time; what two distances
mean is decided in `artkeep.fingerprints.verdicts`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from artkeep.db.engine import Database, Tx
from artkeep.model.refs import ImageId


class Near(NamedTuple):
    """One image near one of the asked fingerprints; `distance` is 0 to 256 differing bits."""

    query: int
    image_id: ImageId
    distance: int


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """What is near: three arrays of int64, as long as each other.

    `query` numbers the asked fingerprints from 0; each one's images come nearest first, those
    equally near by id. Iterating gives `Near`, one at a time.
    """

    query: npt.NDArray[np.int64]
    image_id: npt.NDArray[np.int64]
    distance: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.query)

    def __iter__(self) -> Iterator[Near]:
        columns = (self.query.tolist(), self.image_id.tolist(), self.distance.tolist())
        for query, image_id, distance in zip(*columns, strict=True):
            yield Near(query, ImageId(image_id), distance)


class FingerprintIndex(Protocol):
    """Every image within a radius: exact, complete, from 0 to 256 bits.

    `near` finds each image whose row the transaction sees and whose `pdq` differs from the asked
    one in at most `radius` bits, and no other, whether the index has taken the row up or not;
    falling behind costs time, never an answer. Two things are asked of those who write rows: ids
    grow and are never used again, and `rebuild` follows when the `pdq` of a row was changed.

    Any number of threads and processes may ask while one of them takes rows up. Killing it at
    any instant loses nothing but its work. `sync`, `check` and `rebuild` read in transactions of
    their own, so that only what is committed is taken up.
    """

    def near(self, tx: Tx, asked: npt.NDArray[np.uint8], radius: int) -> Hits:
        """Return the images within `radius` bits of each of the `asked`, uint8 of shape (n, 32)."""

    def sync(self) -> int:
        """Take up the rows that are newer than the index; return how many.

        0 also when another process is at it, and where the database takes them up by itself.
        Worth calling after every few thousand new rows.
        """

    def check(self) -> list[str]:
        """Compare the whole index with the rows; return what disagrees, in sentences."""

    def rebuild(self) -> None:
        """Throw the index away and build it again from the rows."""

    def close(self) -> None:
        """Let go of files and threads. Nobody may ask afterwards."""


def open_fingerprints(database: Database, folder: Path) -> FingerprintIndex:
    """Return the index that belongs to the database. It takes no time, however large it is.

    `folder` is the library's own for indexes; PostgreSQL keeps compiled code there only.
    """
    if database.engine_name == "sqlite":
        from artkeep.fingerprints.local import LocalIndex  # noqa: PLC0415 - only the side we use

        return LocalIndex(database, folder)
    from artkeep.fingerprints.postgres import PostgresIndex  # noqa: PLC0415 - only the side we use

    return PostgresIndex(database, folder)
