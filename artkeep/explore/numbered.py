"""Pages of the gallery by their number, as the program for pixiv bookmarks had them.

A page begins just behind a work, never at an offset: to find out where page 40 begins, the keys of
the works before it are walked once, and each page's beginning on the way is remembered for some
minutes, until somebody looks at the first page again. So no work is left out between two pages,
whatever comes in at the top meanwhile. Numbers reach `DEEPEST` works deep, which bounds what a
number may cost; whoever wants the oldest turns the order of a search around.
"""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Lock

from artkeep.clock import Clock
from artkeep.db.engine import Tx
from artkeep.errors import NotFound
from artkeep.library.query import Anchor, Query, anchor_of, count, ids, parse, search
from artkeep.model.records import Tile
from artkeep.model.viewing import Allow
from artkeep.texts import number as figure
from artkeep.texts import text
from artkeep.workbench import Workbench

DEEPEST = 100_000  # works that numbers lead past at most
STRIDE = 5_000  # keys walked with one statement
BATCH = 200  # works read at once where everything is on one page
FRESH_SECONDS = 600.0
MOST_LISTS = 64

ORDERS = {"default": "", "artwork": "order:date"}

Which = tuple[str, int, bool]  # query, works a page, whether all works are seen


@dataclass(frozen=True, slots=True)
class Numbered:
    """A page. `last` is the number of the last one, None where there are more than can be counted.

    With 0 works a page everything is on the first.
    """

    tiles: list[Tile]
    number: int
    last: int | None
    total: int


@dataclass(slots=True)
class Beginnings:
    """Where the pages of a list begin, as far as somebody has walked; `at` is when that began."""

    at: float
    known: dict[int, Anchor | None] = field(default_factory=lambda: {1: None})


class Marks:
    """The beginnings of pages that are remembered, for all who look; losing them costs a walk."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lists: OrderedDict[Which, Beginnings] = OrderedDict()
        self._lock = Lock()

    def nearest(self, which: Which, number: int) -> tuple[int, Anchor | None]:
        """Return the last page up to `number` whose beginning is known, and where it begins."""
        with self._lock:
            known = self._fresh(which).known
            nearest = max(each for each in known if each <= number)
            return nearest, known[nearest]

    def renew(self, which: Which) -> None:
        """Forget where the pages of a list begin, since the first is shown anew.

        Otherwise what came in since would push works off the first page that the second, beginning
        where it did, does not have.
        """
        with self._lock:
            self._lists.pop(which, None)

    def remember(self, which: Which, found: dict[int, Anchor | None]) -> None:
        """Remember where pages begin."""
        with self._lock:
            self._fresh(which).known.update(found)

    def _fresh(self, which: Which) -> Beginnings:
        now = self._clock.monotonic()
        held = self._lists.get(which)
        if held is None or now - held.at > FRESH_SECONDS:
            held = self._lists[which] = Beginnings(now)
        self._lists.move_to_end(which)
        while len(self._lists) > MOST_LISTS:
            self._lists.popitem(last=False)
        return held


def page(
    bench: Workbench, marks: Marks, number: int, ipp: int, order: str, allow: Allow
) -> Numbered:
    """Return a page of the gallery, from 1. Raises NotFound for one that is not there."""
    query = parse(ORDERS[order])
    if number < 1 or (number - 1) * ipp > DEEPEST or (ipp == 0 and number > 1):
        raise NotFound(NO_PAGE)
    with bench.db.read() as tx:
        found = count(tx, query, DEEPEST + 1, allow)
        last = None if found > DEEPEST else max(1, -(-found // ipp) if ipp else 1)
        if last is not None and number > last:
            raise NotFound(NO_PAGE)
        if ipp == 0:
            return Numbered([], 1, last, found)
        if number == 1:
            marks.renew((query.text, ipp, allow.nsfw))
        after = beginning(tx, marks, query, (query.text, ipp, allow.nsfw), number)
        tiles = search(tx, query, after, ipp, allow)
    if not tiles and number > 1:
        raise NotFound(NO_PAGE)
    return Numbered(tiles, number, last, found)


NO_PAGE = text(
    "there is no such page; numbers lead {works} works deep at most", works=figure(DEEPEST)
)


def beginning(tx: Tx, marks: Marks, query: Query, which: Which, number: int) -> Anchor | None:
    """Return just behind which work a page begins. Raises NotFound where the works end before."""
    _, ipp, nsfw = which
    at, anchor = marks.nearest(which, number)
    found: dict[int, Anchor | None] = {}
    pages_a_stride = max(1, STRIDE // ipp)
    while at < number:
        pages = min(pages_a_stride, number - at)
        walked = ids(tx, query, anchor, pages * ipp, Allow(nsfw=nsfw))
        if len(walked) < pages * ipp:
            raise NotFound(NO_PAGE)
        at += pages
        anchor = found[at] = anchor_of(tx, query, walked[-1])
    marks.remember(which, found)
    return anchor


def everything(bench: Workbench, order: str, allow: Allow) -> Iterator[Tile]:
    """Yield all works; no transaction outlives a batch."""
    query, after = parse(ORDERS[order]), None
    while True:
        with bench.db.read() as tx:
            tiles = search(tx, query, after, BATCH, allow)
            after = anchor_of(tx, query, tiles[-1].artwork_id) if tiles else None
        yield from tiles
        if len(tiles) < BATCH:
            return
