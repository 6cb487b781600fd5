"""How far somebody has read a work: the last page that was before their eyes.

`who` is whoever reads as the pages know them: somebody who has signed in, the owner on their own
machine, or a browser.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from artkeep.db.dialect import insert_ignore
from artkeep.db.engine import Tx
from artkeep.db.tables import reading
from artkeep.model.refs import ArtworkId


@dataclass(frozen=True, slots=True)
class Place:
    """The page that was read last, counted from 1, and when."""

    page: int
    at: datetime


def page(tx: Tx, artwork_id: ArtworkId, who: str) -> int | None:
    """Return the page that was read last, counted from 1; None: none yet."""
    query = sa.select(reading.c.page).where(_of(artwork_id, who))
    return tx.execute(query).scalar_one_or_none()


def places(tx: Tx, works: Collection[ArtworkId], who: str) -> dict[ArtworkId, Place]:
    """Return how far works are read; those that nobody has begun are left out."""
    query = sa.select(reading.c.artwork_id, reading.c.page, reading.c.at).where(
        reading.c.artwork_id.in_(works), reading.c.who == who
    )
    return {ArtworkId(row.artwork_id): Place(row.page, row.at) for row in tx.execute(query)}


def keep(tx: Tx, artwork_id: ArtworkId, who: str, number: int) -> None:
    """Remember the page that is read, counted from 1."""
    row = {"artwork_id": artwork_id, "who": who, "page": number, "at": tx.now}
    insert_ignore(tx, reading, [row])
    tx.execute(sa.update(reading).where(_of(artwork_id, who)).values(page=number, at=tx.now))


def forget(tx: Tx, artwork_id: ArtworkId, who: str) -> None:
    """Begin a work anew."""
    tx.execute(sa.delete(reading).where(_of(artwork_id, who)))


def _of(artwork_id: ArtworkId, who: str) -> sa.ColumnElement[bool]:
    return sa.and_(reading.c.artwork_id == artwork_id, reading.c.who == who)
