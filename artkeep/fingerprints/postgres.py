"""The outgrown index: sixteen words of 16 bits under a GIN index of PostgreSQL, no extension.

Fingerprints that differ in at most 31 bits have a word that differs in at most one bit (why is
told in `artkeep.fingerprints.kernels`): the index finds the images with such a word, and
`bit_count` compares those. It belongs to the transaction like any index, so there is nothing to
take up but what PostgreSQL has put aside for later. Beyond 31 bits there are too many such words;
then all rows are read, which is quicker than having the server compare them.

The migration `0002` made the function `artkeep_words` and the index.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from artkeep.db.engine import Database, Tx
from artkeep.db.tables import image
from artkeep.fingerprints import Hits
from artkeep.fingerprints.asking import PATIENCE, Asker, fingerprints, nearest_first
from artkeep.fingerprints.segments import Integers, Words

_BATCH = 65_536
_SLOTS = 16
_FARTHEST = 2 * _SLOTS - 1  # bits, by words that differ in one bit
_SAMPLE = 64
_ONE_BIT = 1 << np.arange(16)

_NEAR = sa.text("""
    select id, distance
    from (
        select id, bit_count(
            ('x' || encode(pdq, 'hex'))::bit(256) # cast(:asked as bit(256))
        ) as distance
        from image
        where artkeep_words(pdq) && cast(:words as integer[])
        offset 0  -- compare once for a row
    ) as near
    where distance <= :radius
""")
# As bytes: a driver takes ten times as long to read the rows one by one.
_ROWS = sa.text("""
    select string_agg(int8send(id), '') as ids, string_agg(pdq, '') as words
    from (select id, pdq from image where id > :after order by id limit :batch) as rows
""")
_MAKE = "create index if not exists ix_image_words on image using gin (artkeep_words(pdq))"
_REMAKE = "reindex index concurrently ix_image_words"
_TAKE_UP = sa.text("select gin_clean_pending_list('ix_image_words')")
_BY_INDEX = sa.text("set local enable_seqscan = off")  # however few rows there are
_IS_VALID = sa.text("""
    select indisvalid from pg_index where indexrelid = to_regclass('ix_image_words')
""")


class PostgresIndex:
    """`FingerprintIndex` for a library in PostgreSQL."""

    def __init__(self, database: Database, folder: Path, *, patience: int = PATIENCE) -> None:
        self._database = database
        self._asker = Asker(folder / "kernels", patience)

    def near(self, tx: Tx, asked: npt.NDArray[np.uint8], radius: int) -> Hits:
        """Ask the index within 31 bits, else look at every row."""
        words = fingerprints(asked)
        look = self._probe if radius <= _FARTHEST else self._scan
        return nearest_first(look(tx, words, radius))

    def sync(self) -> int:
        """Have PostgreSQL sort in what it has put aside; it has taken up all rows by itself."""
        with self._database.begin() as tx:
            tx.execute(_TAKE_UP)
        return 0

    def check(self) -> list[str]:
        """See that there is an index, and that the newest images find themselves."""
        with self._database.read() as tx:
            if not tx.execute(_IS_VALID).scalar_one_or_none():
                return ["the fingerprint index is missing or was not finished"]
            tx.execute(_BY_INDEX)
            newest = sa.select(image.c.id, image.c.pdq).order_by(image.c.id.desc()).limit(_SAMPLE)
            rows = tx.execute(newest).all()
            lost = [row.id for row in rows if not self._has(tx, row.id, row.pdq)]
            return [f"the fingerprint index lacks image {image_id}" for image_id in lost]

    def rebuild(self) -> None:
        """Build the index beside the old one, then exchange them."""
        with self._database.outside() as connection:
            connection.exec_driver_sql(_MAKE)
            connection.exec_driver_sql(_REMAKE)

    def close(self) -> None:
        """End the threads."""
        self._asker.close()

    def _has(self, tx: Tx, image_id: int, pdq: bytes) -> bool:
        asked = np.frombuffer(pdq, np.uint8).reshape(1, 32)
        return image_id in self.near(tx, asked, 0).image_id

    def _probe(self, tx: Tx, asked: Words, radius: int) -> Iterator[Integers]:
        for query, words in enumerate(asked):
            parameters = {
                "asked": "".join(f"{byte:08b}" for byte in words.tobytes()),
                "words": _near_words(words, radius),
                "radius": radius,
            }
            found = [(query, row.id, row.distance) for row in tx.execute(_NEAR, parameters)]
            yield np.array(found, np.int64).reshape(-1, 3)

    def _scan(self, tx: Tx, asked: Words, radius: int) -> Iterator[Integers]:
        after = 0
        while True:
            rows = tx.execute(_ROWS, {"after": after, "batch": _BATCH}).one()
            if rows.ids is None:
                return
            ids = np.frombuffer(rows.ids, ">i8").astype(np.int64)
            words = np.frombuffer(rows.words, np.uint64).reshape(len(ids), 4)
            query, row, distance = self._asker.rows(words, asked, radius).T
            yield np.stack([query, ids[row], distance], axis=1)
            after = int(ids.max())


def _near_words(words: npt.NDArray[np.uint64], radius: int) -> list[int]:
    """Return the words, as `artkeep_words` gives them, of which whatever is near has one.

    Were all words of two fingerprints further apart than these, so were they themselves.
    """
    each, more = divmod(radius, _SLOTS)
    numbered = words.view(">u2").astype(np.int64) + (np.arange(_SLOTS) << 16)
    exact = numbered[: None if each else 1 + more]
    changed = numbered[: each * (1 + more), None] ^ _ONE_BIT
    return [int(word) for word in (*exact, *changed.ravel())]
