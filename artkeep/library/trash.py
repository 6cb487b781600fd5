"""The trash: works thrown away, and posts that shall never come again.

A work in the trash keeps everything, its bytes too, until the trash is emptied. Then it loses its
cover, and no page shows it any more; the rows of its posts and pictures stay, so that what was
deleted is known when a site tells of it again, and is not fetched.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from artkeep.db.dialect import Moment
from artkeep.db.engine import Tx
from artkeep.db.tables import Id, artwork, image, page, post
from artkeep.errors import NotFound
from artkeep.library import artworks, projection
from artkeep.model.headline import titled
from artkeep.model.records import Kept
from artkeep.model.refs import ArtworkId, PostId, PostRef, RunId
from artkeep.texts import text

IN_TRASH = sa.and_(artwork.c.trashed_at.is_not(None), artwork.c.cover_id.is_not(None))


@dataclass(frozen=True, slots=True)
class Trashed:
    """A work in the trash, as the page of it shows it."""

    artwork_id: ArtworkId
    title: str
    sha256: str
    width: int
    height: int
    trashed_at: datetime


@dataclass(frozen=True, slots=True)
class Shunned:
    """A post that shall never come again."""

    post_id: PostId
    ref: PostRef
    title: str
    url: str
    shunned_at: datetime


def put(tx: Tx, artwork_id: ArtworkId, by: RunId | None = None) -> None:
    """Throw a work away; one that lies in the trash stays as long as it has. Raises NotFound.

    `by` is the run that throws away all that a search finds.
    """
    artworks.tile(tx, artwork_id)
    new = sa.and_(artwork.c.id == artwork_id, artwork.c.trashed_at.is_(None))
    tx.execute(sa.update(artwork).where(new).values(trashed_at=tx.now, trashed_by=by))
    projection.touch(tx, artwork_id)


def restore(tx: Tx, artwork_id: ArtworkId) -> set[str]:
    """Take a work out of the trash, and its posts back; return the sites to fetch those from.

    Raises NotFound once the trash was emptied.
    """
    artworks.tile(tx, artwork_id)
    back = sa.update(artwork).where(artwork.c.id == artwork_id)
    tx.execute(back.values(trashed_at=None, trashed_by=None))
    projection.touch(tx, artwork_id)
    sites = {welcome(tx, post_id) for post_id in _posts_of(tx, artwork_id)}
    return {site for site in sites if site is not None}


def since(tx: Tx, artwork_id: ArtworkId) -> datetime | None:
    """Return since when a work lies in the trash; None: it does not."""
    query = sa.select(artwork.c.trashed_at).where(artwork.c.id == artwork_id)
    return tx.execute(query).scalar_one_or_none()


def among(tx: Tx, ids: Sequence[ArtworkId]) -> dict[ArtworkId, bool]:
    """Return which of these works were thrown away, and whether they can still be shown."""
    query = sa.select(artwork.c.id, artwork.c.cover_id).where(
        artwork.c.id.in_(ids), artwork.c.trashed_at.is_not(None)
    )
    return {ArtworkId(row.id): row.cover_id is not None for row in tx.execute(query)}


def newest(tx: Tx, after: tuple[datetime, int] | None, limit: int) -> list[Trashed]:
    """Return what lies in the trash, thrown away last first, behind a moment and an id."""
    query = (
        sa.select(
            artwork.c.id,
            artwork.c.title,
            artwork.c.trashed_at,
            image.c.sha256,
            image.c.width,
            image.c.height,
        )
        .join(image, image.c.id == artwork.c.cover_id)
        .where(IN_TRASH)
        .order_by(artwork.c.trashed_at.desc(), artwork.c.id.desc())
        .limit(limit)
    )
    if after is not None:
        key = sa.tuple_(artwork.c.trashed_at, artwork.c.id)
        query = query.where(key < sa.tuple_(*after, types=[Moment(), Id]))
    return [_trashed(row) for row in tx.execute(query)]


def _trashed(row: sa.Row[Any]) -> Trashed:
    return Trashed(
        ArtworkId(row.id), row.title, row.sha256.hex(), row.width, row.height, row.trashed_at
    )


def count(tx: Tx) -> int:
    """Return how many works lie in the trash."""
    query = sa.select(sa.func.count()).select_from(artwork).where(IN_TRASH)
    return int(tx.execute(query).scalar_one())


# ---- thrown away together ----------------------------------------------------------------------


def count_of_run(tx: Tx, run_id: RunId) -> int:
    """Return how many works lie in the trash that this run threw away."""
    query = sa.select(sa.func.count()).select_from(artwork).where(*_by(run_id))
    return int(tx.execute(query).scalar_one())


def of_run(tx: Tx, run_id: RunId, limit: int) -> list[ArtworkId]:
    """Return works that this run threw away and nobody took back or deleted."""
    query = sa.select(artwork.c.id).where(*_by(run_id)).order_by(artwork.c.id).limit(limit)
    return [ArtworkId(one) for one in tx.execute(query).scalars()]


def of_runs(tx: Tx, runs: Iterable[RunId]) -> set[RunId]:
    """Return which of these runs threw away what still lies in the trash."""
    return {one for one in runs if of_run(tx, one, 1)}


def _by(run_id: RunId) -> tuple[sa.ColumnElement[bool], ...]:
    return artwork.c.trashed_by == run_id, artwork.c.cover_id.is_not(None)


# ---- never again -------------------------------------------------------------------------------


def shun(tx: Tx, artwork_id: ArtworkId, by: RunId | None = None) -> None:
    """Throw a work away, and never again fetch the posts of sites that show it."""
    put(tx, artwork_id, by)
    for post_id in _posts_of(tx, artwork_id):
        never = {"shunned_at": tx.now, "wanted_at": None}
        tx.execute(sa.update(post).where(post.c.id == post_id).values(never))
        tx.execute(sa.update(page).where(page.c.post_id == post_id).values(wanted_at=None))


def _posts_of(tx: Tx, artwork_id: ArtworkId) -> list[PostId]:
    """Return the posts of sites that show a work; a file of the person's own is none."""
    shows = sa.select(page.c.post_id).where(page.c.artwork_id == artwork_id)
    query = sa.select(post.c.id).where(post.c.id.in_(shows), post.c.told_at.is_not(None))
    return [PostId(one) for one in tx.execute(query).scalars()]


