"""Which pictures of some lists have many points like those of a question."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from artkeep.fingerprints.details.build import lays_of, words_of
from artkeep.fingerprints.details.centres import LOOK_TO_ASK, PROBED
from artkeep.fingerprints.details.compiled import Kernels
from artkeep.fingerprints.details.segments import Lists
from artkeep.model.points import Points

Weights = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]

_LIMIT = 16  # bits of 128 in which half a descriptor may differ
_SHORT_LIST = 512  # pictures whose votes are looked at closely
_ANGLES, _LEVELS = 16, 16  # bins of the kernel


@dataclass(frozen=True, slots=True, eq=False)
class Votes:
    """Image ids and the votes each has got, as far as they agree with one another."""

    ids: Integers
    votes: Weights


def votes_for(asked: Points, lists: Lists, total: int, kernels: Kernels) -> Votes:
    """Let the points of a question vote among the images of some lists, of `total` in all.

    A point of the question votes for the images that have one like it. The votes for one image
    are counted where they agree on how much it is turned and how much larger it is
    (weak geometric consistency, Jégou et al. 2008): points that are alike by chance do not.
    """
    words = words_of([asked])
    probed = lists.centres.nearest(words, kernels, look=LOOK_TO_ASK, count=PROBED)
    votes = np.zeros(len(lists), np.float32)
    room = len(words) * kernels.vote.MOST_HITS
    owners, bins = np.empty(room, np.int64), np.empty(room, np.int64)
    weights = np.empty(room, np.float32)
    count = kernels.vote.vote(
        words,
        lays_of(asked),
        probed,
        lists.starts,
        lists.halves,
        lists.owners,
        lists.lays,
        _LIMIT,
        total / max(1, len(lists)),
        votes,
        owners,
        bins,
        weights,
    )
    chosen = _highest(votes, _SHORT_LIST)
    agreeing = _agreeing(owners[:count], bins[:count], weights[:count], chosen, len(lists))
    return Votes(lists.ids[chosen], agreeing)


def _highest(votes: Weights, count: int) -> Integers:
    """Return the places of the highest votes that are not nothing, highest first."""
    places = np.argsort(-votes, kind="stable")[:count]
    return places[votes[places] > 0]


def _agreeing(
    owners: Integers, bins: Integers, weights: Weights, chosen: Integers, images: int
) -> Weights:
    """Return for each chosen image the most weight that two by two bins together have."""
    place = np.full(images, -1)
    place[chosen] = np.arange(len(chosen))
    own = place[owners]
    there = own >= 0
    size = _ANGLES * _LEVELS
    cells = np.bincount(
        own[there] * size + bins[there], weights[there], minlength=len(chosen) * size
    ).reshape(len(chosen), _ANGLES, _LEVELS)
    pairs = cells + np.roll(cells, -1, axis=1)  # angles go round
    fours = pairs[:, :, :-1] + pairs[:, :, 1:]
    return np.asarray(fours.max(axis=(1, 2)), np.float32)
