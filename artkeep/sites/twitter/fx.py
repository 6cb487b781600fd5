"""X through a server that speaks as FxTwitter does: nobody has to sign in, and nothing is paid.

Such a server asks X with accounts of its own, as long as X lets it. Anybody can run one; which one
is asked is the setting `sites.twitter.fx_url`.

Source: https://github.com/FxEmbed/FxEmbed, its API v2 (November 2026)
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from artkeep.errors import (
    BadAnswer,
    Blocked,
    Gone,
    PictureRefused,
    RateLimited,
    SiteChanged,
    SiteDown,
    SiteError,
    Withheld,
)
from artkeep.model.found import AccountInfo, Counts, Listing, PageInfo, PostInfo
from artkeep.model.refs import PostRef
from artkeep.net import pages
from artkeep.net.pages import PageKind
from artkeep.net.status import failure, is_success
from artkeep.sites.base import Reply, SiteHttp
from artkeep.sites.reading import their_words
from artkeep.sites.twitter import trouble, urls
from artkeep.sites.twitter.posts import Told, account, page, post, reading, shown
from artkeep.sites.twitter.urls import NAME
from artkeep.texts import text

_AT_ONCE = 100
_WHY = {
    "suspended": "its account is suspended",
    "private": "its account is for followers only",
    "blocked": "its account has blocked the server that we ask",
    "unavailable": "X does not say why",
}


def number_of(http: SiteHttp, name: str) -> str:
    """Ask for the number of an account by its name."""
    return _profile(http, name, f"@{name}").ref.id


def owner(http: SiteHttp, number: str) -> AccountInfo:
    """Ask what an account is called."""
    return _profile(http, f"id:{number}", text("the account {number}", number=number))


def fetch(http: SiteHttp, ref: PostRef) -> PostInfo:
    """Ask for one post. Raises PictureRefused for a repost, and for a video alone."""
    subject = urls.url(ref)
    answer = _ask(http, subject, f"/2/status/{ref.id}")
    with reading("a post"):
        status = answer["status"]
        if status["type"] == "tombstone":
            raise _refusal(http, 404, status, subject)
        if status["reposted_by"] or status["id"] != ref.id:
            raise PictureRefused(text("a repost, not a post of its own"))
        return shown(_told(status))


def media(http: SiteHttp, number: str, cursor: str | None) -> Listing:
    """Ask for a batch of what an account posted with pictures; the end is an empty one."""
    path, subject = f"/2/profile/id:{number}/media", text("the account {number}", number=number)
    answer = _ask(http, subject, path, count=_AT_ONCE, cursor=cursor)
    with reading("the posts of an account"):
        results, onward = answer["results"], answer["cursor"]["bottom"]
        own = [one for one in results if _is_own(one, number)]
        posts = tuple(post(each) for each in map(_told, own) if each.pages)
    return Listing(posts, onward if results and onward != cursor else None)


def _profile(http: SiteHttp, named: str, subject: str) -> AccountInfo:
    answer = _ask(http, subject, f"/2/profile/{named}")
    with reading("an account"):
        user = answer["user"]
        if user["protected"]:
            raise Withheld(
                NAME, text("does not show {subject}: it is for followers only", subject=subject)
            )
        return _account(user)


def _account(user: Any) -> AccountInfo:
    return account(str(int(user["id"])), user["screen_name"], user["name"])


def _is_own(status: Any, number: str) -> bool:
    is_told = status["type"] == "status" and not status["reposted_by"]
    return is_told and status["author"]["id"] == number


def _told(status: Any) -> Told:
    photos = [one for one in status["media"].get("photos", ()) if one["type"] == "photo"]
    moving = len(status["media"].get("videos", ())) + len(status["media"].get("photos", ()))
    return Told(
        id=str(int(status["id"])),
        text=status["text"].strip(),
        account=_account(status["author"]),
        pages=tuple(_page(one) for one in photos),
        videos=moving - len(photos),
        counts=Counts(
            views=status.get("views"),
            favourites=status["likes"],
            comments=status["replies"],
            reposts=status["reposts"],
        ),
        is_sensitive=status["possibly_sensitive"],
        at=datetime.fromtimestamp(status["created_timestamp"], UTC),
        raw=json.dumps(status, ensure_ascii=False),
    )


def _page(photo: Any) -> PageInfo:
    return page(photo["url"], photo["width"], photo["height"], photo.get("altText"))


def _ask(http: SiteHttp, subject: str, path: str, **params: Any) -> Any:
    """Ask for an object. Its `code` says what the status of the answer may not."""
    reply = http.ask("GET", path, at="fx_url", **params)
    answer = trouble.read(reply)
    if not isinstance(answer, dict) or not isinstance(answer.get("code"), int):
        raise _no_json(http, reply)
    code = answer["code"] if is_success(reply.status) else reply.status
    if not is_success(code):
        raise _refusal(http, code, answer, subject, reply.headers)
    return answer


def _no_json(http: SiteHttp, reply: Reply) -> SiteError:
    if not is_success(reply.status):
        return failure(NAME, reply.status, reply.headers, reply.content, http.now())
    kind = pages.kind_of(reply.content)
    if kind in (PageKind.CHECK, PageKind.LOGIN):
        return Blocked(NAME, text("sent {kind} instead of JSON", kind=kind))
    return SiteChanged(NAME, text("answered with what is not an object with a code"))


def _refusal(
    http: SiteHttp,
    code: int,
    answer: Mapping[str, Any],
    subject: str,
    headers: Mapping[str, str] | None = None,
) -> SiteError:
    why = str(answer.get("reason") or "")
    if code == HTTPStatus.TOO_MANY_REQUESTS:
        return RateLimited(NAME, trouble.until(http, headers or {}))
    if why in _WHY or code == HTTPStatus.UNAUTHORIZED:
        return Withheld(
            NAME,
            text(
                "does not show {subject}: {reason}",
                subject=subject,
                reason=_WHY.get(why, _WHY["private"]),
            ),
        )
    if code == HTTPStatus.NOT_FOUND:
        return Gone(NAME, text("{subject} is no longer there", subject=subject))
    words = their_words(answer.get("message") or why)
    said = f"answered {code} about {subject}: {words}".rstrip(": ")
    if code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return SiteDown(NAME, said, code)
    return BadAnswer(NAME, said, code)
