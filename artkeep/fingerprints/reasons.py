"""Why two pictures are said to be alike, in a sentence that a person understands.

"It" is the picture of the library, "this" the one that was asked with.
"""

from artkeep.fingerprints.details.overlap import Overlap
from artkeep.fingerprints.verdicts import Verdict
from artkeep.model.records import AlikeKind
from artkeep.texts import joined, text

Size = tuple[int, int]  # width and height in pixels

_ALMOST_ALL = 0.93
_TILTED = 1.5  # degrees off the nearest quarter turn
LAID = {  # variant → words
    "upright": "",
    "mirrored": text("mirrored"),
    "turned_90": text("turned by 90° to the right"),
    "turned_180": text("turned by 180°"),
    "turned_270": text("turned by 90° to the left"),
    "mirrored_turned_90": text("mirrored and turned by 90° to the right"),
    "upside_down": text("mirrored top to bottom"),
    "mirrored_turned_270": text("mirrored and turned by 90° to the left"),
}


def why(verdict: Verdict, asked: Size, kept: Size, overlap: Overlap | None = None) -> str:
    """Return the reason for a verdict; `overlap` is what it rests on, if on one."""
    if verdict.kind is AlikeKind.SAME_BYTES:
        return text("the same file, byte for byte")
    parts = [_what(verdict, overlap), LAID[verdict.variant]]
    if overlap is not None:
        parts.append(_tilt(overlap))
    if overlap is None or verdict.kind is not AlikeKind.CROP:
        parts.append(_size(asked, kept))
    return joined(", ", parts)


def _what(verdict: Verdict, overlap: Overlap | None) -> str:
    if overlap is None:
        probable = verdict.kind is AlikeKind.PROBABLE
        return text("probably the same picture") if probable else text("the same picture")
    this, it = overlap.asked_part, overlap.kept_part
    if verdict.kind is not AlikeKind.CROP:
        is_whole = this >= _ALMOST_ALL
        return text("the same picture") if is_whole else text("the same picture, framed here")
    if this >= _ALMOST_ALL:
        return text("this shows {part} of it: a crop", part=f"{it:.0%}")
    if it >= _ALMOST_ALL:
        return text("it is inside this picture, {part} of it", part=f"{this:.0%}")
    return text("they share a part: {this} of this, {it} of it", this=f"{this:.0%}", it=f"{it:.0%}")


def _tilt(overlap: Overlap) -> str:
    tilt = overlap.turn.tilt
    return text("tilted by {degrees}°", degrees=f"{tilt:.0f}") if tilt >= _TILTED else ""


def _size(asked: Size, kept: Size) -> str:
    if sorted(asked) == sorted(kept):
        return ""
    larger = kept[0] * kept[1] > asked[0] * asked[1]
    size = f"{kept[0]}×{kept[1]}"  # noqa: RUF001 - as sizes are written
    return text("larger ({size})", size=size) if larger else text("smaller ({size})", size=size)
