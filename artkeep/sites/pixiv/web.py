"""Works that the app does not show, read as pixiv's own pages read them. Off by default.

The pages show more than the app: what only its "sanity level" hides. Adult works need the cookie
of a browser that is signed in.
"""

import json
from datetime import datetime
from typing import Any

from artkeep.errors import Withheld
from artkeep.model.found import (
    AccountInfo,
    Counts,
    PageInfo,
    PostInfo,
    SeriesInfo,
    TagInfo,
)
from artkeep.model.refs import AccountRef, PostRef
from artkeep.sites.base import SiteHttp
from artkeep.sites.pixiv import api, urls, works
from artkeep.sites.pixiv.kinds import NAME, Series
from artkeep.texts import text

_ON_PAGES = frozenset({"sanity_level", "unviewable"})  # placeholders of works that are there
_UGOIRA = 2


def shows(http: SiteHttp, limit: str) -> bool:
    """Whether a work with this placeholder is to be asked for here."""
    return limit in _ON_PAGES and http.options["ask_pages"] == "yes"


def fetch(http: SiteHttp, ref: PostRef) -> PostInfo:
    """Ask for one work and its pictures."""
    body = _ask(http, ref)
    with works.reading("a page"):
        return _post(ref, body, _pages(http, ref, body))


def _ask(http: SiteHttp, ref: PostRef, part: str = "") -> Any:
    cookie = http.options.get("phpsessid")
    headers = {"accept-language": http.options["language"]}
    if cookie:
        headers["cookie"] = f"PHPSESSID={cookie}"
    path, language = f"/ajax/illust/{ref.id}{part}", http.options["language"]
    reply = http.ask("GET", path, at="web_url", headers=headers, lang=language)
    return api.understood(http, reply, urls.url(ref))["body"]


def _pages(http: SiteHttp, ref: PostRef, body: Any) -> tuple[PageInfo, ...]:
    if body["illustType"] == _UGOIRA:
        told = _ask(http, ref, "/ugoira_meta")
        metadata = {"zip_urls": {"medium": told["src"]}, "frames": told["frames"]}
        return works.moving_pages(body, metadata)
    if not body["urls"]["original"]:
        words = text(
            "{url} is shown only to those who are signed in on its pages", url=urls.url(ref)
        )
        raise Withheld(NAME, words)
    told = _ask(http, ref, "/pages")
    return tuple(works.page(each["urls"], each["width"], each["height"]) for each in told)


def _post(ref: PostRef, body: Any, pages: tuple[PageInfo, ...]) -> PostInfo:
    published = datetime.fromisoformat(body["createDate"])
    user = str(body["userId"])
    account = AccountInfo(
        AccountRef(NAME, user), body["userAccount"], body["userName"], urls.account_url(user)
    )
    return PostInfo(
        ref=ref,
        url=urls.url(ref),
        title=body["illustTitle"],
        pages=pages,
        published_at=published,
        account=account,
        edited_at=works.brought(pages[0], published),
        caption=body["illustComment"],
        caption_is_html=True,
        rating=works.rating(body["xRestrict"], body["sl"]),
        is_ai=works.BY_A_MACHINE.get(body["aiType"]),
        tags=tuple(_tag(tag) for tag in body["tags"]["tags"]),
        series=_series(user, body["seriesNavData"]),
        counts=Counts(
            views=body["viewCount"],
            favourites=body["bookmarkCount"],
            comments=body["commentCount"],
        ),
        raw=json.dumps(body, ensure_ascii=False),
    )


def _tag(tag: Any) -> TagInfo:
    # the translation stands under "en" whatever the language is, and is left out without one
    return TagInfo(tag["tag"], (tag.get("translation") or {}).get("en"))


def _series(user: str, series: Any) -> SeriesInfo | None:
    if not series:
        return None
    number = str(series["seriesId"])
    return SeriesInfo(number, series["title"], Series(user, number).url, series["order"])
