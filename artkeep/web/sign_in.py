"""Sign in to the library itself, and out again. The sites' logins are at `/login`."""

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Query, Request
from starlette.responses import RedirectResponse, Response

from artkeep.errors import ArtkeepError
from artkeep.library import sessions, users
from artkeep.web import admitting
from artkeep.web.admitting import KNOWN
from artkeep.web.desk import AtDesk, Desk, Form
from artkeep.web.visiting import SESSION

YEAR = 365 * 24 * 3600  # seconds


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
        who = admitting.admitted(request, desk.door, name, form.get("password", ""))
    except ArtkeepError as error:
        return page(request, desk, back, error)
    with desk.bench.db.begin() as tx:
        token = sessions.begin(tx, who.id)
    response = RedirectResponse(same_site(back), status_code=303)
    put_cookie(request, response, SESSION, token, int(sessions.LASTS.total_seconds()))
    put_cookie(request, response, KNOWN, admitting.mark(request, desk.door, name), YEAR)
    return response


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
