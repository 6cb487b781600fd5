"""Look at a picture: everything we want to know of it, from one decode.

The decode is as small as what is wanted from it allows: 640 pixels on the longer side, or 1600
where a screen size is made. From that array come, each from the one before, the screen size, the
fingerprint, the grid size and the local points.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from artkeep.imaging import LOOK_VERSION, pdq, shrink, thumbs, turn
from artkeep.imaging.header import Grey, Header, Pixels
from artkeep.imaging.limits import Limits
from artkeep.imaging.points import ASKED, find_points
from artkeep.imaging.points import LONGEST_SIDE as POINTS_SIDE
from artkeep.imaging.question import Question
from artkeep.imaging.seeing import Seen, see
from artkeep.imaging.small import encoded
from artkeep.model.found import Look

__all__ = ["LOOK_VERSION", "Looked", "look", "question"]


@dataclass(frozen=True, slots=True)
class Looked:
    """A look, and the files that are made from it: `small` by size (`thumbs`), and points."""

    look: Look
    small: dict[str, bytes]
    points: bytes


def look(data: bytes, limits: Limits) -> Looked:
    """Look at a file. Raises PictureRefused."""
    seen = _see(data, limits, keep=True)
    small: dict[str, bytes] = {}
    if _needs_screen(seen.media_type, seen.header, data):
        small[thumbs.SCREEN] = encoded(seen.pixels, thumbs.SCREEN)
    pixels = shrink.at_least(seen.pixels, POINTS_SIDE)
    small[thumbs.GRID] = encoded(pixels, thumbs.GRID)
    grey = luma(pixels)
    points = find_points(shrink.to(grey, POINTS_SIDE))
    return Looked(_look(seen, pixels, grey), small, points.to_bytes())


def question(data: bytes, limits: Limits) -> Question:
    """Look at a file to ask with it; nothing is made to be kept. Raises PictureRefused."""
    seen = _see(data, limits, keep=False)
    pixels = shrink.at_least(seen.pixels, POINTS_SIDE)
    grey = luma(pixels)
    small = shrink.to(grey, POINTS_SIDE)
    return Question(
        look=_look(seen, pixels, grey),
        variants=pdq.variants(pdq.tones(grey)),
        points=find_points(small, ASKED),
        mirrored_points=find_points(np.ascontiguousarray(turn.mirrored(small)), ASKED),
    )


def _see(data: bytes, limits: Limits, *, keep: bool) -> Seen:
    """Decode as much as is wanted: more where a screen size is to be made of it."""

    def wanted(media_type: str, header: Header) -> int:
        is_large = keep and _needs_screen(media_type, header, data)
        return thumbs.LONGEST_SIDE[thumbs.SCREEN] if is_large else POINTS_SIDE

    return see(data, limits, wanted)


def _needs_screen(media_type: str, header: Header, data: bytes) -> bool:
    """CMYK is decoded, but browsers do not agree on how it looks, so it never serves itself."""
    return header.is_cmyk or thumbs.needs_screen(media_type, header.width, header.height, len(data))


def luma(pixels: Pixels) -> Grey:
    """Return luma, as the fingerprint and the points take it."""
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)


def _look(seen: Seen, pixels: Pixels, grey: Grey) -> Look:
    width, height = seen.header.seen_size
    red, green, blue = (round(mean) for mean in cv2.mean(pixels)[:3])
    return Look(
        media_type=seen.media_type,
        width=width,
        height=height,
        frames=seen.header.frames,
        fingerprint=pdq.fingerprint(pdq.tones(grey)),
        placeholder=red << 16 | green << 8 | blue,
        look_version=LOOK_VERSION,
    )
