"""Programs that read comics and feeds know one way to sign in: HTTP Basic, with each request.

Only on the roads that they take, and only to read: what is here lets nobody change anything, makes
no session, and is no way into the pages for people. Their user name may be anything but somebody
else's; their password is that of whom they name, else the owner's, or a token for scripts.
"""

import base64
import binascii

from fastapi import Request

from artkeep.errors import BadRequest, SignInNeeded
from artkeep.library import users
from artkeep.model.users import OWNER, User
from artkeep.web import admitting, security
from artkeep.web.admitting import Door

CHALLENGE = 'Basic realm="Artkeep", charset="UTF-8"'
# the catalogue, the feeds, and what they lead to; as the route table has them
ROADS = frozenset(
    {
        "/opds",
        "/opds/search.xml",
        "/opds/works",
        "/opds/artists",
        "/opds/lists",
        "/opds/searches",
        "/opds/searches/{search_id}",
        "/opds/page/{artwork_id}/{number}",
        "/feed",
        "/searches/{search_id}/feed",
        "/artworks/{artwork_id}/zip",
        "/artworks/{artwork_id}/cbz",
        "/artworks/{artwork_id}/pdf",
    }
)


def asks(request: Request) -> bool:
    """Say whether a request is refused with a question for a password that programs answer.

    People have a page for that.
    """
    return is_theirs(request) and not by_browser(request)


def by_browser(request: Request) -> bool:
    """Say whether a browser asks: it says where it comes from, or wants a page before all else.

    The first is said over https and on this machine only. Readers of feeds take pages, too, but
    name them behind what they read.
    """
    wanted = request.headers.get("accept", "").lstrip().lower()
    return "sec-fetch-site" in request.headers or wanted.startswith("text/html")


def is_theirs(request: Request) -> bool:
    """Say whether a request is a plain read on one of their roads."""
    route = request.scope.get("route")
    return request.method in security.READS and getattr(route, "path", None) in ROADS


def holder(request: Request, door: Door) -> User | None:
    """Return who signs in with a request; None: nobody does, or nobody can.

    Raises SignInNeeded where name and password do not belong together, TooManyTries.
    """
    said = told(request.headers.get("authorization", ""))
    if said is None or not is_theirs(request):
        return None
    name, password = said
    with door.bench.db.read() as tx:
        if not users.is_guarded(tx):
            return None
        of_script = users.of_token(tx, password)
        who, kept = users.known(tx, name) or users.known(tx, OWNER) or (None, None)
    if of_script is not None or who is None or kept is None:
        return of_script
    return answered(door, who, kept, password) or tried(request, door, who, kept, password)


def answered(door: Door, who: User, kept: str, password: str) -> User | None:
    """Return who it is whose password was tried before; None: it was not. Raises SignInNeeded.

    The same wrong one again teaches nobody anything, and is not counted: programs go on with an
    old password for days, and those behind the same address would wait with them.
    """
    if door.passwords.failed(kept, password):
        raise SignInNeeded(admitting.WRONG)
    return who if door.passwords.fitted(kept, password) else None


def tried(request: Request, door: Door, who: User, kept: str, password: str) -> User:
    """Return whose password it is, as one try of all those that come at once.

    Raises SignInNeeded, TooManyTries.
    """
    with door.passwords.in_turn:
        before = answered(door, who, kept, password)
        if before is not None:
            return before
        try:
            return admitting.admitted(request, door, who.name, password)
        except BadRequest as error:
            raise SignInNeeded(admitting.WRONG) from error


def told(header: str) -> tuple[str, str] | None:
    """Read a name and a password; None: there are none."""
    kind, _, coded = header.partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        name, _, password = base64.b64decode(coded.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return name, password
