"""One image as Philomena tells it, read into a post."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from artkeep.errors import Gone, PictureRefused, SiteChanged, SiteError, Withheld
from artkeep.model.found import (
    AccountInfo,
    Counts,
    PageInfo,
    PostInfo,
    Rating,
    TagInfo,
    TagKind,
)
from artkeep.model.refs import AccountRef, PostRef
from artkeep.sites.base import SiteHttp
from artkeep.sites.philomena import api, urls
from artkeep.sites.philomena.urls import NAME
from artkeep.texts import text

MOST_MERGES = 10

_RATINGS = {
    "safe": Rating.GENERAL,
    "suggestive": Rating.SENSITIVE,
    "semi-grimdark": Rating.SENSITIVE,
    "questionable": Rating.QUESTIONABLE,
    "grimdark": Rating.QUESTIONABLE,
    "explicit": Rating.EXPLICIT,
    "grotesque": Rating.EXPLICIT,
}
_SEVERITY = tuple(Rating)
_KINDS = {
    "artist": TagKind.ARTIST,
    "colorist": TagKind.ARTIST,
    "photographer": TagKind.ARTIST,
    "oc": TagKind.CHARACTER,
    "series": TagKind.COPYRIGHT,
    "spoiler": TagKind.META,
}
_BY_A_MACHINE = frozenset(
    {"ai generated", "ai content", "ai assisted", "machine learning generated"}
)


def fetch(http: SiteHttp, ref: PostRef) -> PostInfo:
    """Ask for an image. One that was merged into another is shown by that one."""
    home = urls.home_of(ref)
    image = _ask(http, home, urls.own_id(ref))
    for _ in range(MOST_MERGES):
        with api.reading("the image"):
            other = image["duplicate_of"]
        if other is None:
            return _shown(http, ref, image)
        image = _ask(http, home, other)
    raise SiteChanged(
        NAME,
        text(
            "{page} was merged more than {most_merges} times",
            page=urls.page(ref),
            most_merges=MOST_MERGES,
        ),
    )


def _ask(http: SiteHttp, home: str, number: object) -> Any:
    answer = api.ask(http, home, f"/images/{number}")
    with api.reading("the image"):
        return answer["image"]


def _shown(http: SiteHttp, ref: PostRef, image: Any) -> PostInfo:
    with api.reading("the image"):
        refused = refusal(urls.page(ref), image)
        if refused is None:
            return read(http, ref, image)
    raise refused


def refusal(address: str, image: Any) -> SiteError | PictureRefused | None:
    """Say why an image has no picture for us; None when it has."""
    if image["deletion_reason"] is not None:
        return Gone(
            NAME,
            text(
                "{address} was removed: {image}",
                address=address,
                image=image["deletion_reason"] or "no reason given",
            ),
        )
    if image["hidden_from_users"]:
        return Withheld(NAME, text("{address} is hidden from users", address=address))
    if image["mime_type"].startswith("video/"):
        return PictureRefused(text("a video, not a picture"))
    return None


def listed(http: SiteHttp, home: str, image: Any) -> PostInfo | PostRef:
    """Read an image of a list; only its address where there is no picture for us."""
    ref = urls.image(home, int(image["id"]))
    is_whole = image["duplicate_of"] is None and refusal(urls.page(ref), image) is None
    return read(http, ref, image) if is_whole else ref


def read(http: SiteHttp, ref: PostRef, image: Any) -> PostInfo:
    """Read an image that is shown."""
    home = http.at_home(urls.home_of(ref)).address() + "/"
    return replace(words(ref, image), pages=(_page(home, image),))


def words(ref: PostRef, image: Any) -> PostInfo:
    """Read what is said of an image, not its picture. Raises KeyError and the like."""
    home, tags = urls.home_of(ref), image["tags"]
    return PostInfo(
        ref=ref,
        url=urls.page(ref),
        title=f"#{urls.own_id(ref)}",  # as the site calls it; images have no other name
        pages=(),
        published_at=datetime.fromisoformat(image["created_at"]),
        account=_uploader(home, image),
        edited_at=datetime.fromisoformat(image["updated_at"]),
        caption=image["description"],
        rating=_rating(tags),
        is_ai=True if _BY_A_MACHINE.intersection(tags) else None,
        tags=tuple(TagInfo(tag, kind=_kind(tag)) for tag in tags),
        counts=Counts(
            favourites=image["faves"], comments=image["comment_count"], score=image["score"]
        ),
        sources=_sources(image),
        raw=json.dumps(image, ensure_ascii=False),
    )


def _page(home: str, image: Any) -> PageInfo:
    """Read the one picture. Of an SVG the site gives a PNG under the same names."""
    renderings = image["representations"]
    best = urljoin(home, renderings["full"])  # small homes leave out their own name
    others = (urljoin(home, each) for each in (image["view_url"], renderings["large"]))
    return PageInfo(
        url=best,
        stamp=image["sha512_hash"],
        fallbacks=tuple(dict.fromkeys(each for each in others if each != best)),
        width=image["width"],
        height=image["height"],
    )


def _uploader(home: str, image: Any) -> AccountInfo | None:
    """Read who put it there; None when they did not want to be named."""
    name, number = image["uploader"], image["uploader_id"]
    if name is None or number is None:
        return None
    ref = AccountRef(NAME, f"{home}/{int(number)}")
    return AccountInfo(ref, name, name, urls.profile_url(home, name))


def _rating(tags: list[str]) -> Rating | None:
    found = [_RATINGS[tag] for tag in tags if tag in _RATINGS]
    return max(found, key=_SEVERITY.index, default=None)


def _kind(tag: str) -> TagKind:
    if tag in _RATINGS:
        return TagKind.META
    namespace, colon, _ = tag.partition(":")
    return _KINDS.get(namespace, TagKind.GENERAL) if colon else TagKind.GENERAL


def _sources(image: Any) -> tuple[str, ...]:
    known = image.get("source_urls") or [image["source_url"]]  # older homes know one only
    return tuple(each for each in known if each and each.startswith(("http://", "https://")))
