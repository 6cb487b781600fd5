"""Who may ask, and who may change something: hosts, origins, tokens, headers.

Two layers. `Guard` stands before everything, static files too: it refuses host names that are
not ours (a page of somebody else whose name was pointed at this machine, DNS rebinding), knows
the browser by a random cookie and puts the security headers on every answer. `may_change` is a
dependency of every route: what is not a plain read needs a token of this browser's, or to be a
script on this machine that no browser sent.
"""

import hashlib
import hmac
import ipaddress
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from artkeep.errors import ArtkeepError, BadRequest, Forbidden
from artkeep.texts import text

COOKIE = "artkeep_browser"
COOKIE_SECONDS = 365 * 24 * 3600
FORM_FIELD = "csrf"
HEADER = "x-csrf-token"
FORM_AT_MOST = 64 * 1024  # bytes; our forms hold a path or an address
READS = frozenset({"GET", "HEAD", "OPTIONS"})
FOR_SCRIPTS = ("/api/", "/admin")  # what begins so is also asked by what is no browser
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "x-frame-options": "DENY",
}

# What a page may load: our own files, and pictures that lie nowhere: those the person has just
# dropped (blob:), and the small one of a question that we were told to fetch (data:).
# The nonce is for the tiles' colours and shapes, which are styles of one page only.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; "
    "img-src 'self' blob: data:{pictures}; connect-src 'self'; font-src 'self'; "
    "manifest-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def on_loopback(host: str) -> bool:
    """Say whether an address we listen on can be reached from this machine only."""
    return host in LOOPBACK or (is_number(host) and ipaddress.ip_address(host).is_loopback)


def is_number(host: str) -> bool:
    """Say whether a host is an IP address, which nobody can rebind to something else."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def host_name(header: str) -> str:
    """Return the name in a Host header, lower-case, without port and brackets."""
    try:
        return (urlsplit(f"//{header}").hostname or "").rstrip(".")
    except ValueError:
        return ""


@dataclass(frozen=True, slots=True)
class Names:
    """What this library is asked by: `bound` is the address we listen on, `public_url` a proxy's.

    Listening everywhere (0.0.0.0) takes any IP address; a name is taken only when it is one of
    these two.
    """

    bound: str
    public_url: str | None = None

    @property
    def public(self) -> str:
        """The host in `public_url`; empty without one."""
        return (urlsplit(self.public_url or "").hostname or "").rstrip(".")

    @property
    def exposed(self) -> bool:
        """Whether others than those on this machine can ask."""
        return not on_loopback(self.bound) or bool(self.public and not on_loopback(self.public))

    def are_ours(self, header: str) -> bool:
        """Say whether a Host header names this machine as we serve it."""
        name = host_name(header)
        if name in LOOPBACK or name in {self.bound.lower(), self.public} - {""}:
            return True
        return not on_loopback(self.bound) and is_number(name)


def secret_of(home: Path) -> bytes:
    """Return the secret that tokens are made with, from its file; made at the first start."""
    path = home / "web.secret"
    if not path.exists():
        beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(32))
        beside.replace(path)
    return path.read_bytes()


def token_for(secret: bytes, browser: str) -> str:
    """Return the token that shows a form came from a page we gave to this browser."""
    return hmac.new(secret, f"csrf {browser}".encode(), hashlib.sha256).hexdigest()


class Guard:
    """ASGI middleware: the host check, the browser's cookie and the headers of every answer.

    `pictures` is the origin that pictures come from when they do not come from us.
    """

    def __init__(self, app: ASGIApp, *, names: Names, pictures: str = "") -> None:
        self.app = app
        self.names = names
        self.policy = POLICY.replace("{pictures}", f" {pictures}" if pictures else "")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        known = connection.cookies.get(COOKIE, "")
        browser = known if re.fullmatch(r"[0-9a-f]{32}", known) else secrets.token_hex(16)
        nonce = secrets.token_urlsafe(12)
        scope.setdefault("state", {}).update(browser=browser, nonce=nonce)
        cookie = "" if browser == known else cookie_line(browser, secure=scope["scheme"] == "https")

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                put_headers(MutableHeaders(scope=message), self.policy.format(nonce=nonce), cookie)
            await send(message)

        app = self.app if self.names.are_ours(connection.headers.get("host", "")) else not_ours
        await app(scope, receive, guarded)


async def not_ours(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a request for a name that is not this machine's, without any page of ours."""
    answer = PlainTextResponse(
        "Artkeep does not answer to this host name. Open it by the address it was started with; "
        "to serve it under a name, set ARTKEEP_HOST to that name, or behind a proxy "
        "ARTKEEP_PUBLIC_URL to its address.\n",
        status_code=400,
    )
    await answer(scope, receive, send)


def put_headers(headers: MutableHeaders, policy: str, cookie: str) -> None:
    """Put the security headers on an answer, and the cookie on a page."""
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    headers.setdefault("content-security-policy", policy)
    if not headers.get("content-type", "").startswith("text/html"):
        return
    headers.setdefault("cache-control", "private, no-cache")
    if cookie:
        headers.append("set-cookie", cookie)


def cookie_line(browser: str, *, secure: bool) -> str:
    """Return the Set-Cookie line that lets us know this browser again."""
    line = f"{COOKIE}={browser}; Path=/; Max-Age={COOKIE_SECONDS}; HttpOnly; SameSite=Lax"
    return f"{line}; Secure" if secure else line


async def form_of(request: Request) -> dict[str, str]:
    """Read a small URL-encoded form; anything else is an empty one. Raises BadRequest."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        return {}
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > FORM_AT_MOST:
            raise BadRequest(text("This form is larger than any of ours."))
    fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
    return {name: values[-1] for name, values in fields.items()}


def check(
    request: Request, form: Mapping[str, str], secret: bytes, *, refusal: ArtkeepError | None
) -> None:
    """Let a request through that may do what it asks. Raises `refusal`, Forbidden.

    A form or a request of our own scripts carries this browser's token; `/api` also takes
    requests that no browser sent (no cookie, no Origin, no Sec-Fetch-Site).
    """
    if request.method in READS:
        return
    headers, path = request.headers, request.url.path
    if refusal is not None:
        raise refusal
    if not same_origin(headers):
        raise Forbidden(text("This request came from another site's page and was not carried out."))
    if path.startswith(FOR_SCRIPTS) and no_browser(headers):
        return
    said = headers.get(HEADER) or form.get(FORM_FIELD, "")
    if not hmac.compare_digest(said.encode(), token_for(secret, request.state.browser).encode()):
        raise Forbidden(
            text(
                "This page was open for too long or in another browser, so the request was not "
                "carried out. Go back, load the page again and try once more."
            )
        )


def same_origin(headers: Headers) -> bool:
    """Say whether the browser, if it was one, says that a page of ours sent this."""
    if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return False
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc.lower() == headers.get("host", "").lower()


def no_browser(headers: Headers) -> bool:
    """Say whether a request came from a script: browsers always send one of these."""
    return not any(name in headers for name in ("origin", "sec-fetch-site", "cookie", "referer"))
