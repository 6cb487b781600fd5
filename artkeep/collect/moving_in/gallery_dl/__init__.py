"""A folder that gallery-dl filled, with what it wrote beside each picture (`--write-metadata`).

A file without a sidecar is kept as a file. What an archive names and is not in the folder is not
fetched again: that is what gallery-dl keeps an archive for.
"""

from collections.abc import Iterator
from pathlib import Path

from artkeep.collect.moving_in import files
from artkeep.collect.moving_in.asked import Asked
from artkeep.collect.moving_in.files import Beside
from artkeep.collect.moving_in.gallery_dl import archive, posts
from artkeep.collect.moving_in.piece import Moved, Place, Step
from artkeep.collect.moving_in.sidecars import Sidecars
from artkeep.errors import PictureRefused
from artkeep.intake.pictures import Taken
from artkeep.texts import text
from artkeep.workbench import Workbench

_OF_WHOLE_LISTS = frozenset({"info.json"})  # what `--write-info-json` leaves


class GalleryDl:
    """The folder. Raises UnknownAddress when there is none."""

    def __init__(self, bench: Workbench, asked: Asked) -> None:
        asked.only("archive")
        asked.folder()
        self._archive = archive.given(asked)
        self._folder = Sidecars(bench, asked, _read, _OF_WHOLE_LISTS, self._archive)

    def count(self) -> int:
        return self._folder.count()

    def pieces(self) -> Iterator[Moved]:
        return self._folder.pieces()

    def take(self, piece: Moved) -> Taken:
        return self._folder.take(piece)

    def words(self) -> Iterator[str]:
        return iter(())

    def steps(self) -> Iterator[Step]:
        if self._archive is not None:
            yield from archive.steps(self._archive)


def _read(beside: Beside) -> Iterator[Moved]:
    """Read what lies beside a file; a sidecar that cannot be read is named, the file is kept."""
    said: dict[str, object] = {}
    tags: list[str] = []
    for path in beside.sidecars:
        try:
            if path.suffix.lower() == ".txt":
                tags += files.read_text(path).splitlines()
            else:
                said |= _record(path)
        except PictureRefused as refused:
            yield Moved(path, trouble=refused.reason)
    if tags and "tags" not in said:
        said["tags"] = tags
    yield _moved(beside.path, said)


def _record(path: Path) -> dict[str, object]:
    found = files.read_json(path)
    if not isinstance(found, dict):
        raise PictureRefused(text("JSON, but not about a picture"))
    return found


def _moved(path: Path, said: dict[str, object]) -> Moved:
    if not said:
        return Moved(path)
    shown = posts.shown(said)
    if shown is None:
        return Moved(path, own=posts.own(path, said))
    return Moved(path, (Place(shown),))
