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
from artkeep.errors import PictureRefused
from artkeep.intake import pictures
from artkeep.intake.pictures import Taken
from artkeep.workbench import Workbench

_OF_WHOLE_LISTS = frozenset({"info.json"})  # what `--write-info-json` leaves


class GalleryDl:
    """The folder. Raises UnknownAddress when there is none."""

    def __init__(self, bench: Workbench, asked: Asked) -> None:
        asked.only("archive")
        self._bench, self._asked = bench, asked
        self._root = asked.folder()
        self._archive = archive.given(asked)

    def count(self) -> int:
        """Count the pictures."""
        return sum(len(files.beside(each.files)[0]) for each in self._folders())

    def pieces(self) -> Iterator[Moved]:
        for each in self._folders():
            yield from (Moved(odd.path, trouble=odd.reason) for odd in each.odd)
            kept = [path for path in each.files if path != self._archive]
            known, lone = files.beside(kept)
            for path in lone:
                if path.name not in _OF_WHOLE_LISTS:
                    yield Moved(path, trouble="words about a picture that is not here")
            for beside in known:
                yield from _read(beside)

    def take(self, piece: Moved) -> Taken:
        return pictures.take(self._bench, piece.path, self._asked.kept)

    def steps(self) -> Iterator[Step]:
        if self._archive is not None:
            yield from archive.steps(self._archive)

    def _folders(self) -> Iterator[files.Folder]:
        return files.folders(self._root, self._bench.settings.home)


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
        raise PictureRefused("JSON, but not about a picture")
    return found


def _moved(path: Path, said: dict[str, object]) -> Moved:
    if not said:
        return Moved(path)
    shown = posts.shown(said)
    if shown is None:
        return Moved(path, own=posts.own(path, said))
    return Moved(path, (Place(shown),))
