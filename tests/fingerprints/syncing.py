"""A process that builds an index over and over, for others to kill or to race with.

`python -m tests.fingerprints.syncing URL FOLDER ROUNDS SLOTS`: a line is written after each round.
Without slots it starts quicker, since nothing compiled is loaded.
"""

import sys
from pathlib import Path

from artkeep.clock import SystemClock
from artkeep.db.engine import Database
from artkeep.fingerprints.local import LocalIndex
from tests.fingerprints.pictures import add_all, random_prints


def main(url: str, folder: str, rounds: str, slots: str) -> None:
    """Rebuild, add, sync."""
    with Database(url, SystemClock()) as database:
        index = LocalIndex(database, Path(folder), slots_for=lambda _: int(slots))
        for number in range(int(rounds)):
            index.rebuild()
            add_all(database, random_prints(50, seed=number))
            index.sync()
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()
        index.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
