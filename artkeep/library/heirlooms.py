"""What another program had kept and we have no place for yet: verdicts, tags of its own.

Each is whole and says what it is about, so that it can be handed on once there is a place.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from artkeep.db.dialect import insert_or_get
from artkeep.db.engine import Tx
from artkeep.db.tables import heirloom


@dataclass(frozen=True, slots=True)
class Heirloom:
    """A judgment or fact. `origin` is the program and its file, `subject` what it is about.

    `said` is JSON. There is one for each origin, kind and subject: the last one heard.
    """

    origin: str
    kind: str
    subject: str
    said: Any


def keep(tx: Tx, some: Sequence[Heirloom]) -> int:
    """Keep these; return how many were not known."""
    return sum(_keep(tx, each) for each in some)


def _keep(tx: Tx, each: Heirloom) -> bool:
    words = f"{each.origin}\x00{each.kind}\x00{each.subject}"
    values = {
        "origin": each.origin,
        "kind": each.kind,
        "subject": each.subject,
        "key": hashlib.sha256(words.encode()).digest()[:16],
        "said": each.said,
        "added_at": tx.now,
    }
    number, is_new = insert_or_get(tx, heirloom, values, ["key"])
    if not is_new:
        tx.execute(sa.update(heirloom).where(heirloom.c.id == number).values(said=each.said))
    return is_new


def of_kind(tx: Tx, kind: str, after: int, limit: int) -> list[tuple[int, Heirloom]]:
    """Return the next ones of a kind with their ids, in the order they came."""
    query = (
        sa.select(heirloom)
        .where(heirloom.c.kind == kind, heirloom.c.id > after)
        .order_by(heirloom.c.id)
        .limit(limit)
    )
    return [
        (row.id, Heirloom(row.origin, row.kind, row.subject, row.said)) for row in tx.execute(query)
    ]
