"""The memory of a folder: what is written is read again, in very few bytes."""

import hashlib
import pickle
import random
import zlib
from datetime import UTC, datetime

import pytest

from artkeep.collect.straight import memory
from artkeep.collect.straight.memory import Lies, Memory, OfList, OldMemory

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
EACH = 300_000  # bytes of a picture


def lies(number):
    digest = hashlib.sha256(str(number).encode()).digest()
    return Lies(digest[:8], digest[8:16])


def of_many(number):
    """Return the memory of so many pictures, as they are numbered on a large site."""
    chance = random.Random(7)
    ids = chance.sample(range(100_000_000, 2_000_000_000), number)
    again = f"new/17/{ids[0]}/{ids[-1]}"
    return Memory(
        {"favourites/77/501": OfList(NOON, again)},
        {str(id_): [lies(id_)] for id_ in ids},
        {"favourites/@SampleUser/@my%20pics": "favourites/77/501"},
        {str(ids[0] + 1): (NOON, "imagefap: the page of picture 5 is no longer there")},
    )


@pytest.mark.parametrize(
    "remembered",
    [
        Memory(),
        of_many(400),
        Memory(posts={"art.example/9": [lies(1), None, lies(2)], "0": [lies(3)], "007": [lies(4)]}),
        Memory(lists={"a": OfList(NOON, None, ("b", "c")), "b": OfList(NOON)}),
    ],
    ids=["nothing", "many", "odd ids and missing pages", "lists in lists"],
)
def test_what_is_remembered_is_read_again(tmp_path, remembered):
    memory.save(tmp_path / "a.database", remembered, 10**9)

    assert (remembered, False) == memory.load(tmp_path / "a.database")


@pytest.mark.parametrize(
    ("number", "each"), [(400, EACH), (20_000, EACH), (400, 50_000), (20_000, 31_000)]
)
def test_it_takes_no_more_than_one_part_in_five_thousand(number, each):
    packed = memory.packed(of_many(number), number * each)

    assert len(packed) <= number * each * 0.0002


def test_where_little_room_is_allowed_less_of_each_mark_is_kept():
    read = memory.unpacked(memory.packed(of_many(400), 400 * 40_000))
    kept = [each for held in read.posts.values() for each in held]

    assert of_many(400).posts.keys() == read.posts.keys()
    assert 3 <= max(len(each.mark) + len(each.digest) for each in kept) < 8
    assert all(lies(int(id_)).mark.startswith(held[0].mark) for id_, held in read.posts.items())


def test_nothing_is_remembered_of_a_folder_without_a_memory(tmp_path):
    assert (Memory(), False) == memory.load(tmp_path / "a.database")


SPOILT = {
    "cut": lambda whole: whole[:-9],
    "changed": lambda whole: whole[:50] + bytes([whole[50] ^ 1]) + whole[51:],
    "other": lambda _: b"hello",
    "empty": lambda _: b"",
    "bomb": lambda _: memory.MAGIC + zlib.compress(bytes((1 << 28) + 1), 1),
}


@pytest.mark.parametrize("spoil", SPOILT)
def test_a_damaged_memory_is_put_aside_and_begins_anew(tmp_path, spoil):
    path = tmp_path / "a.database"
    path.write_bytes(SPOILT[spoil](memory.packed(of_many(40), 10**9)))

    assert (Memory(), True) == memory.load(path)
    assert ["a.database.damaged"] == [each.name for each in tmp_path.iterdir()]


@pytest.mark.parametrize("old", [pickle.dumps({"users": {}}), b"BZh91AY&SY", b"\x80\0\0\0"])
def test_the_memory_of_the_old_tool_stays_as_it_is(tmp_path, old):
    path = tmp_path / "imagefap.database"
    path.write_bytes(old)

    with pytest.raises(OldMemory, match="import-from imagefap"):
        memory.load(path)
    assert old == path.read_bytes()
