"""Reading fingerprints from the rows of a SQLite library, many at a time.

SQLite joins a batch into two texts by itself; row by row, Python would take four times as long.
"""

import json
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from artkeep.db.engine import Database, Tx
from artkeep.db.tables import image, library

Words = npt.NDArray[np.uint64]  # (n, 4): fingerprints
Integers = npt.NDArray[np.int64]

BATCH = 65_536
_AFTER: sa.BindParameter[int] = sa.bindparam("after")
_UPTO: sa.BindParameter[int] = sa.bindparam("upto")
_IDS: sa.BindParameter[str] = sa.bindparam("ids")
LAST = 2**63 - 1  # no id is higher


def _joined(some: sa.Select[int, bytes]) -> sa.Select[str, str]:
    rows = some.subquery()
    ids = sa.func.group_concat(rows.c.id).label("ids")
    words = sa.func.group_concat(sa.func.hex(rows.c.pdq), "").label("words")
    return sa.select(ids, words)


_STRETCH = _joined(
    sa.select(image.c.id, image.c.pdq)
    .where(image.c.id > _AFTER, image.c.id <= _UPTO)
    .order_by(image.c.id)
    .limit(BATCH)
)
_THESE = _joined(
    sa.select(image.c.id, image.c.pdq).where(
        image.c.id.in_(sa.select(sa.func.json_each(_IDS).table_valued("value").c.value))
    )
)
_NEWEST = sa.select(sa.func.max(image.c.id).label("highest"), sa.func.count().label("rows")).where(
    image.c.id > _AFTER
)


def batch(tx: Tx, after: int, upto: int = LAST) -> tuple[Integers, Words]:
    """Return ids and fingerprints of the first images with ids in (after, upto], by id."""
    return _read(tx, _STRETCH, {"after": after, "upto": upto})


def batches(database: Database, after: int, upto: int) -> Iterator[tuple[Integers, Words]]:
    """Yield all with ids in (after, upto], each batch from a transaction of its own."""
    while after < upto:
        with database.read() as tx:
            ids, words = batch(tx, after, upto)
        if not len(ids):
            return
        yield ids, words
        after = int(ids[-1])


def these(tx: Tx, ids: Integers) -> tuple[Integers, Words]:
    """Return ids and fingerprints of those of the images that there are, by id."""
    parts = [
        _read(tx, _THESE, {"ids": json.dumps(ids[start : start + BATCH].tolist())})
        for start in range(0, len(ids), BATCH)
    ] or [(np.empty(0, np.int64), np.empty((0, 4), np.uint64))]
    found, words = zip(*parts, strict=True)
    return np.concatenate(found), np.concatenate(words)


def newest(tx: Tx, after: int) -> tuple[int, int]:
    """Return the highest id above `after`, or `after`, and how many there are above."""
    found = tx.execute(_NEWEST, {"after": after}).one()
    return found.highest or after, found.rows


def mark(tx: Tx) -> str:
    """Return by what the library is known."""
    return str(tx.execute(sa.select(library.c.mark)).scalar_one())


def _read(
    tx: Tx, statement: sa.Select[str, str], parameters: dict[str, object]
) -> tuple[Integers, Words]:
    joined = tx.execute(statement, parameters).one()
    ids = np.fromstring(joined.ids or "", np.int64, sep=",")
    words = np.frombuffer(bytes.fromhex(joined.words or ""), np.uint64).reshape(len(ids), 4)
    order = np.argsort(ids)  # SQLite does not promise any
    return ids[order], words[order]
