"""Lists are read and failed pictures tried again when it is time, and posts looked at once a day.

Any number of processes may do this at once: who takes a list sets its next time in the same
breath, and a run that was asked for already is not asked for twice.
"""

from datetime import timedelta
from threading import Event, Thread
from typing import Self

import structlog

from artkeep import jobs
from artkeep.collect import fetch, recheck, refresh
from artkeep.errors import ArtkeepError
from artkeep.library import posts
from artkeep.model.records import RunState
from artkeep.sites import SITES
from artkeep.workbench import Workbench

EVERY_SECONDS = 30.0
_LOOKS_APART = timedelta(days=1)
_TICKS_A_LOOK = 60
_AT_END = frozenset({RunState.DONE, RunState.FAILED, RunState.STOPPED})

log = structlog.get_logger(__name__)


class Schedule:
    """A thread that asks for what is due, inside a `with` block."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="schedule", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        ticks = 0
        while not self._stopping.is_set():
            try:
                refresh.due(self._bench)
                fetch.due(self._bench)
                if ticks % _TICKS_A_LOOK == 0:
                    look_due(self._bench)
            except ArtkeepError as error:  # the library is busy or away: the next tick may see it
                log.warning("nothing was asked for; trying again soon", error=str(error))
            ticks += 1
            self._bench.clock.sleep(EVERY_SECONDS, until=self._stopping)


def look_due(bench: Workbench) -> list[str]:
    """Ask for the posts of each site to be looked at whose last looks ended a day ago."""
    with bench.db.begin() as tx:
        held = {run.subject: run for run in jobs.of_kinds(tx, {recheck.KIND})}
        asked = []
        for site in posts.sites(tx, SITES):
            last = held.get(site)
            if last is not None and last.state not in _AT_END:
                continue
            if last is None or (last.finished_at or last.created_at) <= tx.now - _LOOKS_APART:
                recheck.ask(tx, site)
                asked.append(site)
    return asked
