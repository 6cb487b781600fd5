"""What in the library shows a picture, surest first, each with its reason.

Asked in turn: the same bytes; fingerprints, of the picture and of it mirrored and turned; what
is near by fingerprint but unsure or plain, by light and dark; and parts, by local points. An
image is named once, for the surest of its reasons.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from artkeep.db.engine import Tx
from artkeep.fingerprints import verdicts
from artkeep.fingerprints.details import DetailIndex
from artkeep.fingerprints.details.overlap import Overlap, Region
from artkeep.fingerprints.details.samples import frames_likeness
from artkeep.fingerprints.reasons import why
from artkeep.fingerprints.verdicts import Verdict
from artkeep.imaging import turn
from artkeep.intake import asking
from artkeep.intake.asking import Asked
from artkeep.library import images
from artkeep.model.points import Points
from artkeep.model.records import AlikeKind, Image
from artkeep.model.refs import ImageId
from artkeep.workbench import Workbench

_JUDGED = 1000  # images near by fingerprint that are judged at all, the nearest
_LOOKED_AT = 40  # of those that fingerprints do not settle
Spread = Callable[..., Iterable[Any]]  # does something with each of several, in their order
_BY_FINGERPRINTS = frozenset({AlikeKind.SAME_BYTES, AlikeKind.SAME})


@dataclass(frozen=True, slots=True)
class Alike:
    """An image that shows what was asked with.

    `variant` says how the asked picture has to be laid to look like it, `region` which part of
    each the other shows; None: all of it, or it is not known. `score` is 0 to 1.
    """

    image_id: ImageId
    kind: AlikeKind
    distance: int
    score: float
    variant: str
    region: Region | None
    why: str


class _Near(NamedTuple):
    """How near an image is by fingerprint: by how many bits, and laid in which way."""

    bits: int
    variant: int


def ask(bench: Workbench, path: Path) -> Asked:
    """Look at a file to ask with it. Raises PictureRefused."""
    return asking.of_file(bench.pool, path)


def to_question(
    bench: Workbench,
    tx: Tx,
    asked: Asked,
    *,
    radius: int | None = None,
    kinds: Collection[AlikeKind] | None = None,
    limit: int | None = None,
) -> list[Alike]:
    """Return what shows a picture, surest first.

    `radius` is by how many bits of 256 fingerprints may differ, however unsure that is; None:
    by as many as the verdicts say. `kinds` None is every kind.
    """
    (found,) = _answers(bench, tx, [asked], radius, kinds)
    return found[:limit]


def to_images(
    bench: Workbench, tx: Tx, some: Sequence[Image], *, spread: Spread = map
) -> list[list[Alike]]:
    """Return for each of the library's images what else shows it, surest first.

    `spread` is a way to do something with each of several: `map`, or that of some threads.
    """
    asked = list(spread(lambda image: asking.of_image(bench.details, image), some))
    return _answers(bench, tx, asked, None, None, spread)


def _answers(
    bench: Workbench,
    tx: Tx,
    asked: Sequence[Asked],
    radius: int | None,
    kinds: Collection[AlikeKind] | None,
    spread: Spread = map,
) -> list[list[Alike]]:
    near = _near(bench, tx, asked, verdicts.CANDIDATE_RADIUS if radius is None else radius)
    held = images.by_ids(tx, {image_id for those in near for image_id in _nearest(those)})
    searches = []
    for one, those in zip(asked, near, strict=True):
        search = _Search(bench.details, one)
        search.same_bytes(tx)
        search.by_fingerprints(those, held, radius)
        searches.append(search)
    if kinds is None or not _BY_FINGERPRINTS.issuperset(kinds):
        _by_details(bench, tx, searches, spread)
    return [
        [each for each in search.found() if kinds is None or each.kind in kinds]
        for search in searches
    ]


def _nearest(near: Mapping[ImageId, _Near]) -> list[ImageId]:
    """Return the images that are judged, nearest first."""
    return sorted(near, key=lambda image_id: (near[image_id].bits, image_id))[:_JUDGED]


def _by_details(bench: Workbench, tx: Tx, searches: Sequence["_Search"], spread: Spread) -> None:
    """Look for pictures that have a part in common with those asked with."""
    parts = bench.details.parts(tx)
    asked = [each for search in searches for each in search.with_points()]
    candidates = list(spread(lambda each: bench.details.among(parts, each.points), asked))
    ids = [
        each.search.unsettled(candidate.image_id for candidate in found)
        for each, found in zip(asked, candidates, strict=True)
    ]
    held = images.by_ids(tx, {image_id for some in ids for image_id in some})
    laid_on = [[held[image_id] for image_id in some if image_id in held] for some in ids]

    def lay(each: _WithPoints, some: list[Image]) -> list[Overlap | None]:
        return bench.details.overlaps(each.points, [image.sha256 for image in some])

    overlaps = spread(lay, asked, laid_on)
    for each, some, found in zip(asked, laid_on, overlaps, strict=True):
        each.search.by_details(zip(some, found, strict=True), mirrored=each.mirrored)


def _near(
    bench: Workbench, tx: Tx, asked: Sequence[Asked], radius: int
) -> list[dict[ImageId, _Near]]:
    """Return for each asked picture the images near it, by the way of laying that is nearest."""
    laid = [
        (number, variant)
        for number, one in enumerate(asked)
        for variant in range(len(one.variants))
    ]
    prints = b"".join(asked[number].variants[variant].pdq for number, variant in laid)
    rows = np.frombuffer(prints, np.uint8).reshape(-1, 32)
    found: list[dict[ImageId, _Near]] = [{} for _ in asked]
    for hit in bench.fingerprints.near(tx, rows, radius):
        number, variant = laid[hit.query]
        known = found[number].get(hit.image_id)
        if known is None or hit.distance < known.bits:
            found[number][hit.image_id] = _Near(hit.distance, variant)
    return found


class _WithPoints(NamedTuple):
    """Points to ask with: the picture's, or those of its mirror image."""

    search: "_Search"
    points: Points
    mirrored: bool


