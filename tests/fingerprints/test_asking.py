"""Probing, looking and numpy find the same, whatever the buckets are like."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artkeep.fingerprints.asking import Asker, fingerprints
from artkeep.fingerprints.kernels import Kernels, kernels
from artkeep.fingerprints.segments import Integers, Segment, Words, open_segment
from tests.fingerprints.pictures import SLOTS, clustered_prints, flipped, random_prints
from tests.fingerprints.test_segments import MARK, write


@pytest.fixture(scope="module")
def code(kernels_cache: Path) -> Kernels:
    return kernels(kernels_cache)


def plainly(rows: Words, asked: Words, radius: int) -> set[tuple[int, int, int]]:
    """Compare everything with everything."""
    apart = np.bitwise_count(rows[None] ^ asked[:, None]).sum(axis=2, dtype=int)
    near = np.argwhere(apart <= radius)
    return {(query, row, int(apart[query, row])) for query, row in near.tolist()}


def once(found: Integers) -> set[tuple[int, int, int]]:
    """What was found, each only once."""
    listed = [tuple(each) for each in found.tolist()]
    assert len(listed) == len(set(listed))
    return set(listed)


def probed(code: Kernels, segment: Segment, asked: Words, radius: int) -> set[tuple[int, int, int]]:
    out = np.empty((len(segment) * len(asked), 3), np.int64)
    ends = np.empty((512, 2), np.uint32)
    found = code.probe(segment.rows, segment.buckets, segment.slots, ends, asked, radius, out)
    return once(out[:found])


@pytest.mark.parametrize("radius", [0, 1, 7, 18, 19, 20, 31, 39, 40, 59])
def test_probing_finds_what_looking_finds(tmp_path: Path, code: Kernels, radius: int) -> None:
    prints = np.concatenate([random_prints(3000), clustered_prints(2000)])
    segment = open_segment(write(tmp_path, prints, slots=SLOTS), MARK)
    asked = np.concatenate([flipped(prints[::250], bits) for bits in (0, radius // 2, radius)])
    words = fingerprints(asked)

    assert plainly(segment.rows, words, radius) == probed(code, segment, words, radius)


@pytest.mark.parametrize("slots", [16, 17, 25, pytest.param(12, marks=pytest.mark.long)])
def test_probing_does_not_depend_on_the_slots(tmp_path: Path, code: Kernels, slots: int) -> None:
    prints = clustered_prints(700)
    segment = open_segment(write(tmp_path, prints, slots=slots), MARK)
    words = fingerprints(prints[::50])

    assert plainly(segment.rows, words, 31) == probed(code, segment, words, 31)


@settings(max_examples=20, deadline=None)
@given(
    data=st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=5),
    flips=st.lists(st.integers(0, 60), min_size=1, max_size=30),
    radius=st.integers(0, 59),
)
def test_probing_is_exact_for_anything(
    tmp_path_factory: pytest.TempPathFactory,
    code: Kernels,
    data: list[bytes],
    flips: list[int],
    radius: int,
) -> None:
    asked = np.frombuffer(b"".join(data), np.uint8).reshape(-1, 32)
    near = [flipped(asked, bits, seed=number) for number, bits in enumerate(flips)]
    path = write(tmp_path_factory.mktemp("segment"), np.concatenate(near), slots=SLOTS)
    segment = open_segment(path, MARK)
    words = fingerprints(asked)

    assert plainly(segment.rows, words, radius) == probed(code, segment, words, radius)


def test_a_crowd_of_equals_is_found_whole(tmp_path: Path, code: Kernels) -> None:
    crowd = np.repeat(random_prints(1), 900, axis=0)
    prints = np.concatenate([random_prints(300, seed=4), crowd])
    segment = open_segment(write(tmp_path, prints, slots=SLOTS), MARK)
    words = fingerprints(crowd[:2])

    expected = {(query, row, 0) for query in (0, 1) for row in range(300, 1200)}
    assert expected == probed(code, segment, words, 31)


@pytest.mark.parametrize("seed", range(5))
def test_damaged_buckets_find_less_but_nothing_false(
    tmp_path: Path, code: Kernels, seed: int
) -> None:
    prints = clustered_prints(700)
    path = write(tmp_path, prints, slots=SLOTS)
    whole = open_segment(path, MARK)
    rng = np.random.default_rng(seed)
    noise = rng.integers(0, 2**32, whole.buckets.shape, dtype=np.uint32)
    spoilt = np.where(rng.random(noise.shape) < 0.3, noise, whole.buckets)
    words = fingerprints(prints[::50])

    out = np.empty((100_000, 3), np.int64)
    ends = np.empty((512, 2), np.uint32)
    found = code.probe(whole.rows, spoilt, whole.slots, ends, words, 31, out)
    assert set(map(tuple, out[:found].tolist())) <= plainly(whole.rows, words, 31)


@pytest.mark.parametrize("radius", [0, 31, 59, 60, 110])
@pytest.mark.parametrize("patience", [0, 1 << 40])
def test_all_ways_find_the_same(
    tmp_path: Path, kernels_cache: Path, patience: int, radius: int
) -> None:
    prints = np.concatenate([random_prints(9_000), clustered_prints(8_000)])
    some, others = prints[:12_000], prints[12_000:]
    segments = [
        open_segment(write(tmp_path / "a", some, slots=SLOTS), MARK),
        open_segment(write(tmp_path / "b", others), MARK),
    ]
    asked = fingerprints(flipped(prints[::500], 25))
    asker = Asker(kernels_cache, patience)
    found = asker.segments(segments, asked, radius)
    asker.close()

    expected = [plainly(segment.rows, asked, radius) for segment in segments]
    assert expected == [once(each) for each in found]


def test_kernels_are_loaded_when_there_was_enough_to_do(tmp_path: Path) -> None:
    rows, loaded = random_prints(100).view(np.uint64), []
    for patience in (299, 300):
        asker = Asker(tmp_path, patience)
        for _ in range(3):
            asker.rows(rows, rows[:1], 31)
        loaded.append(asker.has_kernels)
        asker.close()

    assert [True, False] == loaded
