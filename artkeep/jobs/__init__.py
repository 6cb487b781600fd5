"""Work for later: what a person can watch, stop and try again, and what survives a crash.

A **run** is a row: its kind says which handler works it, its subject what about; the two
together are unique. Everything that must survive is in the row. An engine (`Waker`) only wakes.

A handler gets a **Turn**. Whoever takes a run raises its turn number; `turn.begin()` opens a
transaction that first writes beat and progress *where the turn is still ours*. Nothing is
written without it, so a worker that froze and wakes up hours later does no harm: its turn is
over. One object is fence, progress and stop::

    def run(bench: Workbench, turn: Turn) -> None:
        for number, some in enumerate(batches, start=1):
            found = look(some)  # slow, outside of any transaction
            with turn.begin() as tx:  # raises Superseded or Stopped: let it
                keep(tx, found)
            turn.progress(done=number, unit="batches")

Every step can be done twice, since a step is done again when a worker ends between doing it and
writing that it did. A handler that returns has finished; one that raises is judged by its error
(`policy.py`). While it runs, its process says every few seconds that it lives; a run that is
silent for a lease, 30 seconds, is taken away from its worker and queued again (`lease.py`), and
one whose process has died on this machine at once (`worker.py`), so kill -9 and SIGSTOP lose
nothing.

Asked for again while it waits, a run becomes due at the earlier of the two times. Asked for
again while it runs, it runs once more when it has ended, and keeps its outcomes: what came in
meanwhile is not missed, and everybody who asked is told of all that it brought.
"""

from artkeep.jobs.lease import prune, sweep
from artkeep.jobs.runs import (
    add,
    changed,
    find,
    get,
    in_hand,
    latest,
    of_kinds,
    recent,
    request_stop,
    retry,
)
from artkeep.jobs.turn import Turn, take
from artkeep.jobs.wakers import Waker
from artkeep.jobs.work import Bench, Handlers, handle, work

__all__ = [
    "Bench",
    "Handlers",
    "Turn",
    "Waker",
    "add",
    "changed",
    "find",
    "get",
    "handle",
    "in_hand",
    "latest",
    "of_kinds",
    "prune",
    "recent",
    "request_stop",
    "retry",
    "sweep",
    "take",
    "work",
]
