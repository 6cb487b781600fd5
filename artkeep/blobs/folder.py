"""Blobs in a folder: `abc/<sha256>`, where `abc` are the first three digits.

4,096 folders hold 250 blobs each at a million and 2,500 at ten million: few enough for a file
system that searches a folder from its beginning (exFAT), and few enough folders to walk over a
slow disk or a share. Two steps of two digits made 65,536, and with 200,000 blobs took 8 times as
long to fill and to list and 12 times the room.

Only what every file system has is used: no hard links, no locks, no upper-case names.
"""

import errno
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from artkeep.blobs import names
from artkeep.blobs.names import checked
from artkeep.blobs.spool import Spool, writing
from artkeep.errors import Damaged, LibraryError, NotFound
from artkeep.texts import text as sentence

_FANOUT = 3  # digits
_FLUSHERS = 8  # threads: a disk that is asked several times at once answers them with one flush

# Network shares (SMB) and file systems in user space have no fsync for folders and say so; their
# server writes names by itself. Any other error is a broken promise and is raised.
_NO_FOLDER_SYNC = {errno.EINVAL, errno.ENOTSUP}

_GREETING = names.LAYOUT + b"Artkeep keeps pictures here. Leave this file where it is.\n"


class FolderBlobs:
    """A BlobStore in a folder of any file system."""

    def __init__(self, root: Path, *, expect_marker: bool = False) -> None:
        self._root = root
        self._durable_folders: set[Path] = set()  # whose own names are known to be on the disk
        has_marker = self._has_marker()
        if expect_marker and not has_marker:
            raise LibraryError(
                sentence(
                    "The pictures should be in {root}, but {what} is not there. Is the disk "
                    "mounted? If the folder was moved, set ARTKEEP_BLOBS_URL to it",
                    root=root,
                    what=root / names.MARKER,
                )
            )
        self._spool = Spool(root / ".spool")
        if not has_marker:
            self._make_marker()

    def spool(self) -> Path:
        return self._spool.fresh()

    def writing(self) -> AbstractContextManager[None]:
        return writing(self._root)

    def put(self, sha256: str, spool: Path, *, trusted: bool = True) -> bool:
        return self.put_many([(sha256, spool)], trusted=trusted)[0]

    def put_many(
        self, batch: Sequence[tuple[str, Path]], *, trusted: bool = True
    ) -> Sequence[bool]:
        try:
            with writing(self._root):
                return self._take(batch, trusted=trusted)
        except OSError as error:
            raise LibraryError(f"{self._root}: {error}") from error
        finally:
            for _, spool in batch:
                spool.unlink(missing_ok=True)

    def get(self, sha256: str) -> bytes:
        blob = b"".join(self.reader(sha256))
        if names.name_of([blob]) != sha256:
            raise _damaged(self._place(sha256))
        return blob

    def open(self, sha256: str) -> BinaryIO:
        place = self._place(sha256)
        with reading(place):
            return place.open("rb")

    def range(self, sha256: str, start: int, length: int) -> bytes:
        return b"".join(self.reader(sha256, start, length))

    def reader(self, sha256: str, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        place = self._place(sha256)
        with reading(place):
            size = place.stat().st_size
        end = size if length is None else min(size, start + length)
        return _chunks(place, start, end)

    def size(self, sha256: str) -> int | None:
        try:
            return self._place(sha256).stat().st_size
        except FileNotFoundError:
            return None

    def list(self, after: str = "") -> Iterator[str]:
        for folder in sorted(self._root.iterdir()):
            if len(folder.name) == _FANOUT and folder.name >= after[:_FANOUT] and folder.is_dir():
                yield from (name for name in _inside(folder) if name > after)

    def delete(self, sha256: str) -> None:
        with writing(self._root):
            self._place(sha256).unlink(missing_ok=True)

    def path(self, sha256: str) -> Path | None:
        place = self._place(sha256)
        with reading(place):
            place.stat()
        return place

    def signed(self, sha256: str, lasts: timedelta) -> str | None:  # noqa: ARG002 - the port's
        return None

    def verify(self, sha256: str) -> bool:
        try:
            return names.name_of(self.reader(sha256)) == sha256
        except Damaged:
            return False

    def _place(self, sha256: str) -> Path:
        return self._root / checked(sha256)[:_FANOUT] / sha256

    def _take(self, batch: Sequence[tuple[str, Path]], *, trusted: bool) -> Sequence[bool]:
        fresh: dict[Path, Path] = {}  # place → spool file
        folders: dict[Path, None] = {}  # also of blobs there before: whoever put one may not be
        outcomes = []  # done with making its name durable
        for sha256, spool in batch:
            place = self._place(sha256)
            if not trusted:
                names.require(sha256, spool)
            is_new = place not in fresh and not _holds(place, sha256, spool)
            if is_new:
                fresh[place] = spool
            folders[place.parent] = None
            outcomes.append(is_new)
        _flush_files(fresh.values())  # before the rename, or a power cut leaves a name for nothing
        for place, spool in fresh.items():
            place.parent.mkdir(exist_ok=True)
            spool.replace(place)
        self._flush_folders(folders)
        return outcomes

    def _flush_folders(self, folders: Iterable[Path]) -> None:
        newcomers = set()
        for folder in folders:
            flush_folder(folder)
            newcomers.add(folder)
        newcomers -= self._durable_folders
        if newcomers:
            flush_folder(self._root)
            self._durable_folders |= newcomers

    def _has_marker(self) -> bool:
        """Look for the marker; raises LibraryError when a newer Artkeep has made it."""
        try:
            text = (self._root / names.MARKER).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return False
        if not text.startswith(names.LAYOUT):
            raise LibraryError(
                sentence(
                    "{root} is laid out by another Artkeep; use a newer version", root=self._root
                )
            )
        return True

    def _make_marker(self) -> None:
        spool = self._spool.fresh()
        with writing(self._root):
            spool.write_bytes(_GREETING)
            flush_file(spool)
            spool.replace(self._root / names.MARKER)
            flush_folder(self._root)
            flush_folder(self._root.parent)


def _inside(folder: Path) -> Sequence[str]:
    """Return the names of the blobs in one of the 4,096 folders, in order."""
    # a desktop leaves files of its own (._abc, Thumbs.db): not ours, left alone
    return sorted(
        each.name
        for each in folder.iterdir()
        if names.is_name(each.name) and each.name.startswith(folder.name)
    )


def _holds(place: Path, sha256: str, spool: Path) -> bool:
    """Say whether the blob is there already; a damaged one counts as not there."""
    try:
        size = place.stat().st_size
    except FileNotFoundError:
        return False
    if size == spool.stat().st_size:
        return True
    names.require(sha256, spool)  # one of the two is wrong: never let it be what we put there
    return False


def _chunks(place: Path, start: int, end: int) -> Iterator[bytes]:
    with reading(place), place.open("rb") as file:
        file.seek(start)
        while start < end:
            chunk = file.read(min(names.CHUNK_BYTES, end - start))
            if not chunk:
                raise _damaged(place)
            start += len(chunk)
            yield chunk


@contextmanager
def reading(place: Path) -> Iterator[None]:
    """Turn what the disk says into NotFound, Damaged (a bad spot) and LibraryError."""
    try:
        yield
    except FileNotFoundError as error:
        raise NotFound(
            sentence(
                "{place} is not in {parent}; artkeep doctor tells more",
                place=place.name,
                parent=place.parent,
            )
        ) from error
    except OSError as error:
        if error.errno == errno.EIO:
            raise _damaged(place) from error
        raise LibraryError(f"{place}: {error.strerror}") from error


def _damaged(place: Path) -> Damaged:
    return Damaged(
        sentence(
            "{place} is not what was stored; restore it from a backup, or add it again", place=place
        )
    )


def _flush_files(paths: Iterable[Path]) -> None:
    with ThreadPoolExecutor(_FLUSHERS) as flushers:
        for done in [flushers.submit(flush_file, path) for path in paths]:
            done.result()


def flush_file(path: Path) -> None:
    """Wait until the bytes of a file are on the disk itself."""
    handle = os.open(path, os.O_RDWR)  # Windows flushes only what one may write to
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def flush_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk itself, where the system can promise it."""
    if os.name == "nt":
        return  # Windows cannot be asked this; NTFS keeps a journal of its names
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise
    finally:
        os.close(handle)
