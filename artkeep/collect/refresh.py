"""Read a followed list: to its end the first time, later until nothing is new.

Now and then it is read to its end again, to notice what is no longer on it; and once when its site
tells of another number of posts than those we know. Each batch commits by itself with the place
where it goes on; its pictures are fetched meanwhile, by another run.
"""

from collections import Counter
from datetime import datetime, timedelta

from artkeep import jobs
from artkeep.collect import fetch
from artkeep.db.engine import Tx
from artkeep.errors import Gone, NotFound, SiteError, UnknownAddress
from artkeep.intake import listing, posts, ways
from artkeep.intake.listing import Batch
from artkeep.jobs import Turn
from artkeep.library import collections, filters
from artkeep.library.collections import Collection
from artkeep.library.filters import Filter
from artkeep.model.found import Listing
from artkeep.model.records import Run
from artkeep.model.refs import CollectionId, RunId
from artkeep.sites.base import Lists, Site
from artkeep.texts import text
from artkeep.workbench import Workbench

KIND = "read"
FULL_EVERY = timedelta(days=30)


def ask(tx: Tx, collection_id: CollectionId, *, full: bool = False) -> RunId:
    """Ask for a list to be read; `full`: to its end, whatever is known."""
    return jobs.add(tx, KIND, str(collection_id), arguments={"full": full})


def reading(tx: Tx, collection_id: CollectionId) -> Run:
    """Return the run that reads or read a list. Raises NotFound before the first."""
    run = jobs.find(tx, KIND, str(collection_id))
    if run is None:
        raise NotFound(text("list {collection_id} was never read", collection_id=collection_id))
    return run


def reading_since(tx: Tx, collection_id: CollectionId, began: datetime) -> RunId | None:
    """Return the run that reads a list, or did since then; None: nobody asked for it."""
    run = jobs.find(tx, KIND, str(collection_id))
    is_earlier = run is None or (run.finished_at is not None and run.finished_at < began)
    return None if run is None or is_earlier else run.id


def due(bench: Workbench) -> int:
    """Ask for the lists whose time has come to be read; return how many."""
    with bench.db.begin() as tx:
        taken = collections.due(tx)
        for collection_id in taken:
            ask(tx, collection_id)
    return len(taken)


def run(bench: Workbench, turn: Turn) -> None:
    """Read a list from where its reading stands."""
    collection_id = CollectionId(int(turn.run.subject))
    with bench.db.read() as tx:
        held = collections.get(tx, collection_id)
    try:
        _read(bench, turn, held)
    except SiteError as error:
        with turn.begin() as tx:
            collections.fail(tx, collection_id, str(error))
            if isinstance(error, Gone):
                collections.schedule(tx, collection_id, None)
        raise


def _read(bench: Workbench, turn: Turn, held: Collection) -> None:
    site, way = ways.to(bench, held.ref.site, held.account, turn)
    if not isinstance(site, Lists):
        raise UnknownAddress(text("{site} has no lists", site=held.ref.site))
    with turn.begin() as tx:
        held = collections.get(tx, held.id, is_locked=True)
        held = collections.begin_reading(tx, held, full=_is_full(tx, turn, held))
    counts: Counter[str] = Counter(turn.run.counts)
    total, is_read = None, False
    while not is_read:
        turn.check()
        with way.heeding():
            told = site.list(way, held.ref, held.cursor)
        total = total if told.total is None else told.total
        with turn.begin() as tx:
            now = collections.get(tx, held.id, is_locked=True)
            if now.filter_at != held.filter_at:  # what was passed over may be wanted by now
                held = collections.begin_reading(tx, now, full=True)
                continue
            held, batch = _save(tx, site, now, told, total)
            is_read = _is_read(held, batch)
            if is_read:
                collections.end_reading(tx, held, total)
        _progress(turn, held, batch, counts)


def _save(
    tx: Tx, site: Site, held: Collection, told: Listing, total: int | None
) -> tuple[Collection, Batch]:
    """Save a batch; return what it brought, and its list as that stands now."""
    batch = listing.save(tx, site, held, told)
    _follow_inner(tx, held, told)
    fetch.ask(tx, held.ref.site)
    held = collections.get(tx, held.id)
    if total is not None and _is_read(held, batch) and _has_more(tx, held, total):
        held = collections.read_on(tx, held, total)
    return held, batch


def _is_full(tx: Tx, turn: Turn, held: Collection) -> bool:
    if turn.run.arguments.get("full") or held.full_at is None:
        return True
    return held.full_at <= tx.now - FULL_EVERY


def _is_read(held: Collection, batch: Batch) -> bool:
    """Say whether a reading is at its end: that of the list, or where all is known."""
    if held.cursor is None:
        return True
    return not held.is_full and batch.posts > 0 and batch.new == 0


def _has_more(tx: Tx, held: Collection, total: int) -> bool:
    """Say whether there is something that we have not got, deeper than where a list usually grows.

    Its site tells of another number of posts than at the last reading, and of another than we know.
    """
    is_at_its_end = held.is_full or held.cursor is None
    return not is_at_its_end and total not in (held.total, collections.count(tx, held.id))


def _follow_inner(tx: Tx, held: Collection, told: Listing) -> None:
    """Follow the lists inside a list, as a user's folders."""
    for inner in told.collections:
        followed, is_new = collections.follow(
            tx, inner, account=held.account, every=held.every, inside=held.id
        )
        if is_new and held.next_at is None:  # read when told, and so are those inside it
            collections.schedule(tx, followed.id, None)
        if is_new and held.filter:
            filters.choose(tx, [followed.id], Filter(held.filter, held.filter_search_id))
        if is_new:
            ask(tx, followed.id)


def _progress(turn: Turn, held: Collection, batch: Batch, counts: Counter[str]) -> None:
    passed = min(batch.passed, batch.new)  # a list may name a post twice
    new = batch.new - passed + batch.back
    counts.update({"new": new, "changed": batch.changed, posts.PASSED: passed})
    total = held.total if held.is_full else None
    turn.progress(done=held.seen, total=total, unit="posts", counts=dict(+counts))
