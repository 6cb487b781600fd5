"""Recognising parts of pictures: an approximate index of the points of all pictures.

The points of a picture lie in a file of their own beside the library (`artkeep.imaging.points`,
`artkeep.model.points`), 10.8 kB; they are what is believed. This index of them takes 21 bytes a
point, 5.4 kB a picture, and only proposes: which pictures have many points like those of a
question, turned and grown alike. What is proposed is then laid on the question, point by point
and light by light (`overlap`), and judged by `artkeep.fingerprints.verdicts`.

Segments of up to 16,384 images are built from the files, written whole and never changed. New
images become a small segment, which is joined with the next until it is large. Memory does not
grow with the library: segments are mapped, and a question reads some lists of each.
"""

import errno
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from artkeep.db.engine import Database, Tx
from artkeep.errors import Damaged, DiskFull
from artkeep.fingerprints.details import rows
from artkeep.fingerprints.details.build import Named, lists_of, write_segment
from artkeep.fingerprints.details.overlap import Overlap, Placed, overlaps
from artkeep.fingerprints.details.segments import Lists, Segment, is_intact
from artkeep.fingerprints.details.shelf import Shelf
from artkeep.fingerprints.details.voting import votes_for
from artkeep.fingerprints.kernels import Kernels, kernels
from artkeep.fingerprints.lock import alone
from artkeep.fingerprints.segments import Stretch
from artkeep.imaging.details_path import path_of
from artkeep.model.points import Points
from artkeep.model.refs import ImageId
from artkeep.texts import text

LIMIT = 24  # candidates: of the parts that are found at all, 98 % are among the first 20
LARGEST = 16_384  # images of a segment; building one takes 200 MB
_NOISE = 60  # the votes of the candidate of this rank are chance
_CLEAR = 1.6  # times as many are worth a look: of the true parts 99 % have them, of chance a third
_GROWTH = 4  # a segment is at least this many times as large as what follows it
_SMALL = 1024  # images: such a segment is joined with whatever follows
_MOST_FRESH = 8  # lists of images not yet in a segment, then they become one


class Candidate(NamedTuple):
    """An image that may show a part of what is asked, and the votes that it got."""

    image_id: ImageId
    votes: float


@dataclass(frozen=True, slots=True, eq=False)
class _Fresh:
    """Lists in memory, of images that no segment has."""

    images: frozenset[Named]
    lists: Lists


