"""Works as they are read: their pages in order, each with the picture that is to be had of it.

A work that several posts show is read as the post with the most pages tells it: the others show
the same. Pages that a post no longer shows count only where nothing else is left of a work.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

import sqlalchemy as sa

from artkeep.db.engine import Tx
from artkeep.db.tables import artwork, image, page, post
from artkeep.model.records import Kept
from artkeep.model.refs import ArtworkId, ImageId, PostRef
from artkeep.model.viewing import NSFW_FROM, Allow


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of a work with its picture. `number` counts the work's pages from 0.

    `position` is the page's in its post, which has more when some could not be had. `at` is when
    it was published, or came here.
    """

    artwork_id: ArtworkId
    number: int
    ref: PostRef
    position: int
    image_id: ImageId
    sha256: str
    size_bytes: int
    media_type: str
    width: int
    height: int
    frames: int
    kept: Kept
    at: datetime


_PAGES = (
    sa.select(
        page.c.artwork_id,
        page.c.post_id,
        page.c.position,
        page.c.replaced_at,
        page.c.added_at,
        post.c.site,
        post.c.site_post_id,
        post.c.published_at,
        image.c.id.label("image_id"),
        image.c.sha256,
        image.c.size_bytes,
        image.c.media_type,
        image.c.width,
        image.c.height,
        image.c.frames,
        image.c.kept,
    )
    .join(post, post.c.id == page.c.post_id)
    .join(image, image.c.id == page.c.image_id)
    .where(
        page.c.artwork_id.in_(sa.bindparam("works", expanding=True)),
        image.c.kept != Kept.NONE.value,
    )
    .order_by(page.c.artwork_id, page.c.post_id, page.c.position, page.c.id)
)

_OPEN = sa.select(artwork.c.id).where(
    artwork.c.id.in_(sa.bindparam("works", expanding=True)),
)
_FOR_EVERYBODY = _OPEN.where(
    sa.or_(artwork.c.rating.is_(None), artwork.c.rating < NSFW_FROM),
)


def of_works(tx: Tx, artwork_ids: Iterable[ArtworkId]) -> dict[ArtworkId, list[Sheet]]:
    """Return the pages of each of these works; a work without a picture at hand is missing."""
    rows = tx.execute(_PAGES, {"works": list(artwork_ids)})
    return {
        ArtworkId(artwork_id): [_sheet(row, number) for number, row in enumerate(_read(own))]
        for artwork_id, own in groupby(rows, key=lambda row: row.artwork_id)
    }


def of_work(tx: Tx, artwork_id: ArtworkId) -> list[Sheet]:
    """Return the pages of a work, none when there is no such work or nothing of it is here."""
    return of_works(tx, [artwork_id]).get(artwork_id, [])


def visible(tx: Tx, artwork_ids: Iterable[ArtworkId], allow: Allow) -> set[ArtworkId]:
    """Return which of these works there are that somebody may see."""
    query = _OPEN if allow.nsfw else _FOR_EVERYBODY
    return {ArtworkId(each) for each in tx.execute(query, {"works": list(artwork_ids)}).scalars()}


def _read(rows: Iterable[sa.Row[tuple[object, ...]]]) -> Sequence[sa.Row[tuple[object, ...]]]:
    """Choose the pages of one post; of equals, that of the post we knew first."""
    every = list(rows)
    current = [row for row in every if row.replaced_at is None]
    posts = [list(own) for _, own in groupby(current or every, key=lambda row: row.post_id)]
    return max(posts, key=len)


def _sheet(row: sa.Row[tuple[object, ...]], number: int) -> Sheet:
    return Sheet(
        artwork_id=ArtworkId(row.artwork_id),
        number=number,
        ref=PostRef(row.site, row.site_post_id),
        position=row.position,
        image_id=ImageId(row.image_id),
        sha256=row.sha256.hex(),
        size_bytes=row.size_bytes,
        media_type=row.media_type,
        width=row.width,
        height=row.height,
        frames=row.frames,
        kept=Kept(row.kept),
        at=row.published_at or row.added_at,
    )
