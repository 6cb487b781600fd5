"""A server that speaks as FxTwitter does, its API v2 (November 2026)."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from email.utils import format_datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from artkeep.fakes.artists import Handle
from artkeep.fakes.stage import Stage
from artkeep.fakes.twitter import memory, words
from artkeep.fakes.twitter.memory import SITE
from artkeep.fakes.world import Publication

MOST = 20  # posts on a page, however many are asked for

Query = dict[str, str]
Call = Callable[[Stage, Query], Response]


def routes(stage: Stage) -> list[BaseRoute]:
    """Return what everybody may ask."""
    return [Route(f"/twitter/fx/2{path}", _asked(stage, call)) for path, call in CALLS.items()]


def _asked(stage: Stage, call: Call) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        mood = stage.moods.of(SITE)
        if mood == "blocked":
            return HTMLResponse(memory.CHALLENGE)
        if mood == "busy":
            return _error(429, "Too many requests", headers={"retry-after": "60"})
        with stage.lock:
            return call(stage, {**request.query_params, **request.path_params})

    return answer


def _error(
    code: int, message: str, reason: str = "", headers: dict[str, str] | None = None
) -> Response:
    told = {"code": code, "message": message} | ({"reason": reason} if reason else {})
    return JSONResponse(told, code, headers)


def _account(stage: Stage, named: str) -> Handle | None:
    if named.startswith("id:"):
        return memory.numbered(stage, named.removeprefix("id:"))
    return memory.named(stage, named)


def _profile(stage: Stage, query: Query) -> Response:
    own = _account(stage, query["named"])
    if own is None:
        return _error(404, "User not found")
    if own.id in memory.of(stage).suspended:
        return _error(404, "User not found", "suspended")
    return JSONResponse({"code": 200, "message": "OK", "user": user(stage, own)})


def user(stage: Stage, own: Handle) -> dict[str, Any]:
    """Return an account."""
    name = memory.name_of(stage, own)
    return {
        "type": "profile",
        "id": own.id,
        "name": own.name,
        "screen_name": name,
        "avatar_url": None,
        "banner_url": None,
        "description": "",
        "raw_description": {"text": "", "facets": []},
        "location": "",
        "url": f"https://x.com/{name}",
        "protected": own.is_private,
        "followers": 7,
        "following": 7,
        "statuses": 7,
        "media_count": 7,
        "likes": 7,
        "joined": "Sat Jul 01 12:00:00 +0000 2023",
        "website": None,
    }


def _status(stage: Stage, query: Query) -> Response:
    post = stage.world.post(SITE, query["number"])
    state = memory.state_of(stage, post)
    if state == "deleted" or post is None:
        return _error(404, "NOT_FOUND")
    if state == "private":
        return _error(401, "PRIVATE_TWEET")
    if state == "suspended":
        stone = {"type": "tombstone", "provider": SITE, "reason": state, "message": "Suspended"}
        return JSONResponse({"code": 200, "status": stone, "author": None})
    return JSONResponse({"code": 200, "status": status(stage, post), "author": None})


def _media(stage: Stage, query: Query) -> Response:
    own = _account(stage, query["named"])
    if own is None:
        return _error(404, "User not found")
    cursor = query.get("cursor")
    first = int(urlsafe_b64decode(cursor.removeprefix("DAAB"))) if cursor else 0
    shown = [post for post in memory.posts_of(stage, own) if post.pages]
    found = shown[first : first + min(MOST, int(query.get("count", "20")))]
    # it goes on leading on, past the end as well
    bottom = "DAAB" + urlsafe_b64encode(str(first + len(found)).encode()).decode()
    results = [status(stage, post) for post in found]
    if found and first == 0:
        results.insert(1, _repost(stage, own))
    return JSONResponse(
        {"code": 200, "results": results, "cursor": {"top": None, "bottom": bottom}}
    )


def _repost(stage: Stage, own: Handle) -> dict[str, Any]:
    by = {"id": own.id, "name": own.name, "screen_name": own.handle}
    return {**status(stage, stage.world.fox(SITE)), "reposted_by": by}


def status(stage: Stage, post: Publication) -> dict[str, Any]:
    """Return a post."""
    name = memory.name_of(stage, post.account)
    told = {
        "type": "status",
        "id": post.id,
        "url": f"https://x.com/{name}/status/{post.id}",
        "text": words.whole(stage, post),
        "created_at": format_datetime(post.published_at),
        "created_timestamp": int(post.published_at.timestamp()),
        "likes": post.counts.favourites,
        "reposts": post.counts.reposts,
        "quotes": 0,
        "replies": post.counts.comments,
        "views": post.counts.views,
        "author": user(stage, post.account),
        "media": _container(stage, post),
        "raw_text": {"text": words.text(stage, post), "display_text_range": [0, 9], "facets": []},
        "lang": "en",
        "possibly_sensitive": post.rating != "general",
        "replying_to": None,
        "source": None,
        "embed_card": "summary_large_image",
        "provider": SITE,
        "is_note_tweet": words.is_long(stage, post),
        "community_note": None,
        "reposted_by": None,
    }
    if stage.moods.of(SITE) == "changed":
        del told["author"]
    return told


def _container(stage: Stage, post: Publication) -> dict[str, Any]:
    photos = [
        {
            "type": "photo",
            "url": f"{memory.address(stage, picture)}?name=orig",
            "width": picture.width,
            "height": picture.height,
            **({"altText": alt} if (alt := memory.alt(post, place)) else {}),
        }
        for place, picture in enumerate(memory.pictures(stage, post))
    ]
    size = {"width": 640, "height": 360}
    video = {"type": "video", "url": "https://video.twimg.com/1.mp4", **size, "formats": []}
    videos = [video] if memory.has_video(stage, post) else []
    given = {"photos": photos, "videos": videos, "all": [*videos, *photos]}
    return {name: own for name, own in given.items() if own}


CALLS: dict[str, Call] = {
    "/profile/{named}": _profile,
    "/profile/{named}/media": _media,
    "/status/{number}": _status,
}
