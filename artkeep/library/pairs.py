"""Pairs: two images that show the same."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from artkeep.db.dialect import insert_ignore
from artkeep.db.engine import Tx
from artkeep.db.tables import image_pair
from artkeep.library import projection
from artkeep.model.records import AlikeKind
from artkeep.model.refs import ImageId


@dataclass(frozen=True, slots=True)
class Pair:
    """Two images alike.

    `distance` is PDQ bits (for crops: 256 less the points that agree); `variant` says how `a`
    has to be turned to look like `b`.
    """

    a_id: ImageId
    b_id: ImageId
    kind: AlikeKind
    distance: int
    score: float
    variant: str = "upright"

    def seen_from(self, image_id: ImageId) -> "Pair":
        """Return the same pair with this image first."""
        if image_id == self.a_id:
            return self
        variant = _UNDOES.get(self.variant, self.variant)
        return replace(self, a_id=self.b_id, b_id=self.a_id, variant=variant)


# every other way of turning or mirroring undoes itself
_UNDOES = {"turned_90": "turned_270", "turned_270": "turned_90"}


def add(tx: Tx, pairs: Sequence[Pair]) -> None:
    """Note pairs; those known already stay as they are."""
    in_order = [each.seen_from(min(each.a_id, each.b_id)) for each in pairs]
    rows = [
        {
            "a_id": each.a_id,
            "b_id": each.b_id,
            "kind": each.kind.value,
            "distance": each.distance,
            "score": each.score,
            "variant": each.variant,
        }
        for each in in_order
    ]
    insert_ignore(tx, image_pair, rows)
    projection.touch_covers(tx, {each for pair in pairs for each in (pair.a_id, pair.b_id)})


def touching(tx: Tx, images: Iterable[ImageId]) -> list[Pair]:
    """Return every pair one side of which is among these images."""
    ids = list(images)
    query = sa.select(
        image_pair.c.a_id,
        image_pair.c.b_id,
        image_pair.c.kind,
        image_pair.c.distance,
        image_pair.c.score,
        image_pair.c.variant,
    )
    either = sa.union(
        query.where(image_pair.c.a_id.in_(ids)), query.where(image_pair.c.b_id.in_(ids))
    )
    return [
        Pair(row.a_id, row.b_id, AlikeKind(row.kind), row.distance, row.score, row.variant)
        for row in tx.execute(either)
    ]
