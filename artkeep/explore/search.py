"""Search the gallery: a page of what a query finds, how much it is, how a word may go on."""

from dataclasses import dataclass

from artkeep.library import query as language
from artkeep.library.query import Anchor, Query, Suggestion
from artkeep.model.records import Tile
from artkeep.model.viewing import Allow
from artkeep.workbench import Workbench

PAGE = 120  # works a page
MOST = 500


@dataclass(frozen=True, slots=True)
class Found:
    """Some works that a query finds, and where the next page begins; `next` is None at the end."""

    query: Query
    tiles: list[Tile]
    next: str | None


def page(bench: Workbench, text: str, after: str | None, limit: int | None, allow: Allow) -> Found:
    """Return the works that follow a place; without a limit, as many as `limit:` says.

    Raises BadQuery, BadRequest.
    """
    query = language.parse(text)
    anchor = None if after is None else Anchor.read(after, query.order)
    wanted = min(limit or query.limit or PAGE, MOST)
    with bench.db.read() as tx:
        tiles = language.search(tx, query, anchor, wanted + 1, allow)
        if len(tiles) <= wanted:
            return Found(query, tiles, None)
        last = language.anchor_of(tx, query, tiles[wanted - 1].artwork_id)
    return Found(query, tiles[:wanted], str(last))


def count(bench: Workbench, text: str, at_most: int, allow: Allow) -> int:
    """Return how many works a query finds, counting no further than told. Raises BadQuery."""
    query = language.parse(text)
    with bench.db.read() as tx:
        return language.count(tx, query, at_most, allow)


def suggest(bench: Workbench, text: str, cursor: int, most: int) -> list[Suggestion]:
    """Return how the word under the cursor may go on."""
    with bench.db.read() as tx:
        return language.suggest(tx, text, cursor, most)
