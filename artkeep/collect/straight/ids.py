"""The ids of posts in few bytes: what they have in common once, then numbers as steps.

Most ids are numbers, or end in one after the name of a home or an account. How a number is written
is its *kind*: decimal, the letters that sort as their time does (Bluesky), or a UUID (DeviantArt).
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any
from uuid import UUID

_LETTERS = "234567abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class _Kind:
    """A way to write a number at the end of an id."""

    tail: re.Pattern[str]
    read: Callable[[str], int]
    write: Callable[[int], str]


def _in_letters(value: int) -> str:
    return "".join(_LETTERS[value >> shift & 31] for shift in range(60, -1, -5))


def _of_letters(word: str) -> int:
    return sum(_LETTERS.index(letter) << 5 * at for at, letter in enumerate(reversed(word)))


_KINDS = {
    "u": _Kind(
        re.compile(r"(?<![0-9A-F])[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}", re.ASCII),
        lambda word: UUID(word).int,
        lambda value: str(UUID(int=value)).upper(),
    ),
    "d": _Kind(re.compile(r"(?<![0-9])(?:0|[1-9][0-9]{0,24})", re.ASCII), int, str),
    "t": _Kind(re.compile(r"(?<=/)[2-7a-z]{13}", re.ASCII), _of_letters, _in_letters),
}


def in_order(ids: Iterable[str]) -> list[str]:
    """Return ids in the order in which they are written."""
    return unpacked(packed(ids))


def packed(ids: Iterable[str]) -> dict[str, Any]:
    """Return ids as what JSON can hold; `unpacked` gives each once, in another order."""
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    words = []
    for id_ in set(ids):
        group, value = _split(id_)
        if value is None:
            words.append(id_)
        else:
            numbers[group].append(value)
    steps = {group: _steps(sorted(values)) for group, values in sorted(numbers.items())}
    return {"n": steps, "t": sorted(words)}


def unpacked(told: Mapping[str, Any]) -> list[str]:
    """Return the ids. Raises what wrong types and values raise."""
    ids = [str(word) for word in told.get("t", [])]
    for group, steps in told.get("n", {}).items():
        kind, before = _KINDS[group[0]], group[1:]
        ids += [before + kind.write(value) for value in accumulate(steps)]
    return ids


def _split(id_: str) -> tuple[str, int | None]:
    """Return the group of an id, kind and beginning, and its number; None: it has none."""
    for name, kind in _KINDS.items():
        for found in kind.tail.finditer(id_):
            if found.end() == len(id_):
                return name + id_[: found.start()], kind.read(found.group())
    return "", None


def _steps(values: list[int]) -> list[int]:
    return [after - before for before, after in pairwise([0, *values])]
