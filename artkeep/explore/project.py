"""Have all works found by what today's code finds them by: after an update, and for old libraries.

New and changed works are seen to as they come (`artkeep.library.projection`).
"""

from artkeep import jobs
from artkeep.jobs import Turn
from artkeep.library import projection
from artkeep.model.refs import RunId
from artkeep.workbench import Workbench

KIND = "project"
_SUBJECT = "library"
_AT_ONCE = 100  # works between two commits: about a tenth of a second


def ask_if_due(bench: Workbench) -> RunId | None:
    """Ask for it where it was not done yet; None: all is as it should be."""
    with bench.db.read() as tx:
        if projection.is_current(tx):
            return None
    with bench.db.begin() as tx:
        return jobs.add(tx, KIND, _SUBJECT)


def run(bench: Workbench, turn: Turn) -> None:
    """Project work after work, by their ids; what was done stays done."""
    with bench.db.read() as tx:
        turn.progress(unit="works", total=projection.count_left(tx) + turn.run.done)
    done = turn.run.done
    while True:
        with turn.begin() as tx:
            works = projection.next_works(tx, _AT_ONCE)
            projection.project(tx, works)
            projection.went_to(tx, works)
            turn.progress(done=done + len(works))
        done += len(works)
        if not works:
            return
