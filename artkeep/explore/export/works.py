"""Which works are meant: some by their numbers, or all that a search finds, batch by batch.

What somebody may not see is left out here and nowhere else: every way out of the library goes
through a `Gate`.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from artkeep.db.engine import Tx
from artkeep.errors import BadRequest
from artkeep.explore import gallery
from artkeep.model.refs import ArtworkId
from artkeep.workbench import Workbench

BATCH = 200  # works asked for at once
_IDS_AT_MOST = 5000

Gate = Callable[[Tx, Sequence[ArtworkId]], Collection[ArtworkId]]  # those that may be seen


@dataclass(frozen=True, slots=True)
class Chosen:
    """The works to export: those with these numbers, in this order; () means what `query` finds."""

    ids: tuple[ArtworkId, ...] = ()
    query: str = ""

    @property
    def words(self) -> str:
        """Say in words which works these are."""
        if self.ids:
            return f"{len(self.ids)} works"
        return self.query or "Everything"


def everything(_tx: Tx, ids: Sequence[ArtworkId]) -> Collection[ArtworkId]:
    """Let everything through: for the owner."""
    return ids


def by_ids(text: str) -> Chosen:
    """Read numbers with commas between them. Raises BadRequest."""
    numbers = [each for each in re.split(r"[,\s]+", text) if each]
    if not numbers or not all(re.fullmatch(r"[1-9][0-9]{0,17}", each) for each in numbers):
        raise BadRequest("name works by their numbers, with commas between: 12,7,31")
    if len(numbers) > _IDS_AT_MOST:
        raise BadRequest(f"more than {_IDS_AT_MOST:,} works at once; export a search instead")
    return Chosen(tuple(ArtworkId(int(each)) for each in dict.fromkeys(numbers)))


def batches(bench: Workbench, chosen: Chosen, gate: Gate) -> Iterator[list[ArtworkId]]:
    """Yield the works that may be seen, some at a time; no transaction outlives a batch."""
    for some in _by_ids(chosen.ids) if chosen.ids else _found(bench):
        with bench.db.read() as tx:
            allowed = set(gate(tx, some))
        yield [each for each in some if each in allowed]


def _by_ids(ids: Sequence[ArtworkId]) -> Iterator[list[ArtworkId]]:
    yield from (list(ids[at : at + BATCH]) for at in range(0, len(ids), BATCH))


def _found(bench: Workbench) -> Iterator[list[ArtworkId]]:
    after: str | None = None
    while True:
        page = gallery.page(bench, after, BATCH)
        yield [tile.artwork_id for tile in page.tiles]
        if page.next is None:
            return
        after = page.next
