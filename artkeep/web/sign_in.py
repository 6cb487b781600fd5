"""Sign in to the library itself, and out again. The sites' logins are at `/login`."""

import hashlib
import hmac
import ipaddress
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Query, Request
from starlette.responses import RedirectResponse, Response

from artkeep.errors import ArtkeepError, BadRequest
from artkeep.library import knocks, sessions, users
from artkeep.model.users import User
from artkeep.texts import text
from artkeep.web.desk import AtDesk, Desk, Form
from artkeep.web.visiting import SESSION

KNOWN = "artkeep_known"  # cookie: who has signed in with this browser before
YEAR = 365 * 24 * 3600  # seconds
# how long a try may have to wait at most, seconds: guessers come from anywhere, so an account
# opens again soon for the person it belongs to, and one address does not
OF_AN_ACCOUNT = 60.0
OF_AN_ADDRESS = 900.0
NETWORK = 64  # bits of an IPv6 address that are one customer's
WRONG = text("This name and password do not belong together.")
NOBODY_CAN = text("There is no password yet. On the machine itself, run: artkeep password")


def show_sign_in(
    request: Request, desk: AtDesk, r: Annotated[str, Query(max_length=2000)] = ""
) -> Response:
    """Show the form, or who is signed in; `r` is where to go then."""
    return page(request, desk, r)


def page(request: Request, desk: Desk, back: str, problem: ArtkeepError | None = None) -> Response:
    """Show the page, with what went wrong."""
    who = desk.visit.who
    browsers = 0
    if who is not None:
        with desk.bench.db.read() as tx:
            browsers = sessions.count(tx, who.id)
    response = desk.page(
        request,
        "sign_in/sign_in.html",
        problem.status if problem else 200,
        problem=str(problem or ""),
        back=same_site(back),
        browsers=browsers,
    )
    if problem is not None and problem.retry_after is not None:
        response.headers["retry-after"] = f"{problem.retry_after:.0f}"
    return response


def sign_in(request: Request, desk: AtDesk, form: Form) -> Response:
    """Sign this browser in, and lead back to where somebody came from."""
    name, back = users.plain(form.get("name", "")), form.get("r", "")
    try:
        who = admitted(request, desk, name, form.get("password", ""))
    except ArtkeepError as error:
        return page(request, desk, back, error)
    with desk.bench.db.begin() as tx:
        token = sessions.begin(tx, who.id)
    response = RedirectResponse(same_site(back), status_code=303)
    put_cookie(request, response, SESSION, token, int(sessions.LASTS.total_seconds()))
    put_cookie(request, response, KNOWN, mark(request, desk, name), YEAR)
    return response


def admitted(request: Request, desk: Desk, name: str, password: str) -> User:
    """Return who has this name and password. Raises BadRequest, TooManyTries."""
    address, account = f"address {network(request)}", whose_turn(request, desk, name)
    with desk.bench.db.begin() as tx:
        knocks.count(tx, {address: OF_AN_ADDRESS, account: OF_AN_ACCOUNT})
        known = users.known(tx, name)
        can_anybody = users.is_guarded(tx)
    if not can_anybody:
        raise BadRequest(NOBODY_CAN)
    who, kept = known or (None, None)
    if not desk.passwords.fits(kept, password) or who is None or kept is None:
        raise BadRequest(WRONG)
    with desk.bench.db.begin() as tx:
        knocks.forget(tx, account)
        knocks.take_back(tx, address)
        if desk.passwords.is_old(kept):
            users.hash_again(tx, who.id, desk.passwords.hashed(password))
    return who


def whose_turn(request: Request, desk: Desk, name: str) -> str:
    """Return what counts tries for an account: its own browsers are not slowed down by others."""
    if hmac.compare_digest(
        request.cookies.get(KNOWN, "").encode(), mark(request, desk, name).encode()
    ):
        return f"browser {hashlib.sha256(request.state.browser.encode()).hexdigest()[:32]}"
    return f"account {hashlib.sha256(name.encode()).hexdigest()[:32]}"


def mark(request: Request, desk: Desk, name: str) -> str:
    """Return what shows that a browser signed in as somebody before; nobody else can make it."""
    words = f"known {request.state.browser} {name}".encode()
    return hmac.new(desk.secret, words, hashlib.sha256).hexdigest()


def network(request: Request) -> str:
    """Return the address that asks; of IPv6 the part that one customer has for themselves."""
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if address.version == 4:  # noqa: PLR2004 - there are 4 and 6
        return str(address)
    return str(ipaddress.ip_network((address, NETWORK), strict=False))


def sign_out(request: Request, desk: AtDesk, form: Form) -> Response:
    """Sign this browser out, or with `everywhere` all browsers of whoever is signed in."""
    who, token = desk.visit.who, request.cookies.get(SESSION, "")
    with desk.bench.db.begin() as tx:
        if who is not None and form.get("everywhere"):
            sessions.end_all(tx, who.id)
        sessions.end(tx, token)
    response = RedirectResponse("/sign-in", status_code=303)
    response.delete_cookie(SESSION)
    return response


def put_cookie(request: Request, response: Response, name: str, value: str, seconds: int) -> None:
    """Keep something in the browser that no script may read."""
    is_safe = request.url.scheme == "https"
    response.set_cookie(name, value, max_age=seconds, httponly=True, samesite="lax", secure=is_safe)


def same_site(address: str) -> str:
    """Return an address below our own host, or the gallery's: nobody is led elsewhere.

    Browsers read a backslash as a slash and leave out line ends and tabs.
    """
    plain = address if address.isprintable() and "\\" not in address else ""
    parts = urlsplit(plain)
    if parts.scheme or parts.netloc or not plain.startswith("/") or plain.startswith("//"):
        return "/"
    return plain
