"""`/admin`: start a sync or throw a work away in a library that is otherwise only looked at.

For scripts, with the token of the setting `read_only_token`; they are answered in plain words.
Without that setting every token is wrong.
"""

import hmac
from collections.abc import Mapping

from fastapi import Request
from starlette.responses import PlainTextResponse, Response

from artkeep.collect import everything
from artkeep.errors import BadRequest, Forbidden
from artkeep.library import knocks
from artkeep.texts import text
from artkeep.web import explorer
from artkeep.web.admitting import OF_AN_ADDRESS, network
from artkeep.web.desk import AtDesk, Desk, Form
from artkeep.web.language import say

WRITABLE = text("This library can be changed on its pages; there is nothing to do here.")
REFRESH, DELETE, WORK = "token_ref", "token_del", "artwork"


def show_admin(request: Request, desk: AtDesk) -> Response:
    """Show the two forms, where the library is only looked at."""
    if not desk.bench.settings.read_only:
        return PlainTextResponse(f"{say(WRITABLE)}\n")
    has_token = desk.bench.settings.read_only_token is not None
    return desk.page(request, "settings/admin.html", has_token=has_token)


def carry_out(request: Request, desk: AtDesk, form: Form) -> Response:
    """Do what a token allows: read all lists, or throw a work of pixiv away."""
    if not desk.bench.settings.read_only:
        return PlainTextResponse(f"{say(WRITABLE)}\n")
    if REFRESH in form:
        require_token(request, desk, form[REFRESH])
        return refreshed(desk)
    if DELETE in form and WORK in form:
        require_token(request, desk, form[DELETE])
        return deleted(desk, form)
    return PlainTextResponse(
        f"send {REFRESH}, or {DELETE} and {WORK}\n", status_code=BadRequest.status
    )


def require_token(request: Request, desk: Desk, said: str) -> None:
    """Raise Forbidden for a token that is not the one, TooManyTries for too many of them."""
    address = f"admin {network(request)}"
    with desk.bench.db.begin() as tx:
        knocks.count(tx, {address: OF_AN_ADDRESS})
    known = (desk.bench.settings.read_only_token or "").strip().encode()
    if not known or not hmac.compare_digest(said.strip().encode(), known):
        raise Forbidden(text("that is not the token"))
    with desk.bench.db.begin() as tx:
        knocks.take_back(tx, address)


def refreshed(desk: Desk) -> Response:
    """Read all lists, unless that is under way."""
    with desk.bench.db.begin() as tx:
        if everything.is_under_way(tx):
            return PlainTextResponse("already refreshing\n", status_code=400)
        everything.ask(tx)
    return PlainTextResponse("refreshing\n")


def deleted(desk: Desk, form: Mapping[str, str]) -> Response:
    """Throw a work away. Raises NotFound."""
    work = explorer.found(desk, form[WORK].strip())
    explorer.put_away(desk, work)
    return PlainTextResponse("deleting\n")
