"""Answers to "what shows this picture?", in words and shapes for the pages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from artkeep.explore.similar import Match
from artkeep.model.records import AlikeKind
from artkeep.web.story import shown_place


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and an answer, side by side.

    The regions are the points of SVG polygons, 0..1 of each picture; empty without one.
    """

    artwork_id: int
    sha256: str
    title: str
    width: int
    height: int
    media_type: str
    size_bytes: int
    why: str
    region: str
    asked_region: str
    places: list[str]
    is_same_bytes: bool
    is_trashed: bool = False


def pair(match: Match, tell: Callable[[str], str]) -> Pair:
    """Put a match into words; `tell` puts the path of a file as the reader may know it."""
    image = match.image
    region = match.alike.region
    return Pair(
        artwork_id=match.artwork_id,
        sha256=image.sha256,
        title=match.places[0].title if match.places else "",
        width=image.width,
        height=image.height,
        media_type=image.media_type,
        size_bytes=image.size_bytes,
        why=match.alike.why,
        region=polygon(region.kept) if region else "",
        asked_region=polygon(region.asked) if region else "",
        places=[shown_place(place, tell) for place in match.places],
        is_same_bytes=match.alike.kind is AlikeKind.SAME_BYTES,
        is_trashed=match.is_trashed,
    )


def polygon(corners: Sequence[tuple[float, float]]) -> str:
    """Write corners, 0..1 of width and height, as an SVG polygon has them."""
    return " ".join(f"{x:.4f},{y:.4f}" for x, y in corners)