class _Search:
    """One question on its way through the ways of recognising a picture."""

    def __init__(self, details: DetailIndex, asked: Asked) -> None:
        self._details = details
        self._asked = asked
        self._best: dict[ImageId, Alike] = {}

    def found(self) -> list[Alike]:
        """Return what was found, surest first."""
        return sorted(
            self._best.values(), key=lambda each: (-each.score, each.distance, each.image_id)
        )

    def same_bytes(self, tx: Tx) -> None:
        """Look for the very file; of the library's own images it is the one asked with."""
        if self._asked.itself is None:
            image = images.by_sha256(tx, self._asked.sha256)
            if image is not None:
                self._note(image, verdicts.same_bytes())

    def by_fingerprints(
        self,
        near: Mapping[ImageId, _Near],
        held: Mapping[ImageId, Image],
        radius: int | None,
    ) -> None:
        """Judge what is near by fingerprint; look more closely at what that does not settle."""
        unsure = []
        for image in (held[image_id] for image_id in _nearest(near) if image_id in held):
            bits, variant = near[image.id]
            laid, name = self._asked.variants[variant], turn.VARIANT_NAMES[variant]
            verdict = verdicts.by_fingerprints(laid, image.fingerprint, name)
            if verdict is None and radius is not None:
                verdict = verdicts.by_radius(bits, name)
            if verdict is None:
                unsure.append(image)
            self._note(image, verdict)
        for image in unsure[:_LOOKED_AT]:
            self._by_frames(image, near[image.id])

    def _by_frames(self, image: Image, near: _Near) -> None:
        kept, asked = self._details.points_of(image.sha256), self._asked.points
        if kept is None or asked is None:
            return
        laid, name = self._asked.variants[near.variant], turn.VARIANT_NAMES[near.variant]
        light = turn.VARIANTS[near.variant](asked.sample.astype(np.float64))
        likeness = frames_likeness(
            light, kept.sample.astype(np.float64), verdicts.FRAMES_CORRELATION
        )
        self._note(image, verdicts.by_frames(laid, image.fingerprint, likeness, name))

    def with_points(self) -> Iterator[_WithPoints]:
        """Yield what there is to look for parts with."""
        for points, mirrored in ((self._asked.points, False), (self._asked.mirrored, True)):
            if points is not None:
                yield _WithPoints(self, points, mirrored)

    def unsettled(self, candidates: Iterable[ImageId]) -> list[ImageId]:
        """Return the images of which more may be learnt by their parts."""
        return [each for each in candidates if not self._is_settled(each)]

    def by_details(
        self, laid_on: Iterable[tuple[Image, Overlap | None]], *, mirrored: bool
    ) -> None:
        """Judge what the picture was laid on, or its mirror image."""
        for image, found in laid_on:
            if found is not None and not self._is_settled(image.id):
                seen = found.unmirrored() if mirrored else found
                self._note(image, verdicts.by_overlap(seen, mirrored=mirrored), seen)

    def _is_settled(self, image_id: ImageId) -> bool:
        """Say whether no part of an image can be surer than what is known of it."""
        known = self._best.get(image_id)
        return known is not None and known.kind is not AlikeKind.CROP

    def _note(self, image: Image, verdict: Verdict | None, overlap: Overlap | None = None) -> None:
        """Keep a verdict if it is surer than what is known of the image."""
        known = self._best.get(image.id)
        if verdict is None or image.id == self._asked.itself:
            return
        if known is not None and known.score >= verdict.score:
            return
        self._best[image.id] = Alike(
            image.id,
            verdict.kind,
            verdict.distance,
            verdict.score,
            verdict.variant,
            overlap.region if overlap else None,
            why(verdict, self._asked.size, (image.width, image.height), overlap),
        )
