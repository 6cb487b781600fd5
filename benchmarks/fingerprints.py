"""Fingerprints of pictures that were never drawn, as rows of a library; and building its index.

Half of the rows have nothing in common with any other. The other half are walks: each is the one
before with an eighth of its bits changed, as where a window slides over a picture.

`python -m benchmarks.fingerprints LIBRARY FOLDER` takes up what the index of a library lacks and
prints how long it took and the most memory it held, as JSON.
"""

import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from artkeep.clock import SystemClock
from artkeep.db.engine import Database
from artkeep.fingerprints import open_fingerprints
from benchmarks.turns import seconds

Prints = npt.NDArray[np.uint8]  # (n, 32)

STEPS = 80  # of a walk
TOGETHER = 100_000  # rows of a transaction
INSERT = """
    insert into image (sha256, size_bytes, media_type, width, height, frames, pdq, dhash, quality,
                       placeholder, look_version, kept, added_at)
    values (?, 1, 'image/png', 1, 1, 1, ?, zeroblob(16), 100, 0, 1, 'none',
            '2026-01-01T00:00:00.000000Z')
"""


@dataclass(frozen=True, slots=True)
class Built:
    """How long taking rows up took, and the most memory that the process held."""

    seconds: float
    peak_bytes: int


def realistic(number: int, seed: int) -> Prints:
    """Return half strangers, half walkers, shuffled."""
    rng = np.random.default_rng(seed)
    words = rng.integers(0, 2**64, (number, 4), dtype=np.uint64)
    walks = number // 2 // STEPS
    for step in range(1, STEPS):
        changed = np.bitwise_and.reduce(rng.integers(0, 2**64, (3, walks, 4), dtype=np.uint64))
        before = words[(step - 1) * walks : step * walks]
        words[step * walks : (step + 1) * walks] = before ^ changed
    rng.shuffle(words)
    return words.view(np.uint8)


def planted(stored: Prints, number: int, farthest: int, seed: int) -> tuple[list[int], Prints]:
    """Return which rows, and fingerprints 0 to `farthest` bits away from them."""
    rng = np.random.default_rng(seed)
    rows = rng.choice(len(stored), number, replace=False)
    flips = np.zeros((number, 256), np.uint8)
    for query, row in enumerate(flips):
        row[rng.choice(256, query % (farthest + 1), replace=False)] = 1
    return rows.tolist(), stored[rows] ^ np.packbits(flips, axis=1)


def add(database: Database, prints: Prints, first: int) -> None:
    """Add an image for each; the first will have the id `first` + 1."""
    for start in range(0, len(prints), TOGETHER):
        some = prints[start : start + TOGETHER]
        with database.begin() as tx:
            tx.connection.exec_driver_sql(INSERT, list(_rows(some, first + start)))


def _rows(prints: Prints, first: int) -> Iterator[tuple[bytes, bytes]]:
    for number, pdq in enumerate(prints, start=first):
        yield number.to_bytes(32, "little"), pdq.tobytes()


def build(path: Path, folder: Path) -> Built:
    """Have another process take up the rows that an index lacks."""
    command = [sys.executable, "-m", "benchmarks.fingerprints", str(path), str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Built(**json.loads(done.stdout))


def main(path: str, folder: str) -> None:
    """Take up, and say what it cost."""
    with Database(Path(path), SystemClock()) as database:
        index = open_fingerprints(database, Path(folder))
        took = seconds(index.sync)
        index.close()
    sys.stdout.write(json.dumps({"seconds": took, "peak_bytes": most_memory()}))


def most_memory() -> int:
    """Return the most memory this process held, in bytes; Linux counts that of its parent, too."""
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main(*sys.argv[1:])
