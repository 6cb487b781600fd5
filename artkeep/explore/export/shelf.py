"""A folder that works are exported into, which knows what it holds.

`manifest.jsonl` has a line for each file: its path, SHA-256, size, and what it is of. A line is
written when its file is whole and on the disk, so an export that was killed goes on behind it. A
file of somebody else's is never written over. In memory are two numbers a file.
"""

import hashlib
import json
import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from artkeep.blobs.folder import flush_file, flush_folder
from artkeep.blobs.spool import make, writing
from artkeep.errors import Conflict, Damaged
from artkeep.fingerprints.lock import alone
from artkeep.texts import text

MANIFEST = "manifest.jsonl"
_BESIDE = ".artkeep-export-"
_CHUNK = 1 << 20


class Status(StrEnum):
    """What became of a file."""

    WRITTEN = "written"
    THERE = "there"  # as it should be, since an earlier export
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Placed:
    """What became of a file. `path` is below the folder; `reason` says why there is none."""

    path: str
    status: Status
    sha256: str | None = None
    size_bytes: int | None = None
    reason: str | None = None


class Shelf:
    """A folder while it is exported into; one export at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._manifest = folder / MANIFEST
        self._held: dict[int, tuple[int, int]] = {}  # path → what it is of, its size
        self._seen: set[int] = set()
        with writing(folder):
            self._end_line()
            for line in self._lines():
                self._held[_number(line["path"])] = _number(line["mark"]), line["size_bytes"]

    def put(
        self, path: str, mark: str, chunks: Callable[[], Iterator[bytes]], **about: Any
    ) -> Placed:
        """Have a file with these bytes; `mark` stands for them, `about` goes into the manifest.

        Raises Conflict when a file of somebody else's is in the way, and what `chunks` raises.
        """
        self._seen.add(_number(path))
        there = self._there(path, mark)
        if there is not None:
            return Placed(path, Status.THERE, size_bytes=there)
        with writing(self.folder):
            return self._write(path, mark, chunks(), about)

    def _there(self, path: str, mark: str) -> int | None:
        """Return the size of a file that is as it should be."""
        held_mark, size_bytes = self._held.get(_number(path), (None, -1))
        if held_mark != _number(mark) or _size(self.folder / path) != size_bytes:
            return None
        return size_bytes

    def _write(
        self, path: str, mark: str, chunks: Iterator[bytes], about: Mapping[str, Any]
    ) -> Placed:
        to = self.folder / path
        to.parent.mkdir(parents=True, exist_ok=True)
        beside = to.with_name(f"{_BESIDE}{secrets.token_hex(8)}")
        try:
            sha256 = written(beside, chunks)
            if os.path.lexists(to) and _number(path) not in self._held:
                _expect_same(to, sha256)
            flush_file(beside)
            size_bytes = beside.stat().st_size
            beside.replace(to)
        finally:
            beside.unlink(missing_ok=True)
        flush_folder(to.parent)
        line = {"path": path, "sha256": sha256, "size_bytes": size_bytes, "mark": mark}
        self._note({**line, **about})
        return Placed(path, Status.WRITTEN, sha256, size_bytes)

    def _note(self, line: dict[str, Any]) -> None:
        with self._manifest.open("a", encoding="utf-8") as manifest:
            manifest.write(json.dumps(line, ensure_ascii=False) + "\n")
        self._held[_number(line["path"])] = _number(line["mark"]), line["size_bytes"]

    def _end_line(self) -> None:
        """Set a line apart that was cut off when it was written."""
        if not _size(self._manifest):
            return
        with self._manifest.open("r+b") as manifest:
            manifest.seek(-1, os.SEEK_END)
            if manifest.read(1) != b"\n":
                manifest.write(b"\n")

    def _lines(self) -> Iterator[dict[str, Any]]:
        """Yield the lines of the manifest; one that was cut off is none."""
        if not self._manifest.exists():
            return
        with self._manifest.open(encoding="utf-8", errors="replace") as manifest:
            for text in manifest:
                line = _line(text)
                if line is not None:
                    yield line

    def end(self, *, drop_others: bool = False) -> None:
        """Leave one line a file; with `drop_others`, remove files of earlier exports."""
        with writing(self.folder):
            last = {_number(line["path"]): number for number, line in enumerate(self._lines())}
            beside = self.folder / f"{_BESIDE}manifest"
            with beside.open("w", encoding="utf-8") as fresh:
                for number, line in enumerate(self._lines()):
                    key = _number(line["path"])
                    if last[key] != number:
                        continue
                    if drop_others and key not in self._seen:
                        self._drop(line)
                        continue
                    fresh.write(json.dumps(line, ensure_ascii=False) + "\n")
            flush_file(beside)
            beside.replace(self._manifest)
            flush_folder(self.folder)

    def _drop(self, line: Mapping[str, Any]) -> None:
        """Remove a file that we wrote and nobody changed since."""
        path = self.folder / line["path"]
        if _size(path) == line["size_bytes"]:
            path.unlink()


@contextmanager
def held(folder: Path) -> Iterator[Shelf]:
    """Work in a folder alone, made when it is missing. Raises Conflict, NotFound."""
    make(folder)
    lock = folder / f"{_BESIDE}lock"
    with alone(lock, wait=False) as is_ours:
        if not is_ours:
            raise Conflict(text("another export works in {folder}", folder=folder))
        try:
            for left in folder.glob(f"**/{_BESIDE}*"):  # of an export that was killed
                if left != lock:
                    left.unlink()
            yield Shelf(folder)
        finally:
            lock.unlink(missing_ok=True)


def written(to: Path, chunks: Iterator[bytes]) -> str:
    """Write a file and return the SHA-256 of its bytes."""
    digest = hashlib.sha256()
    with to.open("xb") as file:
        for chunk in chunks:
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest()


def checked(chunks: Iterator[bytes], sha256: str) -> Iterator[bytes]:
    """Yield the bytes of a picture. Raises Damaged at their end when they are not those."""
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
        yield chunk
    if digest.hexdigest() != sha256:
        raise Damaged(text("its bytes are not what was stored; artkeep doctor tells more"))


def _line(text: str) -> dict[str, Any] | None:
    try:
        line = json.loads(text)
    except ValueError:
        return None
    return (
        line if isinstance(line, dict) and {"path", "mark", "size_bytes"} <= line.keys() else None
    )


def _expect_same(to: Path, sha256: str) -> None:
    with to.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() == sha256:
            return
    raise Conflict(text("{to} is there and is not of an export; move it away", to=to))


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except (FileNotFoundError, NotADirectoryError):
        return None


def _number(text: str) -> int:
    """Return a number that stands for a text: 64 bits of its digest."""
    digest = hashlib.blake2b(text.encode("utf-8", "surrogateescape"), digest_size=8)
    return int.from_bytes(digest.digest(), "big")
