"""Kept searches: keep one, call it something else, keep it no longer; it was looked at."""

from starlette.responses import RedirectResponse, Response

from artkeep.library import saved_searches
from artkeep.library.saved_searches import SavedSearchId
from artkeep.web import searching
from artkeep.web.desk import AtDesk, Form


def save(desk: AtDesk, form: Form) -> Response:
    """Keep a search under a name."""
    with desk.bench.db.begin() as tx:
        one = saved_searches.save(tx, form.get("name", ""), form.get("q", ""))
    return RedirectResponse(searching.url(one.text), status_code=303)


def rename(desk: AtDesk, search_id: int, form: Form) -> Response:
    """Call a kept search something else."""
    with desk.bench.db.begin() as tx:
        one = saved_searches.get(tx, SavedSearchId(search_id))
        saved_searches.change(tx, one.id, form.get("name", ""), one.text)
    return RedirectResponse(searching.url(one.text), status_code=303)


def remove(desk: AtDesk, search_id: int) -> Response:
    """Keep a search no longer; what it finds stays."""
    with desk.bench.db.begin() as tx:
        one = saved_searches.get(tx, SavedSearchId(search_id))
        saved_searches.forget(tx, one.id)
    return RedirectResponse(searching.url(one.text), status_code=303)
