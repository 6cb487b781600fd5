"""Notice what comes in twice: each new picture is compared with all others, once."""

from concurrent.futures import ThreadPoolExecutor

from artkeep import jobs
from artkeep.db.engine import Tx
from artkeep.intake import alike
from artkeep.jobs import Turn
from artkeep.library import images, pairs
from artkeep.model.records import Image
from artkeep.model.refs import RunId
from artkeep.workbench import Workbench

KIND = "compare"
_SUBJECT = "library"
_TOGETHER = 25  # pictures compared between two commits: about a second


def ask(tx: Tx) -> RunId | None:
    """Ask for the pictures not yet compared to be compared; None when there are none."""
    if not images.not_compared(tx, limit=1):
        return None
    return jobs.add(tx, KIND, _SUBJECT)


def run(bench: Workbench, turn: Turn) -> None:
    """Compare what was not compared yet, oldest first, and note the pairs."""
    bench.fingerprints.sync()
    bench.details.sync()
    with bench.db.read() as tx:
        turn.progress(unit="pictures", total=images.count_not_compared(tx))
    turn.beat()
    done = 0
    with ThreadPoolExecutor(bench.workers, "compare") as threads:
        while some := _next(bench):
            with bench.db.read() as tx:
                found = _pairs(bench, tx, some, threads)
            with turn.begin() as tx:
                pairs.add(tx, found)
                images.mark_compared(tx, [image.id for image in some])
            done += len(some)
            turn.progress(done=done)
    with turn.begin():
        pass


def _next(bench: Workbench) -> list[Image]:
    with bench.db.read() as tx:
        return images.not_compared(tx, _TOGETHER)


def _pairs(
    bench: Workbench, tx: Tx, some: list[Image], threads: ThreadPoolExecutor
) -> list[pairs.Pair]:
    alikes = alike.to_images(bench, tx, some, spread=threads.map)
    return [
        pairs.Pair(image.id, other.image_id, other.kind, other.distance, other.score, other.variant)
        for image, others in zip(some, alikes, strict=True)
        for other in others
    ]
