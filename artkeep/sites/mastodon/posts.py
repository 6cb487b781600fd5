"""One post as a home tells it, read into ours."""

import json
import re
from datetime import UTC, datetime
from html import escape
from typing import Any
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from artkeep.errors import BadAnswer
from artkeep.model.found import AccountInfo, Counts, PageInfo, PostInfo, Rating, TagInfo
from artkeep.model.headline import headline
from artkeep.model.refs import AccountRef, PostRef
from artkeep.sites.base import SiteHttp
from artkeep.sites.mastodon import api, urls
from artkeep.sites.mastodon.urls import NAME
from artkeep.texts import text

# of a file that a home has not looked at, only its name tells that it is a picture
_PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".jxl", ".heic")
_NEW_LINE = re.compile(r"<br\s*/?>|</p>|</li>|</div>", re.IGNORECASE)


def fetch(http: SiteHttp, ref: PostRef) -> PostInfo:
    """Ask a home for a post. Raises BadAnswer for one that only repeats another."""
    home, number, address = urls.home_of(ref), urls.own_id(ref), urls.url(ref)
    status = api.ask(http, home, address, f"/statuses/{number}")
    with api.reading("a status"):
        if status["reblog"] is None:
            return read(home, status)
        other = status["reblog"]["url"] or status["reblog"]["uri"]
    raise BadAnswer(
        home, text("{address} only repeats {other}; add that one", address=address, other=other)
    )


def read(home: str, status: Any) -> PostInfo:
    """Read a post that a home tells of."""
    ref = urls.post(home, status["id"])
    pages, spoiler = _pages(home, status["media_attachments"]), status["spoiler_text"]
    account = read_account(home, status["account"])
    said = f"{spoiler}\n{plain(status['content'])}"
    title = headline(said) or headline("\n".join(page.alt for page in pages))
    return PostInfo(
        ref=ref,
        url=_address(status["url"]) or urls.url(ref),
        title=title or f"@{account.handle}: {status['id']}",
        pages=pages,
        published_at=_moment(status["created_at"]),
        account=account,
        edited_at=_moment(status["edited_at"]) if status.get("edited_at") else None,
        caption=(f"<p>{escape(spoiler)}</p>" if spoiler else "") + status["content"],
        caption_is_html=True,
        rating=Rating.SENSITIVE if status["sensitive"] else Rating.GENERAL,
        tags=tuple(TagInfo(tag["name"]) for tag in status["tags"]),
        counts=Counts(
            favourites=status.get("favourites_count"),
            comments=status.get("replies_count"),
            reposts=status.get("reblogs_count"),
        ),
        raw=json.dumps(status, ensure_ascii=False),
    )


def read_account(home: str, account: Any) -> AccountInfo:
    """Read an account under the number that this home has for it."""
    acct = account["acct"]
    handle = acct if "@" in acct else f"{acct}@{home}"
    name = account["display_name"] or account["username"]
    ref, address = AccountRef(NAME, f"{home}/{account['id']}"), _address(account["url"])
    return AccountInfo(ref, handle, name, address or f"https://{home}/@{acct}")


def _address(told: str | None) -> str | None:
    """Return an address as a home tells it, if it is one of the web."""
    return told if told and told.startswith(("https://", "http://")) else None


def plain(html: str) -> str:
    """Return the words of a post, a line for each line and paragraph."""
    return LexborHTMLParser(_NEW_LINE.sub("\n", html)).text()


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _pages(home: str, attachments: Any) -> tuple[PageInfo, ...]:
    found = (_page(home, each) for each in attachments if _is_picture(each))
    return tuple(page for page in found if page is not None)


def _is_picture(attachment: Any) -> bool:
    """Say whether this is a picture; videos, silent ones too, and sounds are not."""
    kind = attachment["type"]
    where = attachment["remote_url"] or attachment["url"] or ""
    return kind == "image" or (
        kind == "unknown" and urlsplit(where).path.lower().endswith(_PICTURES)
    )


def _page(home: str, attachment: Any) -> PageInfo | None:
    """Read one picture: where it was brought first, then the copy that this home made of it."""
    known = (attachment["remote_url"], attachment["url"], attachment["preview_url"])
    base = f"https://{home}/"
    found = list(dict.fromkeys(urljoin(base, each) for each in known if each))
    if not found:
        return None
    size = ((attachment.get("meta") or {}).get("original")) or {}
    return PageInfo(
        url=found[0],
        stamp=attachment["id"],
        fallbacks=tuple(found[1:]),
        width=size.get("width"),
        height=size.get("height"),
        alt=attachment["description"] or "",
    )
