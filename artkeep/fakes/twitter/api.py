"""The official API, version 2: posts, accounts, and how much was read with a token.

Objects as on https://docs.x.com/x-api/fundamentals/data-dictionary, November 2026.
"""

from collections.abc import Callable, Iterable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from artkeep.fakes import world_ids
from artkeep.fakes.artists import Handle
from artkeep.fakes.stage import Stage
from artkeep.fakes.twitter import memory, words
from artkeep.fakes.twitter.memory import SITE
from artkeep.fakes.world import Publication

PROBLEMS = "https://api.twitter.com/2/problems"
REPOSTED = 3  # after so many posts somebody else's is repeated
FIRST_TOKEN = "7140dibdnow9c7btw"  # noqa: S105  what tokens for the next page begin with
LEAST, MOST = 5, 100
VIDEO = "13_1111111111111111111"

Query = dict[str, str]
Call = Callable[[Stage, Query], Response]


def routes(stage: Stage) -> list[BaseRoute]:
    """Return what is asked with a token."""
    own = [Route(f"/twitter/base/2{path}", _asked(stage, call)) for path, call in CALLS.items()]
    return [*own, Route("/twitter/usage/tweets", _asked(stage, _usage))]


def _asked(stage: Stage, call: Call) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        with stage.lock:
            refused = _refused(stage, request.headers.get("authorization", ""))
            return refused or call(stage, {**request.query_params, **request.path_params})

    return answer


def _refused(stage: Stage, shown: str) -> Response | None:
    mood = stage.moods.of(SITE)
    if mood == "blocked":
        return memory.blocked()
    if mood == "expired" or shown != f"Bearer {memory.TOKEN}":
        return _problem(401, "Unauthorized", "Unauthorized")
    if mood != "busy":
        return None
    reset = int((stage.now() + memory.BUSY_FOR).timestamp())
    told = {"limit": "1500", "remaining": "0", "reset": str(reset)}
    headers = {f"x-rate-limit-{name}": value for name, value in told.items()}
    return _problem(429, "Too Many Requests", "Too Many Requests", headers)


def _problem(
    status: int, title: str, detail: str, headers: dict[str, str] | None = None
) -> Response:
    said = {"title": title, "detail": detail, "type": "about:blank", "status": status}
    return JSONResponse(said, status, headers)


def _usage(stage: Stage, query: Query) -> Response:  # noqa: ARG001 - as its like
    told = {
        "cap_reset_day": 10,
        "project_cap": "2000000",
        "project_id": memory.PROJECT,
        "project_usage": str(len(memory.of(stage).read)),
    }
    return JSONResponse({"data": told})


def _by_name(stage: Stage, query: Query) -> Response:
    return _user(stage, memory.named(stage, query["name"]), "username", query["name"])


def _by_number(stage: Stage, query: Query) -> Response:
    return _user(stage, memory.numbered(stage, query["number"]), "id", query["number"])


def _user(stage: Stage, own: Handle | None, asked: str, value: str) -> Response:
    if own is None:
        return _not_there("user", asked, value)
    if own.id in memory.of(stage).suspended:
        detail = f"User has been suspended: [{value}]."
        return _error("user", asked, value, "Forbidden", detail, "resource-not-found")
    return JSONResponse({"data": user(stage, own)})


def user(stage: Stage, own: Handle) -> dict[str, Any]:
    """Return an account."""
    name = memory.name_of(stage, own)
    return {"id": own.id, "name": own.name, "username": name, "protected": own.is_private}


def _not_there(kind: str, asked: str, value: str) -> Response:
    detail = f"Could not find {kind} with {asked}: [{value}]."
    return _error(kind, asked, value, "Not Found Error", detail, "resource-not-found")


def _error(kind: str, asked: str, value: str, title: str, detail: str, problem: str) -> Response:
    """Say with a good status that something is not to be had."""
    told = {
        "value": value,
        "detail": detail,
        "title": title,
        "resource_type": kind,
        "parameter": asked,
        "resource_id": value,
        "type": f"{PROBLEMS}/{problem}",
    }
    return JSONResponse({"errors": [told]})


def _post(stage: Stage, query: Query) -> Response:
    post = stage.world.post(SITE, query["number"])
    state = memory.state_of(stage, post)
    if state == "deleted" or post is None:
        return _not_there("tweet", "id", query["number"])
    if state:
        said = "Sorry, you are not authorized to see the Tweet with id"
        if state == "suspended":
            said = "User has been suspended"
        return _error(
            "tweet",
            *("id", post.id, "Authorization Error"),
            *(f"{said}: [{post.id}].", "not-authorized-for-resource"),
        )
    memory.of(stage).read.add((stage.now().date(), post.id))
    return JSONResponse({"data": tweet(stage, post), "includes": _includes(stage, [post])})


