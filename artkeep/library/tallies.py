"""How much there is on each list and of each site, and what could not be had."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from artkeep.db.engine import Tx
from artkeep.db.tables import collection_item, page, post
from artkeep.model.refs import ArtworkId, CollectionId, PageId, PostId

# a picture that was asked for in vain, and the post whose picture it is still shows it
_MISSING = sa.and_(
    page.c.error.is_not(None), page.c.image_id.is_(None), page.c.replaced_at.is_(None)
)
_UNANSWERED = sa.and_(post.c.error.is_not(None), post.c.gone_at.is_(None))


@dataclass(frozen=True, slots=True)
class Tally:
    """Posts, the pictures of them that are here, and those that could not be had."""

    posts: int = 0
    pictures: int = 0
    missing: int = 0


@dataclass(frozen=True, slots=True)
class Missing:
    """A picture or a post that could not be had. `again_at`: when it is tried again, if ever.

    `position` counts the pictures of a post from 0, None when it is the post itself.
    """

    key: int
    post_id: PostId
    title: str
    url: str
    why: str
    again_at: datetime | None
    position: int | None = None
    artwork_id: ArtworkId | None = None


def of_lists(tx: Tx) -> dict[CollectionId, Tally]:
    """Count what is on each list now."""
    query = (
        sa.select(collection_item.c.collection_id.label("key"), *_counted())
        .join(post, post.c.id == collection_item.c.post_id)
        .join(page, _current(), isouter=True)
        .where(collection_item.c.removed_at.is_(None))
        .group_by(collection_item.c.collection_id)
    )
    return {CollectionId(row.key): _tally(row) for row in tx.execute(query)}


def of_sites(tx: Tx, sites: Collection[str]) -> dict[str, Tally]:
    """Count what there is of each of these sites; what has no post of ours is left out."""
    query = (
        sa.select(post.c.site.label("key"), *_counted())
        .join(page, _current(), isouter=True)
        .where(post.c.site.in_(sites))
        .group_by(post.c.site)
    )
    return {row.key: _tally(row) for row in tx.execute(query)}


def _current() -> sa.ColumnElement[bool]:
    return sa.and_(page.c.post_id == post.c.id, page.c.replaced_at.is_(None))


def _counted() -> tuple[sa.ColumnElement[Any], ...]:
    posts = sa.func.count(sa.distinct(post.c.id))
    return (
        posts.label("posts"),
        sa.func.count(page.c.image_id).label("pictures"),
        sa.func.count(sa.case((_MISSING, page.c.id))).label("missing"),
        sa.func.count(sa.distinct(sa.case((_UNANSWERED, post.c.id)))).label("unanswered"),
    )


def _tally(row: sa.Row[Any]) -> Tally:
    return Tally(row.posts, row.pictures, row.missing + row.unanswered)


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
            post.c.title,
            post.c.url,
        )
        .join(post, post.c.id == page.c.post_id)
        .where(post.c.site == site, _MISSING, page.c.id > after)
        .order_by(page.c.id)
        .limit(limit)
    )
    return [
        Missing(
            PageId(row.id),
            PostId(row.post_id),
            row.title,
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
        sa.select(post.c.id, post.c.title, post.c.url, post.c.error, post.c.wanted_at)
        .where(post.c.site == site, _UNANSWERED, post.c.id > after)
        .order_by(post.c.id)
        .limit(limit)
    )
    return [
        Missing(row.id, PostId(row.id), row.title, row.url, row.error, row.wanted_at)
        for row in tx.execute(query)
    ]


def want_again(tx: Tx, site: str) -> int:
    """Want once more what could not be had of a site; return how many posts are asked for."""
    of_site = sa.select(post.c.id).where(post.c.site == site, post.c.shunned_at.is_(None))
    missing = sa.select(page.c.post_id).where(_MISSING, page.c.post_id.in_(of_site))
    # their posts are asked first: addresses expire
    posts = sa.update(post).where(
        post.c.id.in_(of_site), sa.or_(_UNANSWERED, post.c.id.in_(missing))
    )
    asked = tx.execute(posts.values(wanted_at=tx.now)).rowcount
    pages = sa.update(page).where(_MISSING, page.c.post_id.in_(of_site))
    tx.execute(pages.values(wanted_at=tx.now, tries=0))
    return asked
