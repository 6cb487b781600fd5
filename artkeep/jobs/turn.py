"""Turns: who works a run, from taking it to its end."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from threading import Event, Lock
from typing import Any, TypedDict, Unpack

import sqlalchemy as sa

from artkeep.db.dialect import Moment
from artkeep.db.engine import Database, Tx
from artkeep.db.tables import run
from artkeep.errors import Stopped, Superseded
from artkeep.jobs import worker
from artkeep.jobs.policy import Next
from artkeep.jobs.runs import COLUMNS, as_run, put_down
from artkeep.model.records import Run, RunState
from artkeep.texts import text


class Progress(TypedDict, total=False):
    """What a handler may say about itself; what it leaves out stays as it is."""

    done: int
    total: int | None  # None while unknown
    unit: str
    counts: Mapping[str, int]  # what the done ones were: {"new": 3, "known": 9}
    waiting_for: str | None  # why nothing moves, in words; None: it does


def take(database: Database, kinds: Collection[str] | None = None) -> "Turn | None":
    """Take the run that has been due longest, of these kinds or of any; None: none is due."""
    with database.read() as tx:  # most of the time nothing is due: then nobody has to wait for us
        if tx.execute(_longest_due(tx.now, kinds)).first() is None:
            return None
    ourselves = worker.ourselves()
    with database.begin() as tx:
        locked = _longest_due(tx.now, kinds).with_for_update(skip_locked=True)
        run_id = tx.execute(locked).scalar_one_or_none()
        if run_id is None:
            return None
        taken = (
            sa.update(run)
            .where(run.c.id == run_id)
            .values(
                state=RunState.RUNNING.value,
                turn=run.c.turn + 1,
                not_before=None,
                waiting_for=None,
                worker=ourselves,
                beat_at=tx.now,
                started_at=sa.func.coalesce(run.c.started_at, sa.literal(tx.now, Moment)),
                changed_at=tx.now,
            )
            .returning(*COLUMNS)
        )
        return Turn(database, as_run(tx.execute(taken).one()))


def _longest_due(now: datetime, kinds: Collection[str] | None) -> sa.Select[int]:
    query = sa.select(run.c.id).where(run.c.state == RunState.QUEUED.value, run.c.not_before <= now)
    if kinds is not None:
        query = query.where(run.c.kind.in_(sorted(kinds)))
    return query.order_by(run.c.not_before, run.c.id).limit(1)


class Turn:
    """One worker's turn at a run. Any number of threads may use it at once.

    `run` is how the run stood when it was taken.
    """

    def __init__(self, database: Database, taken: Run) -> None:
        self.run = taken
        self._database = database
        self._mine = sa.and_(
            run.c.id == taken.id,
            run.c.turn == taken.turn,
            run.c.state == RunState.RUNNING.value,
        )
        self._guard = Lock()
        self._progress: dict[str, Any] = {}
        self._furthest = taken.done
        self._told = Event()  # by our own process, which ends
        self._asked = Event()  # by a person
        self._lost = Event()  # to another worker

    @property
    def stopping(self) -> bool:
        """Whether to come to an end soon: `begin` and `check` will raise."""
        return self._told.is_set() or self._asked.is_set() or self._lost.is_set()

    def check(self) -> None:
        """Raise Superseded or Stopped when that is known; for long ways between two `begin`."""
        if self._lost.is_set():
            raise Superseded(text("run {id} was taken over by another worker", id=self.run.id))
        if self.stopping:
            raise Stopped(text("run {id} was asked to stop", id=self.run.id))

    @contextmanager
    def begin(self) -> Iterator[Tx]:
        """Write, as long as the turn is ours. Raises Superseded, Stopped: let them pass."""
        self.check()
        with self._database.begin() as tx:
            self._mark(tx)
            self.check()
            yield tx

    def beat(self) -> None:
        """Say that we live, and find out whether we should stop (`stopping`)."""
        with self._database.begin() as tx:
            self._mark(tx)

    def progress(self, **told: Unpack[Progress]) -> None:
        """Say how far the run is; written by the next `begin`, beat or end."""
        if "counts" in told:
            told["counts"] = dict(told["counts"])  # the handler goes on counting in its own
        with self._guard:
            self._progress.update(told)
            self._furthest = max(self._furthest, told.get("done", 0))

    def tell_to_stop(self) -> None:
        """Have the handler come to an end because our process does; the run is queued again."""
        self._told.set()

    @property
    def failures(self) -> int:
        """How many tries in a row came to nothing; getting further than ever before starts anew."""
        return 0 if self._furthest > self.run.done else self.run.failures

    def finish(self) -> None:
        """Write that the work is done."""
        self._end(Next(RunState.DONE, 0))

    def give_back(self) -> None:
        """Let go of the run: stopped when a person asked for that, otherwise queued again."""
        if self._asked.is_set():
            self._end(Next(RunState.STOPPED, self.failures))
        else:
            self._end(Next(RunState.QUEUED, self.failures, self._database.clock.now()))

    def fail(self, then: Next) -> None:
        """Write what an error led to."""
        self._end(then)

    def _end(self, then: Next) -> None:
        with self._database.begin() as tx:
            if not put_down(tx, self._mine, then, self._so_far()):
                self._lost.set()

    def _mark(self, tx: Tx) -> None:
        """Write beat and progress where the turn is still ours, and learn whether it is."""
        written = (
            sa.update(run)
            .where(self._mine)
            .values(**self._so_far(), beat_at=tx.now, changed_at=tx.now)
            .returning(run.c.stop_requested)
        )
        row = tx.execute(written).one_or_none()
        if row is None:
            self._lost.set()
        elif row.stop_requested:
            self._asked.set()

    def _so_far(self) -> dict[str, Any]:
        """Return the progress as columns."""
        with self._guard:
            told = dict(self._progress)
        if self._furthest > self.run.done:
            told |= {"failures": 0, "error": None, "error_kind": None}
        return told
