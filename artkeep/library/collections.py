"""Collections: lists that are followed, and what is on them.

A list is read from its top, batch by batch; each batch commits with the cursor of the next. Each
reading has a number, and the place of a post on the list is written with it: what the last full
reading did not see is no longer on the list. Posts stay, whatever happens to the list.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from artkeep.db.dialect import insert_or_get
from artkeep.db.engine import Tx
from artkeep.db.tables import collection, tally
from artkeep.errors import NotFound
from artkeep.library import places, tallies
from artkeep.library.posts import ref_key
from artkeep.model.found import CollectionInfo, Listing
from artkeep.model.refs import CollectionId, CollectionRef, PostId, PostRef
from artkeep.texts import text

DAY = 86_400


@dataclass(frozen=True, slots=True)
class Collection:
    """A list that is followed. `every` is seconds from one reading to the next.

    `account` is the site's id of the account whose login reads it, "" for none. `cursor` is
    where the reading under way goes on, None between readings; `again` where to look for what is
    new when that is not at the top. `total` is what its site says.
    `filter` is the query that says which of its posts are kept, "" for all of them; it is a kept
    search's where `filter_search_id` is its id, and became what it is at `filter_at`.
    """

    id: CollectionId
    ref: CollectionRef
    url: str
    title: str
    inside_id: CollectionId | None
    account: str
    every: int
    next_at: datetime | None
    followed_at: datetime
    reading: int
    is_full: bool
    cursor: str | None
    again: str | None
    seen: int
    total: int | None
    read_at: datetime | None
    full_at: datetime | None
    error: str | None
    filter: str
    filter_search_id: int | None
    filter_at: datetime | None


_COLUMNS = tuple(column for column in collection.columns if column.name != "ref_key")


def follow(
    tx: Tx,
    told: CollectionInfo,
    *,
    account: str = "",
    every: int = DAY,
    inside: CollectionId | None = None,
) -> tuple[Collection, bool]:
    """Follow a list; say whether it is new to us. One that was given up is taken up again.

    `inside` is the list that it was found in; given up by itself, it is not taken up by that.
    """
    values = {
        "site": told.ref.site,
        "site_collection_id": told.ref.id,
        "ref_key": ref_key(PostRef(told.ref.site, told.ref.id)),
        "url": told.url,
        "title": told.title,
        "inside_id": inside,
        "account": account,
        "every": every,
        "next_at": tx.now + timedelta(seconds=every),
        "followed_at": tx.now,
        "reading": 0,
        "is_full": True,
        "seen": 0,
    }
    number, is_new = insert_or_get(tx, collection, values, ["ref_key"])
    if not is_new:
        again = {"title": told.title, "url": told.url, "account": account}
        _change(tx, CollectionId(number), again)
    if not is_new and inside is None:
        take_up(tx, CollectionId(number))
    return get(tx, CollectionId(number)), is_new


def take_up(tx: Tx, collection_id: CollectionId) -> None:
    """Follow a list again that was given up, and those inside it that were given up with it."""
    own = sa.select(collection.c.removed_at).where(collection.c.id == collection_id)
    removed_at = tx.execute(own).scalar_one()
    if removed_at is None:
        return
    together = sa.and_(
        collection.c.id.in_(with_those_inside(tx, collection_id)),
        collection.c.removed_at == removed_at,
    )
    for row in tx.execute(sa.select(collection.c.id, collection.c.every).where(together)).all():
        next_at = tx.now + timedelta(seconds=row.every)
        _change(tx, CollectionId(row.id), {"removed_at": None, "next_at": next_at})


def with_those_inside(
    tx: Tx, collection_id: CollectionId, *, is_locked: bool = False
) -> list[CollectionId]:
    """Return a list and all below it: folders hold galleries.

    `is_locked`: no reading finds more of them before the transaction ends.
    """
    found = [collection_id]
    for outer in found:
        if is_locked:
            get(tx, outer, is_locked=True)
        query = sa.select(collection.c.id).where(collection.c.inside_id == outer)
        found += [CollectionId(inner) for inner in tx.execute(query).scalars()]
    return found


def get(tx: Tx, collection_id: CollectionId, *, is_locked: bool = False) -> Collection:
    """Return a list that is or was followed. Raises NotFound.

    `is_locked`: nobody else changes it before the transaction ends; posts may be put on it.
    """
    query = sa.select(*_COLUMNS).where(collection.c.id == collection_id)
    query = query.with_for_update(key_share=True) if is_locked else query
    row = tx.execute(query).one_or_none()
    if row is None:
        raise NotFound(text("no list {collection_id} is followed", collection_id=collection_id))
    return _collection(row)


def followed(tx: Tx) -> list[Collection]:
    """Return all lists that are followed, by site and title."""
    query = (
        sa.select(*_COLUMNS)
        .where(collection.c.removed_at.is_(None))
        .order_by(collection.c.site, collection.c.title, collection.c.id)
    )
    return [_collection(row) for row in tx.execute(query)]


def titles(tx: Tx, ids: Iterable[int]) -> dict[CollectionId, str]:
    """Return what these lists are called."""
    query = sa.select(collection.c.id, collection.c.title).where(collection.c.id.in_(list(ids)))
    return {CollectionId(row.id): row.title for row in tx.execute(query)}


def inside(tx: Tx, outer: CollectionId) -> list[Collection]:
    """Return the lists that were found in a list and are followed."""
    return [each for each in followed(tx) if each.inside_id == outer]


def due(tx: Tx) -> list[CollectionId]:
    """Take the lists whose time has come, and set their next: nobody else gets the same."""
    query = sa.select(collection.c.id, collection.c.every, collection.c.next_at).where(
        collection.c.next_at <= tx.now, collection.c.removed_at.is_(None)
    )
    taken = []
    for row in tx.execute(query).all():
        mine = sa.and_(collection.c.id == row.id, collection.c.next_at == row.next_at)
        next_at = tx.now + timedelta(seconds=row.every)
        if tx.execute(sa.update(collection).where(mine).values(next_at=next_at)).rowcount:
            taken.append(CollectionId(row.id))
    return taken


def schedule(tx: Tx, collection_id: CollectionId, every: int | None) -> None:
    """Read a list every so many seconds from now on, or only when told (None)."""
    if every is None:
        _change(tx, collection_id, {"next_at": None})
    else:
        next_at = tx.now + timedelta(seconds=every)
        _change(tx, collection_id, {"every": every, "next_at": next_at})


def read_as(tx: Tx, collection_id: CollectionId, account: str) -> None:
    """Read a list with the login of this account from now on."""
    _change(tx, collection_id, {"account": account})


def remove(tx: Tx, collection_id: CollectionId) -> list[CollectionId]:
    """Follow a list, and those found inside it, no longer; return which. Their posts stay."""
    given_up = (
        sa.update(collection)
        .where(
            collection.c.id.in_(with_those_inside(tx, collection_id)),
            collection.c.removed_at.is_(None),
        )
        .values(removed_at=tx.now, next_at=None)
        .returning(collection.c.id)
    )
    return [CollectionId(one) for one in tx.execute(given_up).scalars()]


# ---- reading -----------------------------------------------------------------------------------


def begin_reading(tx: Tx, held: Collection, *, full: bool) -> Collection:
    """Begin a reading at its newest post, unless one is under way: that goes on."""
    if held.cursor is None:
        news: dict[str, Any] = {"is_full": full, "error": None}
        news |= {"reading": held.reading + 1, "seen": 0}
        news |= {} if full else {"cursor": held.again}
        _change(tx, held.id, news)
    return get(tx, held.id)


def read_on(tx: Tx, held: Collection, total: int) -> Collection:
    """Let a reading go on to the end, since the site tells of so many posts in all."""
    _change(tx, held.id, {"is_full": True, "total": total})
    return get(tx, held.id)


def put(tx: Tx, held: Collection, posts: Sequence[PostId], told: Listing) -> int:
    """Put the next posts on a list and remember where it goes on; return how many are new to it.

    `total` stays what it was until a reading ends that only looks for what is new.
    """
    new = places.give(tx, held.id, held.reading, posts, held.seen)
    news: dict[str, Any] = {"cursor": told.cursor, "seen": held.seen + len(posts)}
    news |= {"total": told.total} if told.total is not None and held.is_full else {}
    news |= {"again": told.again} if told.again is not None else {}
    _change(tx, held.id, news)
    return new


def end_reading(tx: Tx, held: Collection, total: int | None = None) -> int:
    """Note that a reading ended well; return how many posts are no longer on the list.

    `total` is what the site last said, None where it does not.
    """
    news: dict[str, Any] = {"cursor": None, "read_at": tx.now, "error": None}
    news |= {"total": total} if total is not None else {}
    gone = 0
    if held.is_full:
        news["full_at"] = tx.now
        gone = places.withdraw(tx, held.id, held.reading)
        tallies.recount(tx, held.id)
    _change(tx, held.id, news)
    return gone


def fail(tx: Tx, collection_id: CollectionId, why: str) -> None:
    """Note why a reading could not go on."""
    _change(tx, collection_id, {"error": why})


def count(tx: Tx, collection_id: CollectionId) -> int:
    """Return how many posts are on a list now."""
    query = sa.select(sa.func.coalesce(sa.func.sum(tally.c.posts), 0))
    return int(tx.execute(query.where(tally.c.collection_id == collection_id)).scalar_one())


def _change(tx: Tx, collection_id: CollectionId, news: dict[str, Any]) -> None:
    tx.execute(sa.update(collection).where(collection.c.id == collection_id).values(news))


def _collection(row: sa.Row[tuple[Any, ...]]) -> Collection:
    return Collection(
        id=CollectionId(row.id),
        ref=CollectionRef(row.site, row.site_collection_id),
        **{
            name: getattr(row, name)
            for name in Collection.__dataclass_fields__
            if name not in {"id", "ref"}
        },
    )
