"""Add pictures: files, folders of any depth, and what is handed to the browser.

One run adds all the paths of one request. Files are looked at by all cores and recorded in
batches; each batch is stored first, then written with its outcomes and the run's progress in
one transaction. Whatever stops it, the same run goes on: files whose size and time are as they
were when they were recorded are not read again.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from artkeep import jobs
from artkeep.collect.adding import Adding
from artkeep.db.engine import Tx
from artkeep.errors import PictureRefused
from artkeep.intake import compare, pictures
from artkeep.intake.pictures import KeptPicture, Taken
from artkeep.jobs import Turn
from artkeep.model.found import PageInfo, PostInfo
from artkeep.model.records import Kept, OutcomeStatus
from artkeep.model.refs import ArtworkId, ImageId, PostRef, RunId
from artkeep.sites import folder
from artkeep.sites.folder import Unreadable
from artkeep.texts import text
from artkeep.workbench import Workbench

KIND = "add"


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a picture handed to us; `artwork_id` is None when it was refused."""

    status: OutcomeStatus
    reason: str | None
    sha256: str
    artwork_id: ArtworkId | None


def start(tx: Tx, paths: Sequence[Path], kept: Kept) -> RunId:
    """Ask for these files and folders to be added; the same request again goes on where it was."""
    wanted = [folder.shown(path) for path in paths]
    arguments = {"paths": wanted, "kept": kept.value}
    subject = hashlib.sha256(json.dumps(arguments).encode()).hexdigest()[:32]
    return jobs.add(tx, KIND, subject, arguments=arguments)


def run(bench: Workbench, turn: Turn) -> None:
    """Work a request: walk, look, keep; then let the new ones be compared."""
    wanted = [folder.path_of(PostRef(folder.NAME, str(path))) for path in _paths(turn)]
    turn.progress(unit="files", waiting_for=text("counting the files"))
    turn.beat()
    total = sum(1 for _ in folder.walk(wanted, leave_out=bench.settings.home))
    turn.progress(total=total, waiting_for=None)
    turn.beat()
    kept = Kept(str(turn.run.arguments["kept"]))
    with Adding(bench, turn, kept, _Plain(bench, kept)) as adding:
        adding.add(folder.walk(wanted, leave_out=bench.settings.home))
    with turn.begin() as tx:
        compare.ask(tx)


def upload(bench: Workbench, name: str, spool: Path, sha256: str) -> Added:
    """Keep one picture that was received into the spool."""
    found = _uploaded(name, sha256)
    try:
        taken = pictures.take_spooled(bench, found, spool, sha256, spool.stat().st_size)
    except PictureRefused as refused:
        return Added(OutcomeStatus.REFUSED, refused.reason, sha256, None)
    pictures.store(bench, [taken])
    with bench.db.begin() as tx:
        kept = pictures.record(tx, taken)
        compare.ask(tx)
    if kept.is_new:
        return Added(OutcomeStatus.NEW, None, sha256, kept.artwork_id)
    return Added(OutcomeStatus.KNOWN, "in the library already", sha256, kept.artwork_id)


def _uploaded(name: str, sha256: str) -> PostInfo:
    """Describe what a browser hands over: it tells a name and no place."""
    plain = folder.shown(Path(name).name or "picture")
    url = f"upload:{plain}"
    return PostInfo(
        ref=PostRef("upload", f"{sha256[:32]}/{plain}"),
        url=url,
        title=folder.shown(Path(plain).stem),
        pages=(PageInfo(url),),
    )


def _paths(turn: Turn) -> list[object]:
    wanted = turn.run.arguments["paths"]
    assert isinstance(wanted, list)
    return wanted


@dataclass(frozen=True, slots=True)
class _Plain:
    """Files of a folder, of which nothing else is known."""

    bench: Workbench
    kept: Kept

    def path(self, piece: Path | Unreadable) -> Path:
        return piece.path if isinstance(piece, Unreadable) else piece

    def refusal(self, piece: Path | Unreadable) -> str | None:
        return piece.reason if isinstance(piece, Unreadable) else None

    def take(self, piece: Path | Unreadable) -> Taken:
        return pictures.take(self.bench, self.path(piece), self.kept)

    def record(self, tx: Tx, piece: Path | Unreadable, taken: Taken) -> KeptPicture:  # noqa: ARG002 - there is no more to know
        return pictures.record(tx, taken)

    def pass_over(self, tx: Tx, piece: Path | Unreadable, image_id: ImageId | None) -> None:
        """Nothing: its outcome says all."""
