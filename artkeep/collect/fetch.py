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
from artkeep.model.refs import RunId
from artkeep.workbench import Workbench

KIND = "fetch"


def ask(tx: Tx, site: str) -> RunId:
    """Ask for what is wanted of a site to be fetched."""
    return jobs.add(tx, KIND, site)


def run(bench: Workbench, turn: Turn) -> None:
    """Fetch all that is due; what has to wait is fetched by another turn of the same run."""
    name = turn.run.subject
    site, way = ways.to(bench, name, None, turn)
    with Fetching(bench, turn, site, way) as fetching:
        fetching.work()
    with turn.begin() as tx:
        compare.ask(tx)
        later = wanted.left(tx, name).next_at
        if later is not None:
            jobs.add(tx, KIND, name, not_before=later)
