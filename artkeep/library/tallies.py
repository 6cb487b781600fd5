"""How much there is on each list and of each site, and what could not be had.

The numbers are kept by the database itself while things change: a page of them costs the same in
a large library as in a small one.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from artkeep.db.engine import Tx
from artkeep.db.tables import collection, collection_item, page, post, tally
from artkeep.model.headline import titled
from artkeep.model.refs import ArtworkId, CollectionId, PageId, PostId, PostRef

# a picture that was asked for in vain, and the post whose picture it is still shows it
_MISSING = sa.and_(
    page.c.error.is_not(None), page.c.image_id.is_(None), page.c.replaced_at.is_(None)
)
_UNANSWERED = sa.and_(post.c.error.is_not(None), post.c.gone_at.is_(None))


@dataclass(frozen=True, slots=True)
class Tally:
    """Posts, the pictures of them that are here, and what could not be had.

    `asking`: posts that are still to be asked for; `waiting`: pictures that are to be fetched.
    `passed`: posts that no filter wants, which `posts` leaves out.
    """

    posts: int = 0
    pictures: int = 0
    missing: int = 0
    asking: int = 0
    waiting: int = 0
    passed: int = 0


@dataclass(frozen=True, slots=True)
class Missing:
    """A picture or a post that could not be had. `again_at`: when it is tried again, if ever.

    `position` counts the pictures of a post from 0, None when it is the post itself.
    """

    key: int
    post_id: PostId
    ref: PostRef
    title: str
    url: str
    why: str
    again_at: datetime | None
    position: int | None = None
    artwork_id: ArtworkId | None = None


def of_lists(tx: Tx) -> dict[CollectionId, Tally]:
    """Return how much is on each list now; lists that never had anything are left out."""
    query = (
        sa.select(tally.c.collection_id.label("key"), *_sums())
        .where(tally.c.collection_id > 0)
        .group_by(tally.c.collection_id)
    )
    return {CollectionId(row.key): _tally(row) for row in tx.execute(query)}


def of_sites(tx: Tx, sites: Collection[str]) -> dict[str, Tally]:
    """Return how much there is of each of these sites; what has no post of ours is left out."""
    query = (
        sa.select(tally.c.site.label("key"), *_sums())
        .where(tally.c.collection_id == 0, tally.c.site.in_(sites))
        .group_by(tally.c.site)
    )
    found = {row.key: _tally(row) for row in tx.execute(query)}
    return {site: each for site, each in found.items() if each.posts or each.passed}


def _sums() -> tuple[sa.ColumnElement[int], ...]:
    names = ("posts", "pictures", "missing", "asking", "waiting", "passed")
    return tuple(sa.cast(sa.func.sum(tally.c[name]), sa.BigInteger).label(name) for name in names)


def _tally(row: sa.Row[Any]) -> Tally:
    posts = row.posts - row.passed
    return Tally(posts, row.pictures, row.missing, row.asking, row.waiting, row.passed)


def recount(tx: Tx, list_id: CollectionId) -> None:
    """Count a list anew, after a reading of all of it.

    On PostgreSQL a picture may come in the very moment in which its post is put on a list, and
    neither sees the other.
    """
    on = sa.select(collection_item.c.post_id).where(
        collection_item.c.collection_id == list_id, collection_item.c.removed_at.is_(None)
    )
    here, shown = post.c.id.in_(on), sa.and_(page.c.post_id.in_(on), page.c.replaced_at.is_(None))
    number = sa.func.count()
    posts = tx.execute(
        sa.select(
            number.label("posts"),
            number.filter(_UNANSWERED).label("unanswered"),
            number.filter(post.c.wanted_at.is_not(None)).label("asking"),
            number.filter(post.c.passed_at.is_not(None)).label("passed"),
        ).where(here)
    ).one()
    pages = tx.execute(
        sa.select(
            number.filter(page.c.image_id.is_not(None)).label("pictures"),
            number.filter(_MISSING).label("missing"),
            number.filter(page.c.wanted_at.is_not(None)).label("waiting"),
        ).where(shown)
    ).one()
    site = sa.select(collection.c.site).where(collection.c.id == list_id).scalar_subquery()
    tx.execute(sa.delete(tally).where(tally.c.collection_id == list_id))
    tx.execute(
        sa.insert(tally).values(
            collection_id=list_id,
            site=site,
            part=0,
            posts=posts.posts,
            pictures=pages.pictures,
            missing=pages.missing + posts.unanswered,
            asking=posts.asking,
            waiting=pages.waiting,
            passed=posts.passed,
        )
    )


def missing_pictures(tx: Tx, site: str, after: int, limit: int) -> list[Missing]:
    """Return the pictures of a site that could not be had, by their key."""
    query = (
        sa.select(
            page.c.id,
            page.c.post_id,
            page.c.position,
            page.c.artwork_id,
            page.c.error,
            page.c.wanted_at,
            post.c.site_post_id,
            post.c.title,
            post.c.url,
        )
        .join(post, post.c.id == page.c.post_id)
        .where(page.c.site == site, _MISSING, page.c.id > after)
        .order_by(page.c.id)
        .limit(limit)
    )
    return [
        Missing(
            PageId(row.id),
            PostId(row.post_id),
            ref := PostRef(site, row.site_post_id),
            titled(row.title, ref),
            row.url,
            row.error,
            row.wanted_at,
            row.position,
            ArtworkId(row.artwork_id),
        )
        for row in tx.execute(query)
    ]


def missing_posts(tx: Tx, site: str, after: int, limit: int) -> list[Missing]:
    """Return the posts of a site that would not tell, by their key."""
    query = (
        sa.select(post.c.id, post.c.site_post_id, post.c.title, post.c.url)
        .add_columns(post.c.error, post.c.wanted_at)
        .where(post.c.site == site, _UNANSWERED, post.c.id > after)
        .order_by(post.c.id)
        .limit(limit)
    )
    return [
        Missing(
            row.id,
            PostId(row.id),
            ref := PostRef(site, row.site_post_id),
            titled(row.title, ref),
            row.url,
            row.error,
            row.wanted_at,
        )
        for row in tx.execute(query)
    ]


def want_again(tx: Tx, site: str) -> int:
    """Want once more what could not be had of a site; return how many posts are asked for."""
    willing = sa.and_(post.c.site == site, post.c.shunned_at.is_(None))
    missing = sa.select(page.c.post_id).where(page.c.site == site, _MISSING)
    # their posts are asked first: addresses expire
    here = sa.select(post.c.id).where(willing, _UNANSWERED)
    shown = sa.select(post.c.id).where(willing, post.c.id.in_(missing))
    posts = sa.update(post).where(post.c.id.in_(here.union(shown)))
    asked = tx.execute(posts.values(wanted_at=tx.now)).rowcount
    theirs = sa.exists().where(post.c.id == page.c.post_id, willing)
    pages = sa.update(page).where(page.c.site == site, _MISSING, theirs)
    tx.execute(pages.values(wanted_at=tx.now, tries=0))
    return asked
