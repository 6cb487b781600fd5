"""Many files on their way into the library: known ones noted, others read, kept in batches.

What a file is and what is known of it beside its bytes, `Hands` knows: a plain file of a folder
(`add`), or one that another program left with what it had written down (`moving_in`).
"""

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Generic, Protocol, Self, TypeVar

from artkeep.db.engine import Tx
from artkeep.errors import PictureRefused
from artkeep.intake import pictures
from artkeep.intake.pictures import KeptPicture, Taken
from artkeep.jobs import Turn
from artkeep.library import outcomes, posts
from artkeep.library.outcomes import NewOutcome
from artkeep.library.posts import HeldPage
from artkeep.model.found import PostInfo
from artkeep.model.records import Kept, OutcomeStatus
from artkeep.model.refs import ImageId
from artkeep.sites import folder
from artkeep.texts import text
from artkeep.workbench import Workbench

_GLANCE = 200  # files asked about in one question to the library
_TOGETHER = 100  # pictures recorded in one transaction
_AT_LEAST_EVERY = 1.0  # seconds: people watch the numbers
_AHEAD = 24  # files in the hands of each decoder, waiting or done, before we wait for the first

Piece = TypeVar("Piece")
_Piece_contra = TypeVar("_Piece_contra", contravariant=True)


class Hands(Protocol[_Piece_contra]):
    """Knows what to do with a piece: a file, and what is known of it."""

    def path(self, piece: _Piece_contra) -> Path:
        """Say where it lies."""
        ...

    def refusal(self, piece: _Piece_contra) -> str | None:
        """Say why it is not even read; None when it is."""
        ...

    def take(self, piece: _Piece_contra) -> Taken:
        """Read and look at it. Raises PictureRefused."""
        ...

    def record(self, tx: Tx, piece: _Piece_contra, taken: Taken) -> KeptPicture:
        """Write what was stored."""
        ...

    def pass_over(self, tx: Tx, piece: _Piece_contra, image_id: ImageId | None) -> None:
        """Write what is known of a file that was not read: known unchanged, or None, refused."""
        ...


class Adding(Generic[Piece]):
    """One run's files on their way. Used in a `with`, which drops what was not recorded."""

    def __init__(self, bench: Workbench, turn: Turn, kept: Kept, hands: Hands[Piece]) -> None:
        self._bench, self._turn, self._kept, self._hands = bench, turn, kept, hands
        self._threads = ThreadPoolExecutor(bench.workers + 2, turn.run.kind)
        self._waiting: deque[tuple[Piece, Future[Taken]]] = deque()
        self._taken: list[tuple[Piece, Taken]] = []
        self._passed: list[tuple[Piece, NewOutcome]] = []
        self._done = 0
        self._committed = bench.clock.monotonic()
        with bench.db.read() as tx:
            self._counts = Counter(outcomes.counts(tx, turn.run.id))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of what was read but not recorded; the next turn reads it again."""
        self._threads.shutdown(wait=True, cancel_futures=True)
        futures = [future for _, future in self._waiting]
        read = [each.result() for each in futures if not (each.cancelled() or each.exception())]
        for taken in (*read, *(taken for _, taken in self._taken)):
            taken.drop()

    def add(self, pieces: Iterable[Piece]) -> None:
        """Bring all of them in."""
        for some in _groups(pieces, _GLANCE):
            self._sort_out(some)
        while self._waiting:
            self._receive()
        self._commit()

    def _sort_out(self, some: Sequence[Piece]) -> None:
        """Note the files that are known and unchanged; hand the others to the threads."""
        refs = [folder.ref_of(self._hands.path(piece)) for piece in some]
        keys = [posts.ref_key(ref) for ref in refs]
        with self._bench.db.read() as tx:
            held = posts.held(tx, refs)
            noted = outcomes.noted(tx, self._turn.run.id, keys)
        for piece, key in zip(some, keys, strict=True):
            reason = self._hands.refusal(piece)
            if reason is not None:
                self._refuse(piece, reason)
            elif not self._is_unchanged(piece, held.get(key)):
                self._submit(piece)
            elif key in noted:
                self._done += 1
            else:
                self._pass(piece, OutcomeStatus.KNOWN, held[key].image_id, text("unchanged"))
        self._commit_if_due()

    def _is_unchanged(self, piece: Piece, before: HeldPage | None) -> bool:
        if before is None or before.image_id is None:
            return False
        if self._kept is Kept.BLOB and before.kept is not Kept.BLOB:
            return False
        try:
            return folder.stamp_of(self._hands.path(piece).stat()) == before.stamp
        except OSError:  # gone or locked since it was listed: reading it will say why
            return False

    def _submit(self, piece: Piece) -> None:
        if len(self._waiting) >= _AHEAD * self._bench.workers:
            self._receive()
        self._waiting.append((piece, self._threads.submit(self._hands.take, piece)))

    def _receive(self) -> None:
        """Wait for the file that was handed over first."""
        piece, future = self._waiting.popleft()
        try:
            self._taken.append((piece, future.result()))
        except PictureRefused as refused:
            self._refuse(piece, refused.reason)
        self._commit_if_due()

    def _refuse(self, piece: Piece, reason: str) -> None:
        self._pass(piece, OutcomeStatus.REFUSED, None, reason)

    def _pass(
        self, piece: Piece, status: OutcomeStatus, image_id: ImageId | None, reason: str
    ) -> None:
        path = self._hands.path(piece)
        key = posts.ref_key(folder.ref_of(path))
        outcome = NewOutcome(key, folder.shown(path), image_id, status, reason)
        self._passed.append((piece, outcome))

    def _commit_if_due(self) -> None:
        waiting = len(self._taken) + len(self._passed)
        late = self._bench.clock.monotonic() - self._committed > _AT_LEAST_EVERY
        if waiting >= _TOGETHER or (waiting and late):
            self._commit()

    def _commit(self) -> None:
        """Store and record what has come together, with its outcomes, in one transaction."""
        pictures.store(self._bench, [taken for _, taken in self._taken])
        with self._turn.begin() as tx:
            for piece, outcome in self._passed:
                self._hands.pass_over(tx, piece, outcome.image_id)
            together = [outcome for _, outcome in self._passed]
            together += [self._record(tx, piece, taken) for piece, taken in self._taken]
            outcomes.note(tx, self._turn.run.id, together)
        self._counts.update(outcome.status.value for outcome in together)
        self._done += len(together)
        self._turn.progress(done=self._done, counts=dict(self._counts))
        self._taken, self._passed = [], []
        self._committed = self._bench.clock.monotonic()

    def _record(self, tx: Tx, piece: Piece, taken: Taken) -> NewOutcome:
        kept = self._hands.record(tx, piece, taken)
        key = posts.ref_key(taken.found.ref)
        status = OutcomeStatus.NEW if kept.is_new else OutcomeStatus.KNOWN
        reason = None if kept.is_new else _same_bytes(tx, kept.image_id, taken.found)
        return NewOutcome(key, taken.found.ref.id, kept.image_id, status, reason)


def _same_bytes(tx: Tx, image_id: ImageId, found: PostInfo) -> str:
    elsewhere = [
        place for place in posts.places(tx, [image_id])[image_id] if place.url != found.url
    ]
    if not elsewhere:
        return text("same bytes as before")
    return text("same bytes as {name}", name=elsewhere[0].name)


_T = TypeVar("_T")


def _groups(things: Iterable[_T], size: int) -> Iterator[list[_T]]:
    source = iter(things)
    while group := list(islice(source, size)):
        yield group
