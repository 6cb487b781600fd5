"""A process whose threads ask one site: `python -m tests.jobs.lane_worker URL CLOCK SITE FIRST`.

They ask until the shared clock says that it is enough; when a wait is too long they come back at
the time they were told, as a run would. Each answer is a line: when it was asked for, and in.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Thread

from artkeep.db.engine import Database
from artkeep.jobs.lanes import LaneKey, Lanes, NotYet, Waiting
from artkeep.model.pace import Pace
from artkeep.net.http import Http
from artkeep.workbench.site_settings import read
from artkeep.workbench.way import Way
from tests.jobs.shared_clock import SharedClock
from tests.net.site import NOBODY
from tests.workbench.mini import PACED

THREADS = 4
ENOUGH_SECONDS = 230.0
_ANSWER_SECONDS = 0.3


class SlowAnswers(Lanes):
    """The lanes of a site whose answers take a while to be in."""

    def __init__(self, database: Database, clock: SharedClock) -> None:
        super().__init__(database, clock)
        self._slow = clock

    @contextmanager
    def turn(
        self, key: LaneKey, pace: Pace, *, seconds: float, waiting: Waiting | None = None
    ) -> Iterator[datetime]:
        with super().turn(key, pace, seconds=seconds, waiting=waiting) as at:
            begun = self._slow.monotonic()
            yield at
            self._slow.sleep(_ANSWER_SECONDS)
            sys.stdout.write(f"{begun} {self._slow.monotonic()}\n")


def ask_on_and_on(way: Way, clock: SharedClock, number: int) -> None:
    """Ask until it is enough."""
    clock.join(number)
    while clock.monotonic() < ENOUGH_SECONDS:
        try:
            way.ask("GET", "/x")
        except NotYet as not_yet:
            clock.sleep((not_yet.until - clock.now()).total_seconds())
    clock.leave()


def main(url: str, clock_path: str, site: str, first: int) -> None:
    """Ask with all threads."""
    clock = SharedClock(Path(clock_path))
    told = read(PACED, {"base_url": site})
    with Database(url, clock) as database, Http(clock, tls=NOBODY) as web:
        way = Way(PACED, told.reach, told.options, web, clock, SlowAnswers(database, clock))
        threads = [
            Thread(target=ask_on_and_on, args=(way, clock, first + number))
            for number in range(THREADS)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
