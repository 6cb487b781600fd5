"""A worker process that may be killed: `python -m tests.faults.job_worker URL LEASE_SECONDS`.

It works runs of the kind `steps`: each step is an outcome of its run, written once, and says in
which turn. It works until SIGTERM; each step begun is a line on stdout.
"""

import signal
import sys
from dataclasses import dataclass
from threading import Event

import sqlalchemy as sa

from artkeep.clock import Clock, SystemClock
from artkeep.db.engine import Database
from artkeep.db.tables import run_outcome
from artkeep.jobs import Turn
from artkeep.jobs.local import Workers

STEPS = 12
_STEP_SECONDS = 0.05
_LOOK_SECONDS = 0.1


@dataclass(frozen=True)
class Bench:
    """What the queue needs."""

    db: Database
    clock: Clock


def steps(bench: Bench, turn: Turn) -> None:
    """Do what was not done yet, step by step. Doing one twice would break a unique key."""
    query = sa.select(run_outcome.c.path).where(run_outcome.c.run_id == turn.run.id)
    with bench.db.read() as tx:
        done = {int(path) for path in tx.execute(query).scalars()}
    for number in range(STEPS):
        if number in done:
            continue
        bench.clock.sleep(_STEP_SECONDS)
        with turn.begin() as tx:
            row = {"run_id": turn.run.id, "ref_key": number.to_bytes(2, "big")}
            row |= {"path": f"{number}", "status": "new", "reason": f"{turn.run.turn}"}
            tx.execute(sa.insert(run_outcome).values(row))
        turn.progress(done=number + 1, total=STEPS, unit="steps")
        sys.stdout.write(f"{turn.run.subject} {number}\n")
        sys.stdout.flush()


def main(url: str, lease_seconds: float) -> None:
    """Work until SIGTERM."""
    ended = Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    clock = SystemClock()
    with (
        Database(url, clock) as database,
        Workers(Bench(database, clock), {"steps": steps}, threads=2, lease_seconds=lease_seconds),
    ):
        # a signal that another thread receives does not wake this one: look now and then
        while not clock.sleep(_LOOK_SECONDS, until=ended):
            pass


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
