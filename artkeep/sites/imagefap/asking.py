"""Ask imagefap for a page."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from artkeep.errors import Gone
from artkeep.net.pages import LOOKED_AT
from artkeep.net.status import failure, is_success
from artkeep.sites.base import SiteHttp
from artkeep.sites.imagefap import html
from artkeep.sites.imagefap.html import Page
from artkeep.sites.imagefap.urls import NAME
from artkeep.texts import text

_NOT_THERE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})


def page_of(
    http: SiteHttp,
    what: str,
    target: str,
    query: Mapping[str, Any] | None = None,
    *,
    headers: Mapping[str, str] | None = None,
) -> Page:
    """Ask for a page, wherever it leads; `what` is for messages. Raises Gone and the like."""
    wanted = {"accept": "text/html,*/*;q=0.8"} | dict(headers or {})
    reply = http.ask("GET", target, headers=wanted, **dict(query or {}))
    if reply.status in _NOT_THERE:
        raise Gone(
            NAME,
            text("{what} is no longer there (answered {status})", what=what, status=reply.status),
        )
    if not is_success(reply.status):
        said = reply.content[:LOOKED_AT]
        raise failure(NAME, reply.status, reply.headers, said, http.now())
    return html.read(reply.text, reply.url)
