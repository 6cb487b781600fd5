"""What goes wrong, in one place: an error of ours becomes a page, a piece of one, or JSON.

The JSON of `/api` has one shape: `{"error": "NotFound", "message": "…", "status": 404,
"reference": null}`. A reference is given for what we did not foresee; the log names it too. A
query that cannot be read has `position`, `length` and `suggestion` beside these (`BadQuery`).
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from artkeep.errors import ArtkeepError, BadQuery, SignInNeeded, TooManyTries
from artkeep.texts import text
from artkeep.web import basic, strangers
from artkeep.web.desk import NOBODY, Desk, desk_at_hand, desk_of, is_fragment
from artkeep.web.language import finished, say

log = structlog.get_logger(__name__)

HEADS = {
    400: text("That cannot be asked like this"),
    401: text("Sign in first"),
    403: text("Not allowed from here"),
    404: text("Nothing here by that name"),
    405: text("Not in this way"),
    409: text("Something is in the way"),
    410: text("No longer here"),
    413: text("Larger than a picture may be"),
    429: text("Too often"),
    502: text("The other side did not answer well"),
    503: text("Not just now"),
}
UNFORESEEN = 500
PASSING = frozenset({409, UNFORESEEN, 502, 503})
OURS = text("Something went wrong in Artkeep")
WORDS = {
    404: text("The address may be from another library, or what it named is gone."),
    405: text("This address does something else; use the buttons of the pages."),
}


@dataclass(frozen=True, slots=True)
class Failure:
    """An error as a person or a script is told of it."""

    error: str
    message: str
    status: int
    reference: str | None = None
    place: Mapping[str, object] = field(default_factory=dict)  # in a query that cannot be read

    def as_json(self) -> dict[str, object]:
        """Return it for scripts."""
        told = {name: getattr(self, name) for name in ("error", "message", "status", "reference")}
        return {name: finished(value) for name, value in (told | dict(self.place)).items()}

    @property
    def head(self) -> str:
        """The heading of its page."""
        return HEADS.get(self.status, OURS)


def install(app: FastAPI) -> None:
    """Let every error of a route end in `answer`."""
    app.add_exception_handler(ArtkeepError, answer)
    app.add_exception_handler(HTTPException, answer)
    app.add_exception_handler(RequestValidationError, answer)


def answer(request: Request, error: Exception) -> Response:
    """Tell what went wrong in the form that was asked for."""
    try:
        desk = desk_of(request)
    except ArtkeepError:  # the library does not say who looks: it may be what went wrong
        desk = desk_at_hand(request)
    return answer_at(desk, request, error)


def answer_at(desk: Desk, request: Request, error: Exception) -> Response:
    """Tell what went wrong; what the machine is like is told to its owner only."""
    failure = failure_of(error)
    is_owner = not desk.read_only and not (desk.exposed and desk.visit is NOBODY)
    if failure.status >= UNFORESEEN and not is_owner:
        failure = replace(failure, message=strangers.ELSEWHERE)
    if failure.reference:
        where = {"reference": failure.reference, "path": request.url.path}
        log.error("request failed", **where, exc_info=error)
    if isinstance(error, SignInNeeded) and basic.asks(request):
        response: Response = PlainTextResponse(f"{say(failure.message)}\n", failure.status)
        response.headers["www-authenticate"] = basic.CHALLENGE
    else:
        response = said(request, desk, failure)
    if isinstance(error, TooManyTries):
        response.headers["retry-after"] = f"{error.retry_after:.0f}"
    return response


def said(request: Request, desk: Desk, failure: Failure) -> Response:
    """Put a failure into JSON, plain words, a piece of a page or a page."""
    if is_for_scripts(request):
        return JSONResponse(failure.as_json(), status_code=failure.status)
    if request.url.path == "/admin" and request.method == "POST":
        return PlainTextResponse(f"{say(failure.message)}\n", status_code=failure.status)
    if is_fragment(request):
        return desk.page(request, "_problem.html", failure.status, failure=failure, again="")
    if failure.error == SignInNeeded.__name__ and request.method == "GET" and takes_pages(request):
        back = urlencode({"r": way_here(request)})
        return RedirectResponse(f"/sign-in?{back}", status_code=303)
    again = way_back(request, failure)
    return desk.page(request, "error.html", failure.status, failure=failure, again=again)


def is_for_scripts(request: Request) -> bool:
    """Say whether what was asked for is no page, so that no page is sent instead."""
    path = request.url.path
    return path.startswith(("/api/", "/i/")) or path.endswith("/meta")


def takes_pages(request: Request) -> bool:
    """Say whether a page would be shown; a picture's place in one shows none."""
    accepted = request.headers.get("accept", "*/*")
    return accepted == "*/*" or "text/html" in accepted


def way_back(request: Request, failure: Failure) -> str:
    """Return where to try again; empty where that would end the same way, or change something."""
    if failure.status not in PASSING or request.method != "GET":
        return ""
    return way_here(request)


def way_here(request: Request) -> str:
    """Return the address that was asked for, below our own host."""
    query = request.url.query
    return f"{request.url.path}?{query}" if query else request.url.path


def failure_of(error: Exception) -> Failure:
    """Find the words and the status of an error."""
    name = type(error).__name__
    if isinstance(error, ArtkeepError):
        reference = new_reference() if error.status == UNFORESEEN else None
        return Failure(name, str(error), error.status, reference, place_of(error))
    if isinstance(error, RequestValidationError):
        return Failure("BadRequest", told(error), 400)
    if isinstance(error, HTTPException):
        words = WORDS.get(error.status_code, str(error.detail))
        return Failure(NAMES.get(error.status_code, "BadRequest"), words, error.status_code)
    message = text("This was not foreseen and is our mistake, not yours. Nothing was half done.")
    return Failure("Unexpected", message, UNFORESEEN, new_reference())


def place_of(error: ArtkeepError) -> Mapping[str, object]:
    """Return which characters of a query are at fault, and what may have been meant."""
    if not isinstance(error, BadQuery):
        return {}
    return {name: getattr(error, name) for name in ("position", "length", "suggestion")}


NAMES = {404: "NotFound", 405: "MethodNotAllowed"}


def told(error: RequestValidationError) -> str:
    """Say which part of a request cannot be read."""
    first = error.errors()[0]
    name = str(first["loc"][-1])
    if first["type"] == "missing":
        return text("{name} is missing", name=name)
    return text("{name} cannot be read: {reason}", name=name, reason=first["msg"])


def new_reference() -> str:
    """Return a short name that ties what a person saw to a line of the log."""
    return secrets.token_hex(4)


class LastResort:
    """ASGI middleware: even what nobody foresaw ends in a designed page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except ClientDisconnect:
            return  # whoever asked has left: there is nobody to answer
        except Exception as error:
            if begun or scope["type"] != "http":
                raise
            request = Request(scope)
            await answer_at(desk_at_hand(request), request, error)(scope, receive, send)
