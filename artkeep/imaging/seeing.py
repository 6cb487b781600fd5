"""A file as a person sees it: its first frame, upright, in sRGB, on white."""

from collections.abc import Callable
from dataclasses import dataclass

from artkeep.imaging import colour, damage, shrink, sniff, turn
from artkeep.imaging.formats import FORMATS
from artkeep.imaging.header import Header, Pixels
from artkeep.imaging.limits import Limits


@dataclass(frozen=True, slots=True)
class Seen:
    """A decoded picture, upright and in sRGB, its longer side at least as long as wanted."""

    media_type: str
    header: Header
    pixels: Pixels


def see(data: bytes, limits: Limits, wanted: Callable[[str, Header], int]) -> Seen:
    """Read the header, keep the limits, then decode. Raises PictureRefused.

    `wanted` says, by type and header, how many pixels the longer side has to have at least; a
    picture may be decoded smaller than it is, but never smaller than that.
    """
    limits.check_bytes(len(data))
    media_type = sniff.kind(data[: sniff.HEAD_BYTES])
    form = FORMATS[media_type]
    with damage.refusing():
        header = form.read(data)
        limits.check(header.width, header.height, header.frames)
        least = wanted(media_type, header)
        decoded = shrink.at_least(form.decode(data, header, least), least)
    upright = turn.for_the_eye(decoded, header.orientation)
    icc = None if header.is_cmyk else header.icc
    return Seen(media_type, header, colour.to_srgb(upright, icc))
