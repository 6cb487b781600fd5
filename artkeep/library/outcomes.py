"""Outcomes: what became of each file of a run."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from artkeep.db.dialect import insert_ignore
from artkeep.db.engine import Tx
from artkeep.db.tables import image, run_outcome
from artkeep.model.records import Outcome, OutcomeStatus
from artkeep.model.refs import ImageId, OutcomeId, RunId


@dataclass(frozen=True, slots=True)
class NewOutcome:
    """An outcome to note; `ref_key` says which place, so that a second try adds none."""

    ref_key: bytes
    path: str
    image_id: ImageId | None
    status: OutcomeStatus
    reason: str | None = None


def note(tx: Tx, run_id: RunId, outcomes: Sequence[NewOutcome]) -> None:
    """Note outcomes; those of places already noted for this run stay as they are."""
    rows = [
        {
            "run_id": run_id,
            "ref_key": outcome.ref_key,
            "path": outcome.path,
            "image_id": outcome.image_id,
            "status": outcome.status.value,
            "reason": outcome.reason,
        }
        for outcome in outcomes
    ]
    insert_ignore(tx, run_outcome, rows)


def noted(tx: Tx, run_id: RunId, keys: Iterable[bytes]) -> set[bytes]:
    """Return which of these places have an outcome in this run."""
    query = sa.select(run_outcome.c.ref_key).where(
        run_outcome.c.run_id == run_id, run_outcome.c.ref_key.in_(list(keys))
    )
    return {bytes(key) for key in tx.execute(query).scalars()}


def counts(tx: Tx, run_id: RunId) -> dict[str, int]:
    """Return how many outcomes of each status a run has."""
    query = (
        sa.select(run_outcome.c.status, sa.func.count().label("number"))
        .where(run_outcome.c.run_id == run_id)
        .group_by(run_outcome.c.status)
    )
    return {row.status: int(row.number) for row in tx.execute(query)}


def after(
    tx: Tx, run_id: RunId, last: int, limit: int, status: OutcomeStatus | None = None
) -> list[tuple[Outcome, ImageId | None]]:
    """Return the next outcomes of a run with their images, in the order they were noted."""
    query = (
        sa.select(
            run_outcome.c.id,
            run_outcome.c.path,
            run_outcome.c.status,
            run_outcome.c.reason,
            run_outcome.c.image_id,
            image.c.sha256,
        )
        .join(image, image.c.id == run_outcome.c.image_id, isouter=True)
        .where(run_outcome.c.run_id == run_id, run_outcome.c.id > last)
        .order_by(run_outcome.c.id)
        .limit(limit)
    )
    if status is not None:
        query = query.where(run_outcome.c.status == status.value)
    return [(_outcome(row), row.image_id) for row in tx.execute(query)]


def _outcome(row: sa.Row[tuple[object, ...]]) -> Outcome:
    return Outcome(
        id=OutcomeId(row.id),
        path=row.path,
        sha256=row.sha256.hex() if row.sha256 else None,
        status=OutcomeStatus(row.status),
        reason=row.reason,
    )
