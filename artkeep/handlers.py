"""Everything we do later: the kind of a run → the function that works it."""

from collections.abc import Callable, Mapping

from artkeep.collect import add, audit, discard, fetch, moving_in, recheck, refresh, trash
from artkeep.explore import project
from artkeep.intake import compare
from artkeep.jobs import Turn
from artkeep.workbench import Workbench

HANDLERS: Mapping[str, Callable[[Workbench, Turn], None]] = {
    add.KIND: add.run,
    audit.KIND: audit.run,
    compare.KIND: compare.run,
    discard.KIND: discard.run,
    discard.BACK: discard.run_back,
    fetch.KIND: fetch.run,
    moving_in.KIND: moving_in.run,
    project.KIND: project.run,
    recheck.KIND: recheck.run,
    refresh.KIND: refresh.run,
    trash.KIND: trash.run,
}

UNCOMPARED = {kind: handler for kind, handler in HANDLERS.items() if kind != compare.KIND}
