"""Where posts stand on a list that is followed; all of a batch in a few statements.

Each reading has a number, and the places of one reading lie below those of the next: what the
last full reading did not see stands below all that it saw.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from artkeep.db.engine import Tx
from artkeep.db.tables import collection_item
from artkeep.model.refs import CollectionId, PostId

_READING = 2**32  # places of one reading lie below those of the next
_TOP = 2**31  # the first place of a reading; later ones lie below it
_AT_ONCE = 500  # posts asked about in one question

_ADD = sa.insert(collection_item)
_HELD = sa.select(
    collection_item.c.post_id, collection_item.c.position, collection_item.c.removed_at
).where(
    collection_item.c.collection_id == sa.bindparam("its_list"),
    collection_item.c.post_id.in_(sa.bindparam("posts", expanding=True)),
)
_MOVE = sa.update(collection_item).where(
    collection_item.c.collection_id == sa.bindparam("its_list"),
    collection_item.c.post_id == sa.bindparam("its_post"),
)


def lowest(reading: int) -> int:
    """Return what no place of a reading lies below."""
    return reading * _READING


def give(
    tx: Tx, collection_id: CollectionId, reading: int, posts: Sequence[PostId], seen: int
) -> int:
    """Put posts on a list, so many places below its top; return how many were not on it before.

    A list may name a post twice: it stands where it was named first.
    """
    places: dict[PostId, int] = {}
    for place, post_id in enumerate(posts, seen):
        places.setdefault(post_id, lowest(reading) + _TOP - place)
    held = _held(tx, collection_id, list(places))
    _add(tx, collection_id, {one: place for one, place in places.items() if one not in held})
    moved = [
        {"its_list": collection_id, "its_post": one, "position": places[one], "removed_at": None}
        for one, row in held.items()
        if row.position < lowest(reading)  # else this reading has seen it already
    ]
    if moved:
        tx.execute(_MOVE, moved)
    back = sum(row.removed_at is not None for row in held.values())
    return len(places) - len(held) + back


def _held(
    tx: Tx, collection_id: CollectionId, posts: Sequence[PostId]
) -> dict[PostId, sa.Row[Any]]:
    held: dict[PostId, sa.Row[Any]] = {}
    for start in range(0, len(posts), _AT_ONCE):
        asked = {"its_list": collection_id, "posts": posts[start : start + _AT_ONCE]}
        held |= {PostId(row.post_id): row for row in tx.execute(_HELD, asked)}
    return held


def _add(tx: Tx, collection_id: CollectionId, places: Mapping[PostId, int]) -> None:
    rows = [
        {"collection_id": collection_id, "post_id": one, "position": place, "added_at": tx.now}
        for one, place in places.items()
    ]
    if rows:
        tx.execute(_ADD, rows)


def withdraw(tx: Tx, collection_id: CollectionId, reading: int) -> int:
    """Mark what a full reading did not see; return how many."""
    unseen = sa.and_(
        collection_item.c.collection_id == collection_id,
        collection_item.c.position < lowest(reading),
        collection_item.c.removed_at.is_(None),
    )
    return tx.execute(sa.update(collection_item).where(unseen).values(removed_at=tx.now)).rowcount
