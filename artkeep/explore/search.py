"""Search the gallery: a page of what a query finds, how much it is, how a word may go on."""

from collections.abc import Sequence
from dataclasses import dataclass

from artkeep.db.engine import Tx
from artkeep.library import query as language
from artkeep.library.query import Anchor, Query, Suggestion
from artkeep.model.records import Tile
from artkeep.model.viewing import Allow
from artkeep.workbench import Workbench

PAGE = 120  # works a page
MOST = 500


@dataclass(frozen=True, slots=True)
class Found:
    """Some works that a query finds, and the places around them.

    `next` is the `after` of the page that follows, `previous` the `before` of the one that leads
    here; None at the ends.
    """

    query: Query
    tiles: list[Tile]
    next: str | None
    previous: str | None = None


def page(bench: Workbench, text: str, after: str | None, limit: int | None, allow: Allow) -> Found:
    """Return the works that follow a place; without a limit, as many as `limit:` says.

    Raises BadQuery, BadRequest.
    """
    query = language.parse(text)
    anchor = None if after is None else Anchor.read(after, query.order)
    wanted = min(limit or query.limit or PAGE, MOST)
    with bench.db.read() as tx:
        tiles = language.search(tx, query, anchor, wanted + 1, allow)
        shown = tiles[:wanted]
        following = _place(tx, query, shown[-1:]) if len(tiles) > wanted else None
        previous = _place(tx, query, shown[:1]) if anchor is not None else None
    return Found(query, shown, following, previous)


def page_before(bench: Workbench, text: str, before: str, limit: int, allow: Allow) -> Found:
    """Return the works that lead up to a place. Raises BadQuery, BadRequest."""
    query = language.parse(text)
    anchor = Anchor.read(before, query.order)
    with bench.db.read() as tx:
        tiles = language.before(tx, query, anchor, limit + 1, allow)
        shown = tiles[-limit:]
        previous = _place(tx, query, shown[:1]) if len(tiles) > limit else None
        return Found(query, shown, _place(tx, query, shown[-1:]), previous)


def _place(tx: Tx, query: Query, tiles: Sequence[Tile]) -> str | None:
    """Return the place just behind a work, None for none."""
    return str(language.anchor_of(tx, query, tiles[0].artwork_id)) if tiles else None


def count(bench: Workbench, text: str, at_most: int, allow: Allow) -> int:
    """Return how many works a query finds, counting no further than told. Raises BadQuery."""
    query = language.parse(text)
    with bench.db.read() as tx:
        return language.count(tx, query, at_most, allow)


def suggest(bench: Workbench, text: str, cursor: int, most: int) -> list[Suggestion]:
    """Return how the word under the cursor may go on."""
    with bench.db.read() as tx:
        return language.suggest(tx, text, cursor, most)
