"""`/api/searches`: the kept searches, and what came to each since it was looked at."""

from dataclasses import dataclass

from artkeep.library import saved_searches
from artkeep.library.saved_searches import SavedSearchId
from artkeep.web import searching
from artkeep.web.desk import AtDesk


@dataclass(frozen=True, slots=True)
class Search:
    """A kept search; `new` works came since it was looked at, counted up to a thousand."""

    id: int
    name: str
    query: str
    new: int


@dataclass(frozen=True, slots=True)
class Searches:
    """All of them, by name."""

    searches: list[Search]


def list_searches(desk: AtDesk) -> Searches:
    """Return the kept searches."""
    if not searching.sees_kept(desk):
        return Searches([])
    with desk.bench.db.read() as tx:
        some = saved_searches.everything(tx)
        news = searching.news(tx, desk, some)
    return Searches([Search(one.id, one.name, one.text, news[one.id]) for one in some])


def see(desk: AtDesk, search_id: int) -> Searches:
    """Note that a kept search was looked at; return them all."""
    with desk.bench.db.begin() as tx:
        saved_searches.visit(tx, SavedSearchId(search_id))
    return list_searches(desk)
