"""Asking Danbooru: its JSON, and what its refusals mean.

Source of the statuses and their words: Danbooru's own code (its application controller) and
https://danbooru.donmai.us/wiki_pages/help:api
"""

import json
from collections.abc import Iterable, Mapping
from functools import partial
from http import HTTPStatus
from typing import Any

from artkeep.errors import (
    BadAnswer,
    Blocked,
    Gone,
    LoginNeeded,
    SiteChanged,
    SiteDown,
    SiteError,
    Withheld,
)
from artkeep.net import pages
from artkeep.net.pages import PageKind
from artkeep.net.status import failure, is_success
from artkeep.sites.base import Reply, SiteHttp
from artkeep.sites.danbooru.urls import NAME
from artkeep.sites.reading import reading_of, their_words
from artkeep.texts import text

reading = partial(reading_of, NAME)  # says which field is missing

POSTS_AT_ONCE = 200  # the most that a search answers with
_SIGN_IN = {401: text("refuses the login"), 403: text("shows this to members only")}
_NOT_FOR_US = frozenset({403, 451})
_ADVICE = {
    410: "; leave out the order, or search for less",
    422: "; search for fewer tags at a time",
}


def ask(http: SiteHttp, path: str, headers: Mapping[str, str] | None = None, **params: Any) -> Any:
    """Ask for JSON, and say in our words why there is none."""
    reply = http.ask("GET", path, headers=headers, **params)
    answer = _read(reply)
    if is_success(reply.status) and answer is not None:
        return answer
    raise _refusal(http, reply, answer)


def several(http: SiteHttp, path: str, **params: Any) -> list[Any]:
    """Ask for a list of records."""
    answer = ask(http, path, **params)
    if not isinstance(answer, list):
        raise SiteChanged(NAME, text("{path} answers with no list", path=path))
    return answer


def posts_by_id(http: SiteHttp, numbers: Iterable[int]) -> dict[int, Any]:
    """Ask for up to 200 posts by their numbers, deleted ones too; who is not told is left out."""
    wanted = ",".join(str(number) for number in numbers)
    if not wanted:
        return {}
    found = several(http, "/posts.json", tags=f"id:{wanted} status:any", limit=POSTS_AT_ONCE)
    with reading("posts.json"):
        return {int(post["id"]): post for post in found}


def user_named(http: SiteHttp, name: str) -> Any:
    """Ask for a user by the name. Raises Gone."""
    found = several(http, "/users.json", **{"search[name]": name, "limit": 1})
    if not found:
        raise Gone(NAME, text("there is no user {name}", name=name))
    return found[0]


def _read(reply: Reply) -> Any:
    """Return what was answered; None when it is not JSON."""
    try:
        return json.loads(reply.content)
    except (ValueError, RecursionError):
        return None


def _refusal(http: SiteHttp, reply: Reply, answer: Any) -> SiteError:
    status, said = reply.status, _message(answer)
    if is_success(status):
        if pages.kind_of(reply.content) is PageKind.CHECK:
            return Blocked(NAME, text("sent {kind} instead of JSON", kind=PageKind.CHECK))
        return SiteChanged(NAME, text("answered with what is not JSON"))
    meant = failure(NAME, status, reply.headers, reply.content, http.now())
    if isinstance(meant, SiteDown) and said:
        return SiteDown(NAME, said, status)  # a slow search says so in its words, with a 500
    if not isinstance(meant, BadAnswer) or isinstance(meant, SiteDown):
        return meant
    return _said_no(http, status, answer, said)


def _said_no(http: SiteHttp, status: int, answer: Any, said: str) -> SiteError:
    if status in _SIGN_IN and (status not in _NOT_FOR_US or http.login is None):
        return LoginNeeded(
            NAME, text("{sign_in}; run: artkeep login danbooru", sign_in=_SIGN_IN[status])
        )
    if status in _NOT_FOR_US:
        return Withheld(NAME, text("does not show this to you ({said})", said=said or status))
    is_record = isinstance(answer, dict) and "RecordNotFound" in str(answer.get("error"))
    if status == HTTPStatus.NOT_FOUND and is_record:
        return Gone(NAME, text("no longer has it"))
    advice = _ADVICE.get(status, "")
    return BadAnswer(NAME, f"answered {status}: {said}{advice}".rstrip(": "), status)


def _message(answer: Any) -> str:
    """Return what the site says is wrong."""
    if not isinstance(answer, dict):
        return ""
    return their_words(answer.get("message") or answer.get("reason") or "").rstrip(".")
