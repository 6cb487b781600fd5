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
LAST = 2**63 - 1  # no id is higher
NONE = (np.empty(0, np.int64), np.empty((0, 4), np.uint64))

_BATCH = """
    select group_concat(id), group_concat(hex(pdq), '')
    from (select id, pdq from image where id > :after and id <= :upto order by id limit :batch)
"""
_THESE = """
    select group_concat(id), group_concat(hex(pdq), '')
    from image
    where id in (select value from json_each(:ids))
"""
_THESE_AND_NEWER = """
    select group_concat(id), group_concat(hex(pdq), '')
    from (
        select id, pdq from image where id in (select value from json_each(:ids))
        union all
        select * from (select id, pdq from image where id > :after order by id limit :batch)
    )
"""
_NEWEST = sa.select(sa.func.max(image.c.id).label("highest"), sa.func.count().label("rows")).where(
    image.c.id > sa.bindparam("after")
)


def batch(tx: Tx, after: int, upto: int = LAST) -> tuple[Integers, Words]:
    """Return ids and fingerprints of the first images with ids in (after, upto], by id."""
    return _read(tx, _BATCH, {"after": after, "upto": upto, "batch": BATCH})


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
    return _read(tx, _THESE, {"ids": json.dumps(ids.tolist())})


def these_and_newer(tx: Tx, ids: Integers, after: int) -> tuple[Integers, Words]:
    """Return those of the images that there are, none newer than `after`, and a batch of newer.

    `ids` ascend; so does what is returned.
    """
    most = max(0, len(ids) - BATCH)
    parts = [these(tx, ids[start : min(start + BATCH, most)]) for start in range(0, most, BATCH)]
    newer = {"ids": json.dumps(ids[most:].tolist()), "after": after, "batch": BATCH}
    parts.append(_read(tx, _THESE_AND_NEWER, newer))
    if len(parts) == 1:
        return parts[0]
    found, words = zip(*parts, strict=True)
    return np.concatenate(found), np.concatenate(words)


def newest(tx: Tx, after: int) -> tuple[int, int]:
    """Return the highest id above `after`, or `after`, and how many there are above."""
    found = tx.execute(_NEWEST, {"after": after}).one()
    return found.highest or after, found.rows


def mark(tx: Tx) -> str:
    """Return by what the library is known."""
    return str(tx.execute(sa.select(library.c.mark)).scalar_one())


def _read(tx: Tx, statement: str, parameters: dict[str, object]) -> tuple[Integers, Words]:
    """Run a statement as it is: composing it takes longer than SQLite does."""
    joined_ids, joined_words = tx.connection.exec_driver_sql(statement, parameters).one()
    if joined_ids is None:
        return NONE
    ids = np.fromstring(joined_ids, np.int64, sep=",")
    words = np.frombuffer(bytes.fromhex(joined_words), np.uint64).reshape(len(ids), 4)
    order = np.argsort(ids)  # SQLite does not promise any
    return ids[order], words[order]
