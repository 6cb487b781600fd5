"""The folder of segments: which of them, one after the other, are the index."""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np

from artkeep.db.engine import Tx
from artkeep.errors import Damaged
from artkeep.fingerprints import rows
from artkeep.fingerprints.build import UNFINISHED
from artkeep.fingerprints.segments import Segment, Stretch, open_segment
from artkeep.texts import text

_WITNESSES = 16  # images by which a segment is believed
_DOUBTED = ".doubted"
_SEGMENT = ".segment"
_OURS = (_SEGMENT, UNFINISHED, _DOUBTED)


# A file's name and number. A number is not given again while we have the file mapped.
File = tuple[str, int]


class Shelf:
    """Segments of one library. Readers may share it; who changes the folder holds its lock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._open: dict[File, Segment] = {}  # never changed, only exchanged
        self._mark: str | None = None

    def segments(self, tx: Tx) -> list[Segment]:
        """Return the segments that follow one another from the first id on.

        Files that came or went since the last time are noticed by listing the folder, which has
        ten files or so.
        """
        files = self._files()
        while files != self._open.keys():
            self._open = dict(self._usable(tx, files))
            before, files = files, self._files()
            if files == before:  # the others cannot be used
                break
        return _chain(self._open.values())

    def wrong(self, tx: Tx) -> Iterator[str]:
        """Say of each segment that is not used why, in a sentence."""
        for name, _ in sorted(self._files()):
            try:
                self._believed(tx, name)
            except Damaged as error:
                yield f"the fingerprint index cannot use {name}: {error}"

    def sweep(self, tx: Tx) -> list[Segment]:
        """Delete what is not the index, and what is doubted; return what is left."""
        for name, _ in self._files(_DOUBTED):
            _delete(self.folder / name.removesuffix(_DOUBTED))
        kept = self.segments(tx)
        names = {segment.header.stretch.name for segment in kept}
        for name, _ in self._files(*_OURS):
            if name not in names:
                _delete(self.folder / name)
        return kept

    def doubt(self, segment: Segment) -> None:
        """Have a segment built again by the next who sweeps."""
        (self.folder / f"{segment.header.stretch.name}{_DOUBTED}").touch()

    def next_generation(self) -> int:
        """Return a generation that no segment has."""
        used = (Stretch.named(name) for name, _ in self._files())
        return 1 + max((stretch.generation for stretch in used if stretch), default=0)

    def _files(self, *endings: str) -> set[File]:
        endings = endings or (_SEGMENT,)
        try:
            with os.scandir(self.folder) as files:
                return {(file.name, file.inode()) for file in files if file.name.endswith(endings)}
        except FileNotFoundError:  # nothing was taken up yet
            return set()

    def _usable(self, tx: Tx, files: set[File]) -> Iterator[tuple[File, Segment]]:
        for file in files:
            # what is damaged goes with the next sweep; what is gone was joined in this instant
            with suppress(Damaged, FileNotFoundError):
                yield file, self._open.get(file) or self._believed(tx, file[0])

    def _believed(self, tx: Tx, name: str) -> Segment:
        """Open a segment whose newest images are the library's. Raises Damaged."""
        self._mark = self._mark or rows.mark(tx)
        segment = open_segment(self.folder / name, self._mark)
        newest = segment.ids[-_WITNESSES:]
        ids, words = rows.these(tx, newest)
        same = segment.rows[-_WITNESSES:][np.isin(newest, ids)]
        if not len(ids) or not np.array_equal(words, same):
            raise Damaged(text("it is from another time of this library"))
        return segment


def _chain(segments: Iterable[Segment]) -> list[Segment]:
    """Order segments so that each begins where the one before ends; the longest first."""
    chain: list[Segment] = []
    by_start: dict[int, Segment] = {}
    for segment in sorted(segments, key=lambda segment: segment.header.stretch):
        by_start[segment.header.stretch.after] = segment  # the longest, then the newest, is last
    end = 0
    while end in by_start:
        chain.append(by_start[end])
        end = chain[-1].header.stretch.upto
    return chain


def _delete(file: Path) -> None:
    with suppress(FileNotFoundError, PermissionError):  # Windows keeps what is mapped; next time
        file.unlink()
