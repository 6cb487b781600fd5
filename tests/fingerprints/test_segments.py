"""Files of fingerprints: what is written is read again, and nothing else is believed."""

import errno
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from artkeep.errors import Damaged, DiskFull
from artkeep.fingerprints.build import write_segment
from artkeep.fingerprints.kernels import Kernels, kernels
from artkeep.fingerprints.segments import (
    Header,
    Integers,
    Segment,
    Stretch,
    Sums,
    Words,
    damaged_parts,
    open_segment,
    slot_table,
    widths,
)
from tests.fingerprints.pictures import Prints, clustered_prints, random_prints

MARK = "0123456789abcdef" * 2


def in_batches(prints: Prints, size: int = 70) -> Iterator[tuple[Integers, Words]]:
    """The way rows come from a library; only every third id is used."""
    words = prints.view(np.uint64)
    ids = 3 * np.arange(1, len(words) + 1)
    for start in range(0, len(words), size):
        yield ids[start : start + size], words[start : start + size]


def write(folder: Path, prints: Prints, *, room: int = 0, slots: int = 0) -> Path:
    folder.mkdir(exist_ok=True)
    stretch = Stretch(0, 3 * len(prints), 1)
    planned = Header(MARK, stretch, room or len(prints), 0, slots, Sums(0, 0, 0, 0))
    assert write_segment(folder, planned, in_batches(prints), compiled) is not None
    return folder / stretch.name


def compiled() -> Kernels:
    return kernels(Path("the tests have set NUMBA_CACHE_DIR"))


@pytest.mark.parametrize("room", [200, 300])
def test_a_segment_holds_what_was_written(tmp_path: Path, room: int) -> None:
    prints = random_prints(200)
    path = write(tmp_path, prints, room=room)
    segment = open_segment(path, MARK)

    assert 200 == len(segment)
    assert list(range(3, 603, 3)) == segment.ids.tolist()
    assert prints.tobytes() == segment.rows.tobytes()
    assert [] == damaged_parts(path)
    assert [path] == list(tmp_path.iterdir())


def test_the_slots_cut_the_bits_evenly() -> None:
    assert [16] * 16 == widths(16).tolist()
    assert [22] * 4 + [21] * 8 == widths(12).tolist()
    assert 256 - 12 == slot_table(20, 7)[-1, 2]


def test_each_bucket_has_the_rows_with_its_word(tmp_path: Path) -> None:
    prints = clustered_prints(500)
    segment = open_segment(write(tmp_path, prints, slots=20), MARK)
    bits = np.unpackbits(prints, axis=1, bitorder="little")

    for starts_at, lists_at, first, width in segment.slots.tolist():
        weights = 1 << np.arange(width)
        words = bits[:, first : first + width] @ weights
        starts = segment.buckets[starts_at : starts_at + 2**width + 1]
        rows = segment.buckets[lists_at : lists_at + 500]
        assert words[np.argsort(words, kind="stable")].tolist() == words[rows].tolist()
        assert np.bincount(words, minlength=2**width).tolist() == np.diff(starts).tolist()
        assert list(range(500)) == sorted(rows.tolist())


def test_no_rows_make_no_segment(tmp_path: Path) -> None:
    planned = Header(MARK, Stretch(0, 9, 1), 5, 0, 0, Sums(0, 0, 0, 0))

    assert write_segment(tmp_path, planned, iter(()), compiled) is None
    assert [] == list(tmp_path.iterdir())


def test_more_rows_than_there_is_room_for_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Damaged, match="ids already used"):
        write(tmp_path, random_prints(200), room=199)


def test_a_full_disk_is_named_and_given_back(tmp_path: Path) -> None:
    def batches() -> Iterator[tuple[Integers, Words]]:
        yield from in_batches(random_prints(70))
        raise OSError(errno.ENOSPC, "No space left on device")

    planned = Header(MARK, Stretch(0, 999, 1), 999, 0, 0, Sums(0, 0, 0, 0))
    with pytest.raises(DiskFull, match="fingerprint index"):
        write_segment(tmp_path, planned, batches(), compiled)

    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("length", [0, 10, 4095, 4096, 20_000])
def test_a_torn_segment_is_not_opened(tmp_path: Path, length: int) -> None:
    path = write(tmp_path, random_prints(500), slots=20)
    with path.open("r+b") as file:
        file.truncate(length)

    with pytest.raises(Damaged, match="torn"):
        open_segment(path, MARK)


def test_a_segment_with_something_behind_it_is_not_opened(tmp_path: Path) -> None:
    path = write(tmp_path, random_prints(5))
    with path.open("ab") as file:
        file.write(b"more")

    with pytest.raises(Damaged, match="torn"):
        open_segment(path, MARK)


def test_a_segment_of_another_library_is_not_opened(tmp_path: Path) -> None:
    with pytest.raises(Damaged, match="another library"):
        open_segment(write(tmp_path, random_prints(5)), "f" * 32)


def test_a_segment_under_another_name_is_not_opened(tmp_path: Path) -> None:
    path = write(tmp_path, random_prints(5))
    other = path.rename(tmp_path / Stretch(0, 99, 1).name)

    with pytest.raises(Damaged, match="renamed"):
        open_segment(other, MARK)


@pytest.mark.parametrize("place", range(0, 112, 7))
def test_a_changed_header_is_noticed(tmp_path: Path, place: int) -> None:
    path = write(tmp_path, random_prints(5))
    spoil(path, place)

    with pytest.raises(Damaged):
        open_segment(path, MARK)


@pytest.mark.parametrize("part", ["ids", "rows", "starts", "lists"])
def test_reading_everything_says_which_part_was_changed(tmp_path: Path, part: str) -> None:
    path = write(tmp_path, random_prints(500), slots=20)
    parts = {name: place for name, place, _, _ in header_of(path).parts()}
    spoil(path, parts[part] + 5)

    assert isinstance(open_segment(path, MARK), Segment)
    assert [part] == damaged_parts(path)


def header_of(path: Path) -> Header:
    return Header.from_bytes(path.read_bytes()[:4096])


def spoil(path: Path, place: int) -> None:
    """Change one byte."""
    with path.open("r+b") as file:
        file.seek(place)
        before = file.read(1)[0]
        file.seek(place)
        file.write(bytes([before ^ 0x55]))
