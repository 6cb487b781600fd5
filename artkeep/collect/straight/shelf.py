"""The folder that `get` writes into: what lies there, and how a file comes to lie there.

Only regular files directly in it count; folders in it and links are left alone. A new file is
written beside under a name of its own and gets its name when it is whole and on the disk. Nothing
is ever written over.
"""

import hashlib
import os
import secrets
import stat
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from artkeep.blobs.folder import flush_file, flush_folder
from artkeep.blobs.spool import writing
from artkeep.collect.straight.memory import BESIDE, DIGEST_BYTES, MARK_BYTES, PART, Lies, Memory
from artkeep.errors import Conflict
from artkeep.fingerprints.lock import alone
from artkeep.imaging import names
from artkeep.texts import text

_CHUNK = 1 << 20  # bytes compared at a time
_SURE_BYTES = 4  # of a mark: by fewer, one file may be taken for another
_MARKS = (10, 20, 64)  # hex digits of the SHA-256 that tell two files of one name apart


@dataclass(frozen=True, slots=True)
class Found:
    """A file as it lies in the folder."""

    name: str
    size_bytes: int
    mtime_ns: int

    @property
    def mark(self) -> bytes:
        """Return a few bytes that stand for how it lies there."""
        words = f"{self.name}\0{self.size_bytes}\0{self.mtime_ns}"
        return hashlib.sha256(words.encode("utf-8", "surrogateescape")).digest()[:MARK_BYTES]


