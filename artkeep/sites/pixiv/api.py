"""Asking pixiv's app API, and what its trouble means in our words."""

import json
from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from artkeep.errors import (
    BadAnswer,
    Blocked,
    Gone,
    LoginNeeded,
    RateLimited,
    SiteChanged,
    SiteDown,
    SiteError,
    Withheld,
)
from artkeep.net import pages
from artkeep.net.pages import PageKind
from artkeep.net.status import asked_to_wait_until, failure, is_success
from artkeep.sites.base import Reply, SiteHttp
from artkeep.sites.pixiv.kinds import NAME
from artkeep.sites.reading import their_words
from artkeep.texts import text

Params = Mapping[str, Any]  # a value, or a list of them

_PAUSE = timedelta(minutes=5)  # the site does not say for how long; other clients wait as long
_TOO_FAR = "offset must be no more than"  # bookmarks go on from one to the next without it
_FURTHER = (
    "what came so far is kept. To get further, follow the illustrations and the manga of the user"
    " apart, and add what is older still by its own address"
)
_SIGNED_OUT = ("oauth", "invalid_grant", "invalid_request", "invalid_token")


def ask(http: SiteHttp, subject: str, path: str, params: Params) -> Any:
    """Ask for an object of the app's API. `subject` is what an error will name."""
    if http.login is None:
        what = "shows its works only to those who are signed in"
        raise LoginNeeded(NAME, text("{what}; run: artkeep login pixiv", what=what))
    reply = http.ask("GET", path, headers=app_headers(http), **params)
    return understood(http, reply, subject)


def app_headers(http: SiteHttp) -> Mapping[str, str]:
    """Return what the app says of itself; the site answers other programs with a human check."""
    return {
        "user-agent": http.options["user_agent"],
        "app-os": http.options["app_os"],
        "app-os-version": http.options["app_os_version"],
        "app-version": http.options["app_version"],
        "accept-language": http.options["language"],
    }


def understood(http: SiteHttp, reply: Reply, subject: str) -> Any:
    """Return the object of an answer, or raise what it means."""
    try:
        answer = json.loads(reply.content)
    except (ValueError, RecursionError) as error:
        raise _no_json(http, reply) from error
    if not isinstance(answer, dict):
        raise SiteChanged(
            NAME, text("answered no object about {subject}", subject=subject), reply.status
        )
    if reply.status < HTTPStatus.BAD_REQUEST and not answer.get("error"):
        return answer
    raise _trouble(http, reply, their_words(_said(answer)), subject)


def _no_json(http: SiteHttp, reply: Reply) -> SiteError:
    if not is_success(reply.status):
        return failure(NAME, reply.status, reply.headers, reply.content, http.now())
    kind = pages.kind_of(reply.content)
    if kind in (PageKind.CHECK, PageKind.LOGIN):
        return Blocked(NAME, text("sent {kind} instead of an answer", kind=kind))
    return SiteChanged(NAME, text("answered what is not JSON"), reply.status)


def _said(answer: Mapping[str, Any]) -> str:
    """Return the site's own words. What is for the user comes in the user's language."""
    error = answer.get("error")
    if isinstance(error, str):  # as the sign-in says it
        return f"{error} {_of_system(answer)}".strip()
    if not isinstance(error, dict):  # as the pages say it
        return str(answer.get("message", ""))
    return str(error.get("message") or error.get("user_message") or error.get("reason") or "")


def _of_system(answer: Mapping[str, Any]) -> str:
    try:
        return str(answer["errors"]["system"]["message"])
    except (KeyError, TypeError):
        return ""


def _trouble(http: SiteHttp, reply: Reply, said: str, subject: str) -> SiteError:
    words = said.lower()
    if "rate limit" in words or reply.status == HTTPStatus.TOO_MANY_REQUESTS:
        return _slow_down(http, reply)  # was a 403 for years, is a 429 since 2026
    if reply.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return SiteDown(NAME, f"answered {reply.status} {said}".rstrip(), reply.status)
    if reply.status == HTTPStatus.UNAUTHORIZED or any(sign in words for sign in _SIGNED_OUT):
        return LoginNeeded(NAME, text("the sign-in no longer holds; run: artkeep login pixiv"))
    return _refusal(reply.status, said, subject)


def _refusal(status: int, said: str, subject: str) -> SiteError:
    if status == HTTPStatus.NOT_FOUND:
        return Gone(NAME, text("{subject} is no longer there", subject=subject))
    if status == HTTPStatus.FORBIDDEN:  # private, suspended, or we are barred: never "gone"
        return Withheld(NAME, f"does not show us {subject} {said}".rstrip())
    if _TOO_FAR in said:
        return BadAnswer(
            NAME,
            text(
                "tells only of the newest 5,000 of {subject}; {further}",
                subject=subject,
                further=_FURTHER,
            ),
            status,
        )
    return BadAnswer(
        NAME,
        text(
            "answered {status} about {subject}: {said}", status=status, subject=subject, said=said
        ),
        status,
    )


def _slow_down(http: SiteHttp, reply: Reply) -> RateLimited:
    told = None
    if "retry-after" in reply.headers:
        told = asked_to_wait_until(HTTPStatus.TOO_MANY_REQUESTS, reply.headers, http.now())
    return RateLimited(NAME, told or http.now() + _PAUSE)
