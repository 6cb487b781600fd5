"""The gallery: all works or those of a search, endless or page by page."""

from functools import partial
from typing import Annotated

from fastapi import Query, Request
from starlette.responses import RedirectResponse, Response

from artkeep.collect import discard
from artkeep.db.engine import Tx
from artkeep.errors import BadQuery
from artkeep.explore import search
from artkeep.explore.search import Found
from artkeep.library import artworks, checks, makers
from artkeep.model.viewing import Road
from artkeep.texts import many
from artkeep.web import collect, feeds, looks, searching
from artkeep.web.desk import AtDesk, Desk
from artkeep.web.runs import RunView

COUNT_AT_MOST = 10_000  # works counted for the line above the grid
FIRST = 60  # works the page begins with where more come as one scrolls
Text = Annotated[str, Query(max_length=searching.LONGEST)]
Place = Annotated[str | None, Query(max_length=200)]


def show_gallery(
    request: Request,
    desk: AtDesk,
    q: Text = "",
    after: Place = None,
    before: Place = None,
) -> Response:
    """Show what a query finds; without one everything. An empty library shows how to begin."""
    try:
        found = find(desk, q, after, before)
    except BadQuery as error:
        wrong = searching.wrong(q, error)
        return desk.page(request, "explore/unread.html", 400, q=q, wrong=wrong)
    if not found.tiles and found.query.asks_nothing and is_empty(desk):
        return desk.page(request, "explore/first.html", folder=collect.empty_form(desk))
    return page(request, desk, found, is_inside=bool(after or before))


def change_part(q: Text, part: Annotated[int, Query(ge=0)], instead: Text = "") -> Response:
    """Put other words in the place of a part of a query, and lead to what that finds."""
    return RedirectResponse(searching.url(searching.changed(q, part, instead)), status_code=303)


def page(request: Request, desk: Desk, found: Found, *, is_inside: bool) -> Response:
    """Show works of a search; `is_inside`: others come before them."""
    query = found.query
    number = search.count(desk.bench, str(query), COUNT_AT_MOST + 1, desk.may(Road.LIST))
    with desk.bench.db.read() as tx:
        kept = searching.kept(tx, desk, query)
        shown = [one.search for one in kept if one.is_shown]
        return desk.page(
            request,
            "explore/gallery.html",
            q=str(query),
            query=query,
            parts=searching.parts(query),
            orders=list(searching.orders(query)),
            found=found,
            artists=makers.names(tx, [tile.artwork_id for tile in found.tiles]),
            total=total(number),
            number=number,
            is_paged=is_paged(desk),
            is_inside=is_inside,
            pages=partial(searching.url, str(query)),
            kept=kept,
            feed=feeds.of_kept(shown[0].id) if shown else feeds.address(str(query)),
            news=searching.news(tx, desk, shown),
            thrown=None if found.tiles else _thrown(tx, desk, str(query)),
            any_gone=bool(checks.gone(tx, None, 1)),
            own=desk.visit.looks,
            layouts=looks.LAYOUTS,
            flows=looks.FLOWS,
            url=searching.url,
        )


def _thrown(tx: Tx, desk: Desk, query: str) -> RunView | None:
    """Return how the works of a search that finds none were thrown away, if they were."""
    run = discard.of_query(tx, query)
    return None if run is None else desk.run(run)


def find(desk: Desk, q: str, after: str | None, before: str | None) -> Found:
    """Return a page of what a query finds. Raises BadQuery, BadRequest."""
    limit = desk.visit.looks.ipp if is_paged(desk) else FIRST
    allow = desk.may(Road.LIST)
    if before is not None:
        return search.page_before(desk.bench, q, before, limit, allow)
    return search.page(desk.bench, q, after, limit, allow)


def is_paged(desk: Desk) -> bool:
    """Say whether the gallery goes page by page; 0 works a page is one that goes on."""
    return desk.visit.looks.flow == "paged" and desk.visit.looks.ipp > 0


def is_empty(desk: Desk) -> bool:
    """Say whether there is nothing in the library at all."""
    with desk.bench.db.read() as tx:
        return not artworks.any_there(tx)


def total(number: int) -> str:
    """Put a number of works into words."""
    if number > COUNT_AT_MOST:
        return many("more than {n} work", "more than {n} works", COUNT_AT_MOST)
    return many("{n} work", "{n} works", number)