def _posts(stage: Stage, query: Query) -> Response:
    own = memory.numbered(stage, query["number"])
    if own is None:
        return _not_there("user", "id", query["number"])
    if own.is_private or own.id in memory.of(stage).suspended:
        said = "Sorry, you are not authorized to see the user with id"
        detail = f"{said}: [{own.id}]."
        args = ("id", own.id, "Authorization Error", detail, "not-authorized-for-resource")
        return _error("user", *args)
    size = int(query.get("max_results", "10"))
    if not LEAST <= size <= MOST:
        return _problem(400, "Invalid Request", "`max_results` should be between 5 and 100")
    return _page(stage, own, query, size)


def _page(stage: Stage, own: Handle, query: Query, size: int) -> Response:
    first = int(query.get("pagination_token", FIRST_TOKEN + "0").removeprefix(FIRST_TOKEN))
    every = memory.posts_of(stage, own)
    found = every[first : first + size]
    memory.of(stage).read |= {(stage.now().date(), post.id) for post in found}
    meta: dict[str, Any] = {"result_count": len(found)}
    if first + size < len(every):
        meta["next_token"] = f"{FIRST_TOKEN}{first + size}"
    if not found:
        return JSONResponse({"meta": meta})
    told = [tweet(stage, post) for post in found]
    if "retweets" not in query.get("exclude", ""):
        told.insert(REPOSTED, _repost(stage, found[0]))
    return JSONResponse({"data": told, "includes": _includes(stage, found), "meta": meta})


def _repost(stage: Stage, after: Publication) -> dict[str, Any]:
    fox = stage.world.fox(SITE)
    number = world_ids.tweet(after.published_at, 4095)
    repeated = {"type": "retweeted", "id": fox.id}
    told = {**tweet(stage, fox), "id": number, "referenced_tweets": [repeated]}
    del told["attachments"]
    return told | {"author_id": after.account.id, "text": f"RT @mika_draws: {fox.title}"}


def tweet(stage: Stage, post: Publication) -> dict[str, Any]:
    """Return a post."""
    told = {
        "id": post.id,
        "text": words.cut(stage, post),
        "author_id": post.account.id,
        "created_at": f"{post.published_at:%Y-%m-%dT%H:%M:%S}.000Z",
        "edit_history_tweet_ids": [post.id],
        "lang": "en",
        "possibly_sensitive": post.rating != "general",
        "public_metrics": {
            "retweet_count": post.counts.reposts,
            "reply_count": post.counts.comments,
            "like_count": post.counts.favourites,
            "quote_count": 0,
            "bookmark_count": 0,
            "impression_count": post.counts.views,
        },
        "entities": _entities(stage, post),
    }
    if words.is_long(stage, post):
        long = {"text": words.text(stage, post), "entities": _entities(stage, post)}
        told["note_tweet"] = long
    keys = [one["media_key"] for one in _media(stage, post)]
    if stage.moods.of(SITE) == "changed":
        del told["author_id"]
    return told | ({"attachments": {"media_keys": keys}} if keys else {})


def _entities(stage: Stage, post: Publication) -> dict[str, Any]:
    urls = []
    for link in words.links(stage, post):
        told = {"start": 0, "end": 23, "url": link.short, "expanded_url": link.long}
        media = [one["media_key"] for one in _media(stage, post)] if link.is_own else []
        urls += [{**told, "media_key": key} for key in media] or [told]
    tags = [{"start": 0, "end": len(tag), "tag": tag} for tag in words.tags(stage, post)]
    return {"urls": urls, "hashtags": tags}


def _includes(stage: Stage, posts: Iterable[Publication]) -> dict[str, Any]:
    """Return what goes with posts, the media in an order of their own."""
    media = [one for post in posts for one in _media(stage, post)]
    accounts = {post.account.id: post.account for post in posts}
    users = [user(stage, own) for own in accounts.values()]
    return {"users": users} | ({"media": media[::-1]} if media else {})


def _media(stage: Stage, post: Publication) -> list[dict[str, Any]]:
    photos = [
        {
            "media_key": f"3_{int(post.id) - place - 1}",
            "type": "photo",
            "url": memory.address(stage, picture),
            "width": picture.width,
            "height": picture.height,
            **({"alt_text": alt} if (alt := memory.alt(post, place)) else {}),
        }
        for place, picture in enumerate(memory.pictures(stage, post))
    ]
    video = {"media_key": VIDEO, "type": "video", "width": 640, "height": 360}
    return [video, *photos] if memory.has_video(stage, post) else photos


CALLS: dict[str, Call] = {
    "/users/by/username/{name}": _by_name,
    "/users/{number}": _by_number,
    "/users/{number}/tweets": _posts,
    "/tweets/{number}": _post,
}
