"""Emptying the trash: works that no page shows any more, and the bytes that only they had."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from artkeep.db.engine import Tx
from artkeep.db.tables import artwork, image, page
from artkeep.library.trash import IN_TRASH
from artkeep.model.records import Kept
from artkeep.model.refs import ImageId

_EMPTIED = sa.and_(artwork.c.trashed_at.is_not(None), artwork.c.cover_id.is_(None))


@dataclass(frozen=True, slots=True)
class Doomed:
    """An image that only emptied works show, whose bytes are to go."""

    image_id: ImageId
    sha256: str
    kept: Kept


def give_up(tx: Tx) -> int:
    """Let go of all that lies in the trash: nothing shows it from now on. Return how many.

    Who threw it away is forgotten: nobody can take it back, nor looks for it any more.
    """
    gone = sa.update(artwork).where(IN_TRASH).values(cover_id=None, trashed_by=None)
    return tx.execute(gone).rowcount


def doomed(tx: Tx, after: int, limit: int) -> tuple[list[Doomed], int | None]:
    """Return images that no other work shows than those that were given up.

    They are of the next works behind an id; the second value is the last of these works, None at
    the end.
    """
    emptied = sa.select(artwork.c.id).where(_EMPTIED, artwork.c.id > after)
    works = tx.execute(emptied.order_by(artwork.c.id).limit(limit)).scalars().all()
    if not works:
        return [], None
    given_up = sa.select(page.c.image_id).where(page.c.artwork_id.in_(works))
    query = (
        sa.select(image.c.id, image.c.sha256, image.c.kept)
        .where(
            image.c.kept != Kept.NONE.value,
            image.c.id.in_(given_up),
            ~sa.exists(_shown_by(sa.not_(_EMPTIED))),
        )
        .order_by(image.c.id)
    )
    rows = tx.execute(query)
    return [Doomed(ImageId(row.id), row.sha256.hex(), Kept(row.kept)) for row in rows], works[-1]


def _shown_by(which: sa.ColumnElement[bool]) -> sa.Select[Any]:
    return (
        sa.select(page.c.id)
        .join(artwork, artwork.c.id == page.c.artwork_id)
        .where(page.c.image_id == image.c.id, which)
        .correlate(image)
    )
