"""Centres among descriptors, so that a descriptor need only be compared with a few of the others.

Descriptors are bits; the centre of some is, bit by bit, what most of them have. Group centres
are found by a few rounds of that (k-majority, Grana et al. 2013), and the centres of a group are
drawn from its members, which serves as well as moving them about and takes no time. Everything
is drawn with a fixed seed: the same points make the same index.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from artkeep.fingerprints.kernels import Kernels

Words = npt.NDArray[np.uint64]
Integers = npt.NDArray[np.int64]

SAMPLE = 131_072  # descriptors are enough to draw centres from
_LIST = 512  # descriptors of a list, about
_MOST_LISTS = 8192
_ROUNDS = 4
_SEED = 20_251_112
LOOK_TO_PLACE = 3  # groups looked into for a descriptor that is taken up
LOOK_TO_ASK = 12
PROBED = 6  # lists looked into for a descriptor that asks


@dataclass(frozen=True, slots=True, eq=False)
class Centres:
    """Centres in groups of equal size: `groups` (g, 4), `lists` (g·m, 4), group after group."""

    groups: Words
    lists: Words

    def nearest(self, asked: Words, kernels: Kernels, *, look: int, count: int) -> Integers:
        """Return the `count` lists nearest to each descriptor, (n, count), nearest first."""
        look = min(look, len(self.groups))
        count = min(count, look * (len(self.lists) // len(self.groups)))
        out = np.zeros((len(asked), count), np.int64)
        near = np.zeros((1, look), np.int64)
        aparts = np.empty(max(look, count), np.int64)
        kernels.nearest_lists(asked, self.groups, self.lists, near, aparts, out)
        return out


def centres_of(sample: Words, total: int, kernels: Kernels) -> Centres:
    """Draw centres for `total` descriptors of which these are some, evenly taken."""
    lists = _lists_for(total)
    if not len(sample) or lists == 1:
        return Centres(np.zeros((1, 4), np.uint64), np.zeros((1, 4), np.uint64))
    groups = 1 << (lists.bit_length() // 2)
    random = np.random.default_rng(_SEED)
    start = sample[random.choice(len(sample), groups, replace=len(sample) < groups)]
    middle = _majority(sample, start, kernels)
    member = Centres(middle, middle).nearest(sample, kernels, look=groups, count=1)[:, 0]
    drawn = [_drawn(sample, member == group, lists // groups, random) for group in range(groups)]
    return Centres(middle, np.concatenate(drawn))


def _lists_for(total: int) -> int:
    """Return how many lists there are to be: a power of two, one for very few descriptors."""
    wanted = total // _LIST
    return 1 if wanted < 2 else min(_MOST_LISTS, 1 << (wanted - 1).bit_length())  # noqa: PLR2004


def _majority(sample: Words, centres: Words, kernels: Kernels) -> Words:
    """Move each centre to the middle of those nearest to it, some times over."""
    for _ in range(_ROUNDS):
        near = Centres(centres, centres)
        member = near.nearest(sample, kernels, look=len(centres), count=1)[:, 0]
        sizes = np.bincount(member, minlength=len(centres))
        sums = np.zeros((len(centres), 256), np.uint32)
        kernels.tally(sample, np.ascontiguousarray(member), sums)
        packed = np.packbits(2 * sums > sizes[:, None], axis=1, bitorder="little")
        filled = np.flatnonzero(sizes)
        centres = centres.copy()
        centres[filled] = packed.view("<u8")[filled]
    return centres


def _drawn(
    sample: Words, members: npt.NDArray[np.bool_], count: int, random: np.random.Generator
) -> Words:
    """Draw centres from a group's members; from all when it has too few."""
    own = np.flatnonzero(members)
    pool = own if len(own) >= count else np.arange(len(sample))
    return np.asarray(sample[random.choice(pool, count, replace=len(pool) < count)], np.uint64)
