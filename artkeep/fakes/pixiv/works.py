"""Works and users as pixiv's app is told them."""

import hashlib
from datetime import datetime, timedelta, timezone
from typing import Any

from artkeep.fakes.artists import Handle
from artkeep.fakes.pixiv import memory
from artkeep.fakes.pixiv.memory import SITE
from artkeep.fakes.stage import Stage
from artkeep.fakes.world import Publication

JAPAN = timezone(timedelta(hours=9))
ASKED_FROM = datetime(2022, 10, 31, tzinfo=JAPAN)  # since then artists say whether a machine drew
SANITY = {"general": 2, "sensitive": 4, "questionable": 6, "explicit": 6}
LIMITED = 33  # of every hundred works this one is shown on the pages only, not in the app
DIGESTED = 7  # of every twenty works this one has files with a digest in their names


def limit_of(stage: Stage, post: Publication) -> str:
    """Return the word of the placeholder that stands for a work, "" when it is shown."""
    fate = stage.world.fate(SITE, post.id)
    if fate == "deleted":
        return "unknown"
    if fate == "private":
        return "mypixiv"
    return "sanity_level" if post.work.index % 100 == LIMITED else ""


def work(stage: Stage, post: Publication, *, alone: bool = False) -> dict[str, Any]:
    """Return a work, or the stub for it; asked for by itself it tells more."""
    limit = limit_of(stage, post)
    if limit:
        return stub(stage, post, limit)
    several = post.kind == "many"
    found = _facts(stage, post) | {
        "image_urls": previews(stage, post, 0),
        "meta_single_page": {} if several else {"original_image_url": original(stage, post, 0)},
        "meta_pages": _pages(stage, post) if several else [],
    }
    if alone:
        found |= {"total_comments": post.counts.comments, "comment_access_control": 0}
    return _spoilt(stage, found)


def _spoilt(stage: Stage, found: dict[str, Any]) -> dict[str, Any]:
    """Give a field another name when the site has changed."""
    if stage.moods.of(SITE) == "changed":
        found["author"] = found.pop("user")
    return found


def _facts(stage: Stage, post: Publication) -> dict[str, Any]:
    first = post.pages[0]
    return {
        "id": int(post.id),
        "title": post.title,
        "type": type_of(post),
        "caption": post.caption_html,
        "restrict": 0,
        "user": user(post.account),
        "tags": [{"name": tag.name, "translated_name": tag.translated} for tag in post.tags],
        "tools": ["CLIP STUDIO PAINT"] if post.work.index % 3 == 0 else [],
        "create_date": post.published_at.astimezone(JAPAN).isoformat(),
        "page_count": len(post.pages),
        "width": first.width,
        "height": first.height,
        "sanity_level": SANITY[post.rating],
        "x_restrict": 1 if post.rating == "explicit" else 0,
        "series": {"id": int(post.series.id), "title": post.series.title} if post.series else None,
        "total_view": post.counts.views,
        "total_bookmarks": post.counts.favourites,
        "is_bookmarked": memory.is_bookmarked(memory.of(stage), post.id),
        "visible": True,
        "is_muted": False,
        "illust_ai_type": _by_a_machine(post),
        "illust_book_style": 0,
    }


def type_of(post: Publication) -> str:
    """Return illust, manga or ugoira."""
    if post.kind == "moving":
        return "ugoira"
    return "manga" if post.kind == "many" and not post.work.is_fox else "illust"


def _by_a_machine(post: Publication) -> int:
    if post.published_at < ASKED_FROM:
        return 0
    return 2 if post.is_ai else 1


def user(handle: Handle) -> dict[str, Any]:
    """Return who made a work."""
    return {
        "id": int(handle.id),
        "name": handle.name or handle.handle,
        "account": handle.handle,
        "profile_image_urls": {"medium": shared("no_profile.png")},
        "is_followed": handle.id == "4242",
    }


def stub(stage: Stage, post: Publication, limit: str) -> dict[str, Any]:
    """Return what a list holds in the place of a work that it does not show."""
    picture = shared(f"limit_{limit}_360.png")
    known = limit == "sanity_level"
    nobody = {"id": 0, "name": "", "account": "", "profile_image_urls": {"medium": picture}}
    hidden: dict[str, Any] = {
        "title": "",
        "type": "ugoira" if known and post.kind == "moving" else "illust",
        "image_urls": dict.fromkeys(("square_medium", "medium", "large"), picture),
        "caption": "",
        "restrict": 1 if limit == "mypixiv" else 0,
        "user": user(post.account) if known else nobody,
        "tags": [],
        "tools": [],
        "page_count": 1,
        "width": 100,
        "height": 100,
        "sanity_level": 0,
        "x_restrict": 0,
        "series": None,
        "meta_single_page": {"original_image_url": picture},
        "meta_pages": [],
        "total_view": 0,
        "total_bookmarks": 0,
        "visible": False,
        "illust_ai_type": 0,
    }
    return _spoilt(stage, _facts(stage, post) | hidden)


def shared(name: str) -> str:
    """Return the address of a picture that stands for others: clients know it by its host."""
    return f"https://s.pximg.net/common/images/{name}"


def revision(stage: Stage, post: Publication) -> str:
    """Return the part of every address that says when the files came, Japanese time."""
    replaced = stage.world.fate(SITE, post.id) == "replaced" and post.edited_at is not None
    at = post.edited_at if replaced and post.edited_at else post.published_at
    return at.astimezone(JAPAN).strftime("%Y/%m/%d/%H/%M/%S")


def stem(post: Publication) -> str:
    """Return how the names of a work's files begin; some carry a digest."""
    if post.work.index % 20 == DIGESTED:
        return f"{post.id}-{hashlib.sha256(post.id.encode()).hexdigest()[:32]}"
    return post.id


def original(stage: Stage, post: Publication, page: int) -> str:
    """Return the address of an original; an ugoira's is its first frame."""
    if post.kind == "moving":
        return _address(stage, post, "img-original", f"_ugoira{page}.jpg")
    return _address(stage, post, "img-original", f"_p{page}.{post.pages[page].ending}")


def previews(stage: Stage, post: Publication, page: int) -> dict[str, str]:
    """Return the addresses of the smaller ones."""
    which = "" if post.kind == "moving" else f"_p{page}"
    master, square = f"{which}_master1200.jpg", f"{which}_square1200.jpg"
    return {
        "square_medium": _address(stage, post, "c/360x360_10_webp/img-master", square),
        "medium": _address(stage, post, "c/540x540_70/img-master", master),
        "large": _address(stage, post, "c/600x1200_90_webp/img-master", master),
    }


def zipped(stage: Stage, post: Publication, size: str = "600x600") -> str:
    """Return the address of an ugoira's frames."""
    return _address(stage, post, "img-zip-ugoira", f"_ugoira{size}.zip")


def _address(stage: Stage, post: Publication, kind: str, ending: str) -> str:
    home, date = stage.address(SITE, "pictures"), revision(stage, post)
    return f"{home}/{kind}/img/{date}/{stem(post)}{ending}"


def _pages(stage: Stage, post: Publication) -> list[dict[str, Any]]:
    return [
        {"image_urls": previews(stage, post, page) | {"original": original(stage, post, page)}}
        for page in range(len(post.pages))
    ]
