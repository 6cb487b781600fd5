"""One log file that several processes append to and any of them may put aside.

Each line is a single `write` to a file opened for appending, which no other process can tear.
Before it, a writer looks whether the name still leads to the file that it holds, and opens the
new one if not: a line can land in a file that was just put aside, never nowhere. Putting aside
is done by whoever gets a lock without waiting for it, so a process that is frozen there holds
up nobody. It works from the first gap: one that was killed half-way costs nothing.

On Windows a file that another process has open cannot be put aside; it then grows until it can.
"""

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class SharedFile(logging.Handler):
    """Appends lines to `path`; at `max_bytes` it becomes `path.1`, and so on up to `files`."""

    def __init__(self, path: Path, *, max_bytes: int, files: int) -> None:
        super().__init__()
        self.path = path
        self.max_bytes = max_bytes
        self.files = files
        self.file: int | None = None
        self.complained = False

    def emit(self, record: logging.LogRecord) -> None:
        try:
            line = self.format(record) + "\n"
            os.write(self.current(), line.encode("utf-8", "backslashreplace"))
        except OSError as error:
            self.complain(error)

    def current(self) -> int:
        """Return the file to write to, opened, and put the old one aside when it is full."""
        if self.file is not None and not same(self.file, self.path):
            self.close_file()
        if self.file is None:
            self.file = opened(self.path)
        if os.fstat(self.file).st_size >= self.max_bytes:
            self.close_file()
            put_aside(self.path, self.max_bytes, self.files)
            self.file = opened(self.path)
        return self.file

    def complain(self, error: OSError) -> None:
        """Say once on stderr that the file cannot be written; the program goes on."""
        if not self.complained:
            self.complained = True
            print(f"{self.path} cannot be written: {error}", file=sys.stderr)  # noqa: T201  # the log itself is what failed

    def close_file(self) -> None:
        """Let go of the file."""
        if self.file is not None:
            os.close(self.file)
            self.file = None

    def close(self) -> None:
        self.close_file()
        super().close()


def opened(path: Path) -> int:
    """Open the file for appending, and make it and its folder when they are missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)


def same(file: int, path: Path) -> bool:
    """Tell whether the name still leads to the open file."""
    try:
        return os.path.samestat(os.fstat(file), path.stat())
    except FileNotFoundError:
        return False


def put_aside(path: Path, max_bytes: int, files: int) -> None:
    """Rename `path` to `path.1`, `path.1` to `path.2` …, unless another process is at it."""
    with lock(path.with_name(f"{path.name}.lock")) as mine:
        if not mine or not path.exists() or path.stat().st_size < max_bytes:
            return
        names = [path, *(path.with_name(f"{path.name}.{number}") for number in range(1, files))]
        gap = next((place for place, name in enumerate(names) if not name.exists()), files - 1)
        for place in range(gap, 0, -1):
            try:
                names[place - 1].replace(names[place])
            except PermissionError:  # Windows: another process has it open; it grows until later
                return


@contextmanager
def lock(path: Path) -> Iterator[bool]:
    """Take a lock that ends with its process; False when another has it."""
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield locked(file)
    finally:
        os.close(file)


def locked(file: int) -> bool:
    """Try to lock, without waiting."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
