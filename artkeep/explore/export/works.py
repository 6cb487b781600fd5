"""Which works are meant: some by their numbers, or all that a search finds, batch by batch.

What somebody may not see is left out here and nowhere else, for every way out of the library.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from artkeep.errors import BadRequest
from artkeep.library import reading
from artkeep.library.query import Anchor, Query, anchor_of, bare, parse
from artkeep.library.query import ids as ids_of
from artkeep.library.spelling import normal
from artkeep.model.refs import ArtworkId
from artkeep.model.viewing import Allow
from artkeep.texts import number, text
from artkeep.workbench import Workbench

BATCH = 200  # works asked for at once
_IDS_AT_MOST = 5000
_ALL = Query("")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The works to export: those with these numbers, in this order; () means what `query` finds.

    `direction` is how a comic book of them is to be read: `rtl`, `ltr`, "" as its tags say.
    """

    ids: tuple[ArtworkId, ...] = ()
    query: Query = _ALL
    direction: str = ""

    @property
    def words(self) -> str:
        """Say in words which works these are."""
        if self.ids:
            return f"{len(self.ids)} works"
        return str(self.query) or "Everything"


def by_ids(said: str) -> Chosen:
    """Read numbers with commas between them. Raises BadRequest."""
    numbers = [each for each in re.split(r"[,\s]+", said) if each]
    if not numbers or not all(re.fullmatch(r"[1-9][0-9]{0,17}", each) for each in numbers):
        raise BadRequest(text("name works by their numbers, with commas between: 12,7,31"))
    if len(numbers) > _IDS_AT_MOST:
        raise BadRequest(
            text(
                "more than {most} works at once; export a search instead",
                most=number(_IDS_AT_MOST),
            )
        )
    return Chosen(tuple(ArtworkId(int(each)) for each in dict.fromkeys(numbers)))


def by_query(said: str) -> Chosen:
    """Read a query; `limit:` in it is how many works are taken. Raises BadQuery."""
    return Chosen(query=parse(said))


def tag(said: str) -> str:
    """Return a query for one tag, whatever signs it is written with. Raises BadRequest."""
    name = normal(said)
    if not name:
        raise BadRequest(text("a tag has a letter at least"))
    return bare(name)


def batches(bench: Workbench, chosen: Chosen, allow: Allow) -> Iterator[list[ArtworkId]]:
    """Yield the works that may be seen, some at a time; no transaction outlives a batch."""
    if chosen.ids:
        yield from _by_ids(bench, chosen.ids, allow)
    else:
        yield from _found(bench, chosen.query, allow)


def _by_ids(bench: Workbench, ids: Sequence[ArtworkId], allow: Allow) -> Iterator[list[ArtworkId]]:
    for at in range(0, len(ids), BATCH):
        some = ids[at : at + BATCH]
        with bench.db.read() as tx:
            seen = reading.visible(tx, some, allow)
        yield [each for each in some if each in seen]


def _found(bench: Workbench, query: Query, allow: Allow) -> Iterator[list[ArtworkId]]:
    after: Anchor | None = None
    left = query.limit
    while left is None or left > 0:
        wanted = BATCH if left is None else min(BATCH, left)
        with bench.db.read() as tx:
            found = ids_of(tx, query, after, wanted, allow)
            after = anchor_of(tx, query, found[-1]) if len(found) == wanted else None
        yield found
        if after is None:
            return
        left = None if left is None else left - len(found)
