"""Ids of posts in few bytes: each comes back as it was."""

import json
import random
import zlib
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artkeep.collect.straight import ids

ODD = [
    "0",
    "007",
    "90000001",
    "art.example/116000000000000017",
    "art.example/0",
    "art.example/01",
    "did:plc:mika/3lsyc55oxw252",
    "did:plc:mika/zzzzzzzzzzzzz",
    "did:plc:mika/2222222222222",
    "0C6EC766-87A8-4416-A121-2CE79BAB1CCB",
    "0c6ec766-87a8-4416-a121-2ce79bab1ccb",
    "00000000-0000-0000-0000-000000000000",
    "9" * 25,
    "9" * 26,
    "",
    "mika/٣",  # a digit that int() would read, and str() would not write
    "fox",
]


def through_json(told):
    return json.loads(json.dumps(told))


def test_odd_ids_come_back_each_once():
    assert sorted(ODD) == sorted(ids.unpacked(through_json(ids.packed(ODD * 2))))


@given(st.lists(st.text(alphabet="0123456789ABCDEFabcdz-/._:é", max_size=40)))
def test_any_ids_come_back_in_the_order_that_is_told(some):
    back = ids.unpacked(through_json(ids.packed(some)))

    assert sorted(set(some)) == sorted(back)
    assert ids.in_order(some) == back


def numbers(chance, most):
    return [chance.randrange(most) for _ in range(500)]


@pytest.mark.parametrize(
    ("write", "most", "bytes_each"),
    [
        (str, 2 * 10**9, 4.5),
        (lambda number: f"art.example/{number}", 10**17, 8.5),
        (lambda number: str(UUID(int=number)).upper(), 1 << 128, 20),
        (str, 1, 0.2),
    ],
)
def test_they_take_little_more_than_the_digits_that_differ(write, most, bytes_each):
    every = [write(number) for number in numbers(random.Random(3), most)]
    told = json.dumps(ids.packed(every), separators=(",", ":")).encode()

    assert len(zlib.compress(told, 9)) <= bytes_each * len(every)
