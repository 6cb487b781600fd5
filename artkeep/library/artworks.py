"""Artworks: the works themselves, whatever shows them; and the order of the gallery."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from artkeep.db.dialect import Moment
from artkeep.db.engine import Tx
from artkeep.db.tables import artwork, image, page
from artkeep.errors import NotFound
from artkeep.library import projection
from artkeep.model.records import Mark, Tile
from artkeep.model.refs import ArtworkId, ImageId
from artkeep.texts import text

# what the gallery shows: works with a picture that nobody has thrown away
SHOWN = sa.and_(artwork.c.cover_id.is_not(None), artwork.c.trashed_at.is_(None))

_1970 = datetime(1970, 1, 1, tzinfo=UTC)

# built once: building a statement takes longer than executing it
_BEGIN = sa.insert(artwork).returning(artwork.c.id)
_BEGIN_ALL = sa.insert(artwork).returning(artwork.c.id, sort_by_parameter_order=True)
_FIRST_PICTURE = (
    sa.select(page.c.image_id)
    .where(page.c.artwork_id == artwork.c.id, page.c.image_id.is_not(None))
    .order_by(page.c.replaced_at.is_not(None), page.c.position, page.c.id.desc())
    .limit(1)
    .correlate(artwork)
    .scalar_subquery()
)
_NOW = sa.case((_FIRST_PICTURE.is_not(None), sa.bindparam("now", type_=Moment())))
_COVER = (
    sa.update(artwork)
    .where(artwork.c.id == sa.bindparam("its_id"))
    .values(cover_id=_FIRST_PICTURE, shown_at=sa.func.coalesce(artwork.c.shown_at, _NOW))
)


def add(tx: Tx, title: str, cover: ImageId) -> ArtworkId:
    """Begin a work that this image shows."""
    row = _new(tx, title) | {"cover_id": cover, "shown_at": tx.now}
    artwork_id = ArtworkId(tx.execute(_BEGIN, row).scalar_one())
    projection.touch(tx, artwork_id)
    return artwork_id


def begin(tx: Tx, title: str) -> ArtworkId:
    """Begin a work whose pictures are still to come; the gallery shows it with the first."""
    return ArtworkId(tx.execute(_BEGIN, _new(tx, title)).scalar_one())


def begin_all(tx: Tx, titles: Sequence[str]) -> list[ArtworkId]:
    """Begin a work for each title, in their order; there is one at least."""
    rows = [_new(tx, title) for title in titles]
    return [ArtworkId(number) for number in tx.execute(_BEGIN_ALL, rows).scalars()]


def _new(tx: Tx, title: str) -> dict[str, Any]:
    return {"title": title, "added_at": tx.now, "position": moment(tx.now)}


def moment(at: datetime) -> int:
    """Return the position of what came then: microseconds since 1970."""
    return (at - _1970) // timedelta(microseconds=1)


def cover(tx: Tx, *works: ArtworkId) -> None:
    """Let the first page that has a picture be what the gallery shows of a work."""
    if works:
        tx.execute(_COVER, [{"its_id": artwork_id, "now": tx.now} for artwork_id in works])
        projection.touch(tx, *works)


def cover_again(tx: Tx, artwork_id: ArtworkId) -> None:
    """Give a work that has lost its cover one: bytes of it came that were thrown away before."""
    query = sa.select(artwork.c.cover_id).where(artwork.c.id == artwork_id)
    if tx.execute(query).scalar_one() is None:
        cover(tx, artwork_id)


def is_only_page(tx: Tx, artwork_id: ArtworkId, page_id: int) -> bool:
    """Say whether this page alone shows a work."""
    query = sa.select(page.c.id).where(page.c.artwork_id == artwork_id).limit(2)
    return tx.execute(query).scalars().all() == [page_id]


def forget(tx: Tx, artwork_id: ArtworkId) -> None:
    """Delete a work that no page shows."""
    tx.execute(sa.delete(artwork).where(artwork.c.id == artwork_id))
    projection.touch(tx, artwork_id)


def showing(tx: Tx, image_id: ImageId) -> ArtworkId | None:
    """Return the work that this image shows already, if any: the first one it was found for."""
    query = (
        sa.select(page.c.artwork_id).where(page.c.image_id == image_id).order_by(page.c.id).limit(1)
    )
    found = tx.execute(query).scalar_one_or_none()
    return None if found is None else ArtworkId(found)


def tile(tx: Tx, artwork_id: ArtworkId) -> Tile:
    """Return a work as the gallery shows it. Raises NotFound."""
    row = tx.execute(_tiles().where(artwork.c.id == artwork_id)).one_or_none()
    if row is None:
        raise NotFound(text("there is no artwork {id} in this library", id=artwork_id))
    return _tile(row)


def tiles(tx: Tx, works: Sequence[ArtworkId]) -> list[Tile]:
    """Return works as the gallery shows them, in the order given; those without one are left out.

    They are as many as one page shows.
    """
    if not works:
        return []
    found = {row.id: _tile(row) for row in tx.execute(_TILES_OF, {"works": list(works)})}
    return [found[artwork_id] for artwork_id in works if artwork_id in found]


def latest(tx: Tx) -> datetime | None:
    """Return the place of the newest work as a moment; None: there is none."""
    position = tx.execute(sa.select(sa.func.max(artwork.c.position)).where(SHOWN)).scalar_one()
    return None if position is None else _1970 + timedelta(microseconds=position)


def any_there(tx: Tx) -> bool:
    """Say whether the library holds anything yet."""
    return tx.execute(sa.select(artwork.c.id).where(SHOWN).limit(1)).first() is not None


def _tiles() -> sa.Select[tuple[object, ...]]:
    return sa.select(
        artwork.c.id,
        artwork.c.title,
        artwork.c.added_at,
        artwork.c.position,
        artwork.c.pages,
        artwork.c.rating,
        artwork.c.marks,
        image.c.sha256,
        image.c.width,
        image.c.height,
        image.c.frames,
        image.c.placeholder,
    ).join(image, image.c.id == artwork.c.cover_id)


def _tile(row: sa.Row[tuple[object, ...]]) -> Tile:
    return Tile(
        artwork_id=ArtworkId(row.id),
        title=row.title,
        sha256=row.sha256.hex(),
        width=row.width,
        height=row.height,
        frames=row.frames,
        placeholder=row.placeholder,
        added_at=row.added_at,
        position=row.position,
        pages=row.pages or 1,
        rating=row.rating,
        marks=Mark(row.marks or 0),
    )


_TILES_OF = _tiles().where(artwork.c.id.in_(sa.bindparam("works", expanding=True)))
