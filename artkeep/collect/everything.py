"""Read all lists that are followed, at once and on request."""

from artkeep import jobs
from artkeep.collect import refresh
from artkeep.db.engine import Tx
from artkeep.library import collections
from artkeep.model.records import RunState


def ask(tx: Tx) -> int:
    """Ask for every list to be read; return how many there are."""
    followed = collections.followed(tx)
    for held in followed:
        refresh.ask(tx, held.id)
    return len(followed)


def is_under_way(tx: Tx) -> bool:
    """Say whether a list is being read, or waits to be."""
    runs = (jobs.find(tx, refresh.KIND, str(held.id)) for held in collections.followed(tx))
    return any(run is not None and run.state in {RunState.QUEUED, RunState.RUNNING} for run in runs)
