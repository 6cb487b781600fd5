"""One work as pixiv's app is told it, read into a post."""

import json
import re
from datetime import datetime, timedelta, timezone
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from artkeep.errors import Gone, SiteError, Withheld
from artkeep.model.found import (
    AccountInfo,
    Counts,
    PageInfo,
    PostInfo,
    Rating,
    SeriesInfo,
    TagInfo,
)
from artkeep.model.refs import AccountRef, PostRef
from artkeep.sites.pixiv import urls
from artkeep.sites.pixiv.kinds import NAME, Series
from artkeep.sites.reading import reading_of
from artkeep.texts import text

reading = partial(reading_of, NAME)  # says which field is missing

REFERER = "https://www.pixiv.net/"  # the picture host refuses whoever does not come from there

_JAPAN = timezone(timedelta(hours=9))
# https://s.pximg.net/common/images/limit_unknown_360.png
_LIMIT = re.compile(r"/common/images/limit_(?P<word>[a-z0-9_]+?)(?:_\d+)?\.\w+$")
_UNKNOWN = "unknown"  # what the site shows for a work that was deleted or made private


_ONLY_ON_PAGES = text("{url} is not shown in pixiv's app, only on its pages")
_WITHHELD = {
    "mypixiv": text("{url} is shown to the artist's friends (My pixiv) only"),
    "sanity_level": _ONLY_ON_PAGES,
    "unviewable": _ONLY_ON_PAGES,
    "r18": text("{url} is hidden by your pixiv settings: viewing restriction, R-18"),
    "r18g": text("{url} is hidden by your pixiv settings: viewing restriction, R-18G"),
}
# …/img/2025/03/01/12/00/05/910001_p0.png: when these files came, Japanese time
_REVISION = re.compile(r"/img/(\d{4}/\d\d/\d\d/\d\d/\d\d/\d\d)/([^/]+)$")
_ZIP_SIZE = re.compile(r"_ugoira\d+x\d+(?=\.zip)")
_BLUSHING, _ADULT = 4, 6  # sanity levels
BY_A_MACHINE = {0: None, 1: False, 2: True}


def ref(work: Any) -> PostRef:
    """Return the address of a work. Raises KeyError and the like."""
    return PostRef(NAME, str(int(work["id"])))


def limit(work: Any) -> str:
    """Say why the site shows a placeholder: the word in its name; "" when it shows the work."""
    found = [_LIMIT.search(urlsplit(address).path) for address in _addresses(work)]
    words = [match["word"] for match in found if match]
    if not words and not work["visible"] and not work["user"]["id"]:
        return _UNKNOWN
    return words[0] if words else ""


def _addresses(work: Any) -> list[str]:
    """List what may be a placeholder. A stub is short of fields that every work has."""
    single = work["meta_single_page"].get("original_image_url")
    pages = [page["image_urls"]["original"] for page in work.get("meta_pages", ())]
    return [*([single] if single else ()), *work.get("image_urls", {}).values(), *pages]


def not_shown(which: PostRef, word: str) -> SiteError:
    """Return the error for a placeholder."""
    if word == _UNKNOWN:
        return Gone(NAME, text("{url} was deleted or made private", url=urls.url(which)))
    if word in _WITHHELD:
        return Withheld(NAME, _WITHHELD[word].about(url=urls.url(which)))
    words = text("{url} is not shown to you ({word})", url=urls.url(which), word=word)
    return Withheld(NAME, words)


def listed(work: Any) -> PostInfo | PostRef:
    """Read a work of a list; only its address where a list does not tell everything."""
    if limit(work) or work["type"] == "ugoira":
        return ref(work)
    return post(work, pages(work))


def pages(work: Any) -> tuple[PageInfo, ...]:
    """Read the pictures of a work that stands still; the site tells the size of the first only."""
    if not work["meta_pages"]:
        single = work["meta_single_page"]["original_image_url"]
        return (page({"original": single}, work["width"], work["height"]),)
    first, *others = (each["image_urls"] for each in work["meta_pages"])
    return (page(first, work["width"], work["height"]), *map(page, others))


