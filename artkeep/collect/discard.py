"""What a person does with many works at once: throw away, take back, never again, fetch again.

A selection is done at once. All that a search finds is thrown away by a run, batch by batch: what
was thrown away is found no more, so that it can go on wherever it stopped. Works that come after
it was asked for stay.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

from artkeep import jobs
from artkeep.collect import fetch
from artkeep.db.engine import Tx
from artkeep.errors import BadRequest
from artkeep.jobs import Turn
from artkeep.library import artworks, trash
from artkeep.library import query as language
from artkeep.library.query import Query
from artkeep.library.query.tree import both
from artkeep.model.refs import ArtworkId, RunId
from artkeep.model.viewing import Allow
from artkeep.workbench import Workbench

KIND = "discard"
AT_MOST = 5000  # works of a selection
_TOGETHER = 100  # works thrown away in one transaction


class Deed(StrEnum):
    """What is done with works."""

    TRASH = "trash"
    RESTORE = "restore"
    NEVER = "never"
    FETCH = "fetch"


def do(tx: Tx, deed: Deed, works: Sequence[ArtworkId]) -> None:
    """Do it with each of these works. Raises NotFound, BadRequest."""
    if len(works) > AT_MOST:
        raise BadRequest(f"more than {AT_MOST:,} works at once; do it with a search instead")
    for site in sorted({site for each in works for site in _DEEDS[deed](tx, each)}):
        fetch.ask(tx, site)


def limited(tx: Tx, text: str, allow: Allow) -> list[ArtworkId] | None:
    """Return the works of a query that says how many it wants, None for others. Raises BadQuery.

    A run could not tell how many of these it had thrown away before it was killed.
    """
    query = language.parse(text)
    return None if query.limit is None else language.ids(tx, query, None, query.limit, allow)


def ask(tx: Tx, deed: Deed, text: str, allow: Allow) -> RunId:
    """Ask for all that a query finds now to be thrown away. Raises BadQuery, BadRequest."""
    if deed not in {Deed.TRASH, Deed.NEVER}:
        raise BadRequest("a whole search can be thrown away; the rest is done with a selection")
    query = language.parse(text)
    digest = hashlib.sha256(str(query).encode()).hexdigest()[:16]  # a subject is short
    arguments = {
        "deed": deed.value,
        "query": str(query),
        "until": artworks.moment(tx.now),
        "nsfw": allow.nsfw,
        "title": str(query) or "all",
    }
    return jobs.add(tx, KIND, f"{deed.value} {digest}", arguments=arguments)


def run(bench: Workbench, turn: Turn) -> None:
    """Throw away what the query still finds."""
    told = turn.run.arguments
    deed = Deed(str(told["deed"]))
    query = _until(language.parse(str(told["query"])), int(str(told["until"])))
    allow = Allow(nsfw=bool(told["nsfw"]))
    done = turn.run.done
    with bench.db.read() as tx:
        total = done + language.count(tx, query, _COUNTED, allow)
    turn.progress(unit="works", total=total)
    while True:
        with turn.begin() as tx:
            works = language.ids(tx, query, None, _TOGETHER, allow)
            do(tx, deed, works)
            done += len(works)
            turn.progress(done=done)
        if not works:
            return


_COUNTED = 10_000_000  # works; more than anybody has


def _put(tx: Tx, artwork_id: ArtworkId) -> set[str]:
    trash.put(tx, artwork_id)
    return set()


def _shun(tx: Tx, artwork_id: ArtworkId) -> set[str]:
    trash.shun(tx, artwork_id)
    return set()


_DEEDS: Mapping[Deed, Callable[[Tx, ArtworkId], set[str]]] = {
    Deed.TRASH: _put,
    Deed.RESTORE: trash.restore,
    Deed.NEVER: _shun,
    Deed.FETCH: trash.want_again,
}


def _until(query: Query, position: int) -> Query:
    """Leave out what came later."""
    earlier = language.parse(f"added:<=@{position}")
    return replace(query, tree=both([query.tree, earlier.tree]))