class DetailIndex:
    """The points of a library's images. Threads and processes may share it.

    `folder` is the index's own, `details` holds the file of each image. Whoever takes up rows
    holds a lock; killing it at any instant loses nothing but its work. Images not yet taken up
    are found all the same, more slowly the more there are.
    """

    def __init__(
        self, database: Database, folder: Path, details: Path, *, largest: int = LARGEST
    ) -> None:
        self._database = database
        self._details = details
        self._shelf = Shelf(folder)
        self._lock = folder / "lock"
        self._cache = folder.parent / "kernels"
        self._largest = largest
        self._loaded: Kernels | None = None
        self._fresh: tuple[_Fresh, ...] = ()  # never changed, only exchanged

    def points_of(self, sha256: str) -> Points | None:
        """Return the points kept of a picture; None: there are none, or they are damaged."""
        try:
            return Points.from_bytes(path_of(self._details, sha256).read_bytes())
        except (FileNotFoundError, Damaged):  # `doctor` says so, and finds them again
            return None

    def candidates(self, tx: Tx, asked: Points, limit: int = LIMIT) -> list[Candidate]:
        """Return the images that most likely have a part in common with a picture, best first."""
        return self.among(self.parts(tx), asked, limit)

    def among(self, parts: Sequence[Lists], asked: Points, limit: int = LIMIT) -> list[Candidate]:
        """Return the candidates among some lists of images; several threads may ask at once."""
        if not len(asked):
            return []
        total = sum(map(len, parts))
        votes = [votes_for(asked, part, total, self._kernels()) for part in parts if len(part)]
        if not votes:
            return []
        ids = np.concatenate([some.ids for some in votes])
        weights = np.concatenate([some.votes for some in votes])
        order = np.lexsort((ids, -weights))
        noise = weights[order[_NOISE]] if len(order) > _NOISE else 0.0
        best = [at for at in order[:limit] if weights[at] >= _CLEAR * noise]
        return [Candidate(ImageId(int(ids[at])), float(weights[at])) for at in best]

    def overlap(self, asked: Placed, kept: Placed) -> Overlap | None:
        """Lay two pictures on one another; None: their points have nothing in common."""
        return overlaps(asked, [kept], self._kernels())[0]

    def overlaps(self, asked: Points, kept: Iterable[str]) -> list[Overlap | None]:
        """Lay a picture on others, of which the SHA-256 are given, all in one go."""
        points = [self.points_of(sha256) for sha256 in kept]
        there = [Placed.of(each) for each in points if each is not None]
        found = iter(overlaps(Placed.of(asked), there, self._kernels()))
        return [None if each is None else next(found) for each in points]

    def sync(self) -> int:
        """Take up the images that are newer than the index; return how many.

        0 also when another process is at it. Worth calling after every thousand new images.
        """
        with alone(self._lock, wait=False) as free:
            return self._take_up() if free else 0

    def check(self) -> list[str]:
        """Compare the index with the rows and the files of points; say what disagrees."""
        with alone(self._lock, wait=True), self._database.read() as tx:
            said = list(self._shelf.wrong(tx))
            for segment in self._shelf.segments(tx):
                said += self._disagreements(tx, segment)
            return said

    def rebuild(self) -> None:
        """Throw the index away and build it again from the files."""
        with alone(self._lock, wait=True):
            with self._database.read() as tx:
                for segment in self._shelf.segments(tx):
                    self._shelf.delete(segment.header.stretch.name)
            self._take_up()

    def _kernels(self) -> Kernels:
        if self._loaded is None:
            self._loaded = kernels(self._cache)
        return self._loaded

    def parts(self, tx: Tx) -> list[Lists]:
        """Return the lists of all images: of the segments, then of those no segment has."""
        segments = self._shelf.segments(tx)
        newer = rows.images(tx, segments[-1].header.stretch.upto if segments else 0)
        wanted = frozenset(newer)
        known = [some for some in self._fresh if some.images <= wanted]
        missing = sorted(wanted.difference(*(some.images for some in known)))
        if len(known) >= _MOST_FRESH:
            known, missing = [], newer
        if missing:
            lists = lists_of(missing, self.points_of, self._kernels())
            known.append(_Fresh(frozenset(missing), lists))
        self._fresh = tuple(known)
        return [*(segment.lists for segment in segments), *(some.lists for some in known)]

    def _take_up(self) -> int:
        """Write segments of the newer images, the last together with small ones before it."""
        taken = 0
        while True:
            with self._database.read() as tx:
                kept = self._shelf.sweep(tx)
                end = kept[-1].header.stretch.upto if kept else 0
                new = rows.images(tx, end, rows.settled(tx), self._largest)
            if not new:
                return taken
            after, count = end, len(new)
            while kept and self._is_joined(len(kept[-1].lists), count):
                joined = kept.pop()
                after, count = joined.header.stretch.after, count + len(joined.lists)
            self._write(after, new[-1].id)
            taken += len(new)

    def _is_joined(self, before: int, count: int) -> bool:
        """Say whether a segment is written anew together with those that follow it."""
        return before < max(_GROWTH * count, _SMALL) and before + count <= self._largest

    def _write(self, after: int, upto: int) -> None:
        """Build a segment, then delete those whose place it takes."""
        with self._database.read() as tx:
            mark, images = rows.mark(tx), rows.images(tx, after, upto)
        lists = lists_of(images, self.points_of, self._kernels())
        stretch = Stretch(after, upto, self._shelf.next_generation())
        with _in_our_words():
            write_segment(self._shelf.folder, mark, stretch, lists)
        with self._database.read() as tx:
            self._shelf.sweep(tx)

    def _disagreements(self, tx: Tx, segment: Segment) -> Iterator[str]:
        name = segment.header.stretch.name
        if not is_intact(self._shelf.folder / name):
            yield f"the index of details is damaged: {name}"
            return
        stretch = segment.header.stretch
        counts = dict(zip(segment.lists.ids.tolist(), segment.lists.counts.tolist(), strict=True))
        images = rows.images(tx, stretch.after, stretch.upto)
        stale = sum(counts.get(image.id) != self._count(image.sha256) for image in images)
        if stale:
            yield f"the index of details lacks the points of {stale} images of {name}"

    def _count(self, sha256: str) -> int:
        points = self.points_of(sha256)
        return 0 if points is None else len(points)


@contextmanager
def _in_our_words() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise DiskFull(text("no room left for the index of details; free some disk")) from error
        raise
