"""Orders in SQL: what works are sorted by, and the legs in which they are walked.

First come the works that have the order's value, then those that have none. The order of chance
begins at its seed's place in a fixed shuffle, and goes on at the beginning. Each leg is one walk
along an index where there is one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from artkeep.db.dialect import Moment
from artkeep.db.tables import Id, artwork, collection_item, page
from artkeep.library.query.anchors import Anchor
from artkeep.library.query.conditions import Condition
from artkeep.library.query.orders import Order
from artkeep.library.query.plan import Walk
from artkeep.model.refs import ArtworkId

_COLUMNS: dict[str, sa.Column[Any]] = {
    "added": artwork.c.position,
    "date": artwork.c.posted_at,
    "score": artwork.c.score,
    "size": artwork.c.size_bytes,
    "pixels": artwork.c.pixels,
    "width": artwork.c.width,
    "height": artwork.c.height,
    "ratio": artwork.c.ratio,
    "pages": artwork.c.pages,
    "id": artwork.c.id,
    "random": artwork.c.shuffle,
    "list": collection_item.c.position,
}
_TYPES: dict[str, Any] = {"date": Moment(), "ratio": sa.Double()}  # of the others: BigInteger
_ALWAYS_THERE = frozenset({"added", "id", "list"})
_SHUFFLES = 2**31
_SPREAD = 2_654_435_761  # neighbouring seeds begin far apart

Value = float | datetime | None


@dataclass(frozen=True, slots=True)
class Leg:
    """A part of an order: the works of which `where` holds. `has` says so of a value.

    `is_flat`: all of them have the same value, none; their ids alone sort them.
    """

    where: Condition
    has: Callable[[Value], bool]
    is_flat: bool = False


def column_name(order: Order) -> str:
    """Return the column of `artwork` that an order sorts by; empty when it is none of them."""
    return "" if order.name == "list" else _COLUMNS[order.name].name


def legs(order: Order, value: sa.ColumnElement[Any]) -> list[Leg]:
    """Return the legs of an order in their order; `value` is what it sorts by."""
    if order.name in _ALWAYS_THERE:
        return [Leg(sa.true(), lambda one: one is not None)]
    none = Leg(value.is_(None), lambda one: one is None, is_flat=True)
    if order.name != "random":
        return [Leg(value.is_not(None), lambda one: one is not None), none]
    start = order.seed * _SPREAD % _SHUFFLES
    return [
        Leg(value >= start, lambda one: isinstance(one, int) and one >= start),
        Leg(value < start, lambda one: isinstance(one, int) and one < start),
        none,
    ]


@dataclass(frozen=True, slots=True)
class Sorted:
    """A walk with what it is sorted by. `ascends` as the columns are to be sorted."""

    order: Order
    id: sa.ColumnElement[Any]
    value: sa.ColumnElement[Any]
    source: sa.FromClause
    where: tuple[Condition, ...]

    @property
    def legs(self) -> list[Leg]:
        """The legs to walk."""
        return legs(self.order, self.value)


def in_order(walk: Walk, order: Order) -> Sorted:
    """Sort a walk. What was gathered is written down first, so that no index is walked for it."""
    value = walk.row.position if order.name == "added" else _COLUMNS[order.name]
    if not walk.is_gathered:
        return Sorted(order, walk.row.id, value, walk.source, walk.where)
    of_each = sa.select(value).where(artwork.c.id == walk.row.id).scalar_subquery()
    some = sa.select(walk.row.id.label("id"), of_each.label("value")).where(*walk.where)
    picked = some.cte("picked").prefix_with("materialized")
    return Sorted(order, picked.c.id, picked.c.value, picked, ())


def statement(
    walk: Sorted, leg: Leg, after: Anchor | None, *, backwards: bool
) -> sa.Select[tuple[int]]:
    """Return what reads the ids of a leg, from an anchor in it on."""
    ascends = (walk.order.ascends or walk.order.name == "random") != backwards
    query = sa.select(walk.id).select_from(walk.source).where(*walk.where, leg.where)
    if after is not None:
        query = query.where(_beyond(walk, leg, after, ascends=ascends))
    keys = [walk.value, walk.id] if walk.order.name != "id" else [walk.id]
    return query.order_by(*(key.asc() if ascends else key.desc() for key in keys))


def _beyond(walk: Sorted, leg: Leg, after: Anchor, *, ascends: bool) -> Condition:
    """Return what holds for works behind an anchor."""
    if leg.is_flat or walk.order.name == "id":
        number = sa.literal(after.artwork_id, Id)
        return walk.id > number if ascends else walk.id < number
    key = sa.tuple_(walk.value, walk.id)
    types = [_TYPES.get(walk.order.name, sa.BigInteger()), Id]
    place = sa.tuple_(after.value, after.artwork_id, types=types)
    return key > place if ascends else key < place


def value_of(order: Order, artwork_id: ArtworkId, list_id: int | None) -> sa.Select[Any]:
    """Return what reads what an order sorts a work by; no row: it has no place there."""
    value = _COLUMNS[order.name].label("value")
    if order.name != "list":
        return sa.select(value).where(artwork.c.id == artwork_id)
    shown = sa.join(page, collection_item, collection_item.c.post_id == page.c.post_id)
    return (
        sa.select(value)
        .select_from(shown)
        .where(
            page.c.artwork_id == artwork_id,
            collection_item.c.collection_id == list_id,
            collection_item.c.removed_at.is_(None),
        )
        .order_by(collection_item.c.position.desc())
        .limit(1)
    )
