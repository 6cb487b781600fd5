"""Leases: a worker says that it lives; a run whose worker is silent goes to another.

The one thread of a `Keeper` speaks for all turns of its process. It stops with the process, be
that killed or frozen, and then the sweep of another one finds the run: at once when it can see
that the process has died, else when the lease has passed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Event, Lock, Thread
from typing import Any, Self

import sqlalchemy as sa
import structlog

from artkeep.clock import Clock
from artkeep.db.engine import Database, Tx
from artkeep.db.tables import run, run_outcome
from artkeep.errors import ArtkeepError
from artkeep.jobs.policy import Next, after_silence
from artkeep.jobs.runs import put_down
from artkeep.jobs.turn import Turn
from artkeep.jobs.worker import has_died
from artkeep.model.records import RunState

LEASE_SECONDS = 30.0
_BEATS_PER_LEASE = 3
_PRUNE_EVERY_SECONDS = 3600.0
KEPT_DAYS = 30  # how long runs that are done can be looked at
_TOGETHER = 1000  # rows deleted in one transaction

log = structlog.get_logger(__name__)


def sweep(database: Database, lease_seconds: float = LEASE_SECONDS) -> int:
    """Queue the runs again whose workers died or were silent for a lease; return how many."""
    with database.read() as tx:
        left = [row.id for row in tx.execute(_RUNNING) if _is_left(row, tx.now, lease_seconds)]
    if not left:
        return 0
    with database.begin() as tx:
        locked = _RUNNING.where(run.c.id.in_(left)).with_for_update(skip_locked=True)
        still = [row for row in tx.execute(locked) if _is_left(row, tx.now, lease_seconds)]
        for row in still:
            stopped = Next(RunState.STOPPED, row.failures) if row.stop_requested else None
            put_down(tx, run.c.id == row.id, stopped or after_silence(row.failures, tx.now))
    return len(still)


_RUNNING = (
    sa.select(run.c.id, run.c.failures, run.c.stop_requested, run.c.worker, run.c.beat_at)
    .where(run.c.state == RunState.RUNNING.value)
    .order_by(run.c.id)
)


def _is_left(row: sa.Row[Any], now: datetime, lease_seconds: float) -> bool:
    """Say whether nobody works a run any more."""
    return row.beat_at < now - timedelta(seconds=lease_seconds) or has_died(row.worker)


class Keeper:
    """Says for the turns of this process that they live, and takes silent ones from others.

    One thread, while the `with` block is open. Now and then it also forgets old runs.
    """

    def __init__(self, database: Database, clock: Clock, lease_seconds: float) -> None:
        self._database = database
        self._clock = clock
        self._lease_seconds = lease_seconds
        self._turns: set[Turn] = set()
        self._guard = Lock()
        self._ended = Event()
        self._pruned_at: float | None = None
        self._thread = Thread(target=self._run, name="keeper", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    @contextmanager
    def watching(self, turn: Turn) -> Iterator[None]:
        """Speak for a turn while it is worked."""
        with self._guard:
            self._turns.add(turn)
        try:
            yield
        finally:
            with self._guard:
                self._turns.discard(turn)

    def turns(self) -> list[Turn]:
        """Return the turns that are worked now."""
        with self._guard:
            return list(self._turns)

    def _run(self) -> None:
        while True:
            try:
                self._keep()
            except ArtkeepError as error:  # a full disk, a server away: soon it may go better
                log.warning("could not keep the leases", error=str(error))
            except Exception:
                log.exception("could not keep the leases")
            if self._clock.sleep(self._lease_seconds / _BEATS_PER_LEASE, until=self._ended):
                return

    def _keep(self) -> None:
        for turn in self.turns():
            turn.beat()
        sweep(self._database, self._lease_seconds)
        now = self._clock.monotonic()
        if self._pruned_at is None or now - self._pruned_at > _PRUNE_EVERY_SECONDS:
            prune(self._database, self._clock.now() - timedelta(days=KEPT_DAYS))
            self._pruned_at = now


def prune(database: Database, before: datetime) -> int:
    """Forget the runs that were done before then, with their outcomes; return how many."""
    pruned = 0
    while True:
        with database.begin() as tx:
            some = _prune_some(tx, before)
        if some is None:
            return pruned
        pruned += some


def _prune_some(tx: Tx, before: datetime) -> int | None:
    """Delete some outcomes of one run, or else the run; return how many runs, None: none is old."""
    query = (
        sa.select(run.c.id)
        .where(run.c.state == RunState.DONE.value, run.c.finished_at < before)
        .order_by(run.c.id)
        .limit(1)
        .with_for_update()
    )
    run_id = tx.execute(query).scalar_one_or_none()
    if run_id is None:
        return None
    some = sa.select(run_outcome.c.id).where(run_outcome.c.run_id == run_id).limit(_TOGETHER)
    if tx.execute(sa.delete(run_outcome).where(run_outcome.c.id.in_(some))).rowcount:
        return 0
    tx.execute(sa.delete(run).where(run.c.id == run_id))
    return 1
