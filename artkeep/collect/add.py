"""Add pictures: files, folders of any depth, and what is handed to the browser.

One run adds all the paths of one request. Files are looked at by all cores and recorded in
batches; each batch is stored first, then written with its outcomes and the run's progress in
one transaction. Whatever stops it, the same run goes on: files whose size and time are as they
were when they were recorded are not read again.
"""

import hashlib
import json
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar

from artkeep import jobs
from artkeep.db.engine import Tx
from artkeep.errors import PictureRefused
from artkeep.intake import compare, pictures
from artkeep.intake.pictures import Taken
from artkeep.jobs import Turn
from artkeep.library import outcomes, posts
from artkeep.library.outcomes import NewOutcome
from artkeep.library.posts import HeldPage
from artkeep.model.found import PageInfo, PostInfo
from artkeep.model.records import Kept, OutcomeStatus
from artkeep.model.refs import ArtworkId, ImageId, PostRef, RunId
from artkeep.sites import folder
from artkeep.sites.folder import Unreadable
from artkeep.workbench import Workbench

KIND = "add"
_GLANCE = 200  # files asked about in one question to the library
_TOGETHER = 100  # pictures recorded in one transaction
_AT_LEAST_EVERY = 1.0  # seconds: people watch the numbers
_AHEAD = 24  # files in the hands of each decoder, waiting or done, before we wait for the first


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
    wanted = [folder.path_of(PostRef(folder.NAME, str(text))) for text in _paths(turn)]
    turn.progress(unit="files", waiting_for="counting the files")
    turn.beat()
    total = sum(1 for _ in folder.walk(wanted, leave_out=bench.settings.home))
    turn.progress(total=total, waiting_for=None)
    turn.beat()
    with ThreadPoolExecutor(bench.workers + 2, "add") as threads:
        adding = _Adding(bench, turn, threads)
        try:
            adding.add(folder.walk(wanted, leave_out=bench.settings.home))
        finally:
            adding.drop()
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


class _Adding:
    """One run's files on their way: known ones noted, others read by threads, kept in batches."""

    def __init__(self, bench: Workbench, turn: Turn, threads: ThreadPoolExecutor) -> None:
        self._bench = bench
        self._turn = turn
        self._threads = threads
        self._kept = Kept(str(turn.run.arguments["kept"]))
        self._waiting: deque[tuple[Path, Future[Taken]]] = deque()
        self._taken: list[Taken] = []
        self._outcomes: list[NewOutcome] = []
        self._done = 0
        self._committed = bench.clock.monotonic()
        with bench.db.read() as tx:
            self._counts = Counter(outcomes.counts(tx, turn.run.id))

    def add(self, files: Iterable[Path | Unreadable]) -> None:
        """Bring all of them in."""
        for some in _groups(files, _GLANCE):
            self._sort_out(some)
        while self._waiting:
            self._receive()
        self._commit()

    def drop(self) -> None:
        """Let go of what was read but not recorded; the next turn reads it again."""
        for _, future in self._waiting:
            future.cancel()
        for _, future in self._waiting:
            if not future.cancelled() and future.exception() is None:
                future.result().drop()
        for taken in self._taken:
            taken.drop()

    def _sort_out(self, some: Sequence[Path | Unreadable]) -> None:
        """Note the files that are known and unchanged; hand the others to the threads."""
        readable = [path for path in some if isinstance(path, Path)]
        refs = {path: folder.ref_of(path) for path in readable}
        with self._bench.db.read() as tx:
            held = posts.held(tx, refs.values())
            noted = outcomes.noted(tx, self._turn.run.id, map(posts.ref_key, refs.values()))
        for path in some:
            if isinstance(path, Unreadable):
                self._refuse(path.path, path.reason)
                continue
            key = posts.ref_key(refs[path])
            if not self._is_unchanged(path, held.get(key)):
                self._submit(path)
            elif key in noted:
                self._done += 1
            else:
                self._note(path, OutcomeStatus.KNOWN, held[key].image_id, "unchanged")
        self._commit_if_due()

    def _is_unchanged(self, path: Path, before: HeldPage | None) -> bool:
        if before is None or before.image_id is None:
            return False
        if self._kept is Kept.BLOB and before.kept is not Kept.BLOB:
            return False
        try:
            return folder.stamp_of(path.stat()) == before.stamp
        except OSError:  # gone or locked since it was listed: reading it will say why
            return False

    def _submit(self, path: Path) -> None:
        if len(self._waiting) >= _AHEAD * self._bench.workers:
            self._receive()
        future = self._threads.submit(pictures.take, self._bench, path, self._kept)
        self._waiting.append((path, future))

    def _receive(self) -> None:
        """Wait for the file that was handed over first."""
        path, future = self._waiting.popleft()
        try:
            self._taken.append(future.result())
        except PictureRefused as refused:
            self._refuse(path, refused.reason)
        self._commit_if_due()

    def _refuse(self, path: Path, reason: str) -> None:
        self._note(path, OutcomeStatus.REFUSED, None, reason)

    def _note(
        self, path: Path, status: OutcomeStatus, image_id: ImageId | None, reason: str
    ) -> None:
        key = posts.ref_key(folder.ref_of(path))
        self._outcomes.append(NewOutcome(key, folder.shown(path), image_id, status, reason))

    def _commit_if_due(self) -> None:
        waiting = len(self._taken) + len(self._outcomes)
        late = self._bench.clock.monotonic() - self._committed > _AT_LEAST_EVERY
        if waiting >= _TOGETHER or (waiting and late):
            self._commit()

    def _commit(self) -> None:
        """Store and record what has come together, with its outcomes, in one transaction."""
        pictures.store(self._bench, self._taken)
        with self._turn.begin() as tx:
            together = [*self._outcomes, *(_recorded(tx, taken) for taken in self._taken)]
            outcomes.note(tx, self._turn.run.id, together)
        self._counts.update(outcome.status.value for outcome in together)
        self._done += len(together)
        self._turn.progress(done=self._done, counts=dict(self._counts))
        self._taken, self._outcomes = [], []
        self._committed = self._bench.clock.monotonic()


def _recorded(tx: Tx, taken: Taken) -> NewOutcome:
    kept = pictures.record(tx, taken)
    key = posts.ref_key(taken.found.ref)
    status = OutcomeStatus.NEW if kept.is_new else OutcomeStatus.KNOWN
    reason = None if kept.is_new else _same_bytes(tx, kept.image_id, taken.found)
    return NewOutcome(key, taken.found.ref.id, kept.image_id, status, reason)


def _same_bytes(tx: Tx, image_id: ImageId, found: PostInfo) -> str:
    elsewhere = [
        place for place in posts.places(tx, [image_id])[image_id] if place.url != found.url
    ]
    return f"same bytes as {elsewhere[0].name}" if elsewhere else "same bytes as before"


_T = TypeVar("_T")


def _groups(things: Iterable[_T], size: int) -> Iterator[list[_T]]:
    source = iter(things)
    while group := list(islice(source, size)):
        yield group
