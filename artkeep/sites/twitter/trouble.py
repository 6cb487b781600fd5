"""What the refusals of X's official API mean.

Source: https://docs.x.com/x-api/fundamentals/response-codes-and-errors
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from http import HTTPStatus
from typing import Any

from artkeep.errors import (
    BadAnswer,
    Blocked,
    Gone,
    LoginNeeded,
    OverBudget,
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
from artkeep.sites.reading import their_words
from artkeep.sites.twitter.urls import NAME
from artkeep.texts import text

HINT = f"run: artkeep login {NAME}"

_WINDOW = timedelta(minutes=15)  # in which X counts
_LONGEST = timedelta(hours=24)
_NOT_FOUND = "/resource-not-found"
_NOT_ALLOWED = "/not-authorized-for-resource"
_CAPPED = "/usage-capped"


def understood(http: SiteHttp, reply: Reply, subject: str) -> Any:
    """Return the object of an answer, or raise what it means.

    An answer of success may hold nothing but `errors`: then these are what it says.
    """
    answer = read(reply)
    if not isinstance(answer, dict):
        raise _no_json(http, reply)
    if not is_success(reply.status):
        raise _refusal(http, reply, answer, subject)
    if "data" not in answer and answer.get("errors"):
        raise of_problem(answer["errors"][0], subject)
    return answer


def read(reply: Reply) -> Any:
    """Return what was answered; None when it is not JSON."""
    try:
        return json.loads(reply.content)
    except (ValueError, RecursionError):
        return None


def of_problem(problem: Any, subject: str) -> SiteError:
    """Say what a problem in an answer means; it may be about a part of it only."""
    about = problem if isinstance(problem, dict) else {}
    kind, detail = str(about.get("type", "")), _detail(about)
    if "suspended" in detail.lower():
        return Withheld(
            NAME, text("does not show {subject}: its account is suspended", subject=subject)
        )
    if kind.endswith(_NOT_ALLOWED):
        return Withheld(
            NAME,
            text("does not show {subject}: its account is for followers only", subject=subject),
        )
    if kind.endswith(_NOT_FOUND):
        return Gone(NAME, text("{subject} is no longer there", subject=subject))
    return BadAnswer(
        NAME, text("answered about {subject}: {detail}", subject=subject, detail=detail)
    )


def _detail(about: Mapping[str, Any]) -> str:
    return their_words(about.get("detail") or about.get("title") or "")


def tomorrow(now: datetime) -> datetime:
    """Return the next midnight, UTC."""
    return datetime.combine(now.astimezone(UTC).date() + timedelta(days=1), time(), UTC)


def until(http: SiteHttp, headers: Mapping[str, str]) -> datetime:
    """Read when the window ends: `x-rate-limit-reset`, Unix time, or `retry-after`, in seconds."""
    now = http.now()
    reset, after = headers.get("x-rate-limit-reset", ""), headers.get("retry-after", "")
    if reset.isdecimal():
        at = datetime.fromtimestamp(int(reset[:11]), UTC)
    elif after.isdecimal():
        at = now + timedelta(seconds=int(after[:9]))
    else:
        at = now + _WINDOW
    # a window that has just ended on their clock may not have on ours
    return min(max(at, now + timedelta(seconds=1)), now + _LONGEST)


def _no_json(http: SiteHttp, reply: Reply) -> SiteError:
    if reply.status == HTTPStatus.TOO_MANY_REQUESTS:
        return RateLimited(NAME, until(http, reply.headers))
    if not is_success(reply.status):
        return failure(NAME, reply.status, reply.headers, reply.content, http.now())
    kind = pages.kind_of(reply.content)
    if kind in (PageKind.CHECK, PageKind.LOGIN):
        return Blocked(NAME, text("sent {kind} instead of JSON", kind=kind))
    return SiteChanged(NAME, text("answered with what is not a JSON object"))


def _refusal(http: SiteHttp, reply: Reply, answer: Mapping[str, Any], subject: str) -> SiteError:
    kind, status = str(answer.get("type", "")), reply.status
    said = _detail(answer)
    if kind.endswith(_CAPPED) or status == HTTPStatus.PAYMENT_REQUIRED:
        return OverBudget(
            NAME, tomorrow(http.now()), text("your project has no reads left: {said}", said=said)
        )
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return RateLimited(NAME, until(http, reply.headers))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return SiteDown(NAME, text("answered {status} {said}", status=status, said=said), status)
    return _no(status, said, subject)


def _no(status: int, said: str, subject: str) -> SiteError:
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return LoginNeeded(
            NAME, text("does not take your token ({said}); {hint}", said=said, hint=HINT)
        )
    if status == HTTPStatus.NOT_FOUND:
        return Gone(NAME, text("{subject} is no longer there", subject=subject))
    return BadAnswer(
        NAME,
        text(
            "answered {status} about {subject}: {said}", status=status, subject=subject, said=said
        ),
        status,
    )
