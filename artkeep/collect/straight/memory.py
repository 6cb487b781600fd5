"""What `get` remembers of a folder: one small file in it, at most 0.02 % of the pictures' bytes.

For each picture it has the number of its post, a *mark* of how its file lies there (of name, size
and time) and the first bytes of its SHA-256: by the mark a file is recognised without reading it,
by the digest also when a person renamed it. How many bytes of both are kept depends on what 0.02 %
allows: up to 8 and 8, never less than 1 and 2.

The file is a word that says what it is, and then JSON and the columns, packed by zlib, whose sum
notices damage. It is written beside and renamed: whole at any moment.
"""

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from artkeep.blobs.folder import flush_file, flush_folder
from artkeep.blobs.spool import writing
from artkeep.collect.straight import ids
from artkeep.errors import BadRequest

MAGIC = b"ARTKGET2"
BESIDE, PART = ".artkeep-", ".part"  # what is being written; swept by the next get
SHARE = 0.0002  # of the pictures' bytes
MARK_BYTES, DIGEST_BYTES = 8, 8
_MOST_BYTES = 1 << 28  # unpacked; far more than any folder has
_FEWEST_MARK, _FEWEST_DIGEST = 1, 2
_OF_THE_OLD_TOOL = (b"\x80", b"BZh")  # a pickle or what is enciphered, a packed pickle

_NOT_OURS = (
    zlib.error,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    OverflowError,
    RecursionError,
    OSError,  # a time that is none
)


@dataclass(frozen=True, slots=True)
class Lies:
    """One picture: how its file lies in the folder, and the beginning of its SHA-256."""

    mark: bytes
    digest: bytes


@dataclass(slots=True)
class OfList:
    """A list that was read to its end: when, where to begin next time, the lists inside it."""

    done_at: datetime
    again: str | None = None
    inside: tuple[str, ...] = ()


@dataclass(slots=True)
class Memory:
    """What is remembered. `posts`: by its id, its pictures in order, None where one is missing.

    `settled` leads from addresses with names to those with numbers; `failed` says of posts that
    cannot be had since when and why.
    """

    lists: dict[str, OfList] = field(default_factory=dict)
    posts: dict[str, list[Lies | None]] = field(default_factory=dict)
    settled: dict[str, str] = field(default_factory=dict)
    failed: dict[str, tuple[datetime, str]] = field(default_factory=dict)


def load(path: Path) -> tuple[Memory, bool]:
    """Return what a folder remembers, and whether its memory was damaged: then it begins anew.

    A damaged file is put aside. Raises BadRequest for the memory of the tool that we grew out of.
    """
    try:
        packed = path.read_bytes()
    except FileNotFoundError:
        return Memory(), False
    if packed.startswith(_OF_THE_OLD_TOOL):
        raise OldMemory(
            f"{path} is the memory of the old tool; `artkeep import-from imagefap {path.parent}` "
            "takes it over; get into another folder, or with --no-db"
        )
    try:
        return unpacked(packed), False
    except _NOT_OURS:
        with writing(path.parent):
            path.replace(path.with_name(f"{path.name}.damaged"))
        return Memory(), True


class OldMemory(BadRequest):
    """A memory that another program wrote and we take over only when told."""

    exit_code = 1


def save(path: Path, memory: Memory, pictures_bytes: int) -> None:
    """Write a memory; it was there before whole, or is there now whole."""
    beside = path.with_name(BESIDE + "memory" + PART)
    with writing(path.parent):
        beside.write_bytes(packed(memory, pictures_bytes))
        flush_file(beside)
        beside.replace(path)
        flush_folder(path.parent)


# ---- the file ----------------------------------------------------------------------------------


