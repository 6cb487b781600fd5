"""Posts as their sites tell them: all that a page shows of one, and what it was before."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from artkeep.db.engine import Tx
from artkeep.db.tables import (
    account,
    collection,
    collection_item,
    image,
    page,
    post,
    post_revision,
)
from artkeep.library import site_tags
from artkeep.model.found import AccountInfo, Rating, TagInfo
from artkeep.model.records import CheckState
from artkeep.model.refs import AccountRef, ArtworkId, CollectionId, PageId, PostId, PostRef


@dataclass(frozen=True, slots=True)
class Publication:
    """A post as its site last told it.

    `facts` are series, counts and sources as they were told. `gone_at`: since when it is held to
    be gone there. `error` says why it could not be asked for.
    """

    id: PostId
    ref: PostRef
    url: str
    title: str
    account: AccountInfo | None
    published_at: datetime | None
    edited_at: datetime | None
    told_at: datetime
    caption: str
    caption_is_html: bool
    rating: Rating | None
    is_ai: bool | None
    facts: Mapping[str, Any]
    tags: tuple[TagInfo, ...]
    error: str | None
    checked_at: datetime | None
    check_state: CheckState | None
    gone_at: datetime | None
    shunned_at: datetime | None


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A picture of a post. `sha256` is None until it is here; `error` says why it is not.

    `width` and `height` are what the site says until then. `replaced_at`: since when the post
    shows another one in its place.
    """

    id: PageId
    position: int
    artwork_id: ArtworkId
    sha256: str | None
    width: int | None
    height: int | None
    alt: str
    replaced_at: datetime | None
    wanted_at: datetime | None
    error: str | None


@dataclass(frozen=True, slots=True)
class OnList:
    """A list that a post is on, or was."""

    id: CollectionId
    title: str
    url: str
    added_at: datetime
    removed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Revision:
    """What a post said until it said something else."""

    until: datetime
    title: str
    caption: str
    rating: str | None
    is_ai: bool | None
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands for a post: a picture and the work that it shows."""

    artwork_id: ArtworkId
    sha256: str
    width: int
    height: int


def of_artwork(tx: Tx, artwork_id: ArtworkId) -> list[Publication]:
    """Return the posts of sites that show a work, first found first."""
    shows = sa.select(page.c.post_id).where(page.c.artwork_id == artwork_id)
    query = (
        sa.select(post, account.c.site_account_id, account.c.handle, account.c.name)
        .add_columns(account.c.url.label("account_url"))
        .join(account, account.c.id == post.c.account_id, isouter=True)
        .where(post.c.id.in_(shows), post.c.told_at.is_not(None))
        .order_by(post.c.id)
    )
    return [_publication(tx, row) for row in tx.execute(query)]


def _publication(tx: Tx, row: sa.Row[Any]) -> Publication:
    return Publication(
        id=PostId(row.id),
        ref=PostRef(row.site, row.site_post_id),
        url=row.url,
        title=row.title,
        account=_account(row),
        published_at=row.published_at,
        edited_at=row.edited_at,
        told_at=row.told_at,
        caption=row.caption,
        caption_is_html=row.caption_is_html,
        rating=row.rating and Rating(row.rating),
        is_ai=row.is_ai,
        facts=row.facts or {},
        tags=site_tags.of_post(tx, PostId(row.id)),
        error=row.error,
        checked_at=row.checked_at,
        check_state=row.check_state and CheckState(row.check_state),
        gone_at=row.gone_at,
        shunned_at=row.shunned_at,
    )


def _account(row: sa.Row[Any]) -> AccountInfo | None:
    if row.site_account_id is None:
        return None
    ref = AccountRef(row.site, row.site_account_id)
    return AccountInfo(ref, row.handle, row.name, row.account_url)


def pages(tx: Tx, post_id: PostId) -> list[ShownPage]:
    """Return the pictures of a post in their order; those that were replaced stand before."""
    query = (
        sa.select(page, image.c.sha256, image.c.width, image.c.height)
        .join(image, image.c.id == page.c.image_id, isouter=True)
        .where(page.c.post_id == post_id)
        .order_by(page.c.position, page.c.id)
    )
    return [_shown(row) for row in tx.execute(query)]


def _shown(row: sa.Row[Any]) -> ShownPage:
    told = row.told or {}
    return ShownPage(
        id=PageId(row.id),
        position=row.position,
        artwork_id=ArtworkId(row.artwork_id),
        sha256=row.sha256 and row.sha256.hex(),
        width=row.width or told.get("width"),
        height=row.height or told.get("height"),
        alt=told.get("alt", ""),
        replaced_at=row.replaced_at,
        wanted_at=row.wanted_at,
        error=row.error,
    )


def lists(tx: Tx, post_id: PostId) -> list[OnList]:
    """Return the lists that a post is on or was, first put on first."""
    query = (
        sa.select(
            collection.c.id,
            collection.c.title,
            collection.c.url,
            collection_item.c.added_at,
            collection_item.c.removed_at,
        )
        .join(collection_item, collection_item.c.collection_id == collection.c.id)
        .where(collection_item.c.post_id == post_id)
        .order_by(collection_item.c.added_at, collection.c.id)
    )
    return [
        OnList(CollectionId(row.id), row.title, row.url, row.added_at, row.removed_at)
        for row in tx.execute(query)
    ]


def revisions(tx: Tx, post_id: PostId) -> list[Revision]:
    """Return what a post said before, oldest first."""
    query = (
        sa.select(post_revision.c.until, post_revision.c.said)
        .where(post_revision.c.post_id == post_id)
        .order_by(post_revision.c.id)
    )
    return [
        Revision(
            row.until,
            row.said["title"],
            row.said["caption"],
            row.said["rating"],
            row.said["is_ai"],
            tuple(row.said["tags"]),
        )
        for row in tx.execute(query)
    ]


def covers(tx: Tx, posts: Collection[PostId]) -> dict[PostId, Cover]:
    """Return for each post the first of its pictures that is here, and the work it shows."""
    query = (
        sa.select(page.c.post_id, page.c.artwork_id, image.c.sha256, image.c.width, image.c.height)
        .join(image, image.c.id == page.c.image_id)
        .where(page.c.post_id.in_(posts))
        .order_by(page.c.replaced_at.is_not(None), page.c.position, page.c.id)
    )
    found: dict[PostId, Cover] = {}
    for row in tx.execute(query):
        cover = Cover(ArtworkId(row.artwork_id), row.sha256.hex(), row.width, row.height)
        found.setdefault(PostId(row.post_id), cover)
    return found
