"""What is asked when somebody shows a picture and wants to know where it is in the library."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artkeep.model.found import Fingerprint, Look
from artkeep.model.points import Points


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """A picture to ask with: how it looks, and how it would look mirrored and turned.

    `variants` are eight fingerprints in the order of `turn.VARIANT_NAMES`: the one that matches
    says how this picture has to be laid to look like the one found. `points` are found in the
    picture as it is, `mirrored_points` in its mirror image (turning does not matter to them).
    """

    look: Look
    variants: tuple[Fingerprint, ...]
    points: Points
    mirrored_points: Points

    @property
    def pdqs(self) -> NDArray[np.uint8]:
        """The PDQ of each variant, uint8 (8, 32)."""
        return _rows([variant.pdq for variant in self.variants])

    @property
    def dhashes(self) -> NDArray[np.uint8]:
        """The dHash of each variant, uint8 (8, 16)."""
        return _rows([variant.dhash for variant in self.variants])


def _rows(hashes: list[bytes]) -> NDArray[np.uint8]:
    return np.frombuffer(b"".join(hashes), np.uint8).reshape(len(hashes), -1)
