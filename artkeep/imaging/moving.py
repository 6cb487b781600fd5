"""A zip of frames as one picture that moves: animated WebP, which every browser plays.

Frames are decoded and packed one at a time, so memory does not grow with their number.
"""

import io
from collections.abc import Iterator, Sequence

from PIL import Image

from artkeep.errors import PictureRefused
from artkeep.imaging import damage, sniff, thumbs
from artkeep.imaging.formats import ugoira
from artkeep.imaging.limits import Limits
from artkeep.texts import text

USUAL_DELAY = 100  # milliseconds, where nobody says
_SHORTEST = 10  # browsers slow down what is quicker
_QUALITY = 80


def animated(data: bytes, limits: Limits, delays: Sequence[int]) -> bytes:
    """Return the animation; `delays` are milliseconds a frame, () as the zip says.

    Raises PictureRefused for what is no animation.
    """
    limits.check_bytes(len(data))
    if sniff.kind(data[: sniff.HEAD_BYTES]) != sniff.UGOIRA:
        raise PictureRefused(text("not a zip of frames"))
    with damage.refusing():
        header = ugoira.read(data)
        limits.check(header.width, header.height, header.frames)
        frames = _decoded(data)
        packed = io.BytesIO()
        next(frames).save(
            packed,
            "WEBP",
            save_all=True,
            append_images=frames,
            duration=durations(delays or ugoira.delays(data), header.frames),
            loop=0,
            quality=_QUALITY,
        )
    return packed.getvalue()


def _decoded(data: bytes) -> Iterator[Image.Image]:
    """Yield the frames as pixels, no larger than a screen."""
    longest = thumbs.LONGEST_SIDE[thumbs.SCREEN]
    for frame in ugoira.frames(data):
        with Image.open(io.BytesIO(frame)) as opened:
            decoded = opened.convert("RGB")
        decoded.thumbnail((longest, longest), Image.Resampling.LANCZOS)
        yield decoded


def durations(delays: Sequence[int], frames: int) -> list[int]:
    """Return a delay for each frame, whatever was told."""
    told = [max(_SHORTEST, delay) for delay in delays[:frames]]
    return told + [USUAL_DELAY] * (frames - len(told))
