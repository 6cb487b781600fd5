"""Where posts stand on a list that is followed; all of a batch in a few statements.

Each reading has a number, and the places of one reading lie below those of the next: what the
last full reading did not see stands below all that it saw.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from artkeep.db.engine import Tx
from artkeep.db.tables import artwork, collection_item, page
from artkeep.library import artworks, projection
from artkeep.model.refs import CollectionId, PostId

_READING = 2**32  # places of one reading lie below those of the next
_TOP = 2**31  # the first place of a reading; later ones lie below it
_AT_ONCE = 500  # posts asked about in one question
_APART = timedelta(seconds=10)  # two posts of a list that one reading saw

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

_ON_LISTS = sa.select(
    collection_item.c.post_id, collection_item.c.position, collection_item.c.added_at
).where(collection_item.c.post_id.in_(sa.bindparam("posts", expanding=True)))
_SHELVE = (
    sa.update(artwork)
    .where(
        artwork.c.id.in_(
            sa.select(page.c.artwork_id).where(page.c.post_id == sa.bindparam("its_post"))
        ),
        artwork.c.cover_id.is_(None),  # nobody has seen it there
    )
    .values(position=sa.bindparam("new_position"))
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
    back = [one for one, row in held.items() if row.removed_at is not None]
    projection.touch_posts(tx, [*back, *(one for one in places if one not in held)])
    return len(places) - len(held) + len(back)


def on_it(tx: Tx, collection_id: CollectionId, posts: Sequence[PostId]) -> int:
    """Return how many of these posts have a place on a list."""
    return len(_held(tx, collection_id, posts)) if posts else 0


def shelve(tx: Tx, posts: Iterable[PostId]) -> None:
    """Let the works of new posts stand in the gallery as their posts stand on lists.

    A list names its newest first. Nothing tells when a post was put there, so each is taken to be
    some seconds older than the one above it: far more than passes between two batches.
    """
    inorder = sorted(posts)
    for start in range(0, len(inorder), _AT_ONCE):
        found = tx.execute(_ON_LISTS, {"posts": inorder[start : start + _AT_ONCE]})
        rows = [{"its_post": row.post_id, "new_position": _shelf(row)} for row in found]
        if rows:
            tx.execute(_SHELVE, sorted(rows, key=lambda row: row["new_position"]))


def _shelf(row: sa.Row[Any]) -> int:
    place = _TOP - row.position % _READING
    return artworks.moment(row.added_at - place * _APART)


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
    gone = sa.update(collection_item).where(unseen).values(removed_at=tx.now)
    posts = tx.execute(gone.returning(collection_item.c.post_id)).scalars().all()
    projection.touch_posts(tx, [PostId(one) for one in posts])
    return len(posts)
