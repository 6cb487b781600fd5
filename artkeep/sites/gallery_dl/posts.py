"""A post as gallery-dl tells it, whatever site it is of.

Every site has fields of its own, so each of ours is looked for under the names that most of them
have; what is not found stays unknown, and everything is kept in `raw`.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from artkeep.model.found import AccountInfo, Counts, PageInfo, PostInfo, Rating, TagInfo
from artkeep.model.headline import headline
from artkeep.model.refs import AccountRef
from artkeep.net.gallery_dl import File, Post
from artkeep.sites.gallery_dl import urls
from artkeep.sites.gallery_dl.urls import NAME

_KEYS = (
    *("tweet_id", "post_id", "id", "gallery_id", "image_id", "photo_id", "album_id"),
    *("chapter_id", "media_id", "item_id", "index", "shortcode", "uuid", "hash"),
)
_TEXTS = ("content", "description", "caption", "body", "text", "summary")
_WHO = ("author", "user", "artist", "uploader", "creator", "owner", "username", "user_name")
_WHERE = ("post_url", "page_url", "webpage_url", "permalink", "url")
_STAMPS = ("md5", "sha256", "sha1", "sha512_hash", "hash", "etag")
_ENDINGS = frozenset(
    {"", "jpg", "jpeg", "jpe", "png", "gif", "webp", "avif", "bmp", "tif", "tiff", "jxl", "heic"}
)
_RATINGS: Mapping[str, Rating] = {
    **dict.fromkeys(("g", "general", "safe", "sfw", "all"), Rating.GENERAL),
    **dict.fromkeys(("s", "sensitive", "suggestive"), Rating.SENSITIVE),
    **dict.fromkeys(("q", "questionable", "mature"), Rating.QUESTIONABLE),
    **dict.fromkeys(("e", "explicit", "adult", "nsfw", "r18"), Rating.EXPLICIT),
}
_MARKUP = re.compile(r"<(?:a|b|br|em|i|p|span|strong|div)\b", re.IGNORECASE)


def key_of(told: Post) -> str:
    """Return a post's own id: the site's, or else one made of where its files lie."""
    found = next((told.about[name] for name in _KEYS if _is_plain(told.about.get(name))), None)
    if found is not None:
        return str(found)
    places = " ".join(file.url.partition("?")[0] for file in told.files)
    return hashlib.sha256(places.encode()).hexdigest()[:20]


def post(address: str, told: Post) -> PostInfo:
    """Read a post that was found at an address."""
    about, text = told.about, _text(told.about, _TEXTS)
    key = key_of(told)
    pages = tuple(_page(address, file) for file in told.files if is_picture(file))
    title = _text(about, ("title",)) or headline(re.sub(r"<[^>]*>", " ", text))
    return PostInfo(
        ref=urls.post(address, key),
        url=_where(address, about),
        title=title or f"{about.get('category') or urls.host_of(address)} {key}",
        pages=pages,
        published_at=_date(about.get("date")),
        account=_account(address, about),
        caption=text,
        caption_is_html=_MARKUP.search(text) is not None,
        rating=_RATINGS.get(str(about.get("rating", "")).lower()),
        tags=tuple(TagInfo(name) for name in dict.fromkeys(_tags(about))),
        counts=_counts(about),
        raw=_raw(told),
    )


def is_picture(file: File) -> bool:
    """Say whether a file is a picture, as far as its name tells."""
    path = urlsplit(file.url).path
    ending = file.about.get("extension") or (path.rpartition(".")[2] if "." in path else "")
    return file.url.startswith(("https://", "http://")) and str(ending).lower() in _ENDINGS


def _page(address: str, file: File) -> PageInfo:
    about = file.about
    return PageInfo(
        file.url,
        stamp=next((str(about[name]) for name in _STAMPS if _is_plain(about.get(name))), None),
        fallbacks=tuple(url for url in file.fallbacks if url.startswith(("https://", "http://"))),
        width=_pixels(about, "width"),
        height=_pixels(about, "height"),
        referer=file.referer or f"https://{urls.host_of(address)}/",
        alt=_text(about, ("alt", "alt_text", "ext_alt_text")),
    )


def _is_plain(value: Any) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool) and bool(value)


def _text(about: Mapping[str, Any], names: tuple[str, ...]) -> str:
    found = (about.get(name) for name in names)
    return next((value.strip() for value in found if isinstance(value, str) and value.strip()), "")


def _pixels(about: Mapping[str, Any], side: str) -> int | None:
    found = (str(about.get(f"{before}{side}")) for before in ("", "image_", "file_"))
    return next((int(text) for text in found if text.isdecimal() and int(text)), None)


def _date(value: Any) -> datetime | None:
    """Read a date as the program writes it: in UTC, without saying so."""
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _where(address: str, about: Mapping[str, Any]) -> str:
    found = (_text(about, (name,)) for name in _WHERE)
    host = urls.host_of(address)
    return next((url for url in found if url.startswith("http") and host in url), address)


def _account(address: str, about: Mapping[str, Any]) -> AccountInfo | None:
    found = next((about[name] for name in _WHO if about.get(name)), None)
    one = found[0] if isinstance(found, list) else found
    who = {"name": str(one)} if _is_plain(one) else one
    if not isinstance(who, dict):
        return None
    handle = _text(who, ("username", "screen_name", "account", "name", "nick"))
    shown = _text(who, ("nick", "display_name", "title", "full_name", "name")) or handle
    number = str(who["id"]) if _is_plain(who.get("id")) else handle
    if not number:
        return None
    site = str(about.get("category") or urls.host_of(address))
    url = _text(who, ("url", "profile_url")) or address
    return AccountInfo(AccountRef(NAME, f"{site}/{number}"), handle or number, shown, url)


def _tags(about: Mapping[str, Any]) -> Iterator[str]:
    """Yield the tags: a list of words or objects, words in a text, or lists by their kind."""
    given = about.get("tags") or about.get("hashtags") or ()
    if isinstance(given, str):
        given = given.split(", ") if ", " in given else given.split()
    if isinstance(given, dict):
        given = [name for names in given.values() if isinstance(names, list) for name in names]
    for tag in given if isinstance(given, list) else ():
        name = tag.get("name") or tag.get("tag") if isinstance(tag, dict) else tag
        if isinstance(name, str) and name.strip():
            yield name.strip()


def _counts(about: Mapping[str, Any]) -> Counts:
    def number(*names: str) -> int | None:
        found = (about.get(name) for name in names)
        return next((one for one in found if isinstance(one, int) and one is not True), None)

    return Counts(
        views=number("view_count", "views", "total_view"),
        favourites=number("favorite_count", "likes", "fav_count", "like_count", "favorites"),
        comments=number("reply_count", "comment_count", "comments"),
        reposts=number("retweet_count", "repost_count", "reblogs_count"),
        score=number("score"),
    )


def _raw(told: Post) -> str:
    whole = {**told.about, "files": [{"url": file.url, **file.about} for file in told.files]}
    return json.dumps(whole, ensure_ascii=False)
