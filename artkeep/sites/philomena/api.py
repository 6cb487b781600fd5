"""Asking Philomena: its JSON, and what its refusals mean.

Source: Philomena's own code (its API controllers and views), and https://derpibooru.org/pages/api
"""

import json
from datetime import timedelta
from functools import partial
from http import HTTPStatus
from typing import Any

from artkeep.errors import (
    BadAnswer,
    BadSetting,
    Blocked,
    Gone,
    LoginNeeded,
    RateLimited,
    SiteChanged,
    SiteDown,
    SiteError,
)
from artkeep.net import pages
from artkeep.net.pages import PageKind
from artkeep.net.status import failure, is_success
from artkeep.sites.base import Reply, SiteHttp
from artkeep.sites.philomena.urls import NAME
from artkeep.sites.reading import reading_of, their_words
from artkeep.texts import text

reading = partial(reading_of, NAME)  # says which field is missing

IMAGES_AT_ONCE = 50  # the most that a search answers with
FILTER = "filter_id"

# homes bar for a quarter of an hour whoever asks too much, anew with each question (2026-11)
_PAUSE = timedelta(minutes=15)
_PATH = "/api/v1/json"
# the filter that hides nothing, by the home; 2 is the one every new home begins with
_EVERYTHING = {"derpibooru.org": "56027", "furbooru.org": "2", "ponybooru.org": "3"}
_EVERYTHING_ELSEWHERE = "2"


def key_of(http: SiteHttp, home: str) -> str | None:
    """Return the key of our login, if it is one of this home: no other may see it."""
    login = http.login
    if login is None or login.account.partition("/")[0] != home:
        return None
    return login.secrets["key"]


def ask(http: SiteHttp, home: str, path: str, **params: Any) -> Any:
    """Ask a home for JSON, unfiltered, and say in our words why there is none."""
    known: dict[str, Any] = {
        "key": key_of(http, home),
        FILTER: _filter(http.options.get(FILTER) or "", home),
    }
    return _answer(http.at_home(home), home, path, {**known, **params})


def knows(http: SiteHttp, home: str, key: str) -> bool:
    """Say whether a home knows a key: a search for one's own faves makes sense to it."""
    asked: dict[str, Any] = {"q": "my:faves", "per_page": 1, "key": key}
    try:
        _answer(http.at_home(home), home, "/search/images", asked)
    except LoginNeeded:
        return False
    return True


def _answer(http: SiteHttp, home: str, path: str, params: dict[str, Any]) -> Any:
    reply = http.ask("GET", _PATH + path, **params)
    answer = _read(reply)
    if is_success(reply.status) and isinstance(answer, dict):
        return answer
    raise _refusal(http, home, reply, answer)


def _filter(setting: str, home: str) -> str:
    """Read `2`, or `furbooru.org=2 pictures.example=7`. Raises BadSetting."""
    chosen = _EVERYTHING.get(home, _EVERYTHING_ELSEWHERE)
    for word in setting.replace(",", " ").split():
        where, _, number = word.rpartition("=")
        if not number.isdecimal():
            raise BadSetting(
                text(
                    "sites.{name}.{filter}: {word} is neither a number nor home=number",
                    name=NAME,
                    filter=FILTER,
                    word=word,
                )
            )
        chosen = number if where in {"", home} else chosen
    return chosen


def _read(reply: Reply) -> Any:
    """Return what was answered; None when it is not JSON."""
    try:
        return json.loads(reply.content)
    except (ValueError, RecursionError):
        return None


def _refusal(http: SiteHttp, home: str, reply: Reply, answer: Any) -> SiteError:
    status, kind = reply.status, pages.kind_of(reply.content)
    if status == HTTPStatus.TOO_MANY_REQUESTS and "retry-after" not in reply.headers:
        return RateLimited(home, http.now() + _PAUSE)
    if status == HTTPStatus.NOT_FOUND and not reply.content.strip():  # it says no more
        return Gone(home, text("no longer has it"))
    if is_success(status):
        return _no_json(home, kind, is_empty=not reply.content.strip())
    meant = failure(home, status, reply.headers, reply.content, http.now())
    is_plain = isinstance(meant, BadAnswer) and not isinstance(meant, SiteDown)
    return _said_no(home, status, answer) if is_plain else meant


def _no_json(home: str, kind: PageKind | None, *, is_empty: bool) -> SiteError:
    if is_empty:  # what an overworked home sends now and then
        return SiteDown(home, text("answered with nothing"))
    if kind is PageKind.CHECK:
        return Blocked(home, text("sent {kind} instead of JSON", kind=kind))
    return SiteChanged(home, text("answered with what is not JSON"))


def _said_no(home: str, status: int, answer: Any) -> SiteError:
    said = their_words(answer.get("error") or "") if isinstance(answer, dict) else ""
    if status in {401, 403} or "`my'" in said:
        return LoginNeeded(
            home, text("does not know your key; run: artkeep login {name}", name=NAME)
        )
    return BadAnswer(home, f"answered {status}: {said}".rstrip(": "), status)
