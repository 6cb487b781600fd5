"""The works that a query finds, page by page: by key for every order, never by offset."""

from collections.abc import Iterator

import sqlalchemy as sa

from artkeep.db.engine import Tx
from artkeep.errors import BadRequest, NotFound
from artkeep.library import artworks
from artkeep.library.query import sorting, wrong
from artkeep.library.query.anchors import Anchor
from artkeep.library.query.lookup import lists, look_up
from artkeep.library.query.parser import Query
from artkeep.library.query.plan import Walk, along_list, plan
from artkeep.library.query.sorting import Leg, Sorted
from artkeep.library.query.tree import All, Leaf
from artkeep.model.records import Tile
from artkeep.model.refs import ArtworkId
from artkeep.model.viewing import Allow
from artkeep.texts import text


def search(tx: Tx, query: Query, after: Anchor | None, limit: int, allow: Allow) -> list[Tile]:
    """Return the next works of a query, in its order. Raises BadQuery."""
    return artworks.tiles(tx, ids(tx, query, after, limit, allow))


def before(tx: Tx, query: Query, anchor: Anchor, limit: int, allow: Allow) -> list[Tile]:
    """Return the works that lead up to one, in the query's order. Raises BadQuery."""
    found = _ids(tx, query, anchor, limit, allow, backwards=True)
    return artworks.tiles(tx, found[::-1])


def ids(tx: Tx, query: Query, after: Anchor | None, limit: int, allow: Allow) -> list[ArtworkId]:
    """Return the ids of the next works of a query, in its order. Raises BadQuery."""
    return _ids(tx, query, after, limit, allow, backwards=False)


def count(tx: Tx, query: Query, at_most: int, allow: Allow) -> int:
    """Return how many works a query finds, counting no further than `at_most`. Raises BadQuery."""
    walk = _walk(tx, query, allow, is_sorted=False)
    some = sa.select(walk.row.id).select_from(walk.source).where(*walk.where).limit(at_most)
    return int(tx.execute(sa.select(sa.func.count()).select_from(some.subquery())).scalar_one())


def around(
    tx: Tx, query: Query, artwork_id: ArtworkId, allow: Allow
) -> tuple[ArtworkId | None, ArtworkId | None]:
    """Return the works before and after one in a query; None where it begins or ends.

    A work that the query does not find has neighbours, too: those of its place. Raises BadQuery,
    NotFound.
    """
    anchor = anchor_of(tx, query, artwork_id)
    ahead = _ids(tx, query, anchor, 1, allow, backwards=True)
    behind = _ids(tx, query, anchor, 1, allow, backwards=False)
    return next(iter(ahead), None), next(iter(behind), None)


def anchor_of(tx: Tx, query: Query, artwork_id: ArtworkId) -> Anchor:
    """Return the place just behind a work in the order of a query. Raises NotFound, BadQuery."""
    list_id = _list(tx, query) if query.order.name == "list" else None
    found = tx.execute(sorting.value_of(query.order, artwork_id, list_id)).one_or_none()
    if found is None:
        raise NotFound(
            text("artwork {artwork_id} has no place in this search", artwork_id=artwork_id)
        )
    return Anchor(found.value, artwork_id)


def _ids(
    tx: Tx, query: Query, anchor: Anchor | None, limit: int, allow: Allow, *, backwards: bool
) -> list[ArtworkId]:
    walk = sorting.in_order(_walk(tx, query, allow, is_sorted=True), query.order)
    found: list[ArtworkId] = []
    for leg, after in _legs(walk, anchor, backwards=backwards):
        statement = sorting.statement(walk, leg, after, backwards=backwards)
        found += map(ArtworkId, tx.execute(statement.limit(limit - len(found))).scalars())
        if len(found) >= limit:
            break
    return found


def _walk(tx: Tx, query: Query, allow: Allow, *, is_sorted: bool) -> Walk:
    words = look_up(tx, query.tree)
    if query.order.name == "list":
        return along_list(tx, query.tree, _list(tx, query), words, allow)
    by = sorting.column_name(query.order) if is_sorted else "position"
    return plan(tx, query.tree, words, allow, by)


def _list(tx: Tx, query: Query) -> int:
    """Return the one list whose order is asked for. Raises BadQuery."""
    parts = query.tree.parts if isinstance(query.tree, All) else (query.tree,)
    found = {
        list_id
        for part in parts
        if isinstance(part, Leaf) and part.name == "in"
        for list_id in lists(tx, part)
    }
    if len(found) != 1:
        raise wrong.at(query.order_at, text("order:list is the order of one list, which in: names"))
    return found.pop()


def _legs(
    walk: Sorted, anchor: Anchor | None, *, backwards: bool
) -> Iterator[tuple[Leg, Anchor | None]]:
    """Yield the legs to walk, the first of them from an anchor on."""
    legs = walk.legs[::-1] if backwards else walk.legs
    if anchor is None:
        yield from ((leg, None) for leg in legs)
        return
    first = next((number for number, leg in enumerate(legs) if leg.has(anchor.value)), None)
    if first is None:
        raise BadRequest(text("that place is in another order; start at the top again"))
    yield legs[first], anchor
    yield from ((leg, None) for leg in legs[first + 1 :])
