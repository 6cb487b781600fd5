"""Fetch what is wanted of a site: posts that it has to tell us of, and pictures.

One run a site. Pictures are fetched by several threads, as many as their host allows, looked at
by the decoders, and recorded in groups; a picture is recorded or still wanted, nothing between.
What fails alone is tried again later, with its post asked for fresh addresses first; what
concerns the site as a whole ends the turn, and the run goes on when the site allows.
"""

from artkeep import jobs
from artkeep.collect.fetching import Fetching
from artkeep.db.engine import Tx
from artkeep.intake import compare, ways
from artkeep.jobs import Turn
from artkeep.library import wanted
from artkeep.model.records import RunState
from artkeep.model.refs import RunId
from artkeep.workbench import Workbench

KIND = "fetch"


def ask(tx: Tx, site: str) -> RunId:
    """Ask for what is wanted of a site to be fetched."""
    return jobs.add(tx, KIND, site)


def due(bench: Workbench) -> int:
    """Ask for what had to wait and is due by now to be fetched; return of how many sites.

    A run that waits has its reason, and one that failed or was stopped needs a person first.
    """
    with bench.db.begin() as tx:
        ended = {run.subject: run.state is RunState.DONE for run in jobs.of_kinds(tx, {KIND})}
        due_now = [site for site in wanted.sites(tx) if ended.get(site, True)]
        for site in due_now:
            ask(tx, site)
    return len(due_now)


def run(bench: Workbench, turn: Turn) -> None:
    """Fetch all that is due; what has to wait is asked for by the schedule (`due`)."""
    name = turn.run.subject
    site, way = ways.to(bench, name, None, turn)
    with Fetching(bench, turn, site, way) as fetching:
        fetching.work()
    with turn.begin() as tx:
        compare.ask(tx)
