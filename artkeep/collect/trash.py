"""Empty the trash: the bytes of what only thrown-away works show are deleted, for good.

First, in one step, nothing shows these works any more, so nobody can take one back while its
bytes go. Then image by image: the bytes, the small pictures of them, and a note that they are gone.
Interrupted at any moment, the next turn goes on with those that have no such note. Files that
were only referred to stay where they lie: they were never ours.
"""

from artkeep import jobs
from artkeep.db.engine import Tx
from artkeep.imaging import thumbs
from artkeep.intake import qualities
from artkeep.jobs import Turn
from artkeep.library import emptying, images
from artkeep.library.emptying import Doomed
from artkeep.model.records import Kept
from artkeep.model.refs import RunId
from artkeep.workbench import Workbench

KIND = "empty"
SUBJECT = "trash"
_TOGETHER = 50  # images noted in one transaction


def ask(tx: Tx) -> RunId:
    """Give up what lies in the trash, and ask for its bytes to be deleted."""
    emptying.give_up(tx)
    return jobs.add(tx, KIND, SUBJECT)


def run(bench: Workbench, turn: Turn) -> None:
    """Delete what is left to be deleted."""
    done = turn.run.done
    turn.progress(unit="pictures")
    last: int | None = 0
    while last is not None:
        turn.check()
        with bench.db.read() as tx:
            some, last = emptying.doomed(tx, last, _TOGETHER)
        for one in some:
            _delete(bench, one)
        done += len(some)
        with turn.begin() as tx:
            for one in some:
                images.keep_as(tx, one.image_id, Kept.NONE)
            turn.progress(done=done, counts={"deleted": done})


def _delete(bench: Workbench, one: Doomed) -> None:
    if one.kept is Kept.BLOB:
        bench.blobs.delete(one.sha256)
    for size in (thumbs.GRID, thumbs.SCREEN, thumbs.MOVING):
        thumbs.path_of(bench.thumbs, one.sha256, size).unlink(missing_ok=True)
    for name in (*qualities.QUALITIES, qualities.TRUE):
        qualities.place(bench.thumbs, one.sha256, name).unlink(missing_ok=True)
