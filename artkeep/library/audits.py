"""A list as an audit sees it: its images, its posts that are due, and how they stand."""

from collections import Counter
from datetime import datetime

import sqlalchemy as sa

from artkeep.db.engine import Tx
from artkeep.db.tables import collection_item, image, page, post, post_check
from artkeep.library import checks, images
from artkeep.library.checks import Checked
from artkeep.model.records import CheckState, Image
from artkeep.model.refs import CollectionId, ImageId, PostId, PostRef


def images_of(
    tx: Tx, collection_id: CollectionId, after: int, limit: int
) -> tuple[list[Image], int | None]:
    """Return the images that the next posts on a list show now; those no longer on it, too.

    `after` is the id of a post; the second value is the last of these posts, None at the end. An
    image that several of the list show comes with the first of them.
    """
    on = sa.select(collection_item.c.post_id).where(
        collection_item.c.collection_id == collection_id, collection_item.c.post_id > after
    )
    posts = tx.execute(on.order_by(collection_item.c.post_id).limit(limit)).scalars().all()
    if not posts:
        return [], None
    other = page.alias()
    sooner = (
        sa.exists()
        .where(other.c.image_id == page.c.image_id, other.c.post_id < page.c.post_id)
        .where(other.c.replaced_at.is_(None), other.c.post_id == collection_item.c.post_id)
        .where(collection_item.c.collection_id == collection_id)
    )
    shown = (
        sa.select(page.c.image_id)
        .distinct()
        .where(
            page.c.post_id.in_(posts), page.c.replaced_at.is_(None), page.c.image_id.is_not(None)
        )
    )
    ids = tx.execute(shown.where(~sooner)).scalars().all()
    return sorted(images.by_ids(tx, ids).values(), key=lambda each: each.id), posts[-1]


def due(tx: Tx, collection_id: CollectionId, before: datetime, limit: int) -> list[Checked]:
    """Return the posts of a list that nobody has looked at since `before`, oldest look first."""
    query = (
        sa.select(
            post.c.id, post.c.site, post.c.site_post_id, post.c.check_state, post.c.checked_at
        )
        .where(_is_on(collection_id), post.c.told_at.is_not(None), _is_due(before))
        .order_by(post.c.checked_at.is_not(None), post.c.checked_at, post.c.id)
        .limit(limit)
    )
    return [
        Checked(
            PostId(row.id),
            PostRef(row.site, row.site_post_id),
            row.check_state and CheckState(row.check_state),
            row.checked_at,
        )
        for row in tx.execute(query)
    ]


def count_due(tx: Tx, collection_id: CollectionId, before: datetime) -> int:
    """Return how many posts of a list nobody has looked at since `before`."""
    query = sa.select(sa.func.count()).where(
        _is_on(collection_id), post.c.told_at.is_not(None), _is_due(before)
    )
    return int(tx.execute(query).scalar_one())


def standing(tx: Tx, collection_id: CollectionId) -> Counter[str]:
    """Return how the posts of a list stand: how many of each state of their last look, or gone."""
    stands = sa.case((post.c.gone_at.is_not(None), "gone"), else_=post.c.check_state).label(
        "stands"
    )
    query = sa.select(stands, sa.func.count().label("number")).where(_is_on(collection_id))
    return Counter(
        {row.stands or "not looked at": row.number for row in tx.execute(query.group_by(stands))}
    )


def doubts(tx: Tx, collection_id: CollectionId) -> list[tuple[str, str]]:
    """Return the posts of a list that are gone or in doubt: the address, and what was last said."""
    states = [state.value for state in sorted({*checks.GONE, CheckState.UNSURE})]
    last = (
        sa.select(post_check.c.words)
        .where(post_check.c.post_id == post.c.id)
        .order_by(post_check.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = (
        sa.select(post.c.url, last.label("words"))
        .where(
            _is_on(collection_id),
            sa.or_(post.c.gone_at.is_not(None), post.c.check_state.in_(states)),
        )
        .order_by(post.c.id)
    )
    return [(row.url, row.words or "") for row in tx.execute(query)]


def sizes(tx: Tx, post_id: PostId) -> dict[int, int]:
    """Return how many bytes the pictures of a post have that we hold, by position."""
    query = (
        sa.select(page.c.position, image.c.size_bytes)
        .join(image, image.c.id == page.c.image_id)
        .where(page.c.post_id == post_id, page.c.replaced_at.is_(None))
    )
    return {row.position: row.size_bytes for row in tx.execute(query)}


def sources(tx: Tx, image_id: ImageId) -> list[tuple[PostRef, int]]:
    """Return the posts of sites that show an image, and at which position, latest told first."""
    query = (
        sa.select(post.c.site, post.c.site_post_id, page.c.position)
        .join(post, post.c.id == page.c.post_id)
        .where(
            page.c.image_id == image_id,
            page.c.replaced_at.is_(None),
            post.c.told_at.is_not(None),
            post.c.gone_at.is_(None),
        )
        .order_by(post.c.told_at.desc(), page.c.id)
    )
    return [(PostRef(row.site, row.site_post_id), row.position) for row in tx.execute(query)]


def _is_on(collection_id: CollectionId) -> sa.ColumnElement[bool]:
    on = sa.select(collection_item.c.post_id).where(
        collection_item.c.collection_id == collection_id
    )
    return post.c.id.in_(on)


def _is_due(before: datetime) -> sa.ColumnElement[bool]:
    return sa.or_(post.c.checked_at.is_(None), post.c.checked_at < before)
