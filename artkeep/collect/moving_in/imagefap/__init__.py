"""The database of the imagefap tool, in all three revisions, with the pictures beside it.

Each image of a favourites folder is a post at imagefap, on the list that the folder is, in its
order. Verdicts and tags are kept whole with what they are about, until there is a place for them.
"""

from collections.abc import Iterator
from functools import cached_property, partial
from pathlib import Path

from artkeep.collect.moving_in.asked import Asked
from artkeep.collect.moving_in.imagefap import judged, listed, locks, reading, shelves
from artkeep.collect.moving_in.imagefap.listed import Lists
from artkeep.collect.moving_in.imagefap.reading import Database
from artkeep.collect.moving_in.piece import Moved, Step
from artkeep.errors import BadRequest, PictureRefused
from artkeep.intake import pictures
from artkeep.intake.pictures import Taken
from artkeep.library import heirlooms
from artkeep.model.records import Kept
from artkeep.sites import folder
from artkeep.texts import text
from artkeep.workbench import Workbench

SEALED_FOR = ("import", "imagefap")
_MORE_BYTES = 1 << 12  # that a locked picture has
_MISSING = text("its file is missing; the next sync asks imagefap for it")


class Imagefap:
    """A database and what lies around it. Raises BadRequest when it cannot be opened."""

    def __init__(self, bench: Workbench, asked: Asked) -> None:
        asked.only("sealed")
        self._bench, self._asked = bench, asked
        self._path = reading.place_of(asked.path)
        self._key = _key(bench, asked)
        if self._key is None and reading.is_locked(self._path):
            raise BadRequest(
                text("{path} is encrypted; its password opens it", path=self._path.name)
            )

    def words(self) -> Iterator[str]:
        if self._key is not None and self._asked.kept is Kept.REFERENCE:
            yield "its pictures are encrypted, so they are copied"

    @cached_property
    def _database(self) -> Database:
        return reading.read(self._path, self._key)

    def count(self) -> int:
        return len(self._database.blobs)

    def pieces(self) -> Iterator[Moved]:
        lists = Lists(self._database)
        for blob in self._database.blobs:
            places = tuple(lists.places(blob))
            path = shelves.find(self._path.parent, blob, self._key)
            if path is None:
                lost = shelves.expected(self._path.parent, blob, self._key)
                yield Moved(lost, places, trouble=_MISSING)
            else:
                yield Moved(path, places, sha256=blob.sha256)

    def take(self, piece: Moved) -> Taken:
        if self._key is None or piece.path.parent.name != shelves.BLOBS:
            return pictures.take(self._bench, piece.path, self._asked.kept)
        return _take_locked(self._bench, piece.path, self._key)

    def steps(self) -> Iterator[Step]:
        """Yield the posts that are not here with their lists, then what is only kept."""
        yield from listed.steps(self._database)
        origin = f"imagefap {folder.shown(self._path)}"
        for each in judged.heirlooms(self._database, origin):
            yield partial(heirlooms.keep, some=[each])


def _key(bench: Workbench, asked: Asked) -> locks.Key | None:
    sealed = asked.options.get("sealed")
    if sealed is None:
        return None
    return locks.Key(bytes.fromhex(bench.seal.opened(bytes.fromhex(sealed), *SEALED_FOR)["key"]))


def sealed(bench: Workbench, path: Path, key: locks.Key) -> str:
    """Return a key as an import may carry it. Raises BadRequest when it opens nothing."""
    key.opened(reading.place_of(path).read_bytes())
    return bench.seal.closed({"key": key.secret.hex()}, *SEALED_FOR).hex()


def is_locked(path: Path) -> bool:
    """Say whether a database wants a password."""
    return reading.is_locked(reading.place_of(path))


def _take_locked(bench: Workbench, path: Path, key: locks.Key) -> Taken:
    """Open a locked picture into the spool and look at it. Raises PictureRefused."""
    try:
        found, locked = folder.fetch(path), shelves.read(bench, path, _MORE_BYTES)
        content = key.opened(locked)
    except OSError as error:
        raise PictureRefused(text("cannot be read: {strerror}", strerror=error.strerror)) from error
    except BadRequest as error:
        raise PictureRefused(text("it is not locked with this password")) from error
    spool = bench.blobs.spool()
    with bench.blobs.writing():
        spool.write_bytes(content)
    return pictures.take_spooled(bench, found, spool, shelves.sha256_of(content), len(content))
