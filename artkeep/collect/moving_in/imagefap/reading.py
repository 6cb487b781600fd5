"""The database, read by a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from artkeep.collect.moving_in import files
from artkeep.collect.moving_in.imagefap import locks
from artkeep.errors import BadRequest, PictureRefused
from artkeep.intake.pickled import child
from artkeep.texts import text

FILE_NAME = "imagefap.database"
_WALL = 4 * child.SECONDS  # seconds by the clock, on a machine with much else to do
_ENVIRONMENT = frozenset(
    {"PATH", "LANG", "VIRTUAL_ENV", "PYTHONPATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR"}
    | {"COVERAGE_PROCESS_CONFIG", "COVERAGE_PROCESS_START"}
)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a picture was found. `verdict` is about this place among several of the same bytes."""

    user: int
    folder: int
    image: int
    name: str
    url: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Blob:
    """A picture by its bytes; `date` is seconds since 1970, 0 where nobody knows."""

    sha256: str
    size_bytes: int
    ending: str
    date: int
    tags: tuple[int, ...]
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Favourites:
    """A folder of a user's favourites: the images' ids in the site's order, the oldest first.

    `failed` are images that the site no longer gave: (id, date, name).
    """

    user: int
    id: int
    name: str
    images: tuple[int, ...]
    failed: tuple[tuple[int, int, str], ...]


@dataclass(slots=True)
class Database:
    """What the program knew. `others` are rows that are only kept (`rows.py`)."""

    users: dict[int, str] = field(default_factory=dict)
    folders: list[Favourites] = field(default_factory=list)
    tags: dict[int, list[str]] = field(default_factory=dict)
    blobs: list[Blob] = field(default_factory=list)
    others: list[list[Any]] = field(default_factory=list)


def place_of(path: Path) -> Path:
    """Return the database, named itself or by its folder. Raises BadRequest."""
    found = path / FILE_NAME if path.is_dir() else path
    if not found.is_file():
        raise BadRequest(
            text("there is no {file_name} in {path}", file_name=FILE_NAME, path=path.name or path)
        )
    return found


def read(path: Path, key: locks.Key | None) -> Database:
    """Read a database. Raises BadRequest when it is none, and when the key does not open it."""
    database = Database()
    for kind, *said in _rows(_content(path, key)):
        match kind:
            case "user":
                database.users[said[0]] = said[1]
            case "folder":
                failed = tuple((number, date, name) for number, date, name in said[4])
                database.folders.append(
                    Favourites(said[0], said[1], said[2], tuple(said[3]), failed)
                )
            case "tag":
                database.tags[said[0]] = said[1]
            case "blob":
                spots = tuple(Spot(*spot) for spot in said[5])
                sha256, size_bytes, ending, date = said[:4]
                database.blobs.append(Blob(sha256, size_bytes, ending, date, tuple(said[4]), spots))
            case _:
                database.others.append([kind, *said])
    return database


def _content(path: Path, key: locks.Key | None) -> bytes:
    try:
        content = files.read(path, child.MOST_BYTES)
    except PictureRefused as refused:
        raise BadRequest(
            text("{name}: {reason}", name=path.name, reason=refused.reason)
        ) from refused
    if not locks.is_locked(content):
        return content
    if key is None:
        raise BadRequest(text("{path} is encrypted; its password opens it", path=path.name))
    return key.opened(content)


def is_locked(path: Path) -> bool:
    """Say whether a database wants a password."""
    with path.open("rb") as file:
        return locks.is_locked(file.read(locks.HEAD_BYTES))


def _rows(content: bytes) -> Iterator[list[Any]]:
    lines = _told(content).splitlines()
    end = _end(lines)
    if not end.get("read"):
        reason = end.get("refused", "the process that read it has died")
        raise BadRequest(text("the database is not read: {reason}", reason=reason))
    for line in lines[:-1]:
        yield files.clean(json.loads(line))


def _end(lines: list[bytes]) -> Mapping[str, Any]:
    try:
        last = json.loads(lines[-1]) if lines else {}
    except ValueError:  # it was ended in the middle of a line
        return {}
    return last if isinstance(last, dict) else {}


def _told(content: bytes) -> bytes:
    """Have a process of its own read it, with nothing of our environment that is secret."""
    kept = {name: value for name, value in os.environ.items() if name in _ENVIRONMENT}
    command = [sys.executable, "-m", "artkeep.intake.pickled.child"]
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            command, input=content, capture_output=True, env=kept, timeout=_WALL, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise BadRequest(
            text("the database is not read: it takes longer than any database")
        ) from error
    return done.stdout
