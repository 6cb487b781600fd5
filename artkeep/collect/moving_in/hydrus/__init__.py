"""Files that hydrus exported, with sidecars beside them: `.txt` and `.json`, in any of its forms.

Tags and notes are the person's own and stay with the file. An address that a site of ours knows
makes the file the picture of that post, where the post can have only one or the address tells
which; every other is kept as a source.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from artkeep.collect.moving_in import files
from artkeep.collect.moving_in.asked import Asked
from artkeep.collect.moving_in.files import Beside
from artkeep.collect.moving_in.hydrus import places, words
from artkeep.collect.moving_in.hydrus.words import Known
from artkeep.collect.moving_in.piece import Moved, Step
from artkeep.collect.moving_in.sidecars import Sidecars
from artkeep.errors import PictureRefused
from artkeep.intake.pictures import Taken
from artkeep.model.found import PostInfo
from artkeep.sites import folder
from artkeep.workbench import Workbench


class Hydrus:
    """The folder. Raises UnknownAddress when there is none."""

    def __init__(self, bench: Workbench, asked: Asked) -> None:
        asked.only()
        asked.folder()
        self._folder = Sidecars(bench, asked, _read)

    def count(self) -> int:
        return self._folder.count()

    def pieces(self) -> Iterator[Moved]:
        return self._folder.pieces()

    def take(self, piece: Moved) -> Taken:
        return self._folder.take(piece)

    def words(self) -> Iterator[str]:
        return iter(())

    def steps(self) -> Iterator[Step]:
        return iter(())


def _read(beside: Beside) -> Iterator[Moved]:
    """Read what lies beside a file; a sidecar that cannot be read is named, the file is kept."""
    known, whole = Known(), {}
    for path in beside.sidecars:
        try:
            is_text = path.suffix.lower() == ".txt"
            said = files.read_text(path) if is_text else files.read_json(path)
            known = known.and_also(words.of_lines(said) if is_text else words.of_json(said))
        except PictureRefused as refused:
            yield Moved(path, trouble=refused.reason)
        except RecursionError:
            yield Moved(path, trouble="JSON that is nested too deeply")
        else:
            whole[folder.shown(path.name)] = said
    if not whole:
        yield Moved(beside.path)
        return
    own = _own(beside.path, known, json.dumps(whole, ensure_ascii=False))
    yield Moved(beside.path, tuple(places.of(known, own.title)), own)


def _own(path: Path, known: Known, raw: str) -> PostInfo:
    ref = folder.ref_of(path)
    return PostInfo(
        ref=ref,
        url=folder.url(ref),
        title=known.title or folder.shown(path.stem),
        pages=(),
        caption="\n\n".join(known.notes),
        rating=known.rating,
        tags=known.tag_infos,
        sources=known.urls,
        raw=raw,
    )
