"""Work what waits, as the program does, and read what came of it."""

from pathlib import Path

from artkeep import jobs
from artkeep.collect import add, report
from artkeep.handlers import HANDLERS
from artkeep.model.records import Kept, RunState
from artkeep.model.refs import RunId
from artkeep.workbench import Workbench


def work(bench: Workbench) -> None:
    """Work until nothing is due."""
    jobs.work(bench, HANDLERS)


def add_all(bench: Workbench, *paths: Path, kept: Kept = Kept.BLOB) -> RunId:
    """Add these, compare them, and return the run."""
    with bench.db.begin() as tx:
        run_id = add.start(tx, paths, kept)
    work(bench)
    with bench.db.read() as tx:
        run = jobs.get(tx, run_id)
    assert (RunState.DONE, None) == (run.state, run.error)
    return run_id


def lines(bench: Workbench, run_id: RunId) -> list[report.Line]:
    """Return what became of each file."""
    return list(report.lines(bench, run_id))
