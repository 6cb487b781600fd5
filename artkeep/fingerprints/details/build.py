"""Making lists of points out of the files in which each picture's points are kept."""

import os
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from artkeep.fingerprints.details.centres import (
    LOOK_TO_PLACE,
    SAMPLE,
    Centres,
    centres_of,
)
from artkeep.fingerprints.details.segments import PAGE, Header, Lists, Sizes
from artkeep.fingerprints.kernels import Kernels
from artkeep.fingerprints.segments import Stretch
from artkeep.model.points import Points

Words = npt.NDArray[np.uint64]

UNFINISHED = ".part"
_TOGETHER = 256  # pictures whose points are placed in one call

Read = Callable[[str], Points | None]  # the points kept for a SHA-256, None: there are none


class Named(NamedTuple):
    """An image by id and SHA-256."""

    id: int
    sha256: str


def lists_of(images: list[Named], read: Read, kernels: Kernels) -> Lists:
    """Take up the points of images, ids ascending. The same images give the same lists.

    Holds 21 bytes a point in memory, and twice that while they are put in order.
    """
    centres = _centres(images, read, kernels)
    counts, numbers = np.zeros(len(images), np.int64), []
    halves, lays = [np.empty((0, 2), np.uint64)], [np.empty(0, np.uint8)]
    for start in range(0, len(images), _TOGETHER):
        some = [read(image.sha256) for image in images[start : start + _TOGETHER]]
        counts[start : start + len(some)] = [0 if each is None else len(each) for each in some]
        there = [each for each in some if each is not None]
        words = words_of(there)
        numbers.append(centres.nearest(words, kernels, look=LOOK_TO_PLACE, count=1)[:, 0])
        halves.append(words[:, :2])
        lays += [lays_of(each) for each in there]
    number = np.concatenate([*numbers, np.empty(0, np.int64)])
    order = np.argsort(number, kind="stable")
    starts = np.searchsorted(number[order], np.arange(len(centres.lists) + 1))
    return Lists(
        ids=np.array([image.id for image in images], np.int64),
        names=np.array([name_of(image.sha256) for image in images], np.uint64),
        counts=counts,
        groups=centres.groups,
        lists=centres.lists,
        starts=starts.astype(np.uint64),
        halves=np.concatenate(halves)[order],
        owners=np.repeat(np.arange(len(images), dtype=np.uint32), counts)[order],
        lays=np.concatenate(lays)[order],
    )


def _centres(images: list[Named], read: Read, kernels: Kernels) -> Centres:
    """Draw centres from the points of some of the images, evenly taken."""
    step = max(1, len(images) * 256 // SAMPLE)
    some = [read(image.sha256) for image in images[::step]]
    sample = words_of([each for each in some if each is not None])
    return centres_of(sample, len(sample) * step, kernels)


def words_of(some: Iterable[Points]) -> Words:
    """Return the descriptors of pictures, one after the other, uint64 (n, 4)."""
    rows = [np.empty((0, 32), np.uint8), *(points.descriptors for points in some)]
    return np.ascontiguousarray(np.concatenate(rows)).view(np.uint64).reshape(-1, 4)


def lays_of(points: Points) -> npt.NDArray[np.uint8]:
    """Return how points lie, a byte each: the angle in 1/32 of a turn, then the level."""
    return np.asarray((points.angles & 0xF8) | np.minimum(points.levels, 7), np.uint8)


def name_of(sha256: str) -> int:
    """Return the beginning of a SHA-256 as a number."""
    return int(sha256[:16], 16)


def write_segment(folder: Path, mark: str, stretch: Stretch, lists: Lists) -> None:
    """Write lists as a segment: under its name it is whole, or it is not there.

    Raises OSError; then an unfinished file may be left, which the next sweep deletes.
    """
    sizes = Sizes(len(lists.ids), len(lists.groups), len(lists.lists), len(lists.owners))
    contents = [np.ascontiguousarray(array).reshape(-1).view(np.uint8).data for array in lists]
    header = Header(mark, stretch, sizes, tuple(zlib.crc32(content) for content in contents))
    beside = folder / f"{stretch.name}{UNFINISHED}"
    with beside.open("wb") as file:
        file.write(header.to_bytes())
        for (at, _), content in zip(header.places(), contents, strict=True):
            file.seek(at)
            file.write(content)
        file.truncate(max(header.size_bytes, PAGE))
        file.flush()
        os.fsync(file.fileno())
    beside.replace(folder / stretch.name)
