"""Where an answer sends us on to, and what goes along."""

from dataclasses import dataclass
from http import HTTPStatus

import httpx2

from artkeep.errors import AddressRefused
from artkeep.net import guard
from artkeep.net.guide import Guide
from artkeep.texts import text

# What another place may see when we are sent on to it. Everything else might be a secret.
_HARMLESS = frozenset({"accept", "accept-encoding", "accept-language", "referer", "user-agent"})
_ABOUT_CONTENT = frozenset({"content-type", "content-length"})
_ASK_AGAIN_AS_IT_IS = (HTTPStatus.TEMPORARY_REDIRECT, HTTPStatus.PERMANENT_REDIRECT)


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent. `is_any` takes any answer, also a redirect that we do not follow."""

    method: str
    url: httpx2.URL
    headers: httpx2.Headers
    content: bytes | None = None
    is_any: bool = False


def onward(request: Request, answer: httpx2.Response, guide: Guide) -> Request | None:
    """Return the request that an answer sends us on to; None: it is the answer.

    Raises AddressRefused where we do not go.
    """
    if not answer.has_redirect_location:
        return None
    try:
        return _followed(request, answer, guide)
    except AddressRefused:
        if request.is_any:
            return None
        raise


def _followed(request: Request, answer: httpx2.Response, guide: Guide) -> Request:
    there = _target(request.url, answer.headers["location"])
    here_spot, there_spot = guard.spot_of(request.url), guard.spot_of(there)
    guide.check(there_spot)
    is_one_place = here_spot.origin == there_spot.origin and guide.is_one_place(
        here_spot, there_spot
    )
    headers = request.headers if is_one_place else _only(request.headers, _HARMLESS)
    if request.method in ("GET", "HEAD"):
        return Request(request.method, there, headers, None, request.is_any)
    if answer.status_code not in _ASK_AGAIN_AS_IT_IS:
        kept = frozenset(headers) - _ABOUT_CONTENT
        return Request("GET", there, _only(headers, kept), None, request.is_any)
    if not is_one_place:
        raise AddressRefused(
            guard.site_of(there), text("what was meant for another site is not sent on")
        )
    return Request(request.method, there, headers, request.content, request.is_any)


def _target(here: httpx2.URL, location: str) -> httpx2.URL:
    try:
        there = str(here.join(location))
    except (httpx2.InvalidURL, ValueError):
        there = location
    return guard.web_address(there)


def _only(headers: httpx2.Headers, names: frozenset[str]) -> httpx2.Headers:
    return httpx2.Headers({name: headers[name] for name in headers if name in names})
