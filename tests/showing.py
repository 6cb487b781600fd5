"""What the gallery shows, for tests that only want to see what came of something."""

from artkeep.db.engine import Tx
from artkeep.library import query
from artkeep.model.records import Tile
from artkeep.model.viewing import EVERYTHING
from artkeep.workbench import Workbench

MOST = 500


def newest(tx: Tx) -> list[Tile]:
    """Return the works of a small library, newest first."""
    return query.search(tx, query.parse(""), None, MOST, EVERYTHING)


def tiles_of(bench: Workbench) -> list[Tile]:
    """Return the works of a small library, newest first."""
    with bench.db.read() as tx:
        return newest(tx)
