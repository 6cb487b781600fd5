"""Filters: which posts of a list that is followed are kept.

A filter is a query: its own text, or that of a kept search, which it follows. A post that no list
wants which names it is passed over: its address is remembered, and nothing else is asked of its
site. What is here stays, whatever a filter says; what another list or a person wants is kept.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from artkeep.db.dialect import insert_or_get
from artkeep.db.engine import Tx
from artkeep.db.tables import collection, collection_item, page, post, saved_search
from artkeep.library import columns, foretold, query
from artkeep.library.collections import Collection
from artkeep.library.posts import ref_key
from artkeep.library.query import Query, matching
from artkeep.library.told import Saved
from artkeep.model.found import PostInfo
from artkeep.model.refs import CollectionId, PostId, PostRef

_AT_ONCE = 500  # posts asked about in one question
_HELD = sa.select(post.c.ref_key).where(
    post.c.ref_key.in_(sa.bindparam("keys", expanding=True)), post.c.passed_at.is_(None)
)
_OF_LISTS = (
    sa.select(collection.c.filter, collection.c.removed_at)
    .join(collection_item, collection_item.c.collection_id == collection.c.id)
    .where(
        collection_item.c.post_id == sa.bindparam("its_id"), collection_item.c.removed_at.is_(None)
    )
)
_HERE = sa.or_(post.c.told_at.is_not(None), sa.exists().where(page.c.post_id == post.c.id))
_IS_HERE = sa.select(_HERE).where(post.c.id == sa.bindparam("its_id"))
# meanwhile another list or a person may want it
_IS_LEFT = sa.and_(post.c.passed_at.is_not(None), post.c.wanted_at.is_(None))


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list is filtered by. `search_id` and `name` are the kept search's, if it is one."""

    text: str = ""
    search_id: int | None = None
    name: str = ""


NO_FILTER = Filter()


def named(tx: Tx, words: str) -> Filter:
    """Return the filter that is meant: a kept search by its name, or a query. Raises BadQuery."""
    bare = " ".join(words.split())
    kept = sa.select(saved_search.c.id, saved_search.c.name, saved_search.c.text).where(
        saved_search.c.name == bare
    )
    row = tx.execute(kept).one_or_none()
    if row is not None:
        return Filter(row.text, row.id, row.name)
    return Filter(str(query.parse(words)))


def choose(tx: Tx, lists: Iterable[CollectionId], chosen: Filter) -> None:
    """Keep of these lists only what a filter wants; their next reading goes to the end."""
    _change(tx, collection.c.id.in_(list(lists)), chosen.text, chosen.search_id)


def follow_search(tx: Tx, search_id: int, text: str) -> None:
    """Let the lists that a kept search filters be filtered by what it asks now."""
    _change(tx, collection.c.filter_search_id == search_id, text, search_id)


def lose_search(tx: Tx, search_id: int) -> None:
    """Let the lists that a kept search filters keep their filter, though that search goes."""
    its = collection.c.filter_search_id == search_id
    tx.execute(sa.update(collection).where(its).values(filter_search_id=None))


def _change(tx: Tx, which: sa.ColumnElement[bool], text: str, search_id: int | None) -> None:
    tx.execute(sa.update(collection).where(which).values(filter_search_id=search_id))
    # a reading under way begins anew: what it has passed over may be wanted by now
    news = {"filter": text, "filter_at": tx.now, "full_at": None, "cursor": None}
    tx.execute(sa.update(collection).where(which, collection.c.filter != text).values(news))


def names(tx: Tx) -> dict[int, str]:
    """Return what the kept searches are called that filter something."""
    used = sa.select(collection.c.filter_search_id).where(
        collection.c.filter_search_id.is_not(None)
    )
    query_ = sa.select(saved_search.c.id, saved_search.c.name).where(saved_search.c.id.in_(used))
    return {row.id: row.name for row in tx.execute(query_)}


# ---- a list, batch by batch --------------------------------------------------------------------


def unwanted(tx: Tx, held: Collection, told: Sequence[PostInfo]) -> set[PostRef]:
    """Return which of these posts a list does not want, and nobody else asked for."""
    if not held.filter:
        return set()
    asked = query.parse(held.filter)
    unknown = {ref_key(one.ref): one for one in told}
    keys = list(unknown)
    for start in range(0, len(keys), _AT_ONCE):
        for known in tx.execute(_HELD, {"keys": keys[start : start + _AT_ONCE]}).scalars():
            del unknown[bytes(known)]
    return {one.ref for one in unknown.values() if not _wants(tx, asked, one)}


def _wants(tx: Tx, asked: Query, found: PostInfo) -> bool:
    """Say whether a query finds a post; what cannot be known yet is in its favour."""
    return matching.matches(asked, foretold.facts(tx, found), tx.now) is not False


def pass_over(tx: Tx, found: PostInfo) -> Saved:
    """Remember a post by its address and its title, and ask no more of it.

    One that another list or a person asked for meanwhile stays as it is.
    """
    values = _passed(tx, found)
    number, is_new = insert_or_get(tx, post, values, ["ref_key"])
    if not is_new:
        tx.execute(sa.update(post).where(post.c.id == number, _IS_LEFT).values(values))
    return Saved(PostId(number), is_new, is_changed=False, is_shunned=False)


def _passed(tx: Tx, found: PostInfo) -> dict[str, Any]:
    return columns.address(tx, found.ref, found.url) | {
        "title": found.title,
        "wanted_at": None,
        "error": None,
        "passed_at": tx.now,
    }


def ask_again(tx: Tx, held: Collection, named_posts: Sequence[PostId]) -> None:
    """Ask for the posts of a list that were passed over before it named them or had its filter."""
    on_it = sa.exists().where(
        collection_item.c.collection_id == held.id, collection_item.c.post_id == post.c.id
    )
    is_old = sa.not_(on_it)
    if held.filter_at is not None:
        is_old = sa.or_(is_old, post.c.passed_at <= held.filter_at)
    for start in range(0, len(named_posts), _AT_ONCE):
        some = post.c.id.in_(named_posts[start : start + _AT_ONCE])
        asked = sa.update(post).where(some, post.c.passed_at.is_not(None), is_old)
        tx.execute(asked.values(wanted_at=tx.now))


# ---- one post ----------------------------------------------------------------------------------


def is_unwanted(tx: Tx, post_id: PostId, found: PostInfo) -> bool:
    """Say whether all lists that name a post have filters which do not want it.

    Lists that were given up have a say in it where no other one names it: one of them asked for it.
    What is here is wanted, and what no list names: somebody asked for that.
    """
    if tx.execute(_IS_HERE, {"its_id": post_id}).scalar_one():
        return False
    lists = tx.execute(_OF_LISTS, {"its_id": post_id}).all()
    followed = [each for each in lists if each.removed_at is None]
    some = {each.filter for each in followed or lists}
    if not some or "" in some:
        return False
    known = foretold.facts(tx, found)
    return all(matching.matches(query.parse(each), known, tx.now) is False for each in sorted(some))


def pass_over_asked(tx: Tx, post_id: PostId, found: PostInfo) -> bool:
    """Pass over a post that was asked for; say whether it is still not here."""
    left = sa.update(post).where(post.c.id == post_id, sa.not_(_HERE)).values(_passed(tx, found))
    return bool(tx.execute(left).rowcount)
