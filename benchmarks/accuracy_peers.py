"""Rules that compare two hashes: ours without light and points, and those of others."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import imagehash
import numpy as np
import numpy.typing as npt
import pdqhash
from PIL import Image

from artkeep.fingerprints import verdicts
from artkeep.imaging.limits import Limits
from artkeep.imaging.look import question
from artkeep.imaging.question import Question as Looked
from artkeep.model.found import Fingerprint
from benchmarks.accuracy_material import Question

PHASH, PDQ = 6, 31  # distances up to which the peers call two pictures the same

Bits = npt.NDArray[np.bool_]
Kin = dict[str, set[str]]  # name → names of the originals that are copies of it


@dataclass(frozen=True, slots=True)
class Rule:
    """What a rule says: which questions find their original, false pairs of all pairs."""

    name: str
    found: dict[Path, bool]
    false: int
    pairs: int

    @property
    def at_most(self) -> float:
        """The rate of false pairs that is not exceeded, with 95 % confidence."""
        return poisson_bound(self.false) / self.pairs


def poisson_bound(seen: int) -> float:
    """Return below which mean so few are seen by chance in 5 % of cases; 3.0 for none."""
    low, high = float(seen), 3.0 * seen + 10.0
    for _ in range(50):
        mean = (low + high) / 2
        chance = sum(
            math.exp(n * math.log(mean) - mean - math.lgamma(n + 1)) for n in range(seen + 1)
        )
        low, high = (mean, high) if chance > 0.05 else (low, mean)
    return high


def copies_among(originals: list[Path]) -> Kin:
    """Return which originals are copies of one another, as pdqhash says, mirrored or turned.

    What is found of these is not wrong. The judge is not us.
    """
    laid = [_dihedral(path) for path in originals]
    kin: Kin = {path.name: set() for path in originals}
    for one, path in enumerate(originals):
        for other, its in enumerate(originals):
            apart = (laid[one] != laid[other][0]).sum(axis=1).min()
            if one != other and apart <= PDQ:
                kin[path.name].add(its.name)
                kin[its.name].add(path.name)
    return kin


def rules(originals: list[Path], questions: list[Question], kin: Kin) -> list[Rule]:
    """Ask every rule about every pair of a question and an original."""
    looked = {path: _looked(path) for path in originals}
    asked = {each.file: _looked(each.file) for each in questions}
    pairs = _Pairs(originals, questions, kin)
    return [
        pairs.judged("`same`, by fingerprint alone", lambda a, k: _is_same(asked[a], looked[k])),
        pairs.judged(
            "`probable`, by fingerprint alone", lambda a, k: _is_probable(asked[a], looked[k])
        ),
        pairs.near("imagehash.phash ≤ 6", _phash, PHASH),
        pairs.near("pdqhash ≤ 31", _pdqhash, PDQ),
    ]


@dataclass(frozen=True, slots=True)
class _Pairs:
    """All pairs of a question and an original."""

    originals: list[Path]
    questions: list[Question]
    kin: Kin

    def near(self, name: str, bits: Callable[[Path], Bits], radius: int) -> Rule:
        """Judge by the distance of two hashes."""
        kept = {path: bits(path) for path in self.originals}
        asked = {each.file: bits(each.file) for each in self.questions}
        return self.judged(name, lambda a, k: int((asked[a] != kept[k]).sum()) <= radius)

    def judged(self, name: str, are_alike: Callable[[Path, Path], bool]) -> Rule:
        """Judge each pair."""
        found, false, pairs = {}, 0, 0
        for question_ in self.questions:
            found[question_.file] = are_alike(question_.file, question_.original)
            own = self.kin[question_.original.name] | {question_.original.name}
            others = [path for path in self.originals if path.name not in own]
            false += sum(are_alike(question_.file, other) for other in others)
            pairs += len(others)
        return Rule(name, found, false, pairs)


def _is_same(asked: Looked, kept: Looked) -> bool:
    return any(_distances(asked, kept, verdicts.SAME_RADIUS, 0))


def _is_probable(asked: Looked, kept: Looked) -> bool:
    return any(_distances(asked, kept, verdicts.PROBABLE_SUM, 2)) or _is_same(asked, kept)


def _distances(asked: Looked, kept: Looked, most: int, weight: int) -> list[bool]:
    """Say of each way of laying whether PDQ and weighted dHash bits are few enough."""
    its: Fingerprint = kept.look.fingerprint
    if min(asked.look.fingerprint.quality, its.quality) < verdicts.DISTINCT:
        return []
    return [
        verdicts.distance(laid.pdq, its.pdq) + weight * verdicts.distance(laid.dhash, its.dhash)
        <= most
        for laid in asked.variants
    ]


def _looked(path: Path) -> Looked:
    return question(path.read_bytes(), Limits())


def _phash(path: Path) -> Bits:
    with Image.open(path) as image:
        return np.asarray(imagehash.phash(image).hash.ravel(), np.bool_)


def _pdqhash(path: Path) -> Bits:
    with Image.open(path) as image:
        return np.asarray(pdqhash.compute(np.asarray(image.convert("RGB")))[0] > 0, np.bool_)


def _dihedral(path: Path) -> npt.NDArray[np.bool_]:
    """Return the eight hashes of a picture, upright first, (8, 256)."""
    with Image.open(path) as image:
        hashes = pdqhash.compute_dihedral(np.asarray(image.convert("RGB")))[0]
    return np.array(hashes) > 0
