"""Reading from the library which images there are, by id and SHA-256."""

from collections.abc import Iterable
from datetime import timedelta

import sqlalchemy as sa

from artkeep.db.engine import Tx
from artkeep.db.tables import image, library
from artkeep.fingerprints.details.build import Named

_SETTLED = timedelta(minutes=2)


def images(tx: Tx, after: int, upto: int | None = None, limit: int | None = None) -> list[Named]:
    """Return the images with ids in (after, upto], by id."""
    query = sa.select(image.c.id, image.c.sha256).where(image.c.id > after)
    if upto is not None:
        query = query.where(image.c.id <= upto)
    rows = tx.execute(query.order_by(image.c.id).limit(limit))
    return [Named(row.id, bytes(row.sha256).hex()) for row in rows]


def these(tx: Tx, ids: Iterable[int]) -> list[Named]:
    """Return those of these images that there are, by id."""
    query = sa.select(image.c.id, image.c.sha256).where(image.c.id.in_(list(ids)))
    rows = tx.execute(query.order_by(image.c.id))
    return [Named(row.id, bytes(row.sha256).hex()) for row in rows]


def settled(tx: Tx) -> int:
    """Return up to which id all images are there that will ever be.

    PostgreSQL gives ids before transactions end, so that a lower one may appear after a higher;
    there only what is two minutes old is taken as settled.
    """
    query = sa.select(sa.func.max(image.c.id))
    if tx.engine_name == "postgresql":
        query = query.where(image.c.added_at < tx.now - _SETTLED)
    return int(tx.execute(query).scalar_one() or 0)


def mark(tx: Tx) -> str:
    """Return by what the library is known."""
    return str(tx.execute(sa.select(library.c.mark)).scalar_one())
