"""Asking a home of Mastodon or its kin, and what its refusals mean.

Source: https://docs.joinmastodon.org/methods/ and its page on rate limits; what Pleroma, Akkoma and
GoToSocial say of themselves where they differ.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

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
from artkeep.sites.mastodon.urls import NAME
from artkeep.sites.reading import reading_of, their_words
from artkeep.texts import text

reading = partial(reading_of, NAME)  # says which field is missing

HINT = f"run: artkeep login {NAME}"

_PAUSE = timedelta(minutes=5)  # the window that homes count in
_LONGEST_PAUSE = timedelta(days=1)
_LINK = re.compile(r'<([^<>]*)>\s*((?:;\s*[\w-]+\s*=\s*(?:"[^"]*"|[^\s;,"]+)\s*)*)')
_NEXT = re.compile(r';\s*rel\s*=\s*"?(?:[^"]*\s)?next(?:\s[^"]*)?"?(?:\s|;|$)', re.IGNORECASE)
# all that the next address of a list may add to our question, whatever else it says
_PAGING = frozenset({"max_id", "min_id", "since_id", "offset", "page"})


@dataclass(frozen=True, slots=True)
class Batch:
    """A part of a list. `onward` is what leads to the next part, None at the end."""

    found: list[Any]
    onward: str | None


def ask(http: SiteHttp, home: str, subject: str, path: str, **params: Any) -> Any:
    """Ask a home for an object. `subject` is what an error will name."""
    reply = http.at_home(home).ask("GET", f"/api/v1{path}", **params)
    answer = understood(http, home, reply, subject)
    if not isinstance(answer, dict):
        raise SiteChanged(home, text("answered no object about {subject}", subject=subject))
    return answer


def ask_list(
    http: SiteHttp, home: str, subject: str, path: str, cursor: str | None, **params: Any
) -> Batch:
    """Ask a home for a part of a list."""
    more: dict[str, Any] = {**params, **parse_qs(cursor or "")}
    reply = http.at_home(home).ask("GET", f"/api/v1{path}", **more)
    answer = understood(http, home, reply, subject)
    if not isinstance(answer, list):
        raise SiteChanged(home, text("answered no list about {subject}", subject=subject))
    onward = _onward(reply.headers.get("link", ""))
    if onward is not None and onward == cursor:
        raise SiteChanged(home, text("leads back to where {subject} was", subject=subject))
    return Batch(answer, onward)


def _onward(links: str) -> str | None:
    """Return what the address called next adds to our question; no answer leads us elsewhere."""
    for found in _LINK.finditer(links):
        if _NEXT.search(found[2]):
            asked = parse_qs(urlsplit(found[1]).query)
            added = {name: values for name, values in asked.items() if name in _PAGING}
            return urlencode(added, doseq=True) or None
    return None


def understood(http: SiteHttp, home: str, reply: Reply, subject: str) -> Any:
    """Return what a home answered, or raise what it means."""
    answer = _read(reply)
    if is_success(reply.status) and answer is not None:
        return answer
    if is_success(reply.status):
        raise _no_json(home, reply)
    if reply.status == HTTPStatus.TOO_MANY_REQUESTS:
        raise RateLimited(home, _until(http.now(), reply.headers))
    if isinstance(answer, dict) and "error" in answer:
        raise _refusal(http, home, reply.status, their_words(answer["error"]), subject)
    if reply.status == HTTPStatus.NOT_FOUND and "cf-mitigated" not in reply.headers:
        raise BadAnswer(home, text("does not speak as Mastodon does: answered 404"), reply.status)
    raise failure(home, reply.status, reply.headers, reply.content, http.now())


def _read(reply: Reply) -> Any:
    """Return what was answered; None when it is not JSON."""
    try:
        return json.loads(reply.content)
    except (ValueError, RecursionError):
        return None


def _no_json(home: str, reply: Reply) -> SiteError:
    kind = pages.kind_of(reply.content)
    if kind in (PageKind.CHECK, PageKind.LOGIN):
        return Blocked(home, text("sent {kind} instead of JSON", kind=kind))
    return BadAnswer(home, text("does not speak as Mastodon does: it sent no JSON"))


def _until(now: datetime, headers: Mapping[str, str]) -> datetime:
    """Read when the window ends: `X-RateLimit-Reset`, a date or seconds of Unix time."""
    told = _moment(headers.get("x-ratelimit-reset", ""))
    after = headers.get("retry-after", "")
    if told is None and after.isdecimal():
        told = now + timedelta(seconds=int(after[:9]))
    # a window that has just ended on their clock may not have on ours
    return min(max(told or now + _PAUSE, now + timedelta(seconds=1)), now + _LONGEST_PAUSE)


def _moment(text: str) -> datetime | None:
    if text.isdecimal():
        return datetime.fromtimestamp(int(text[:11]), UTC)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _refusal(http: SiteHttp, home: str, status: int, said: str, subject: str) -> SiteError:
    if status in _MEANINGS:
        kind, words = _MEANINGS[status]
        return kind(home, words.format(subject=subject, said=said))
    if status == HTTPStatus.FORBIDDEN:
        if http.login is not None and "scope" in said.lower():
            return LoginNeeded(
                home,
                text(
                    "this token may not read {subject} ({said}); {hint}",
                    subject=subject,
                    said=said,
                    hint=HINT,
                ),
            )
        return Withheld(home, text("does not show {subject}: {said}", subject=subject, said=said))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return SiteDown(home, text("answered {status} {said}", status=status, said=said), status)
    return BadAnswer(
        home,
        text(
            "answered {status} about {subject}: {said}", status=status, subject=subject, said=said
        ),
        status,
    )


_SIGNED_OUT = f"shows {{subject}} only to who is signed in ({{said}}); {HINT}"
_MEANINGS: Mapping[int, tuple[type[Gone | LoginNeeded], str]] = {
    HTTPStatus.GONE: (Gone, "{subject} is gone: its account was suspended or deleted"),
    # homes say the same of what is not for us
    HTTPStatus.NOT_FOUND: (Gone, "{subject} is no longer there, or not for everybody ({said})"),
    HTTPStatus.UNAUTHORIZED: (LoginNeeded, _SIGNED_OUT),
    HTTPStatus.UNPROCESSABLE_ENTITY: (LoginNeeded, _SIGNED_OUT),  # older homes
}
