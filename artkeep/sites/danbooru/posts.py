"""One post as Danbooru tells it, with what the artist says of it, read into a post."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from artkeep.errors import PictureRefused, SiteError, Withheld
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
from artkeep.sites.danbooru import api, urls
from artkeep.sites.danbooru.urls import NAME
from artkeep.texts import text

_RATINGS = {
    "g": Rating.GENERAL,
    "s": Rating.SENSITIVE,
    "q": Rating.QUESTIONABLE,
    "e": Rating.EXPLICIT,
}
_BY_A_MACHINE = frozenset({"ai-generated", "ai-assisted"})
_MOVING_ZIP = "zip"
_VIDEOS = frozenset({"mp4", "webm", "swf"})


@dataclass(frozen=True, slots=True)
class Beside:
    """What Danbooru tells of posts in other records, by the number of the post.

    `uploaders` is by the number of the user. `metadata` is of moving pictures only.
    """

    commentaries: Mapping[int, Any] = field(default_factory=dict)
    uploaders: Mapping[int, Any] = field(default_factory=dict)
    metadata: Mapping[int, Any] = field(default_factory=dict)


def ref(post: Any) -> PostRef:
    """Return the address of a post. Raises KeyError and the like."""
    return PostRef(NAME, str(int(post["id"])))


def beside(http: SiteHttp, posts: Iterable[Any]) -> Beside:
    """Ask for everything else about up to 200 posts, in two or three requests."""
    with api.reading("posts.json"):
        shown = [post for post in posts if refusal(post) is None]
        numbers = [int(post["id"]) for post in shown]
        users = sorted({int(post["uploader_id"]) for post in shown})
        moving = [int(post["id"]) for post in shown if post["file_ext"] == _MOVING_ZIP]
    said = _by(http, "/artist_commentaries.json", "post_id", numbers)
    known = _by(http, "/users.json", "id", users)
    return Beside(said, known, _metadata(http, moving))


def _by(http: SiteHttp, path: str, key: str, numbers: list[int]) -> dict[int, Any]:
    """Ask for the records whose `key` is one of these numbers."""
    if not numbers:
        return {}
    wanted = ",".join(str(number) for number in numbers)
    params = {f"search[{key}]": wanted, "limit": api.POSTS_AT_ONCE}
    found = api.several(http, path, **params)
    with api.reading(path):
        return {int(record[key]): record for record in found}


def _metadata(http: SiteHttp, numbers: list[int]) -> dict[int, Any]:
    """Ask how long the frames of moving pictures are shown."""
    if not numbers:
        return {}
    wanted = ",".join(str(number) for number in numbers)
    found = api.several(
        http,
        "/posts.json",
        tags=f"id:{wanted} status:any",
        limit=api.POSTS_AT_ONCE,
        only="id,media_metadata",
    )
    with api.reading("media_metadata"):
        return {int(post["id"]): post["media_metadata"] for post in found}


def refusal(post: Any) -> SiteError | PictureRefused | None:
    """Say why a post has no picture for us; None when it has."""
    if "file_url" not in post:
        address, source = urls.url(ref(post)), post["source"]
        hint = f"; its source is {source}" if source else ""
        return Withheld(
            NAME, text("{address} is not shown to you{hint}", address=address, hint=hint)
        )
    if post["file_ext"] in _VIDEOS:
        return PictureRefused(text("a video, not a picture"))
    return None


def read(http: SiteHttp, post: Any, others: Beside) -> PostInfo:
    """Read a post that is shown."""
    number = int(post["id"])
    return replace(words(post, others), pages=(_page(http, post, others.metadata.get(number)),))


def words(post: Any, others: Beside) -> PostInfo:
    """Read what is said of a post, not its picture. Raises KeyError and the like."""
    number = int(post["id"])
    said = others.commentaries.get(number) or {}
    return PostInfo(
        ref=ref(post),
        url=urls.url(ref(post)),
        title=said.get("original_title") or f"post #{number}",
        pages=(),
        published_at=datetime.fromisoformat(post["created_at"]),
        account=_uploader(post, others),
        edited_at=datetime.fromisoformat(post["updated_at"]),
        caption=_caption(said),
        rating=_RATINGS[post["rating"]],
        is_ai=True if _BY_A_MACHINE & set(post["tag_string"].split()) else None,
        tags=_tags(post),
        counts=Counts(favourites=post["fav_count"], score=post["score"]),
        sources=_sources(post),
        raw=json.dumps(_raw(post, others), ensure_ascii=False),
    )


def account(user: Any) -> AccountInfo:
    """Read a user."""
    number = str(int(user["id"]))
    name = user["name"]
    return AccountInfo(AccountRef(NAME, number), name, name, urls.user_url(number))


def _uploader(post: Any, others: Beside) -> AccountInfo:
    number = int(post["uploader_id"])
    # the site itself calls those who left so
    return account(others.uploaders.get(number) or {"id": number, "name": f"user_{number}"})


def _page(http: SiteHttp, post: Any, metadata: Any) -> PageInfo:
    home = http.address() + "/"
    best = urljoin(home, post["file_url"])  # other homes of this program leave out the host
    smaller = urljoin(home, post.get("large_file_url") or best)
    # of what moves the site makes a video
    is_picture = _ending(smaller) not in _VIDEOS and smaller != best
    return PageInfo(
        url=best,
        stamp=post["md5"],
        fallbacks=(smaller,) if is_picture else (),
        width=post["image_width"],
        height=post["image_height"],
        delays=_delays(metadata),
    )


def _ending(address: str) -> str:
    return urlsplit(address).path.rpartition(".")[2].lower()


def _delays(metadata: Any) -> tuple[int, ...]:
    known = None if metadata is None else metadata["metadata"]
    if not known or "Ugoira:FrameDelays" not in known:
        return ()  # of some old ones the site has lost them
    return tuple(int(delay) for delay in known["Ugoira:FrameDelays"])


def _caption(said: Any) -> str:
    """Join what the artist says and its translation: plain words with a little markup."""
    parts = (
        said.get("original_description"),
        said.get("translated_title"),
        said.get("translated_description"),
    )
    return "\n\n".join(part.strip() for part in parts if part)


def _tags(post: Any) -> tuple[TagInfo, ...]:
    return tuple(
        TagInfo(name, kind=kind)
        for kind in (
            *(TagKind.ARTIST, TagKind.COPYRIGHT, TagKind.CHARACTER),
            *(TagKind.GENERAL, TagKind.META),
        )
        for name in post[f"tag_string_{kind.value}"].split()
    )


def _sources(post: Any) -> tuple[str, ...]:
    """List where it was taken from; the site often knows a picture's address and its work."""
    work = post["pixiv_id"]
    known = [post["source"], f"https://www.pixiv.net/artworks/{work}" if work else ""]
    return tuple(dict.fromkeys(each for each in known if each.startswith(("http://", "https://"))))


def _raw(post: Any, others: Beside) -> dict[str, Any]:
    """Put the records together as the site does when it is asked for all at once."""
    number = int(post["id"])
    more = {
        "artist_commentary": others.commentaries.get(number),
        "uploader": others.uploaders.get(int(post["uploader_id"])),
        "media_metadata": others.metadata.get(number),
    }
    return {**post, **{name: record for name, record in more.items() if record is not None}}