class Shelf:
    """A folder while we work in it. `own` are names in it that are no pictures."""

    def __init__(self, folder: Path, own: Collection[str] = ()) -> None:
        self.folder = folder
        self._own = frozenset(own)
        self._files: dict[str, Found] = {}
        self._by_size: defaultdict[int, set[str]] = defaultdict(set)
        self._by_mark: dict[bytes, Found] = {}
        self._taken: set[str] = set()
        self._digests: dict[Found, bytes] = {}
        with writing(folder):
            self._look()

    def _look(self) -> None:
        for entry in os.scandir(self.folder):
            if entry.name.startswith(BESIDE):
                if entry.name.endswith(PART):  # of a get that was killed
                    Path(entry.path).unlink(missing_ok=True)
                continue
            self._taken.add(names.folded(entry.name))
            if entry.name not in self._own and entry.is_file(follow_symlinks=False):
                self._put_down(entry.name, entry.stat(follow_symlinks=False))

    def _put_down(self, name: str, told: os.stat_result) -> Found:
        found = self._files[name] = Found(name, told.st_size, told.st_mtime_ns)
        self._by_size[told.st_size].add(name)
        self._by_mark[found.mark] = found
        self._taken.add(names.folded(name))
        return found

    def fresh(self) -> Path:
        """Return a path beside for a file that has no name yet."""
        return self.folder / f"{BESIDE}{secrets.token_hex(8)}{PART}"

    # ---- what lies there -----------------------------------------------------------------------

    def holding(self, beside: Path) -> Found | None:
        """Return the file that has exactly the bytes of this one, whatever it is called."""
        for name in sorted(self._by_size.get(beside.stat().st_size, ())):
            if self._is_as_seen(name) and _are_equal(self.folder / name, beside):
                return self._files[name]
        return None

    def _is_as_seen(self, name: str) -> bool:
        """Say whether a file still is one; a person may work in the folder meanwhile."""
        try:
            return stat.S_ISREG((self.folder / name).lstat().st_mode)
        except FileNotFoundError:
            return False

    def path_of(self, lies: Lies) -> Path | None:
        """Return the file that is remembered so; None where its mark says too little."""
        found = self._by_mark.get(lies.mark)
        return self.folder / found.name if found else None

    def bytes_of(self, memory: Memory) -> int:
        """Return how many bytes the files have that are remembered."""
        marks = {lies.mark for held in memory.posts.values() for lies in held if lies}
        width = min(map(len, marks), default=0)
        wanted = {mark[:width] for mark in marks}
        here = self._by_mark.items()
        return sum(found.size_bytes for mark, found in here if mark[:width] in wanted)

    # ---- how a file comes in -------------------------------------------------------------------

    def take(self, beside: Path, name: str, sha256: str) -> Found:
        """Give a whole file its name, or that with a mark where another has it."""
        with writing(self.folder):
            flush_file(beside)
            for wanted in (name, *(names.with_mark(name, sha256[:digits]) for digits in _MARKS)):
                if names.folded(wanted) not in self._taken and self._move(beside, wanted):
                    flush_folder(self.folder)
                    return self._put_down(wanted, (self.folder / wanted).lstat())
        raise Conflict(
            text("{what}: every name that we could give it is taken", what=self.folder / name)
        )

    def _move(self, beside: Path, name: str) -> bool:
        """Rename, never over another; say whether it could be done."""
        to = self.folder / name
        try:
            os.link(beside, to)
        except FileExistsError:
            return False
        except OSError:  # a disk without hard links (exFAT)
            if os.path.lexists(to):
                return False
            beside.rename(to)
            return True
        beside.unlink()
        return True

    # ---- what is remembered of it --------------------------------------------------------------

    def lies(self, found: Found, sha256: str) -> Lies:
        """Return what is remembered of a file."""
        self._digests[found] = bytes.fromhex(sha256)[:DIGEST_BYTES]
        return Lies(found.mark, self._digests[found])

    def missing(self, memory: Memory) -> set[str]:
        """Find the posts of which a picture is no longer here; note what was only renamed."""
        every = {lies for held in memory.posts.values() for lies in held if lies}
        width = min((len(lies.mark) for lies in every), default=MARK_BYTES)
        here = self._claimed(every, width)
        lost = every - here.keys()
        if lost and width < _SURE_BYTES:
            here, lost = {}, every
        if lost:
            claimed = {lies.mark for lies in here.values()}
            here |= self._by_bytes(
                lost, [file for mark, file in self._marked if mark not in claimed]
            )
        for held in memory.posts.values():
            held[:] = [here.get(lies) if lies else None for lies in held]
        return {id_ for id_, held in memory.posts.items() if None in held}

    @property
    def _marked(self) -> Iterable[tuple[bytes, Found]]:
        return self._by_mark.items()

    def _claimed(self, every: Collection[Lies], width: int) -> dict[Lies, Lies]:
        """Match what is remembered with files by their marks, where one has only the other."""
        files, wanted = defaultdict(list), defaultdict(list)
        for mark, found in self._marked:
            files[mark[:width]].append(found)
        for lies in every:
            wanted[lies.mark[:width]].append(lies)
        return {
            some[0]: Lies(files[mark][0].mark, some[0].digest)
            for mark, some in wanted.items()
            if len(some) == len(files[mark]) == 1
        }

    def _by_bytes(self, lost: Collection[Lies], among: Iterable[Found]) -> dict[Lies, Lies]:
        """Look for pictures by their bytes."""
        width = min(len(lies.digest) for lies in lost)
        digests = {self._digest(file)[:width]: file for file in among}
        found = {lies: digests.get(lies.digest[:width]) for lies in lost}
        return {lies: Lies(file.mark, self._digest(file)) for lies, file in found.items() if file}

    def _digest(self, found: Found) -> bytes:
        if found not in self._digests:
            with (self.folder / found.name).open("rb") as file:
                read = hashlib.file_digest(file, "sha256").digest()
            self._digests[found] = read[:DIGEST_BYTES]
        return self._digests[found]


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Work in a folder alone. Raises Conflict when another `get` works there."""
    lock = folder / f"{BESIDE}get.lock"
    with writing(folder), alone(lock, wait=False) as is_ours:
        if not is_ours:
            raise Conflict(text("another artkeep get works in {folder}", folder=folder))
        try:
            yield
        finally:
            lock.unlink(missing_ok=True)


def _are_equal(one: Path, other: Path) -> bool:
    with one.open("rb") as first, other.open("rb") as second:
        while True:
            left, right = first.read(_CHUNK), second.read(_CHUNK)
            if left != right:
                return False
            if not left:
                return True