def shunned(tx: Tx, after: int, limit: int) -> list[Shunned]:
    """Return the posts that shall never come again, by their key."""
    query = (
        sa.select(
            post.c.id,
            post.c.site,
            post.c.site_post_id,
            post.c.title,
            post.c.url,
            post.c.shunned_at,
        )
        .where(post.c.shunned_at.is_not(None), post.c.id > after)
        .order_by(post.c.id)
        .limit(limit)
    )
    return [
        Shunned(
            PostId(row.id),
            ref := PostRef(row.site, row.site_post_id),
            titled(row.title, ref),
            row.url,
            row.shunned_at,
        )
        for row in tx.execute(query)
    ]


def welcome(tx: Tx, post_id: PostId) -> str | None:
    """Let a post come again; return the site to fetch it from, None when it was not shunned.

    Its pictures are wanted again where their bytes were thrown away, its works leave the trash.
    """
    held = sa.select(post.c.site, post.c.shunned_at).where(post.c.id == post_id)
    row = tx.execute(held).one_or_none()
    if row is None:
        raise NotFound(text("there is no post {post_id}", post_id=post_id))
    if row.shunned_at is None:
        return None
    tx.execute(
        sa.update(post).where(post.c.id == post_id).values(shunned_at=None, wanted_at=tx.now)
    )
    _want_lost_bytes(tx, post_id)
    shows = sa.select(page.c.artwork_id).where(page.c.post_id == post_id)
    back = sa.update(artwork).where(artwork.c.id.in_(shows))
    tx.execute(back.values(trashed_at=None, trashed_by=None))
    projection.touch_posts(tx, [post_id])
    return str(row.site)


def want_again(tx: Tx, artwork_id: ArtworkId, sites: Iterable[str]) -> set[str]:
    """Have the posts of a work on these sites asked for anew, and what is not here fetched.

    Return the sites that are to be asked: not for what shall never come again.
    """
    shows = sa.select(page.c.post_id).where(page.c.artwork_id == artwork_id)
    welcome_ones = sa.and_(
        post.c.id.in_(shows), post.c.site.in_(list(sites)), post.c.shunned_at.is_(None)
    )
    asked = sa.update(post).where(welcome_ones).values(wanted_at=tx.now)
    found = tx.execute(asked.returning(post.c.id, post.c.site)).all()
    for row in found:
        _want_lost_bytes(tx, PostId(row.id))
    return {row.site for row in found}


def files_of(tx: Tx, artwork_id: ArtworkId, site: str) -> list[tuple[str, Kept]]:
    """Return where the files of a work lie by now, and how each is to be kept."""
    query = (
        sa.select(post.c.site_post_id, image.c.kept)
        .join(page, page.c.post_id == post.c.id)
        .join(image, image.c.id == page.c.image_id)
        .where(page.c.artwork_id == artwork_id, page.c.replaced_at.is_(None), post.c.site == site)
        .order_by(page.c.id)
    )
    rows = tx.execute(query)
    referred = Kept.REFERENCE
    return [
        (row.site_post_id, referred if row.kept == referred.value else Kept.BLOB) for row in rows
    ]


def _want_lost_bytes(tx: Tx, post_id: PostId) -> None:
    gone = sa.select(image.c.id).where(image.c.kept == Kept.NONE.value)
    lost = sa.and_(
        page.c.post_id == post_id,
        page.c.replaced_at.is_(None),
        sa.or_(page.c.image_id.is_(None), page.c.image_id.in_(gone)),
    )
    again = {"image_id": None, "wanted_at": tx.now, "tries": 0, "error": None}
    tx.execute(sa.update(page).where(lost).values(again))
