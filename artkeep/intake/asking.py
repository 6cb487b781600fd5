"""What we ask the library with: a picture somebody shows, or one that the library has."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from artkeep.fingerprints.details import DetailIndex
from artkeep.imaging import pdq
from artkeep.imaging.pool import Pool
from artkeep.model.found import Fingerprint
from artkeep.model.points import Points
from artkeep.model.records import Image
from artkeep.model.refs import ImageId


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A picture to ask with.

    `variants` are its fingerprints as it is and laid in other ways, in the order of
    `imaging.turn.VARIANTS`: all eight, or only the first. `points` is None when there are none,
    `mirrored` when the mirror image is not at hand. `itself` is its own id in the library.
    """

    sha256: str
    width: int
    height: int
    variants: tuple[Fingerprint, ...]
    points: Points | None
    mirrored: Points | None = None
    itself: ImageId | None = None

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.width, self.height


def of_file(pool: Pool, path: Path) -> Asked:
    """Look at a file to ask with it. Raises PictureRefused."""
    question = pool.question(path)
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    look = question.look
    return Asked(
        sha256,
        look.width,
        look.height,
        question.variants,
        question.points,
        question.mirrored_points,
    )


def of_image(details: DetailIndex, image: Image) -> Asked:
    """Ask with a picture that the library has, by what is stored of it.

    How it would look mirrored and turned is told from its sample, some bits off. Its mirror
    image's points are not stored: a mirrored crop of it is found by asking with the crop.
    """
    points = details.points_of(image.sha256)
    others = () if points is None else _laid(points, image.fingerprint.quality)
    variants = (image.fingerprint, *others)
    return Asked(image.sha256, image.width, image.height, variants, points, itself=image.id)


def _laid(points: Points, quality: int) -> tuple[Fingerprint, ...]:
    """Return the fingerprints of a picture laid in the seven other ways."""
    finer = pdq.SIDE // len(points.sample)
    tones = np.repeat(np.repeat(points.sample, finer, axis=0), finer, axis=1).astype(np.float64)
    return tuple(Fingerprint(each.pdq, each.dhash, quality) for each in pdq.variants(tones)[1:])
