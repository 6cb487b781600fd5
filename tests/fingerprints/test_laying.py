"""Laying points on points, and looking for the nearest centres, beside plain ways of doing so."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from artkeep.fingerprints.details.overlap import Overlap, Placed, overlaps
from artkeep.fingerprints.details.samples import Sampled
from artkeep.fingerprints.kernels import Kernels, kernels

Words = npt.NDArray[np.uint64]


@pytest.fixture
def code(kernels_cache: Path) -> Kernels:
    return kernels(kernels_cache)


def words(count: int, seed: int) -> Words:
    """Random descriptors."""
    return np.random.default_rng(seed).integers(0, 2**64, (count, 4), np.uint64)


def test_the_nearest_lists_come_nearest_first_of_equals_the_first(code: Kernels) -> None:
    asked, centres = words(20, seed=1), np.repeat(words(32, seed=2), 2, axis=0)
    groups, out = centres[::8].copy(), np.zeros((20, 6), np.int64)

    code.nearest_lists(asked, groups, centres, np.zeros((1, 8), np.int64), np.empty(8, int), out)

    apart = np.bitwise_count(asked[:, None] ^ centres).sum(axis=2, dtype=int)
    for query in range(20):
        among = np.bitwise_count(asked[query] ^ groups).sum(axis=1, dtype=int)
        visited = np.concatenate(
            [np.arange(8 * group, 8 * group + 8) for group in np.argsort(among, kind="stable")]
        )
        nearest = visited[np.argsort(apart[query, visited], kind="stable")[:6]]
        assert nearest.tolist() == out[query].tolist()


@pytest.mark.parametrize("group", [0, 2])
def test_the_bits_of_a_group_s_members_are_counted(code: Kernels, group: int) -> None:
    some, member = words(50, seed=3), np.arange(50) % 3
    sums = np.zeros((3, 256), np.uint32)

    code.tally(some, member, sums)

    bits = np.unpackbits(some[member == group].view(np.uint8), axis=1, bitorder="little")
    assert bits.sum(axis=0).tolist() == sums[group].tolist()


def placed(angle: float, scale: float, *, seed: int) -> Placed:
    """A picture's 60 points as they are found when it is turned by degrees and made larger."""
    random = np.random.default_rng(seed)
    places = random.uniform(20, 380, (60, 2)) * scale
    levels = np.full(60, 3 + round(np.log(scale) / np.log(1.2)))
    turned = np.deg2rad(angle)
    spin = np.array([(np.cos(turned), -np.sin(turned)), (np.sin(turned), np.cos(turned))])
    middle = np.array([200 * scale, 200 * scale])
    angles = np.full(60, round(angle / 360 * 256) % 256)
    sample = random.integers(0, 255, (32, 32), np.uint8)
    return Placed(
        words(60, seed),
        (places - middle) @ spin.T + middle,
        levels.astype(np.uint8),
        angles.astype(np.uint8),
        Sampled(sample, 400 * scale, 400 * scale),
    )


@pytest.mark.parametrize("angle", [0, 90, 180, -90, 33])
@pytest.mark.parametrize("scale", [1.0, 1.44, 0.7])
def test_points_say_how_a_picture_was_turned_and_scaled(
    code: Kernels, angle: float, scale: float
) -> None:
    asked, stranger = placed(0, 1, seed=7), placed(0, 1, seed=8)
    kept = [stranger, placed(angle, scale, seed=7), stranger]

    nothing, found, nothing_again = overlaps(asked, kept, code)

    assert isinstance(found, Overlap)
    assert [None, None] == [nothing, nothing_again]
    assert pytest.approx(scale) == found.turn.scale
    assert pytest.approx(0, abs=1e-6) == (found.turn.degrees - angle + 180) % 360 - 180
    assert 1.0 == found.share == found.spread
    assert 40 < found.points <= 60


def test_pictures_without_points_among_others_are_no_trouble(code: Kernels) -> None:
    asked = placed(0, 1, seed=7)
    empty = asked._replace(
        words=asked.words[:0],
        places=asked.places[:0],
        levels=asked.levels[:0],
        angles=asked.angles[:0],
    )

    found = overlaps(asked, [empty, asked, empty], code)

    assert [False, True, False] == [each is not None for each in found]
    assert [None, None] == overlaps(empty, [asked, empty], code)
    assert [] == overlaps(asked, [], code)
