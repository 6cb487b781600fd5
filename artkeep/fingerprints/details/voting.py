"""Which pictures of some lists have many points like those of a question."""

from dataclasses import dataclass
from math import exp

import numpy as np
import numpy.typing as npt

from artkeep.fingerprints.details.build import lays_of, words_of
from artkeep.fingerprints.details.centres import LOOK_TO_ASK, PROBED
from artkeep.fingerprints.details.segments import Lists
from artkeep.fingerprints.kernels import Kernels
from artkeep.model.points import Points

Weights = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]

_LIMIT = 16  # bits of 128 in which half a descriptor may differ
_SIGMA = 15.0  # bits of 128: how quickly a vote loses weight
_LIKES = np.array([exp(-((apart / _SIGMA) ** 2)) for apart in range(_LIMIT + 1)])
_MOST_HITS = 512  # pictures a point may vote for: one in all of them says nothing
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
    room = len(words) * min(_MOST_HITS, len(lists))
    owners, bins = np.empty(room, np.int64), np.empty(room, np.int64)
    weights = np.empty(room, np.float32)
    count = kernels.vote(
        words,
        lays_of(asked),
        probed,
        lists.starts,
        lists.halves,
        lists.owners,
        lists.lays,
        _LIKES,
        total / max(1, len(lists)),
        _MOST_HITS,
        np.empty((3, len(lists)), np.int64),
        np.empty(len(_LIKES), np.int64),
        votes,
        owners,
        bins,
        weights,
    )
    chosen = _highest(votes, _SHORT_LIST)
    place = np.full(len(lists), -1)
    place[chosen] = np.arange(len(chosen))
    cells = np.zeros((len(chosen), _ANGLES, _LEVELS))
    agreeing = np.empty(len(chosen), np.float32)
    kernels.agree(owners, bins, weights, count, place, cells, agreeing)
    return Votes(lists.ids[chosen], agreeing)


def _highest(votes: Weights, count: int) -> Integers:
    """Return the places of the highest votes that are not nothing, highest first."""
    places = np.flatnonzero(votes)
    if len(places) > count:  # sorting all of a large segment takes longer than the votes
        least = np.partition(votes, -count)[-count]
        places = np.flatnonzero(votes >= least)
    order = np.argsort(-votes[places], kind="stable")
    return places[order[:count]]
