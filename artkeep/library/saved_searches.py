"""Searches that are kept under a name, and how much came to them since they were looked at."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NewType

import sqlalchemy as sa

from artkeep.db.dialect import insert_new
from artkeep.db.engine import Tx
from artkeep.db.tables import artwork, saved_search
from artkeep.errors import BadRequest, Conflict, NotFound
from artkeep.library import artworks, filters, query
from artkeep.library.query import Query
from artkeep.model.viewing import Allow
from artkeep.texts import text as sentence

SavedSearchId = NewType("SavedSearchId", int)
LONGEST_NAME = 200  # characters
_NO_TEXT = re.compile("[\0\ud800-\udfff]")  # neither engine keeps these


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query under a name, and when it was looked at, in microseconds since 1970.

    The moment of the latest work that the gallery had by then counts, not that of the visit: what
    came in between is new. Only where several workers write at once, on PostgreSQL, may a work
    whose worker began before the latest and ended after the visit count as seen.
    """

    id: SavedSearchId
    name: str
    text: str
    created_at: datetime
    seen_at: int

    @property
    def news(self) -> str:
        """The text of the query that finds what came since."""
        return str(query.parse(f"{_grouped(self.text)} added:>@{self.seen_at}"))


def _grouped(text: str) -> str:
    return f"({text})" if not query.parse(text).asks_nothing else text


def save(tx: Tx, name: str, text: str) -> SavedSearch:
    """Keep a query; what is there now has been seen. Raises BadQuery, BadRequest, Conflict."""
    row = {
        "name": _name(name),
        "text": str(query.parse(text)),
        "created_at": tx.now,
        "seen_at": _latest(tx),
    }
    if not insert_new(tx, saved_search, [row], "name"):
        raise Conflict(sentence("a search is already called {name}", name=row["name"]))
    found = tx.execute(_ROWS.where(saved_search.c.name == row["name"])).one()
    return _read(found)


def change(tx: Tx, search_id: SavedSearchId, name: str, text: str) -> None:
    """Give a kept search another name or query. Raises BadQuery, BadRequest, Conflict, NotFound.

    Lists that it filters are filtered by what it asks now, as far as a filter can ask it.
    """
    name, text = _name(name), str(query.parse(text))
    other = sa.select(saved_search.c.id).where(saved_search.c.name == name)
    if tx.execute(other).scalar_one_or_none() not in {None, search_id}:
        raise Conflict(sentence("a search is already called {name}", name=name))
    _change(tx, search_id, {"name": name, "text": text})
    filters.follow_search(tx, search_id, text)


def visit(tx: Tx, search_id: SavedSearchId) -> None:
    """Note that what there is now has been seen. Raises NotFound."""
    _change(tx, search_id, {"seen_at": _latest(tx)})


def forget(tx: Tx, search_id: SavedSearchId) -> None:
    """Keep a search no longer; what it filters stays filtered. Raises NotFound."""
    statement = sa.delete(saved_search).where(saved_search.c.id == search_id)
    if not tx.execute(statement).rowcount:
        raise _missing(search_id)
    filters.lose_search(tx, search_id)


def get(tx: Tx, search_id: SavedSearchId) -> SavedSearch:
    """Return a kept search. Raises NotFound."""
    row = tx.execute(_ROWS.where(saved_search.c.id == search_id)).one_or_none()
    if row is None:
        raise _missing(search_id)
    return _read(row)


def everything(tx: Tx) -> list[SavedSearch]:
    """Return all of them by name."""
    return [_read(row) for row in tx.execute(_ROWS.order_by(saved_search.c.name))]


def count_news(tx: Tx, search: SavedSearch, at_most: int, allow: Allow) -> int:
    """Return how many works came since it was looked at, counting no further than `at_most`."""
    return query.count(tx, query.parse(search.news), at_most, allow)


def query_of(search: SavedSearch) -> Query:
    """Return what it asks."""
    return query.parse(search.text)


_ROWS = sa.select(saved_search)


def _read(row: sa.Row[Any]) -> SavedSearch:
    return SavedSearch(SavedSearchId(row.id), row.name, row.text, row.created_at, row.seen_at)


def _name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or _NO_TEXT.search(name):
        raise BadRequest(
            sentence("a name has 1 to {longest_name} characters", longest_name=LONGEST_NAME)
        )
    return name


def _latest(tx: Tx) -> int:
    """Return when the last of what the gallery shows came, in microseconds since 1970."""
    query = sa.select(sa.func.max(artwork.c.shown_at)).where(artworks.SHOWN)
    found = tx.execute(query).scalar_one()
    return 0 if found is None else artworks.moment(found)


def _change(tx: Tx, search_id: SavedSearchId, values: dict[str, Any]) -> None:
    statement = sa.update(saved_search).where(saved_search.c.id == search_id).values(values)
    if not tx.execute(statement).rowcount:
        raise _missing(search_id)


def _missing(search_id: SavedSearchId) -> NotFound:
    return NotFound(sentence("there is no kept search {search_id}", search_id=search_id))
