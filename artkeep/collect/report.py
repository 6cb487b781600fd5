"""What an `add` brought: file by file, and which pictures turned out to be copies of which.

A new picture is called a copy of the one that it is surest to look like among those that came in
before it; one that looks like none of them is an original.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from artkeep.db.engine import Tx
from artkeep.fingerprints import reasons
from artkeep.library import images, outcomes, pairs, posts
from artkeep.library.pairs import Pair
from artkeep.model.records import AlikeKind, Image, Outcome, OutcomeStatus
from artkeep.model.refs import ImageId, RunId
from artkeep.workbench import Workbench

_TOGETHER = 200  # outcomes read in one question
_SMALLER = 0.9  # of the pixels


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
    new = {image_id for outcome, image_id in some if image_id and _is_new(outcome)}
    nearest = _nearest_earlier(tx, new)
    ends = {end for link in nearest.values() for end in (link.a_id, link.b_id)}
    held, places = images.by_ids(tx, ends), posts.places(tx, ends)
    told = []
    for outcome, image_id in some:
        link = nearest.get(image_id) if image_id and _is_new(outcome) else None
        if link is None:
            told.append(Line(outcome, outcome.reason, _kind_of(outcome)))
            continue
        words = describe(link, held[link.a_id], held[link.b_id])
        told.append(Line(outcome, f"{words} of {places[link.a_id][0].name}", link.kind))
    return told


def _is_new(outcome: Outcome) -> bool:
    return outcome.status is OutcomeStatus.NEW


def _kind_of(outcome: Outcome) -> AlikeKind | None:
    return AlikeKind.SAME_BYTES if outcome.status is OutcomeStatus.KNOWN else None


def _nearest_earlier(tx: Tx, new: set[ImageId]) -> dict[ImageId, Pair]:
    """Return for each picture its surest link with one that came in before it, seen from that."""
    nearest: dict[ImageId, Pair] = {}
    for link in pairs.touching(tx, new):  # a came in before b
        known = nearest.get(link.b_id)
        if link.b_id in new and (known is None or known.score < link.score):
            nearest[link.b_id] = link
    return nearest


def describe(link: Pair, first: Image, copy: Image) -> str:
    """Say in a few words what kind of copy `copy` is of `first`."""
    if link.variant != "upright":
        return f"copy, {reasons.LAID[link.variant]},"
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
