"""What is still to be had: posts to ask for, pictures to fetch; and why some cannot be had."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from artkeep.db.engine import Tx
from artkeep.db.tables import page, post, tally
from artkeep.library import artworks, projection, tallies
from artkeep.library.tallies import Tally
from artkeep.model.found import PageInfo
from artkeep.model.refs import ArtworkId, ImageId, PageId, PostId, PostRef

TRIES = 5
_FIRST_OF_ALL = datetime(1970, 1, 1, tzinfo=UTC)  # what is wanted longest is asked for first
FIRST_WAIT = timedelta(minutes=5)  # four times as long after each failure: all in all a day


@dataclass(frozen=True, slots=True)
class WantedPost:
    """A post that its site has to tell us of."""

    id: PostId
    ref: PostRef


@dataclass(frozen=True, slots=True)
class WantedPage:
    """A picture to fetch. `tries` came to nothing so far; `has_failed` at all."""

    id: PageId
    post_id: PostId
    ref: PostRef
    position: int
    told: PageInfo
    tries: int
    has_failed: bool = False


def posts(tx: Tx, site: str, limit: int, leave_out: Collection[int] = ()) -> list[WantedPost]:
    """Return the posts of a site that are to be asked for now, longest wanted first."""
    query = (
        sa.select(post.c.id, post.c.site_post_id)
        .where(post.c.site == site, post.c.wanted_at <= tx.now, post.c.id.not_in(leave_out))
        .order_by(post.c.wanted_at, post.c.id)
        .limit(limit)
    )
    return [
        WantedPost(PostId(row.id), PostRef(site, row.site_post_id)) for row in tx.execute(query)
    ]


def pages(tx: Tx, site: str, limit: int, leave_out: Collection[int] = ()) -> list[WantedPage]:
    """Return pictures of a site that are to be fetched now: those told latest, in their order.

    Addresses expire, so a fresh one is used before it does. Where the post itself is to be asked
    for, its pictures wait for what it says.
    """
    query = (
        sa.select(page, post.c.site_post_id)
        .join(post, post.c.id == page.c.post_id)
        .where(_to_fetch(tx, site), page.c.id.not_in(leave_out))
        .order_by(page.c.wanted_at.desc(), page.c.id.desc())
        .limit(limit)
    )
    found = sorted(tx.execute(query), key=lambda row: row.id)  # a post's first page first
    found.sort(key=lambda row: row.wanted_at, reverse=True)
    return [_wanted(row, site) for row in found]


def _wanted(row: sa.Row[tuple[object, ...]], site: str) -> WantedPage:
    how = row.told or {}
    told = PageInfo(
        url=row.url,
        stamp=row.stamp,
        fallbacks=tuple(how.get("fallbacks", ())),
        width=how.get("width"),
        height=how.get("height"),
        delays=tuple(how.get("delays", ())),
        referer=how.get("referer"),
        alt=how.get("alt", ""),
    )
    ref = PostRef(site, row.site_post_id)
    has_failed = row.error is not None
    return WantedPage(
        PageId(row.id), PostId(row.post_id), ref, row.position, told, row.tries, has_failed
    )


@dataclass(frozen=True, slots=True)
class Left:
    """How much a site still has for us, and when the next of it is due."""

    posts: int
    pages: int
    next_at: datetime | None


def left(tx: Tx, site: str) -> Left:
    """Return what is wanted of a site, now and later."""
    held = tallies.of_sites(tx, [site]).get(site, Tally())
    asked = sa.select(sa.func.min(post.c.wanted_at)).where(
        post.c.site == site, post.c.wanted_at.is_not(None)
    )
    fetched = sa.select(sa.func.min(page.c.wanted_at)).where(
        page.c.site == site, page.c.wanted_at.is_not(None), sa.not_(page.c.waits)
    )
    due = [at for query in (asked, fetched) if (at := tx.execute(query).scalar()) is not None]
    return Left(held.asking, held.waiting, min(due) if due else None)


def sites(tx: Tx) -> list[str]:
    """Return the sites that something is wanted of by now."""
    some = (
        sa.select(tally.c.site)
        .distinct()
        .where(tally.c.collection_id == 0, sa.or_(tally.c.asking > 0, tally.c.waiting > 0))
    )
    return [site for site in sorted(tx.execute(some).scalars()) if _is_wanted(tx, site)]


def _is_wanted(tx: Tx, site: str) -> bool:
    asked = sa.select(post.c.id).where(post.c.site == site, post.c.wanted_at <= tx.now)
    asked = asked.order_by(post.c.wanted_at).limit(1)  # the first of its index
    fetched = sa.select(page.c.id).where(_to_fetch(tx, site))
    fetched = fetched.order_by(page.c.wanted_at).limit(1)
    return any(tx.execute(query).first() is not None for query in (asked, fetched))


def _to_fetch(tx: Tx, site: str) -> sa.ColumnElement[bool]:
    return sa.and_(page.c.site == site, page.c.wanted_at <= tx.now, sa.not_(page.c.waits))


def hurry(tx: Tx, post_id: PostId) -> None:
    """Ask first for what else its artist has there: where one post goes, others follow."""
    by = sa.select(post.c.account_id).where(post.c.id == post_id).scalar_subquery()
    theirs = sa.select(post.c.id).where(post.c.account_id == by)
    tx.execute(
        sa.update(page)
        .where(page.c.post_id.in_(theirs), page.c.wanted_at.is_not(None))
        .values(wanted_at=tx.now)
    )
    tx.execute(
        sa.update(post)
        .where(post.c.account_id == by, post.c.wanted_at.is_not(None))
        .values(wanted_at=_FIRST_OF_ALL)
    )


# ---- what became of it -------------------------------------------------------------------------


def have(tx: Tx, wanted: WantedPage, image_id: ImageId, stamp: str | None) -> ArtworkId:
    """Give a page its picture; return the work that it shows.

    A post of one picture that shows a work we know by the same bytes shows that work.
    """
    row = tx.execute(sa.select(page.c.artwork_id).where(page.c.id == wanted.id)).one()
    own = ArtworkId(row.artwork_id)
    other = artworks.showing(tx, image_id)
    joins = other is not None and other != own and artworks.is_only_page(tx, own, wanted.id)
    shown = other if joins and other is not None else own
    values = {
        "image_id": image_id,
        "artwork_id": shown,
        "wanted_at": None,
        "error": None,
        "stamp": wanted.told.stamp or stamp,
    }
    tx.execute(sa.update(page).where(page.c.id == wanted.id).values(values))
    if joins:
        artworks.forget(tx, own)
        projection.touch(tx, shown)
    else:
        artworks.cover(tx, own)
    return shown


def refuse(tx: Tx, wanted: WantedPage, why: str) -> None:
    """Give a picture up for good."""
    values = {"wanted_at": None, "error": why}
    tx.execute(sa.update(page).where(page.c.id == wanted.id).values(values))


def ask_afresh(tx: Tx, wanted: WantedPage, why: str) -> None:
    """Ask a post at once where its picture is now, and fetch it then: addresses expire."""
    values = {"wanted_at": tx.now, "error": why}
    tx.execute(sa.update(page).where(page.c.id == wanted.id).values(values))
    tx.execute(sa.update(post).where(post.c.id == wanted.post_id).values(wanted_at=tx.now))


def try_later(tx: Tx, wanted: WantedPage, why: str) -> None:
    """Try to fetch a picture again later, a few times; its post is asked for fresh addresses."""
    tries = wanted.tries + 1
    at = later(tx.now, tries)
    values = {"wanted_at": at, "tries": tries, "error": why}
    tx.execute(sa.update(page).where(page.c.id == wanted.id).values(values))
    if at is not None:
        tx.execute(sa.update(post).where(post.c.id == wanted.post_id).values(wanted_at=at))


def later(now: datetime, tries: int) -> datetime | None:
    """Return when to try again after so many tries; None: no more."""
    return None if tries >= TRIES else now + FIRST_WAIT * 4 ** (tries - 1)


def cannot_ask(tx: Tx, post_id: PostId, why: str, again_at: datetime | None) -> None:
    """Note that a post could not be had, and when to ask again; None: not by itself."""
    values = {"wanted_at": again_at, "error": why}
    tx.execute(sa.update(post).where(post.c.id == post_id).values(values))
