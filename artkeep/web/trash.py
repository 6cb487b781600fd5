"""The trash: throw a work away, take it back, never again; empty it."""

from dataclasses import replace
from typing import Annotated

from fastapi import Query, Request
from starlette.responses import RedirectResponse, Response

from artkeep.collect import discard, fetch
from artkeep.collect import trash as emptying
from artkeep.errors import BadRequest
from artkeep.library import trash
from artkeep.library.trash import Shunned
from artkeep.model.refs import ArtworkId, PostId
from artkeep.model.viewing import Road
from artkeep.texts import text
from artkeep.web import closed, naming, positions
from artkeep.web.desk import AtDesk, Form

PAGE = 60  # works a page
SHUNNED = 100  # posts a page
TOGETHER = 5  # whole searches that were thrown away
SURE = "yes"


def show_trash(
    request: Request,
    desk: AtDesk,
    after: Annotated[str, Query(max_length=80)] = "",
    never: Annotated[int, Query(ge=0)] = 0,
) -> Response:
    """Show what lies in the trash, latest first, and which posts shall never come again."""
    with desk.bench.db.read() as tx:
        found = trash.newest(tx, positions.read(after), PAGE + 1)
        total = trash.count(tx)
        shunned = trash.shunned(tx, never, SHUNNED + 1)
        together = [] if after else discard.together(tx, TOGETHER)
        hidden = closed.among(tx, desk, [one.artwork_id for one in found], Road.LIST)
    shown = found[:PAGE]
    more = len(found) > PAGE
    return desk.page(
        request,
        "explore/trash.html",
        works=shown,
        hidden=hidden,
        total=total,
        together=[desk.run(one) for one in together],
        after=after,
        next=positions.written(shown[-1].trashed_at, shown[-1].artwork_id) if more else None,
        shunned=[_shunned(one) for one in shunned[:SHUNNED]],
        more_shunned=shunned[SHUNNED - 1].post_id if len(shunned) > SHUNNED else None,
    )


def _shunned(one: Shunned) -> tuple[Shunned, str]:
    title = naming.called(one.title, one.ref)
    return replace(one, title=title), naming.site_title(one.ref.site)


def throw_away(desk: AtDesk, artwork_id: int) -> Response:
    """Put a work into the trash; its page offers to take it back."""
    with desk.bench.db.begin() as tx:
        trash.put(tx, ArtworkId(artwork_id))
    return RedirectResponse(f"/artworks/{artwork_id}", status_code=303)


def restore(desk: AtDesk, artwork_id: int) -> Response:
    """Take a work out of the trash."""
    with desk.bench.db.begin() as tx:
        for site in trash.restore(tx, ArtworkId(artwork_id)):
            fetch.ask(tx, site)
    return RedirectResponse(f"/artworks/{artwork_id}", status_code=303)


def never_again(desk: AtDesk, artwork_id: int) -> Response:
    """Throw a work away and have its posts never fetched again."""
    with desk.bench.db.begin() as tx:
        trash.shun(tx, ArtworkId(artwork_id))
    return RedirectResponse(f"/artworks/{artwork_id}", status_code=303)


def welcome(desk: AtDesk, post_id: int) -> Response:
    """Let a post come again that was never to."""
    with desk.bench.db.begin() as tx:
        site = trash.welcome(tx, PostId(post_id))
        if site is not None:
            fetch.ask(tx, site)
    return RedirectResponse("/trash", status_code=303)


def empty(desk: AtDesk, form: Form) -> Response:
    """Delete for good what lies in the trash, once somebody said that they are sure."""
    if form.get("sure") != SURE:
        raise BadRequest(text("Say that you are sure: what is emptied cannot be brought back."))
    with desk.bench.db.begin() as tx:
        emptying.ask(tx)
    return RedirectResponse("/activity", status_code=303)
