"""Which works and pictures are not for everybody, as the sites rate them."""

from collections.abc import Collection

import sqlalchemy as sa

from artkeep.db.engine import Tx
from artkeep.db.tables import artwork, image, page
from artkeep.model.refs import ArtworkId
from artkeep.model.viewing import NSFW_FROM

_IMAGE = (
    sa.select(artwork.c.id)
    .join(page, page.c.artwork_id == artwork.c.id)
    .join(image, image.c.id == page.c.image_id)
    .where(image.c.sha256 == sa.bindparam("digest"), artwork.c.rating >= NSFW_FROM)
    .limit(1)
)


def nsfw(tx: Tx, works: Collection[ArtworkId]) -> set[ArtworkId]:
    """Return those of these works that are rated questionable or worse."""
    query = sa.select(artwork.c.id).where(artwork.c.id.in_(works), artwork.c.rating >= NSFW_FROM)
    return {ArtworkId(one) for one in tx.execute(query).scalars()}


def image_is_nsfw(tx: Tx, sha256: str) -> bool:
    """Say whether one of the works that a picture shows is rated so. `sha256` is 64 hex digits."""
    return tx.execute(_IMAGE, {"digest": bytes.fromhex(sha256)}).first() is not None
