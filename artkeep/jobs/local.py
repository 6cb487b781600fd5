"""The embedded engine: threads of this process that look for due runs.

Inside `artkeep up`, and inside any command that must finish work while nothing is up. Any number
of processes may work on one library at once; each run has one worker at a time.
"""

from datetime import datetime
from threading import Event, Thread
from typing import Generic, Self

import structlog

from artkeep.db.engine import Tx
from artkeep.errors import ArtkeepError
from artkeep.jobs.lease import LEASE_SECONDS, Keeper
from artkeep.jobs.turn import take
from artkeep.jobs.wakers import connect
from artkeep.jobs.work import B, Handlers, handle
from artkeep.model.refs import RunId

THREADS = 2
POLL_SECONDS = 1.0  # runs of other processes, and those that waited, are found by looking
TROUBLE_SECONDS = 10.0
_JOIN_SECONDS = 0.05

log = structlog.get_logger(__name__)


class Workers(Generic[B]):
    """Threads that work what is due, between `start` and `stop`; also as a `with` block."""

    def __init__(
        self,
        bench: B,
        handlers: Handlers[B],
        threads: int = THREADS,
        *,
        lease_seconds: float = LEASE_SECONDS,
    ) -> None:
        self._bench = bench
        self._handlers = handlers
        self._keeper = Keeper(bench.db, bench.clock, lease_seconds)
        self._due = Event()
        self._stopping = Event()
        self._threads = [
            Thread(target=self._run, name=f"worker-{number}", daemon=True)
            for number in range(threads)
        ]

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Begin to work. Once only."""
        self._disconnect = connect(self._bench.db, self)
        self._keeper.__enter__()
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Have the turns come to an end at their next step, and wait for them.

        What was not finished is queued again.
        """
        self._stopping.set()
        self._disconnect()
        for thread in self._threads:
            while thread.is_alive():
                for turn in self._keeper.turns():
                    turn.tell_to_stop()
                self._due.set()  # for those asleep; another one may have cleared it just now
                thread.join(_JOIN_SECONDS)
        self._keeper.__exit__()

    def wake(self, tx: Tx, run_id: RunId, at: datetime) -> None:  # noqa: ARG002 - any will do
        """Look for work as soon as this is committed, if it is due by then."""
        if at <= tx.now:
            tx.after_commit(self._due.set)

    def _run(self) -> None:
        while True:
            self._due.clear()
            if self._stopping.is_set():
                return
            if not self._work_one():
                self._bench.clock.sleep(POLL_SECONDS, until=self._due)

    def _work_one(self) -> bool:
        """Work one run; False when none was due."""
        try:
            turn = take(self._bench.db, self._handlers)
            if turn is not None:
                self._due.set()  # there may be more: one more thread may look
                with self._keeper.watching(turn):
                    handle(self._bench, self._handlers, turn)
        except ArtkeepError as error:  # a full disk, a server away: the worker must live on
            log.warning("a worker could not go on; it tries again soon", error=str(error))
        except Exception:
            log.exception("a worker could not go on; it tries again soon")
        else:
            return turn is not None
        self._bench.clock.sleep(TROUBLE_SECONDS, until=self._stopping)
        return True
