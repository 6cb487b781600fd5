"""The gallery: everything, newest first."""

from typing import Annotated

from fastapi import Query, Request
from starlette.responses import Response

from artkeep.explore import gallery
from artkeep.library import artworks, checks
from artkeep.model.viewing import Road
from artkeep.web import collect, words
from artkeep.web.desk import AtDesk

COUNT_AT_MOST = 10_000  # works counted for the line above the grid


def show_gallery(
    request: Request, desk: AtDesk, after: Annotated[str | None, Query(max_length=200)] = None
) -> Response:
    """Show everything, newest first; an empty library shows how to begin."""
    allow = desk.may(Road.LIST)
    page = gallery.page(desk.bench, after, allow=allow)
    with desk.bench.db.read() as tx:
        is_empty = not artworks.any_there(tx)
    if is_empty and after is None:
        return desk.page(request, "explore/first.html", folder=collect.empty_form(desk))
    with desk.bench.db.read() as tx:
        found = artworks.count(tx, COUNT_AT_MOST, allow)
        any_gone = bool(checks.gone(tx, None, 1))
    more = "more than " if found == COUNT_AT_MOST else ""
    return desk.page(
        request,
        "explore/gallery.html",
        page=page,
        after=after,
        any_gone=any_gone,
        total=f"{more}{words.plural(found, 'work')}",
    )
