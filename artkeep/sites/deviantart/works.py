"""One work (a deviation) as DeviantArt's API tells it, read into a post."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from artkeep.errors import Gone, PictureRefused, SiteError, Withheld
from artkeep.model.found import (
    AccountInfo,
    Counts,
    PageInfo,
    PostInfo,
    Rating,
    TagInfo,
)
from artkeep.model.refs import AccountRef, PostRef
from artkeep.sites.base import SiteHttp
from artkeep.sites.deviantart import answers, files, kinds, pages, urls
from artkeep.sites.deviantart.api import Api
from artkeep.sites.deviantart.kinds import NAME
from artkeep.sites.deviantart.pages import Besides
from artkeep.texts import text

# since then a work can be of several pictures; announced on 11 Dec 2024, tried a little before
_SEVERAL_SINCE = datetime(2024, 11, 1, tzinfo=UTC)
_SHOWN = frozenset({"", "unlocked"})  # to us, of what is for subscribers
_BARELY = frozenset({"language", "ideology", "gore"})  # mature, and nothing of the body


def ref(deviation: Any) -> PostRef:
    """Return the address of a work. Raises KeyError and the like."""
    return kinds.post(deviation["deviationid"])


def refusal(deviation: Any) -> SiteError | PictureRefused | None:
    """Say why a work has no picture for us; None when it has."""
    address = deviation.get("url") or urls.url(ref(deviation))
    if deviation.get("is_deleted"):
        return Gone(NAME, text("{address} was deleted", address=address))
    return _not_for_us(deviation, address) or _no_picture(deviation, address)


def _not_for_us(deviation: Any, address: str) -> SiteError | None:
    if str(deviation.get("tier_access") or "") not in _SHOWN:
        return Withheld(
            NAME, text("{address} is for subscribers of its artist only", address=address)
        )
    folder = deviation.get("premium_folder_data") or {}
    if not folder.get("has_access", True):
        whom = "watchers of its artist" if folder.get("type") == "watchers" else "who pays for it"
        return Withheld(NAME, text("{address} is for {whom} only", address=address, whom=whom))
    if "content" in deviation and files.is_blurred(deviation["content"]["src"]):
        how = "sign in (artkeep login deviantart) and allow it in your settings there"
        return Withheld(
            NAME, text("{address} is mature and shown blurred; {how}", address=address, how=how)
        )
    return None


def _no_picture(deviation: Any, address: str) -> SiteError | PictureRefused | None:
    if deviation.get("videos"):
        return PictureRefused(text("a film, not a picture"))
    if "flash" in deviation:
        return PictureRefused(text("a Flash film, not a picture"))
    if "content" in deviation:
        return None
    if "excerpt" in deviation or "text_content" in deviation:
        return PictureRefused(text("a text, not a picture"))
    return Withheld(
        NAME, text("{address} comes without a picture: it is not shown to you", address=address)
    )


def published(deviation: Any) -> datetime:
    """Read when a work was published: seconds since 1970, as a number or as text, or a date."""
    told = str(deviation["published_time"])
    if told.isdecimal():
        return datetime.fromtimestamp(int(told), UTC)
    return datetime.fromisoformat(told)


def asks_page(http: SiteHttp, deviation: Any) -> bool:
    """Whether a work's page may tell more of it, and is to be asked."""
    # of what is mature a page shows nothing to who is not signed in there
    is_shown = not deviation.get("is_mature") or "cookies" in http.options
    may_be_more = published(deviation) >= _SEVERAL_SINCE
    return http.options["ask_pages"] == "yes" and is_shown and may_be_more


def has_download(http: SiteHttp, deviation: Any) -> bool:
    """Whether there is an original that is better than what everybody is shown."""
    is_allowed = deviation.get("is_downloadable") and http.options["originals"] == "yes"
    return bool(is_allowed) and not files.is_original(deviation["content"]["src"])


def is_whole(http: SiteHttp, deviation: Any) -> bool:
    """Whether a list tells everything of a work that there is to be had."""
    if refusal(deviation) is not None:
        return False
    return not asks_page(http, deviation) and not has_download(http, deviation)


def listed(deviation: Any, told: Mapping[str, Any]) -> PostInfo | PostRef:
    """Read a work of a list; only its address where nothing more is told of it."""
    which = ref(deviation)
    if which.id not in told:
        return which
    return post(deviation, told[which.id], (files.page(deviation),))


def all_pages(api: Api, deviation: Any) -> tuple[tuple[PageInfo, ...], Besides]:
    """Ask for what else there is of a work: its original, further pictures, who made it."""
    besides = Besides()
    which = ref(deviation)
    if asks_page(api.http, deviation):
        address = deviation["url"]
        page = pages.ask(api.http, address)
        besides = pages.read(page, which.id, kinds.number_in(address))
    original = download(api, which) if has_download(api.http, deviation) else None
    return (files.page(deviation, original), *besides.further), besides


def download(api: Api, which: PostRef) -> Any:
    """Ask for the original; None when we may not have it, for instance no more of it this week."""
    subject = text("the original of {url}", url=urls.url(which))
    found = api.offered(subject, f"/deviation/download/{which.id}")
    with answers.reading("a download"):
        if found is None or not files.is_picture(found["filename"]):
            return None
        return found if found["src"] else None


def metadata(api: Api, ids: list[str], **extended: bool) -> Mapping[str, Any]:
    """Ask what is said of up to 50 works (10 with more than usual), by their long ids."""
    if not ids:
        return {}
    answer = api.ask(
        "what is said of works", "/deviation/metadata", **{"deviationids[]": ids}, **extended
    )
    with answers.reading("metadata"):
        return {kinds.post(one["deviationid"]).id: one for one in answer["metadata"]}


def post(
    deviation: Any, told: Any, found: tuple[PageInfo, ...], besides: Besides | None = None
) -> PostInfo:
    """Read a work with what is said of it."""
    stats = {**deviation.get("stats", {}), **told.get("stats", {})}
    return PostInfo(
        ref=ref(deviation),
        url=deviation["url"],
        title=deviation["title"],
        pages=found,
        published_at=published(deviation),
        account=account(deviation["author"]),
        caption=told["description"] or "",
        caption_is_html=True,
        rating=rating(deviation["is_mature"], told),
        is_ai=besides.is_ai if besides else None,
        tags=tuple(TagInfo(tag["tag_name"]) for tag in told["tags"]),
        counts=Counts(
            views=stats.get("views"),
            favourites=stats.get("favourites"),
            comments=stats.get("comments"),
        ),
        raw=_raw({**deviation, "metadata": told}),
    )


def account(user: Any) -> AccountInfo:
    """Read an artist, or whose list it is."""
    name = user["username"]
    which = AccountRef(NAME, str(user["userid"]).upper())
    return AccountInfo(which, name, name, urls.account_url(name))


def rating(is_mature: object, told: Any) -> Rating:
    """Say for whom a work is; `told` says more of what is mature."""
    if not is_mature:
        return Rating.GENERAL
    if told.get("mature_level") == "strict":
        return Rating.EXPLICIT
    why = set(told.get("mature_classification") or ())
    return Rating.SENSITIVE if why and why <= _BARELY else Rating.QUESTIONABLE


def _raw(answer: Any) -> str:
    """Write an answer down, without what is in its addresses for an hour."""
    return json.dumps(_lasting(answer), ensure_ascii=False)


def _lasting(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _lasting(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_lasting(one) for one in value]
    if isinstance(value, str) and value.startswith(("https://", "http://")):
        return value.partition("?token=")[0]
    return value
