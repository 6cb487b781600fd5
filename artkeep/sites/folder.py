"""The site `folder`: pictures on the person's own disk; a file is a post with one page.

A post's id is its absolute path as text: bytes that are not UTF-8, control characters and the
percent sign itself are written %XX, so every name that a disk can hold has exactly one id.
"""

import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes

from artkeep.model.found import PageInfo, PostInfo
from artkeep.model.refs import PostRef

NAME = "folder"
# what systems leave in folders of their own accord; nobody misses them in a report
LEFT_BY_SYSTEMS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", ".directory", ".nomedia"})
# a work should get its name and its place from the original: names that say "copy" come later
_COPY = re.compile(
    r"\b(cop(y|ies)|duplicates?|backups?|thumb(nail)?s?|cache|resized|preview)\b|\(\d+\)",
    re.IGNORECASE,
)
# also what would turn text around or speak to a terminal
_ODD = re.compile(r"[%\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A name in a folder that cannot be added, and why."""

    path: Path
    reason: str


def ref_of(path: Path) -> PostRef:
    """Return the address of a file; `path` is absolute."""
    return PostRef(NAME, _ODD.sub(lambda odd: _hex(odd.group()), os.fspath(path)))


def path_of(ref: PostRef) -> Path:
    """Return the file at an address."""
    plain = re.sub(r"(?:%[0-9A-F]{2})+", lambda run: _bytes(run.group()), ref.id)
    return Path(plain)


def parse(url: str) -> PostRef | None:
    """Read the address of a file."""
    # file:///home/mika/fox%20in%20the%20snow.png
    if not url.startswith("file:///"):
        return None
    return ref_of(Path(os.fsdecode(unquote_to_bytes(url.removeprefix("file://")))))


def url(ref: PostRef) -> str:
    """Return the address of a file as other programs write it."""
    return "file://" + quote(os.fsencode(path_of(ref)))


def shown(path: Path | str) -> str:
    """Return a path as it can be printed, logged and stored, whatever bytes are in it."""
    return ref_of(Path(path)).id


def fetch(path: Path) -> PostInfo:
    """Say what a file is without reading its bytes. Raises OSError."""
    seen = path.stat()
    ref = ref_of(path)
    address = url(ref)
    return PostInfo(
        ref=ref,
        url=address,
        title=shown(path.stem),
        pages=(PageInfo(address, stamp_of(seen)),),
        published_at=_time_of(seen),
    )


def stamp_of(seen: os.stat_result) -> str:
    """Return what changes when a file's bytes do."""
    return f"{seen.st_size}-{seen.st_mtime_ns}"


def walk(paths: Sequence[Path], leave_out: Path) -> Iterator[Path | Unreadable]:
    """Yield every file at or below these paths: a folder's files by name, then its folders.

    Those whose names say that they are copies come after the others of their folder.
    Links to folders are followed once: a folder that was walked is not walked again, so loops
    end. `leave_out` and what lies below it (our own library) is passed over.
    """
    walked = {identity(leave_out)}
    for path in paths:
        if path.is_dir():
            yield from _walk_folder(path, walked)
        else:
            yield _file(path)


def _walk_folder(folder: Path, walked: set[tuple[int, int] | None]) -> Iterator[Path | Unreadable]:
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        if identity(here) in walked:
            continue
        walked.add(identity(here))
        try:
            names = sorted((path.name for path in here.iterdir()), key=_order)
        except OSError as error:
            yield Unreadable(here, f"cannot be read: {error.strerror}")
            continue
        inside = [here / name for name in names if name not in LEFT_BY_SYSTEMS]
        folders = [path for path in inside if path.is_dir()]
        folder_names = set(folders)
        yield from (_file(path) for path in inside if path not in folder_names)
        waiting.extend(reversed(folders))


def _order(name: str) -> tuple[bool, str]:
    return bool(_COPY.search(name)), name


def _file(path: Path) -> Path | Unreadable:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        why = "a link that leads nowhere" if path.is_symlink() else f"{error.strerror}"
        return Unreadable(path, why)
    if not stat.S_ISREG(mode):
        return Unreadable(path, "not a regular file")  # opening a pipe would wait for ever
    return path


def identity(path: Path) -> tuple[int, int] | None:
    """Return what a file or folder is known by, whatever leads to it; None: nothing is there."""
    try:
        seen = path.stat()
    except OSError:
        return None
    return seen.st_dev, seen.st_ino


def _time_of(seen: os.stat_result) -> datetime | None:
    try:
        return datetime.fromtimestamp(seen.st_mtime, UTC)
    except (OverflowError, ValueError):  # clocks of cameras and lying archives
        return None


def _hex(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in os.fsencode(text))


def _bytes(text: str) -> str:
    return os.fsdecode(unquote_to_bytes(text))
