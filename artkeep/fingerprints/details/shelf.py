"""The folder of segments of points: which of them, one after the other, are the index."""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from artkeep.db.engine import Tx
from artkeep.errors import Damaged
from artkeep.fingerprints.details import rows
from artkeep.fingerprints.details.build import UNFINISHED, name_of
from artkeep.fingerprints.details.segments import Segment, open_segment
from artkeep.fingerprints.segments import Stretch
from artkeep.texts import text

_ENDING = ".segment"
_WITNESSES = 16  # images by which a segment is believed


class Shelf:
    """Segments of one library. Readers may share it; who changes the folder holds its lock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._open: dict[str, Segment] = {}  # never changed, only exchanged

    def segments(self, tx: Tx) -> list[Segment]:
        """Return the segments that follow one another from the first id on."""
        while True:
            names = self._names((_ENDING,))
            try:
                if names != self._open.keys():
                    self._open = dict(self._usable(tx, names))
            except FileNotFoundError:  # joined with others in this instant
                continue
            return _chain(self._open.values())

    def wrong(self, tx: Tx) -> Iterator[str]:
        """Say of each segment that is not used why, in a sentence."""
        for name in sorted(self._names((_ENDING,))):
            try:
                self._believed(tx, name)
            except Damaged as error:
                yield f"the index of details cannot use {name}: {error}"

    def sweep(self, tx: Tx) -> list[Segment]:
        """Delete what is not the index; return what is left."""
        kept = self.segments(tx)
        names = {segment.header.stretch.name for segment in kept}
        for name in self._names((_ENDING, UNFINISHED)) - names:
            self.delete(name)
        return kept

    def delete(self, name: str) -> None:
        """Delete a segment; Windows keeps what is mapped, then the next sweep does it."""
        with suppress(FileNotFoundError, PermissionError):
            (self.folder / name).unlink()

    def next_generation(self) -> int:
        """Return a generation that no segment has."""
        used = (Stretch.named(name) for name in self._names((_ENDING,)))
        return 1 + max((stretch.generation for stretch in used if stretch), default=0)

    def _names(self, endings: tuple[str, ...]) -> set[str]:
        try:
            with os.scandir(self.folder) as files:
                return {file.name for file in files if file.name.endswith(endings)}
        except FileNotFoundError:  # nothing was taken up yet
            return set()

    def _usable(self, tx: Tx, names: set[str]) -> Iterator[tuple[str, Segment]]:
        for name in names:
            with suppress(Damaged):  # the next sweep deletes it
                yield name, self._open.get(name) or self._believed(tx, name)

    def _believed(self, tx: Tx, name: str) -> Segment:
        """Open a segment whose newest images are the library's. Raises Damaged."""
        segment = open_segment(self.folder / name, rows.mark(tx))
        newest = segment.lists.ids[-_WITNESSES:].tolist()
        names = dict(zip(newest, segment.lists.names[-_WITNESSES:].tolist(), strict=True))
        found = rows.these(tx, newest)
        if newest and not found:
            raise Damaged(text("it is from another time of this library"))
        if any(names[image.id] != name_of(image.sha256) for image in found):
            raise Damaged(text("it is from another time of this library"))
        return segment


def _chain(segments: Iterable[Segment]) -> list[Segment]:
    """Order segments so that each begins where the one before ends; the longest first."""
    by_start: dict[int, Segment] = {}
    for segment in sorted(segments, key=lambda segment: segment.header.stretch):
        by_start[segment.header.stretch.after] = segment  # the longest, then the newest, is last
    chain: list[Segment] = []
    end = 0
    while end in by_start:
        chain.append(by_start[end])
        end = chain[-1].header.stretch.upto
    return chain
