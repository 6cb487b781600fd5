"""The embedded index: segments beside the library, and the rows that are newer than they are.

New rows become a small segment; a segment less than four times as large as what follows it is
joined with it, so that ten million images are in seven segments or fewer. A segment is always
built from the rows themselves: joining leaves out what was deleted and heals what was wrong.

A segment is believed when its newest images are those of the library: one from before a backup
was put back is not. Whatever is found in a segment is looked up in the library before it is
answered; where the library has another fingerprint, the segment is built again by the next
`sync`. What is in the folder and not the index is deleted by then, too.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from artkeep.db.engine import Database, Tx
from artkeep.fingerprints import Hits, rows
from artkeep.fingerprints.asking import PATIENCE, Asker, distances, fingerprints, nearest_first
from artkeep.fingerprints.build import write_segment
from artkeep.fingerprints.lock import alone
from artkeep.fingerprints.segments import (
    Header,
    Integers,
    Segment,
    Stretch,
    Sums,
    Words,
    damaged_parts,
)
from artkeep.fingerprints.shelf import Shelf

_GROWTH = 4  # a segment is at least this many times as large as what follows it
_SMALL = 4096  # rows: such a segment is joined with whatever follows


def slots_for(count: int) -> int:
    """Return into how many slots a segment of so many rows cuts the bits; 0: it is scanned.

    Measured: below 131,072 rows a scan is as quick; from four million on twelve wide slots
    (136 MB of starts) are quicker than sixteen of 16 bits (4 MB).
    """
    if count < 1 << 17:
        return 0
    return 16 if count < 1 << 22 else 12


class LocalIndex:
    """`FingerprintIndex` for a SQLite library; `folder` is the library's own for indexes.

    `slots_for` shapes the segments, `patience` says when the compiled kernels are worth loading.
    """

    def __init__(
        self,
        database: Database,
        folder: Path,
        *,
        slots_for: Callable[[int], int] = slots_for,
        patience: int = PATIENCE,
    ) -> None:
        self._database = database
        self._shelf = Shelf(folder / "fingerprints")
        self._lock = folder / "fingerprints" / "lock"
        self._asker = Asker(folder / "kernels", patience)
        self._slots_for = slots_for

    def near(self, tx: Tx, asked: npt.NDArray[np.uint8], radius: int) -> Hits:
        """Ask the segments, then the library: for what they found, and for newer rows."""
        words = fingerprints(asked)
        segments = self._shelf.segments(tx)
        end = segments[-1].header.stretch.upto if segments else 0
        found = self._asker.segments(segments, words, radius)
        claims = [segment.ids[some[:, 1]] for segment, some in zip(segments, found, strict=True)]
        claimed = np.unique(np.concatenate([rows.NONE[0], *claims]))
        ids, now = rows.these_and_newer(tx, claimed, end)
        old = int(np.searchsorted(ids, end, side="right"))
        hits = [
            self._confirmed(segment, some, (ids[:old], now[:old]), words, radius)
            for segment, some in zip(segments, found, strict=True)
        ]
        newer = self._newer(tx, (ids[old:], now[old:]), words, radius)
        return nearest_first([*hits, *newer])

    def sync(self) -> int:
        """Write a segment of the newer rows."""
        with alone(self._lock, wait=False) as free:
            return self._take_up() if free else 0

    def check(self) -> list[str]:
        """Read everything: the segments' checksums, then their rows beside the library's."""
        with alone(self._lock, wait=True):
            with self._database.read() as tx:
                said = list(self._shelf.wrong(tx))
                segments = self._shelf.segments(tx)
            for segment in segments:
                said += self._disagreements(segment)
            return said

    def rebuild(self) -> None:
        """Write one segment of everything; until it is there the old ones answer."""
        with alone(self._lock, wait=True):
            with self._database.read() as tx:
                upto, count = rows.newest(tx, 0)
            self._write(0, upto, count)

    def close(self) -> None:
        """End the threads."""
        self._asker.close()

    def _confirmed(
        self,
        segment: Segment,
        found: Integers,
        known: tuple[Integers, Words],
        asked: Words,
        radius: int,
    ) -> Integers:
        """Turn rows of a segment into images that the library has, at the distance it says."""
        if not len(found):
            return found
        query, row = found[:, 0], found[:, 1]
        place = np.searchsorted(known[0], segment.ids[row])
        there = np.append(known[0], -1)[place] == segment.ids[row]
        query, row, now = query[there], row[there], known[1][place[there]]
        if not np.array_equal(now, segment.rows[row]):
            self._shelf.doubt(segment)
        distance = distances(now, asked[query])
        hits = np.stack([query, segment.ids[row], distance], axis=1)
        return hits[distance <= radius]

    def _newer(
        self, tx: Tx, first: tuple[Integers, Words], asked: Words, radius: int
    ) -> Iterator[Integers]:
        """Look at the rows that no segment has, batch by batch."""
        ids, words = first
        while len(ids):
            query, row, distance = self._asker.rows(words, asked, radius).T
            yield np.stack([query, ids[row], distance], axis=1)
            last = len(ids) < rows.BATCH
            ids, words = rows.NONE if last else rows.batch(tx, int(ids[-1]))

    def _take_up(self) -> int:
        with self._database.read() as tx:
            kept = self._shelf.sweep(tx)
            end = kept[-1].header.stretch.upto if kept else 0
            upto, new = rows.newest(tx, end)
        if not new:
            return 0
        after, count = end, new
        while kept and len(kept[-1]) < max(_GROWTH * count, _SMALL):
            joined = kept.pop()
            after, count = joined.header.stretch.after, count + len(joined)
        self._write(after, upto, count)
        return new

    def _write(self, after: int, upto: int, room: int) -> None:
        """Build a segment, then delete those whose place it takes."""
        with self._database.read() as tx:
            mark = rows.mark(tx)
        stretch = Stretch(after, upto, self._shelf.next_generation())
        planned = Header(mark, stretch, room, 0, self._slots_for(room), Sums(0, 0, 0, 0))
        batches = rows.batches(self._database, after, upto)
        write_segment(self._shelf.folder, planned, batches, self._asker.kernels)
        with self._database.read() as tx:
            self._shelf.sweep(tx)

    def _disagreements(self, segment: Segment) -> Iterator[str]:
        name = segment.header.stretch.name
        for part in damaged_parts(self._shelf.folder / name):
            yield f"the fingerprint index is damaged: {part} of {name}"
        missing = different = 0
        stretch = segment.header.stretch
        for ids, words in rows.batches(self._database, stretch.after, stretch.upto):
            place = np.minimum(np.searchsorted(segment.ids, ids), len(segment) - 1)
            there = segment.ids[place] == ids
            missing += int((~there).sum())
            different += int((segment.rows[place[there]] != words[there]).any(axis=1).sum())
        if missing:
            yield f"the fingerprint index lacks {missing} of the images of {name}"
        if different:
            yield f"the fingerprint index has {different} of the images of {name} otherwise"
