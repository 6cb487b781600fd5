"""What a person does with many works at once: throw away, take back, never again.

A selection is done at once. All that a search finds is thrown away by a run, batch by batch: what
was thrown away is found no more, so that it can go on wherever it stopped. Works that come after
it was asked for stay. Each work knows which run threw it away; so another run takes back all of
them that still lie in the trash, wherever the first one was.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from itertools import islice

from artkeep import jobs
from artkeep.collect import fetch
from artkeep.db.engine import Tx
from artkeep.errors import BadRequest, NotFound
from artkeep.jobs import Turn
from artkeep.library import artworks, trash
from artkeep.library import query as language
from artkeep.library.query import Query
from artkeep.library.query.tree import both
from artkeep.model.records import Run
from artkeep.model.refs import ArtworkId, RunId
from artkeep.model.viewing import Allow
from artkeep.texts import text as sentence
from artkeep.workbench import Workbench

KIND = "discard"
BACK = "take_back"
_TOGETHER = 100  # works thrown away in one transaction


class Deed(StrEnum):
    """What is done with works."""

    TRASH = "trash"
    RESTORE = "restore"
    NEVER = "never"
    FETCH = "fetch"  # artkeep.collect.again


def do(tx: Tx, deed: Deed, works: Sequence[ArtworkId]) -> None:
    """Throw each of these works away, or take it back. Raises NotFound."""
    for site in sorted({site for each in works for site in _DEEDS[deed](tx, each)}):
        fetch.ask(tx, site)


def ask(tx: Tx, deed: Deed, text: str, allow: Allow) -> RunId:
    """Ask for all that a query finds now to be thrown away. Raises BadQuery, BadRequest."""
    if deed not in _AWAY:
        raise BadRequest(
            sentence("a whole search can be thrown away; the rest is done with a selection")
        )
    query = language.parse(text)
    digest = hashlib.sha256(str(query).encode()).hexdigest()[:16]  # a subject is short
    until = artworks.moment(tx.now)
    arguments = {
        "deed": deed.value,
        "query": str(query),
        "until": until,
        "nsfw": allow.nsfw,
        "title": str(query) or "all",
    }
    return jobs.add(tx, KIND, f"{deed.value} {digest} {until}", arguments=arguments)


def run(bench: Workbench, turn: Turn) -> None:
    """Throw away what the query still finds."""
    told = turn.run.arguments
    deed = Deed(str(told["deed"]))
    query = _until(language.parse(str(told["query"])), int(str(told["until"])))
    allow = Allow(nsfw=bool(told["nsfw"]))
    at_most = _ALL if query.limit is None else query.limit
    with bench.db.read() as tx:
        done = _thrown(tx, turn)
        total = min(done + language.count(tx, query, _ALL, allow), at_most)
    turn.progress(unit="works", total=total, done=done)
    while True:
        with turn.begin() as tx:
            works = language.ids(tx, query, None, min(_TOGETHER, at_most - done), allow)
            for each in works:
                _AWAY[deed](tx, each, turn.run.id)
            done += len(works)
            turn.progress(done=done)
        if not works or done >= at_most:
            return


_LOOKED_AT = 50  # runs; what older ones threw away is taken back work by work
_LATEST = 5  # runs that are offered to be taken back
_ALL = 10_000_000  # works; more than anybody has


def _thrown(tx: Tx, turn: Turn) -> int:
    """Return how many works it has thrown away; the last may not have been written down."""
    return max(turn.run.done, trash.count_of_run(tx, turn.run.id))


# ---- taken back --------------------------------------------------------------------------------


def ask_back(tx: Tx, run_id: RunId) -> RunId:
    """Ask for all that a run threw away to be taken back; it stops, if it is at work.

    Raises NotFound, also for a run that throws nothing away.
    """
    thrown = jobs.get(tx, run_id)
    if thrown.kind != KIND:
        raise NotFound(sentence("run {run_id} threw nothing away", run_id=run_id))
    jobs.request_stop(tx, run_id)  # it looks in each step, which from now on comes to nothing
    arguments = {"title": thrown.arguments["title"]}
    return jobs.add(tx, BACK, str(run_id), arguments=arguments)


def together(tx: Tx, limit: int) -> list[Run]:
    """Return the latest runs that threw away what can still be taken back, latest first."""
    latest = jobs.latest(tx, KIND, _LOOKED_AT)
    return list(islice((one for one in latest if trash.of_run(tx, one.id, 1)), limit))


def of_query(tx: Tx, text: str) -> Run | None:
    """Return the run that threw away last what this query found and can still be taken back."""
    some = together(tx, _LATEST)
    return next((one for one in some if one.arguments["query"] == text), None)


def run_back(_: Workbench, turn: Turn) -> None:
    """Take back what a run threw away and still lies in the trash."""
    run_id = RunId(int(turn.run.subject))
    done = turn.run.done
    while True:
        with turn.begin() as tx:
            turn.progress(unit="works", total=done + trash.count_of_run(tx, run_id))
            works = trash.of_run(tx, run_id, _TOGETHER)
            do(tx, Deed.RESTORE, works)
            done += len(works)
            turn.progress(done=done)
        if not works:
            return


def _put(tx: Tx, artwork_id: ArtworkId) -> set[str]:
    trash.put(tx, artwork_id)
    return set()


def _shun(tx: Tx, artwork_id: ArtworkId) -> set[str]:
    trash.shun(tx, artwork_id)
    return set()


_AWAY: Mapping[Deed, Callable[[Tx, ArtworkId, RunId], None]] = {
    Deed.TRASH: trash.put,
    Deed.NEVER: trash.shun,
}
_DEEDS: Mapping[Deed, Callable[[Tx, ArtworkId], set[str]]] = {
    Deed.TRASH: _put,
    Deed.RESTORE: trash.restore,
    Deed.NEVER: _shun,
}


def _until(query: Query, position: int) -> Query:
    """Leave out what came later."""
    earlier = language.parse(f"added:<=@{position}")
    return replace(query, tree=both([query.tree, earlier.tree]))
