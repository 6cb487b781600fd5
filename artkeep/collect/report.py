"""What an `add` brought: file by file, and which pictures turned out to be copies of which.

Pictures that pairs link make a set. Its original is the one that the others are nearest to
(a copy of a copy has drifted further), of equals the one with the most pixels, then bytes.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from artkeep.db.engine import Tx
from artkeep.library import images, outcomes, pairs, posts
from artkeep.library.pairs import Pair
from artkeep.model.records import AlikeKind, Image, Outcome, OutcomeStatus
from artkeep.model.refs import ImageId, RunId
from artkeep.workbench import Workbench

_TOGETHER = 200  # outcomes read in one question
_SMALLER = 0.9  # of the pixels
_TURNED = {
    "mirrored": "mirrored",
    "turned_90": "turned by 90°",
    "turned_180": "turned by 180°",
    "turned_270": "turned by 270°",
    "upside_down": "mirrored upside down",
    "mirrored_turned_90": "mirrored and turned by 90°",
    "mirrored_turned_270": "mirrored and turned by 270°",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One file of the report. `kind` says what kind of copy it is, None when it is none."""

    outcome: Outcome
    reason: str | None
    kind: AlikeKind | None


def lines(bench: Workbench, run_id: RunId) -> Iterator[Line]:
    """Yield what became of each file of a run, in the order of adding."""
    last = 0
    while True:
        with bench.db.read() as tx:
            some = outcomes.after(tx, run_id, last, _TOGETHER)
            told = _told(tx, some)
        if not told:
            return
        yield from told
        last = told[-1].outcome.id


def _told(tx: Tx, some: list[tuple[Outcome, ImageId | None]]) -> list[Line]:
    new = [image_id for outcome, image_id in some if image_id and _is_new(outcome)]
    linked = {end for pair in pairs.touching(tx, new) for end in (pair.a_id, pair.b_id)}
    return [
        _copy_line(tx, outcome, image_id)
        if image_id in linked and _is_new(outcome)
        else Line(outcome, outcome.reason, _kind_of(outcome))
        for outcome, image_id in some
    ]


def _is_new(outcome: Outcome) -> bool:
    return outcome.status is OutcomeStatus.NEW


def _kind_of(outcome: Outcome) -> AlikeKind | None:
    return AlikeKind.SAME_BYTES if outcome.status is OutcomeStatus.KNOWN else None


def _copy_line(tx: Tx, outcome: Outcome, image_id: ImageId) -> Line:
    linked = pairs.set_of(tx, image_id)
    held = images.by_ids(tx, {end for pair in linked for end in (pair.a_id, pair.b_id)})
    first = original(linked, held)
    if first.id == image_id:
        return Line(outcome, None, None)
    link = _nearest_link(linked, image_id, first.id)
    place = posts.places(tx, [first.id])[first.id][0]
    words = describe(link.seen_from(first.id), first, held[image_id])
    return Line(outcome, f"{words} of {place.name}", link.kind)


def original(linked: list[Pair], held: dict[ImageId, Image]) -> Image:
    """Return the picture of a set that the others are nearest to."""
    nearness: defaultdict[ImageId, float] = defaultdict(float)
    for (one, other), score in _best(linked).items():
        nearness[one] += score
        nearness[other] += score
    return max(held.values(), key=lambda image: _rank(image, nearness[image.id]))


def _best(linked: list[Pair]) -> dict[tuple[ImageId, ImageId], float]:
    best: dict[tuple[ImageId, ImageId], float] = {}
    for pair in linked:
        ends = (pair.a_id, pair.b_id)
        best[ends] = max(best.get(ends, 0.0), pair.score)
    return best


def _rank(image: Image, nearness: float) -> tuple[float, int, int, int]:
    return round(nearness, 2), image.width * image.height, image.size_bytes, -image.id


def _nearest_link(linked: list[Pair], image_id: ImageId, first: ImageId) -> Pair:
    """Return the pair that links an image with the original, else its closest link."""
    own = [pair for pair in linked if image_id in (pair.a_id, pair.b_id)]
    return max(own, key=lambda pair: (first in (pair.a_id, pair.b_id), pair.score))


def describe(link: Pair, first: Image, copy: Image) -> str:
    """Say in a few words what kind of copy `copy` is of `first`."""
    if link.variant != "upright":
        return f"{_TURNED[link.variant]} copy"
    if link.kind is AlikeKind.CROP:
        return "crop or part"
    ratio = (copy.width * copy.height) / (first.width * first.height)
    if ratio < _SMALLER:
        return "smaller copy"
    return "larger copy" if ratio > 1 / _SMALLER else "copy"


def summary(told: Counter[AlikeKind | None]) -> str:
    """Say how many of the new pictures are copies, and of which kind."""
    named = {
        AlikeKind.SAME: "the same",
        AlikeKind.MIRRORED: "mirrored or turned",
        AlikeKind.PROBABLE: "edited",
        AlikeKind.CROP: "crops or parts",
    }
    return ", ".join(f"{told[kind]:,} {word}" for kind, word in named.items() if told[kind])
