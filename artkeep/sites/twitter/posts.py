"""One post of X, whichever way it was told, made into a post of ours.

All ways tell the same, each in its own words, and none of them is asked alone for ever: what is
read here comes out alike, so that a post does not seem changed when it is told another way.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from artkeep.errors import PictureRefused
from artkeep.model.found import AccountInfo, Counts, PageInfo, PostInfo, Rating, TagInfo
from artkeep.model.headline import headline
from artkeep.model.refs import AccountRef, PostRef
from artkeep.sites.reading import reading_of
from artkeep.sites.twitter import urls
from artkeep.sites.twitter.urls import NAME
from artkeep.texts import text

reading = partial(reading_of, NAME)  # says which field is missing

# https://pbs.twimg.com/media/GAbcdEfGhIjKlMn.jpg  …/media/GAbcdEfGhIjKlMn?format=jpg&name=small
_PICTURE = re.compile(
    r"(?P<base>https?://[^?#]+/media/(?P<key>[\w-]+))"
    r"(?:\.(?P<ending>\w+)|(?=\?(?:[^#]*&)?format=(?P<format>\w+)))"
)
_SIZES = ("4096x4096", "large", "medium")  # best first; `large` is 2,048 px at most
_TAG = re.compile(r"(?<![\w&/])[#\uff03](\w*[^\W\d_]\w*)")
_SNOWFLAKES_SINCE = 300_000_000_000_000  # ids before November 2010 tell no date
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_MS = 1_288_834_974_657


@dataclass(frozen=True, slots=True)
class Told:
    """What every way tells of a post. `text` is plain, its short links written out.

    `videos` is how many of its media are not pictures; `at` counts only where the id tells no
    date.
    """

    id: str
    text: str
    account: AccountInfo
    pages: tuple[PageInfo, ...]
    videos: int
    counts: Counts
    is_sensitive: bool | None
    at: datetime
    raw: str


def post(told: Told) -> PostInfo:
    """Make a post of what was told."""
    account = told.account
    title = headline(told.text) or headline("\n".join(page.alt for page in told.pages))
    names = dict.fromkeys(_TAG.findall(told.text))
    return PostInfo(
        ref=PostRef(NAME, told.id),
        url=urls.post_url(account.handle, told.id),
        title=title or f"{account.handle}: {told.id}",
        pages=told.pages,
        published_at=published(told.id, told.at),
        account=account,
        caption=told.text,
        rating=_RATINGS[told.is_sensitive],
        tags=tuple(TagInfo(name) for name in names),
        counts=told.counts,
        raw=told.raw,
    )


def shown(told: Told) -> PostInfo:
    """Make a post that was asked for by itself. Raises PictureRefused for a video alone."""
    if told.videos and not told.pages:
        raise PictureRefused(text("a video, not a picture"))
    return post(told)


_RATINGS = {True: Rating.SENSITIVE, False: Rating.GENERAL, None: None}


def published(number: str, told: datetime) -> datetime:
    """Return when a post was made, as its id says; the oldest ids do not."""
    if int(number) < _SNOWFLAKES_SINCE:
        return told
    return _EPOCH + timedelta(milliseconds=(int(number) >> 22) + _EPOCH_MS)


def account(number: str, name: str, shown_name: str) -> AccountInfo:
    """Describe an account."""
    return AccountInfo(AccountRef(NAME, number), name, shown_name, urls.profile_url(name))


def page(address: str, width: int | None, height: int | None, alt: str | None) -> PageInfo:
    """Read one picture: the address of its original, and of smaller ones."""
    found = _PICTURE.match(address)
    if found is None:
        return PageInfo(address, width=width, height=height, alt=alt or "")
    sized = f"{found['base']}?format={found['ending'] or found['format']}&name="
    return PageInfo(
        f"{sized}orig",
        stamp=found["key"],
        fallbacks=tuple(sized + size for size in _SIZES),
        width=width,
        height=height,
        alt=alt or "",
    )
