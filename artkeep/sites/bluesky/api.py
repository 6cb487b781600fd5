"""Asking Bluesky (XRPC, the AT protocol's way), and what its refusals mean.

Strangers ask the public view of the network; who is signed in asks their own server, which asks
the view for them.

Source: https://docs.bsky.app/docs/category/http-reference and the protocol's lexicons
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
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
from artkeep.net.status import failure, is_success
from artkeep.sites.base import Reply, SiteHttp
from artkeep.sites.bluesky.urls import NAME
from artkeep.sites.reading import reading_of, their_words
from artkeep.texts import text

reading = partial(reading_of, NAME)  # says which field is missing

HINT = f"run: artkeep login {NAME}"

_PAUSE = timedelta(minutes=5)  # the window that the network counts in
_LONGEST_PAUSE = timedelta(days=1)
# whom one's own server is to ask, whatever view it usually asks
_VIEW = {"atproto-proxy": "did:web:api.bsky.app#bsky_appview"}
_SIGNED_OUT = frozenset(
    {
        *("ExpiredToken", "InvalidToken", "AuthMissing", "AuthenticationRequired"),
        *("AuthRequired", "AuthFactorTokenRequired", "BadJwt", "BadAuthToken"),
    }
)
# the error's own word → what it says in ours
_NOT_SHOWN = {
    "AccountTakedown": text("its account was suspended"),
    "AccountSuspended": text("its account was suspended"),
    "RepoTakendown": text("its account was suspended"),
    "RepoSuspended": text("its account was suspended"),
    "AccountDeactivated": text("its account is switched off for now"),
    "RepoDeactivated": text("its account is switched off for now"),
    "BlockedActor": text("you have blocked its account"),
    "BlockedByActor": text("its account has blocked you"),
}
_NOT_THERE = frozenset(
    {"NotFound", "RecordNotFound", "RepoNotFound", "UnknownFeed", "UnknownList", "BlobNotFound"}
)
# what an InvalidRequest says when there is nothing by that name
_NOT_FOUND = ("not found", "could not find", "unable to resolve", "could not locate")


def ask(http: SiteHttp, subject: str, method: str, **params: Any) -> Any:
    """Ask the view of the network. `subject` is what an error will name."""
    if http.login is None:
        return understood(http, http.ask("GET", f"/xrpc/{method}", **params), subject)
    host = http.login.account.partition("/")[0]
    way = http.at_home(host)
    reply = way.ask("GET", f"/xrpc/{method}", at="pds_url", headers=_VIEW, **params)
    return understood(http, reply, subject)


def ask_server(http: SiteHttp, host: str, subject: str, method: str, **params: Any) -> Any:
    """Ask the server where an account is at home."""
    reply = http.at_home(host).ask("GET", f"/xrpc/{method}", at="pds_url", **params)
    return understood(http, reply, subject)


def understood(http: SiteHttp, reply: Reply, subject: str) -> Any:
    """Return the object of an answer, or raise what it means."""
    answer = _read(reply)
    if is_success(reply.status) and isinstance(answer, dict):
        return answer
    if is_success(reply.status):
        raise _no_json(reply)
    if reply.status == HTTPStatus.TOO_MANY_REQUESTS:
        raise RateLimited(NAME, _until(http.now(), reply.headers))
    if isinstance(answer, dict) and "error" in answer:
        raise _refusal(reply.status, answer, subject)
    raise failure(NAME, reply.status, reply.headers, reply.content, http.now())


def _read(reply: Reply) -> Any:
    """Return what was answered; None when it is not JSON."""
    try:
        return json.loads(reply.content)
    except (ValueError, RecursionError):
        return None


def _no_json(reply: Reply) -> SiteError:
    kind = pages.kind_of(reply.content)
    if kind in (PageKind.CHECK, PageKind.LOGIN):
        return Blocked(NAME, text("sent {kind} instead of JSON", kind=kind))
    return SiteChanged(NAME, text("answered with what is not a JSON object"))


def _until(now: datetime, headers: Mapping[str, str]) -> datetime:
    """Read when the window ends: `RateLimit-Reset`, in seconds of Unix time, or `Retry-After`."""
    reset, after = headers.get("ratelimit-reset", ""), headers.get("retry-after", "")
    if reset.isdecimal():
        until = datetime.fromtimestamp(int(reset[:11]), UTC)
    elif after.isdecimal():
        until = now + timedelta(seconds=int(after[:9]))
    else:
        until = now + _PAUSE
    # a window that has just ended on their clock may not have on ours
    return min(max(until, now + timedelta(seconds=1)), now + _LONGEST_PAUSE)


def _refusal(status: int, answer: Mapping[str, Any], subject: str) -> SiteError:
    word, said = their_words(answer["error"]), their_words(answer.get("message") or "")
    if status == HTTPStatus.UNAUTHORIZED or word in _SIGNED_OUT:
        return LoginNeeded(
            NAME, text("the sign-in does not hold ({said}); {hint}", said=said or word, hint=HINT)
        )
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return SiteDown(
            NAME, text("answered {status} {said}", status=status, said=said or word), status
        )
    if word in _NOT_SHOWN or status == HTTPStatus.FORBIDDEN:
        return Withheld(
            NAME,
            text(
                "does not show {subject}: {reason}",
                subject=subject,
                reason=_NOT_SHOWN.get(word, said or word),
            ),
        )
    if word in _NOT_THERE or any(sign in said.lower() for sign in _NOT_FOUND):
        return Gone(NAME, text("{subject} is no longer there", subject=subject))
    return BadAnswer(
        NAME,
        text(
            "answered {status} about {subject}: {said}",
            status=status,
            subject=subject,
            said=said or word,
        ),
        status,
    )
