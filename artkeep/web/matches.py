"""Answers to "what shows this picture?", in words and shapes for the pages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from artkeep.explore.similar import Match
from artkeep.model.records import AlikeKind, Place
from artkeep.model.refs import PostRef
from artkeep.sites import SITES
from artkeep.web import naming
from artkeep.web.story import shown_place


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of a picture: a post with its artist and site, or where a file lies.

    `url` is the post's, `maker` our page of its artist; "" where there is none.
    """

    title: str
    url: str = ""
    artist: str = ""
    maker: str = ""
    site: str = ""


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
    places: list[Spot]
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
        places=spots(match, tell),
        is_same_bytes=match.alike.kind is AlikeKind.SAME_BYTES,
        is_trashed=match.is_trashed,
    )


def spots(match: Match, tell: Callable[[str], str]) -> list[Spot]:
    """Tell where a picture was found; a post is told once, however many of its pages show it."""
    told: dict[object, Spot] = {}
    for place in match.places:
        told.setdefault(place.post_id, _spot(match, place, tell))
    return list(told.values())


def _spot(match: Match, place: Place, tell: Callable[[str], str]) -> Spot:
    if place.site not in SITES:
        return Spot(shown_place(place, tell))
    by = match.credits.get(place.post_id)
    return Spot(
        title=naming.called(place.title, PostRef(place.site, place.name)),
        url=place.post_url,
        artist=by.name if by else "",
        maker=f"/artists/{by.person_id}" if by else "",
        site=naming.site_title(place.site),
    )


def polygon(corners: Sequence[tuple[float, float]]) -> str:
    """Write corners, 0..1 of width and height, as an SVG polygon has them."""
    return " ".join(f"{x:.4f},{y:.4f}" for x, y in corners)
