"""Files without a name yet: where bytes are written before the store takes them."""

import errno
import hashlib
import os
import platform
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # its stubs are another package

from artkeep.errors import ArtkeepError, Conflict, DiskFull, LibraryError, NotFound
from artkeep.texts import Text, text

_DAY_SECONDS = 86_400


_NOT_WRITABLE = text(
    "{folder} cannot be written to ({said}). "
    "Check that it is mounted for writing and belongs to you"
)
_GONE = text("{folder} is not there ({said}). Is its disk mounted?")
_FULL = text(
    "No room is left in {folder}. Nothing half-written was kept: "
    "free some space, then do the same again"
)
_BROKEN = text(
    "The disk of {folder} reported an error ({said}). Look at its health before anything else"
)
_MEANT: dict[int, tuple[type[ArtkeepError], Text]] = {
    errno.ENOSPC: (DiskFull, _FULL),
    errno.EDQUOT: (DiskFull, _FULL),
    errno.EROFS: (LibraryError, _NOT_WRITABLE),
    errno.EACCES: (LibraryError, _NOT_WRITABLE),
    errno.EPERM: (LibraryError, _NOT_WRITABLE),
    errno.ENOENT: (LibraryError, _GONE),
    errno.ENOTDIR: (LibraryError, _GONE),
    errno.ENODEV: (LibraryError, _GONE),
    errno.ENXIO: (LibraryError, _GONE),
    errno.EIO: (LibraryError, _BROKEN),
}


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turn what a disk says to a writer into DiskFull and LibraryError; other errors stay."""
    try:
        yield
    except OSError as error:
        if error.errno not in _MEANT:
            raise
        kind, words = _MEANT[error.errno]
        raise kind(words.about(folder=folder, said=error.strerror)) from error


def make(folder: Path) -> None:
    """Make a folder that files go out to. Raises NotFound: what is above it is a typing mistake.

    Raises Conflict where a file has its name.
    """
    with writing(folder):
        try:
            folder.mkdir(exist_ok=True)
        except FileNotFoundError as error:
            raise NotFound(
                text("{parent} is not there; make it first", parent=folder.parent)
            ) from error
        except FileExistsError as error:
            raise Conflict(text("{folder} is a file, not a folder", folder=folder)) from error


class Spool:
    """A folder of files being written. Each name says which process of which machine owns it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # a share is used from several machines, and a process number means nothing on another
        self._machine = hashlib.sha256(platform.node().encode()).hexdigest()[:8]
        with writing(folder):
            folder.mkdir(parents=True, exist_ok=True)
            self._sweep()

    def fresh(self) -> Path:
        """Return a new, empty file that nobody else has."""
        path = self._folder / f"{self._machine}-{os.getpid()}-{secrets.token_hex(8)}"
        with writing(self._folder):
            path.open("xb").close()
        return path

    def _sweep(self) -> None:
        """Remove the files of dead processes of this machine, and all that are older than a day."""
        os.utime(self._folder)  # asks the disk for its own clock: a share's may not be ours
        now = self._folder.stat().st_mtime
        for path in self._folder.iterdir():
            with suppress(FileNotFoundError):  # its owner, or another sweeper, was quicker
                if self._is_orphan(path.name) or now - path.stat().st_mtime > _DAY_SECONDS:
                    path.unlink()

    def _is_orphan(self, name: str) -> bool:
        machine, _, rest = name.partition("-")
        pid = rest.partition("-")[0]
        return machine == self._machine and pid.isdecimal() and not psutil.pid_exists(int(pid))
