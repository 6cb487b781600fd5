"""What X's own pages ask, as guests: one post, an account, and its pictures.

Objects as gallery-dl and others read them (November 2026). Names of questions are kept, their
ids are not looked at: they change every few weeks.
"""

import json
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from artkeep.fakes.artists import Handle
from artkeep.fakes.stage import Stage
from artkeep.fakes.twitter import memory, words
from artkeep.fakes.twitter.memory import SITE
from artkeep.fakes.world import Publication

TIME = "%a %b %d %H:%M:%S +0000 %Y"
AT_ONCE = 20
GUEST = "2116099065115574273"

Asked = dict[str, Any]
Call = Callable[[Stage, Asked], Any]


def routes(stage: Stage) -> list[BaseRoute]:
    """Return what the pages ask."""

    def guest(_: Request) -> Response:
        return JSONResponse({"guest_token": GUEST})

    def asked(request: Request) -> Response:
        if request.headers.get("x-guest-token") != GUEST:
            said = {"code": 32, "message": "Could not authenticate you"}
            return JSONResponse({"errors": [said]}, 401)
        call = CALLS[request.path_params["question"]]
        with stage.lock:
            return JSONResponse(call(stage, json.loads(request.query_params["variables"])))

    return [
        Route("/twitter/base/1.1/guest/activate.json", guest, methods=["POST"]),
        Route("/twitter/web/i/api/1.1/guest/activate.json", guest, methods=["POST"]),
        Route("/twitter/web/i/api/graphql/{number}/{question}", asked),
    ]


def _by_name(stage: Stage, asked: Asked) -> Any:
    return _user(stage, memory.named(stage, asked["screen_name"]))


def _by_number(stage: Stage, asked: Asked) -> Any:
    return _user(stage, memory.numbered(stage, asked["userId"]))


def _user(stage: Stage, own: Handle | None) -> Any:
    if own is None:
        return {"data": {}}
    if own.id in memory.of(stage).suspended:
        gone = {"__typename": "UserUnavailable", "message": "User is suspended"}
        return {"data": {"user": {"result": gone}}}
    return {"data": {"user": {"result": user(stage, own)}}}


def user(stage: Stage, own: Handle) -> dict[str, Any]:
    """Return an account."""
    return {
        "__typename": "User",
        "rest_id": own.id,
        "core": {
            "screen_name": memory.name_of(stage, own),
            "name": own.name,
            "created_at": "Sat Jul 01 12:00:00 +0000 2023",
        },
        "avatar": {"image_url": ""},
        "location": {"location": ""},
        "privacy": {"protected": own.is_private},
        "verification": {"verified": False},
        "legacy": {"description": "", "entities": {"description": {"urls": []}}},
    }


def _post(stage: Stage, asked: Asked) -> Any:
    post = stage.world.post(SITE, asked["tweetId"])
    state = memory.state_of(stage, post)
    if state == "deleted" or post is None:
        return {"data": {"tweetResult": {}}}
    if state:
        reason = "Protected" if state == "private" else "Suspended"
        gone = {"__typename": "TweetUnavailable", "reason": reason}
        return {"data": {"tweetResult": {"result": gone}}}
    return {"data": {"tweetResult": {"result": tweet(stage, post)}}}


def _media(stage: Stage, asked: Asked) -> Any:
    own = memory.numbered(stage, asked["userId"])
    first = int(asked.get("cursor") or 0)
    shown = [] if own is None else [post for post in memory.posts_of(stage, own) if post.pages]
    entries = [_entry(stage, post) for post in shown[first : first + AT_ONCE]]
    bottom = {"entryType": "TimelineTimelineCursor", "cursorType": "Bottom"}
    value = str(first + AT_ONCE)
    entries.append({"entryId": f"cursor-bottom-{value}", "content": {**bottom, "value": value}})
    added = {"type": "TimelineAddEntries", "entries": entries}
    timeline = {"timeline": {"timeline": {"instructions": [added]}}}
    return {"data": {"user": {"result": timeline}}}


def _entry(stage: Stage, post: Publication) -> dict[str, Any]:
    content = {"itemType": "TimelineTweet", "tweet_results": {"result": tweet(stage, post)}}
    return {"entryId": f"tweet-{post.id}", "content": {"itemContent": content}}


def tweet(stage: Stage, post: Publication) -> dict[str, Any]:
    """Return a post."""
    told: dict[str, Any] = {
        "__typename": "Tweet",
        "rest_id": post.id,
        "core": {"user_results": {"result": user(stage, post.account)}},
        "views": {"count": str(post.counts.views), "state": "EnabledWithCount"},
        "source": '<a href="https://x.com">X Web App</a>',
        "legacy": _legacy(stage, post),
    }
    if words.is_long(stage, post):
        long = {"text": words.text(stage, post), "entity_set": _entities(stage, post)}
        told["note_tweet"] = {"note_tweet_results": {"result": long}}
    return told


def _legacy(stage: Stage, post: Publication) -> dict[str, Any]:
    media = _files(stage, post)
    return {
        "id_str": post.id,
        "user_id_str": post.account.id,
        "conversation_id_str": post.id,
        "created_at": post.published_at.strftime(TIME),
        "full_text": words.cut(stage, post),
        "lang": "en",
        "possibly_sensitive": post.rating != "general",
        "favorite_count": post.counts.favourites,
        "quote_count": 0,
        "reply_count": post.counts.comments,
        "retweet_count": post.counts.reposts,
        "bookmark_count": 0,
        "entities": _entities(stage, post),
        **({"extended_entities": {"media": media}} if media else {}),
    }


def _entities(stage: Stage, post: Publication) -> dict[str, Any]:
    links = [link for link in words.links(stage, post) if not link.is_own]
    return {
        "hashtags": [{"text": tag} for tag in words.tags(stage, post)],
        "urls": [{"url": link.short, "expanded_url": link.long} for link in links],
        "user_mentions": [],
    }


def _files(stage: Stage, post: Publication) -> list[dict[str, Any]]:
    photos = [
        {
            "id_str": str(int(post.id) - place - 1),
            "type": "photo",
            "media_url_https": memory.address(stage, picture),
            "original_info": {"width": picture.width, "height": picture.height},
            "ext_alt_text": memory.alt(post, place),
        }
        for place, picture in enumerate(memory.pictures(stage, post))
    ]
    video = {
        "id_str": "1",
        "type": "video",
        "media_url_https": "https://pbs.twimg.com/ext_tw_video_thumb/1.jpg",
        "original_info": {"width": 640, "height": 360},
        "ext_alt_text": None,
        "video_info": {"variants": [{"bitrate": 1, "url": "https://video.twimg.com/1.mp4"}]},
    }
    return [video, *photos] if memory.has_video(stage, post) else photos


CALLS: dict[str, Call] = {
    "UserByScreenName": _by_name,
    "UserByRestId": _by_number,
    "UserMedia": _media,
    "TweetResultByRestId": _post,
}
