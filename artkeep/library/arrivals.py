"""Pictures that came for the pages of posts, and that no page showed before: many at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from artkeep.db.engine import Tx
from artkeep.db.tables import page
from artkeep.library import artworks
from artkeep.library.wanted import WantedPage
from artkeep.model.refs import ArtworkId, ImageId

# built once: building a statement takes longer than executing it
_SHOW = sa.update(page).where(page.c.id == sa.bindparam("its_id"))
_WORKS = (
    sa.select(page.c.artwork_id)
    .where(page.c.id.in_(sa.bindparam("pages", expanding=True)))
    .distinct()
    .order_by(page.c.artwork_id)
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """An image that is new to the library, and the page it came for; `stamp` as its host says."""

    page: WantedPage
    image_id: ImageId
    stamp: str | None


def have(tx: Tx, arrivals: Sequence[Arrival]) -> None:
    """Give the pages their pictures, and their works the first of them as a cover."""
    if not arrivals:
        return
    shows = [
        {
            "its_id": each.page.id,
            "image_id": each.image_id,
            "wanted_at": None,
            "error": None,
            "stamp": each.page.told.stamp or each.stamp,
        }
        for each in arrivals
    ]
    tx.execute(_SHOW, shows)
    works = tx.execute(_WORKS, {"pages": [each.page.id for each in arrivals]}).scalars()
    artworks.cover(tx, *(ArtworkId(number) for number in works))
