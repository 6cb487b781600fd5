"""Why two pictures are said to be alike, in a sentence that a person understands.

"It" is the picture of the library, "this" the one that was asked with.
"""

from artkeep.fingerprints.details.overlap import Overlap
from artkeep.fingerprints.verdicts import Verdict
from artkeep.model.records import AlikeKind

Size = tuple[int, int]  # width and height in pixels

_ALMOST_ALL = 0.93
_TILTED = 1.5  # degrees off the nearest quarter turn
LAID = {  # variant → words
    "upright": "",
    "mirrored": "mirrored",
    "turned_90": "turned by 90° to the right",
    "turned_180": "turned by 180°",
    "turned_270": "turned by 90° to the left",
    "mirrored_turned_90": "mirrored and turned by 90° to the right",
    "upside_down": "mirrored top to bottom",
    "mirrored_turned_270": "mirrored and turned by 90° to the left",
}


def why(verdict: Verdict, asked: Size, kept: Size, overlap: Overlap | None = None) -> str:
    """Return the reason for a verdict; `overlap` is what it rests on, if on one."""
    if verdict.kind is AlikeKind.SAME_BYTES:
        return "the same file, byte for byte"
    parts = [_what(verdict, overlap), LAID[verdict.variant]]
    if overlap is not None:
        parts.append(_tilt(overlap))
    if overlap is None or verdict.kind is not AlikeKind.CROP:
        parts.append(_size(asked, kept))
    return ", ".join(part for part in parts if part)


def _what(verdict: Verdict, overlap: Overlap | None) -> str:
    if overlap is None:
        probable = verdict.kind is AlikeKind.PROBABLE
        return "probably the same picture" if probable else "the same picture"
    this, it = overlap.asked_part, overlap.kept_part
    if verdict.kind is not AlikeKind.CROP:
        return "the same picture" if this >= _ALMOST_ALL else "the same picture, framed here"
    if this >= _ALMOST_ALL:
        return f"this shows {it:.0%} of it: a crop"
    if it >= _ALMOST_ALL:
        return f"it is inside this picture, {this:.0%} of it"
    return f"they share a part: {this:.0%} of this, {it:.0%} of it"


def _tilt(overlap: Overlap) -> str:
    tilt = overlap.turn.tilt
    return f"tilted by {tilt:.0f}°" if tilt >= _TILTED else ""


def _size(asked: Size, kept: Size) -> str:
    if sorted(asked) == sorted(kept):
        return ""
    larger = kept[0] * kept[1] > asked[0] * asked[1]
    return f"{'larger' if larger else 'smaller'} ({kept[0]}×{kept[1]})"  # noqa: RUF001 - as sizes are written
