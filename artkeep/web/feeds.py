"""Searches as plain Atom feeds, for programs that read news and know nothing of us."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import Path, Query, Request
from starlette.responses import Response

from artkeep.db.engine import Tx
from artkeep.explore import atom
from artkeep.explore.atom import Found
from artkeep.fingerprints.rows import mark
from artkeep.library import saved_searches
from artkeep.library.query import Query as Question
from artkeep.library.saved_searches import SavedSearchId
from artkeep.web import opds, searching
from artkeep.web.desk import AtDesk, Desk

EVERYTHING = "/feed"


def show_feed(
    request: Request,
    desk: AtDesk,
    q: Annotated[str, Query(max_length=2000)] = "",
    after: opds.Place = "",
) -> Response:
    """List what a search finds, newest first; without one everything."""
    asked = opds.newest(q)
    with desk.bench.db.read() as tx:
        return listed(request, desk, tx, asked, (address(q), str(asked) or "Artkeep"), after)


def show_kept(
    request: Request, desk: AtDesk, search_id: Annotated[int, Path(ge=1)], after: opds.Place = ""
) -> Response:
    """List what a kept search finds, newest first, whatever it asks by then.

    Raises SignInNeeded, NotFound.
    """
    opds.require_kept(desk)
    with desk.bench.db.read() as tx:
        one = saved_searches.get(tx, SavedSearchId(search_id))
        asked, where = opds.newest(one.text), (of_kept(one.id), one.name)
        return listed(request, desk, tx, asked, where, after)


def address(text: str) -> str:
    """Return where the feed of a search is."""
    asked = str(opds.newest(text))
    return f"{EVERYTHING}?{urlencode({'q': asked})}" if asked else EVERYTHING


def of_kept(search_id: int) -> str:
    """Return where the feed of a kept search is."""
    return f"/searches/{search_id}/feed"


def listed(
    request: Request, desk: Desk, tx: Tx, asked: Question, where: tuple[str, str], after: str
) -> Response:
    """Answer with a page of works; `where` is the feed's path and its title."""
    path, title = where
    some, following = opds.works(request, desk, tx, asked, after)
    pages = opds.Asked(path, title, asked)
    on = pages.page(following) if following else ""
    page, base = searching.url(str(asked)), opds.our_address(request, desk)
    found = Found(title, base, pages.page(after), page, on)
    return opds.answer(request, atom.feed(found, some, mark(tx)), atom.KIND)