def packed(memory: Memory, pictures_bytes: int) -> bytes:
    """Return a memory as bytes, as small as 0.02 % of the pictures asks for, if that can be."""
    allowed = int(pictures_bytes * SHARE)
    width = MARK_BYTES + DIGEST_BYTES
    while True:
        found = _packed(memory, width)
        if len(found) <= allowed or width <= _FEWEST_MARK + _FEWEST_DIGEST:
            return found
        number = max(sum(map(len, memory.posts.values())), 1)
        too_much = -(-(len(found) - allowed) // number)
        width = max(width - too_much, _FEWEST_MARK + _FEWEST_DIGEST)


def _packed(memory: Memory, width: int) -> bytes:
    posts = {id_: memory.posts[id_] for id_ in ids.in_order(memory.posts)}
    every = [lies for held in posts.values() for lies in held]
    mark = max(_FEWEST_MARK, min(MARK_BYTES, width // 2))
    digest = max(_FEWEST_DIGEST, min(DIGEST_BYTES, width - mark))
    mark = min([mark, *(len(lies.mark) for lies in every if lies)])
    digest = min([digest, *(len(lies.digest) for lies in every if lies)])
    head = _head(memory, posts) | {"w": [mark, digest]}
    told = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
    marks = b"".join(lies.mark[:mark] for lies in every if lies)
    digests = b"".join(lies.digest[:digest] for lies in every if lies)
    columns = len(told).to_bytes(4, "big") + told + marks + digests
    return MAGIC + zlib.compress(columns, 9)


def _head(memory: Memory, posts: Mapping[str, Sequence[Lies | None]]) -> dict[str, Any]:
    """Return what is JSON of it; what is empty is left out."""
    shapes = {at: _shape(held) for at, held in enumerate(posts.values()) if _shape(held) != "1"}
    told: dict[str, Any] = {
        "l": {id_: _told(one) for id_, one in memory.lists.items()},
        "s": memory.settled,
        "f": {id_: [_seconds(at), why] for id_, (at, why) in memory.failed.items()},
        "p": shapes,
        **ids.packed(posts),
    }
    return {name: value for name, value in told.items() if value}


def _told(one: OfList) -> list[Any]:
    return [_seconds(one.done_at), one.again or 0, *one.inside]


def _shape(held: Sequence[Lies | None]) -> str:
    """Write which pictures of a post are there: "101" lacks the second."""
    return "".join("1" if lies else "0" for lies in held)


def unpacked(packed: bytes) -> Memory:
    """Read a memory. Raises ValueError and others like it for what is none."""
    if not packed.startswith(MAGIC):
        raise ValueError("another kind of file")
    unpacking = zlib.decompressobj()
    columns = unpacking.decompress(packed[len(MAGIC) :], _MOST_BYTES)
    if not unpacking.eof:
        raise ValueError("it lacks its end")
    ends = 4 + int.from_bytes(columns[:4], "big")
    head = json.loads(columns[4:ends])
    told = head.get("p", {})
    shapes = {id_: told.get(str(at), "1") for at, id_ in enumerate(ids.unpacked(head))}
    number = "".join(shapes.values()).count("1")
    mark, digest = head["w"]
    if len(columns) != ends + number * (mark + digest):
        raise ValueError("it lacks some of its end")
    marks = _slices(columns, ends, mark, number)
    digests = _slices(columns, ends + mark * number, digest, number)
    every = map(Lies, marks, digests)
    posts = {
        id_: [next(every) if there == "1" else None for there in shape]
        for id_, shape in shapes.items()
    }
    return Memory(
        {id_: _of_list(*told) for id_, told in head.get("l", {}).items()},
        posts,
        dict(head.get("s", {})),
        {id_: (_moment(at), str(why)) for id_, (at, why) in head.get("f", {}).items()},
    )


def _of_list(done_at: int, again: str | int, *inside: str) -> OfList:
    return OfList(_moment(done_at), str(again) if again else None, inside)


def _slices(columns: bytes, at: int, width: int, number: int) -> Iterator[bytes]:
    return (columns[at + each * width : at + (each + 1) * width] for each in range(number))


def _seconds(at: datetime) -> int:
    return int(at.timestamp())


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
