"""Which distances mean what: the rules, and the words in which they are told.

All functions are pure. The thresholds are measured, with their errors, by
`benchmarks/accuracy.py`; the table is in docs/explanation/fingerprints.md.

Fingerprints alone settle a pair when both pictures are distinct enough (quality >= 50). What is
near, or too plain for its bits to mean much, is looked at: light and dark of the whole frame
(`by_frames`), then points laid on points (`by_overlap`). A wrong picture named is worse than a
miss, so every rule asks for more than the false pairs that were seen had.
"""

from dataclasses import dataclass

from artkeep.fingerprints.details.overlap import Overlap
from artkeep.fingerprints.details.samples import Likeness
from artkeep.model.found import Fingerprint
from artkeep.model.records import AlikeKind

SAME_RADIUS = 31  # PDQ bits of 256
PROBABLE_SUM = 75  # PDQ bits and twice the dHash bits of 128
CANDIDATE_RADIUS = 90  # further away no whole picture is looked for
DISTINCT = 50  # quality from which bits are believed

UPRIGHT = "upright"
_MIRRORED_VARIANTS = ("mirrored", "mirrored_turned_90", "upside_down", "mirrored_turned_270")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Two pictures are alike: how, how sure (0 to 1), and how the asked one has to be laid.

    `distance` is 0 to 256: bits for whole pictures, 256 less the agreeing points for parts.
    """

    kind: AlikeKind
    distance: int
    score: float
    variant: str


def same_bytes() -> Verdict:
    """Return the verdict on two files with the same bytes."""
    return Verdict(AlikeKind.SAME_BYTES, 0, 1.0, UPRIGHT)


def distance(some: bytes, others: bytes) -> int:
    """Return in how many bits two hashes differ."""
    return (int.from_bytes(some) ^ int.from_bytes(others)).bit_count()


def by_fingerprints(asked: Fingerprint, kept: Fingerprint, variant: str) -> Verdict | None:
    """Judge by fingerprints alone; None: they do not settle it.

    `asked` is the fingerprint of the question laid as `variant` says.
    """
    bits = distance(asked.pdq, kept.pdq)
    if bits > SAME_RADIUS or not _are_distinct(asked, kept):
        return None
    return _whole(AlikeKind.SAME, bits, variant)


def _are_distinct(asked: Fingerprint, kept: Fingerprint) -> bool:
    return min(asked.quality, kept.quality) >= DISTINCT


def by_radius(bits: int, variant: str) -> Verdict:
    """Judge as the person does who asked for everything within so many bits."""
    return _whole(AlikeKind.PROBABLE, bits, variant)


@dataclass(frozen=True, slots=True)
class _Frame:
    """How far fingerprints may be apart when light and dark agree so well.

    `bits` are PDQ's; `both` PDQ's and twice dHash's, believed of distinct pictures only.
    """

    correlation: float
    agreeing: float
    bits: int
    both: int | None = None

    def holds(self, asked: Fingerprint, kept: Fingerprint, likeness: Likeness) -> bool:
        bits = distance(asked.pdq, kept.pdq)
        if self.both is not None:
            both = bits + 2 * distance(asked.dhash, kept.dhash)
            if both > self.both or not _are_distinct(asked, kept):
                return False
        return (
            bits <= self.bits
            and likeness.correlation >= self.correlation
            and likeness.agreeing >= self.agreeing
        )


# On plain grounds dHash agrees for want of anything to disagree on, so even what it calls
# probable is looked at.
_FRAMES = (
    _Frame(correlation=0.8, agreeing=0.8, bits=CANDIDATE_RADIUS, both=PROBABLE_SUM),
    _Frame(correlation=0.95, agreeing=0.75, bits=60),
    _Frame(correlation=0.98, agreeing=0.9, bits=CANDIDATE_RADIUS),
)
FRAMES_CORRELATION = min(frame.correlation for frame in _FRAMES)  # below it none holds


def by_frames(
    asked: Fingerprint, kept: Fingerprint, likeness: Likeness, variant: str
) -> Verdict | None:
    """Judge two whole pictures by their light and dark; None: that does not settle it either."""
    if not any(frame.holds(asked, kept, likeness) for frame in _FRAMES):
        return None
    bits = distance(asked.pdq, kept.pdq)
    kind = AlikeKind.SAME if bits <= SAME_RADIUS else AlikeKind.PROBABLE
    return _whole(kind, bits, variant)


def _whole(kind: AlikeKind, bits: int, variant: str) -> Verdict:
    """Return the verdict on two whole pictures; of two as near, the upright one comes first."""
    turned = variant != UPRIGHT
    score = 1 - bits / 512 - (0.02 if turned else 0.0)
    return Verdict(AlikeKind.MIRRORED if turned else kind, bits, score, variant)


@dataclass(frozen=True, slots=True)
class _Proof:
    """What an overlap has to have at least; `part` is of one of the two pictures."""

    points: int
    share: float
    spread: float
    correlation: float
    agreeing: float
    contrast: float = 2.0
    part: float = 0.8
    other_part: float = 0.0
    kept_part: float = 0.15
    pixels: float = 24_000
    tilt: float = 5.0  # degrees, at most

    def holds(self, found: Overlap) -> bool:
        parts = (found.asked_part, found.kept_part)
        alike = found.likeness
        return (
            found.points >= self.points
            and found.share >= self.share
            and found.spread >= self.spread
            and alike.correlation >= self.correlation
            and alike.agreeing >= self.agreeing
            and alike.contrast >= self.contrast
            and max(parts) >= self.part
            and min(parts) >= self.other_part
            and found.kept_part >= self.kept_part
            and found.pixels >= self.pixels
            and found.turn.tilt <= self.tilt
        )


# Any of these proves an overlap. In turn: points all over, and light that agrees; points in half
# of it, the rest being plain, of whole pictures or of parts whose light agrees better (two marks
# in the same letters are not one picture); fewer points, but light that agrees everywhere; a
# plain picture with a watermark, whose light is the mark's; a part of a part, as in a page that
# shows a crop; a part at any angle, which a disc fits at every angle. In few pixels all discs are
# alike: small pictures are found whole or not at all.
_PROOFS = (
    _Proof(points=6, share=0.25, spread=0.7, correlation=0.9, agreeing=0.75),
    _Proof(points=6, share=0.25, spread=0.5, correlation=0.9, agreeing=0.75, other_part=0.8),
    _Proof(points=6, share=0.25, spread=0.5, correlation=0.95, agreeing=0.75),
    _Proof(points=8, share=0.2, spread=0.2, correlation=0.93, agreeing=0.97, contrast=3.0),
    _Proof(points=25, share=0.5, spread=0.85, correlation=0.45, agreeing=0.7),
    _Proof(
        points=25, share=0.4, spread=0.65, correlation=0.9, agreeing=0.9, part=0.3, other_part=0.15
    ),
    _Proof(
        points=45,
        share=0.5,
        spread=0.7,
        correlation=0.95,
        agreeing=0.95,
        contrast=4.0,
        pixels=36_000,
        tilt=45.0,
    ),
)
_WHOLE = 0.93  # of a picture is all of it: edges are uncertain
_FRAMED = 0.7  # of the asked picture; then what is around the kept one is a frame or a caption
_QUARTERS = {0: UPRIGHT, 90: "turned_90", 180: "turned_180", 270: "turned_270"}
_MIRRORED_QUARTERS = dict(zip(_QUARTERS, _MIRRORED_VARIANTS, strict=True))


def by_overlap(found: Overlap, *, mirrored: bool = False) -> Verdict | None:
    """Judge two pictures laid on one another; None: what they share may be chance.

    `mirrored`: the question was asked with its mirror image.
    """
    if not any(proof.holds(found) for proof in _PROOFS):
        return None
    quarter = round(found.turn.degrees / 90) * 90 % 360
    variant = (_MIRRORED_QUARTERS if mirrored else _QUARTERS)[quarter]
    points = min(found.points, 255)
    turned = variant != UPRIGHT
    score = 0.7 + 0.1 * min(1.0, points / 20) + 0.1 * found.likeness.correlation
    score -= 0.05 if turned else 0.0
    kind = AlikeKind.CROP
    if found.kept_part >= _WHOLE and found.asked_part >= _FRAMED:
        kind = AlikeKind.MIRRORED if turned else AlikeKind.PROBABLE
    return Verdict(kind, 256 - points, score, variant)
