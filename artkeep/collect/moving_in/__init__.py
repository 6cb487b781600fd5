"""Moving in: what another program had kept comes into the library with all that it knew.

One run an import. Its files are copied or referred to where they lie, and never touched; each
becomes a post of the site `folder` and a page of the post it was taken from, under the address
that its site knows it by, so that a later sync does not fetch it again. Whatever stops it, the
same import goes on; the same import again adds nothing.

A new kind is a module with a `Source` (`piece.py`) and a line in `KINDS`.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from itertools import islice

from artkeep import jobs
from artkeep.collect.adding import Adding
from artkeep.collect.moving_in.asked import Asked
from artkeep.collect.moving_in.gallery_dl import GalleryDl
from artkeep.collect.moving_in.hands import Moving
from artkeep.collect.moving_in.hydrus import Hydrus
from artkeep.collect.moving_in.imagefap import Imagefap
from artkeep.collect.moving_in.piece import Source
from artkeep.collect.moving_in.pixiv_explorer import PixivExplorer
from artkeep.collect.moving_in.twitter import TwitterArchive
from artkeep.db.engine import Tx
from artkeep.intake import compare
from artkeep.jobs import Turn
from artkeep.model.refs import RunId
from artkeep.sites import folder
from artkeep.texts import text
from artkeep.workbench import Workbench

__all__ = ["KIND", "KINDS", "Asked", "run", "start"]

KIND = "import"
KINDS: Mapping[str, Callable[[Workbench, Asked], Source]] = {
    "gallery-dl": GalleryDl,
    "hydrus": Hydrus,
    "imagefap": Imagefap,
    "pixiv-explorer": PixivExplorer,
    "twitter-archive": TwitterArchive,
}
_TOGETHER = 200  # steps written in one transaction


def start(tx: Tx, asked: Asked) -> RunId:
    """Ask for an import; the same again goes on where it was."""
    what = [asked.kind, folder.shown(asked.path)]
    subject = hashlib.sha256(json.dumps(what).encode()).hexdigest()[:32]
    return jobs.add(tx, KIND, subject, arguments=asked.written())


def run(bench: Workbench, turn: Turn) -> None:
    """Work an import: its files first, then what is known beside them."""
    asked = Asked.read(turn.run.arguments)
    turn.progress(unit="files", waiting_for=text("counting the files"))
    turn.beat()
    source = KINDS[asked.kind](bench, asked)
    turn.progress(total=source.count(), waiting_for=None)
    turn.beat()
    with Adding(bench, turn, asked.kept, Moving(source)) as adding:
        adding.add(source.pieces())
    steps = source.steps()
    while some := list(islice(steps, _TOGETHER)):
        with turn.begin() as tx:
            for step in some:
                step(tx)
    with turn.begin() as tx:
        compare.ask(tx)