def page(addresses: Any, width: int | None = None, height: int | None = None) -> PageInfo:
    """Read one picture. The site's other sizes are too small, or cut off, to stand for it."""
    original = addresses["original"]
    return PageInfo(
        original,
        stamp=_stamp(original),
        fallbacks=(_master(original),),
        width=width,
        height=height,
        referer=REFERER,
    )


def _master(original: str) -> str:
    """Return the address of the JPEG, at most 1200 px, that is made of every original."""
    return original.rpartition(".")[0].replace("/img-original/", "/img-master/") + "_master1200.jpg"


def _stamp(address: str) -> str:
    """Return what changes when the artist brings other files."""
    path = _ZIP_SIZE.sub("_ugoira", urlsplit(address).path)
    found = _REVISION.search(path)
    return f"{found[1]}/{found[2]}" if found else path


def moving_pages(work: Any, metadata: Any) -> tuple[PageInfo, ...]:
    """Read the one page of an ugoira: a zip of JPEG frames and how long each is shown."""
    zipped = metadata["zip_urls"]["medium"]
    large = _ZIP_SIZE.sub("_ugoira1920x1080", zipped)
    page = PageInfo(
        large,
        stamp=_stamp(zipped),
        fallbacks=(zipped,) if zipped != large else (),
        width=work["width"],
        height=work["height"],
        delays=tuple(int(frame["delay"]) for frame in metadata["frames"]),
        referer=REFERER,
    )
    return (page,)


def post(work: Any, found: tuple[PageInfo, ...]) -> PostInfo:
    """Read a work with its pages."""
    which = ref(work)
    published = datetime.fromisoformat(work["create_date"])
    return PostInfo(
        ref=which,
        url=urls.url(which),
        title=work["title"],
        pages=found,
        published_at=published,
        account=account(work["user"]),
        edited_at=brought(found[0], published),
        caption=work["caption"],
        caption_is_html=True,
        rating=rating(work["x_restrict"], work["sanity_level"]),
        is_ai=BY_A_MACHINE.get(work["illust_ai_type"]),
        tags=tuple(TagInfo(tag["name"], tag["translated_name"]) for tag in work["tags"]),
        series=_series(work),
        counts=Counts(
            views=work["total_view"],
            favourites=work["total_bookmarks"],
            comments=work.get("total_comments"),  # told of a work by itself only
        ),
        raw=json.dumps(work, ensure_ascii=False),
    )


def account(user: Any) -> AccountInfo:
    """Read an artist, or whose list it is."""
    number = str(int(user["id"]))
    address = urls.account_url(number)
    return AccountInfo(AccountRef(NAME, number), user["account"], user["name"], address)


def brought(first: PageInfo, published: datetime) -> datetime | None:
    """Return when the files came, if that was after the work was published."""
    found = _REVISION.search(urlsplit(first.url).path)
    if not found:
        return None
    came = datetime.strptime(found[1], "%Y/%m/%d/%H/%M/%S").replace(tzinfo=_JAPAN)
    return came if came > published else None


def rating(x_restrict: int, sanity_level: int) -> Rating:
    """Say for whom a work is: 1 is R-18, 2 is R-18G; within 0 there are finer levels."""
    if x_restrict > 0:
        return Rating.EXPLICIT
    if sanity_level >= _ADULT:
        return Rating.QUESTIONABLE
    return Rating.SENSITIVE if sanity_level >= _BLUSHING else Rating.GENERAL


def _series(work: Any) -> SeriesInfo | None:
    if not work["series"]:
        return None
    number = str(work["series"]["id"])
    address = Series(str(work["user"]["id"]), number).url
    return SeriesInfo(number, work["series"]["title"], address)
