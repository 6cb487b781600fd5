"""The frames of a zip one by one, for a player that knows how long each is shown.

A player asks for the zip as it is and cuts the frames out of it: nothing is decoded here, nothing
is made, and what was published is what is seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from artkeep.imaging import moving
from artkeep.imaging.formats import ugoira


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame: bytes `start` to `start + length` of the zip, deflated if `is_packed`.

    `delay`: milliseconds that it is shown.
    """

    start: int
    length: int
    is_packed: bool
    delay: int


def of_zip(file: BinaryIO, size_bytes: int, delays: Sequence[int]) -> list[Frame]:
    """Return the frames in their order; `delays` as a site told them, () for the zip's own.

    Raises PictureRefused for what is no zip of frames.
    """
    places, own = ugoira.places(file, size_bytes)
    shown = moving.durations(delays or own, len(places))
    return [
        Frame(place.start, place.length, place.is_packed, delay)
        for place, delay in zip(places, shown, strict=True)
    ]
