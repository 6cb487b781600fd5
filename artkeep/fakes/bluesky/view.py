"""What the view of the network answers, to strangers and through the servers of its people."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from artkeep.fakes.artists import Handle
from artkeep.fakes.bluesky import memory, records
from artkeep.fakes.bluesky.memory import SITE
from artkeep.fakes.stage import Stage
from artkeep.fakes.world import Publication
from artkeep.fakes.world_lists import LIST_KEY

CHALLENGE = (
    "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>"
    '<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script></body></html>'
)
MOST, MOST_POSTS = 100, 25
REPOSTED = 5  # after so many posts of a list somebody repeats the fox
STATES = {"takendown": "AccountTakedown", "deactivated": "AccountDeactivated"}

Call = Callable[[Stage, QueryParams, str], Response]


def routes(stage: Stage) -> list[BaseRoute]:
    """Return what strangers ask."""

    def asked(request: Request) -> Response:
        with stage.lock:
            return in_the_way(stage) or answer(stage, request, "")

    return [Route("/bluesky/base/xrpc/{method}", asked)]


def answer(stage: Stage, request: Request, who: str) -> Response:
    """Answer a question; `who` is the DID of whoever is signed in, "" a stranger."""
    call = CALLS.get(request.path_params["method"])
    if call is None:
        return error("MethodNotImplemented", "Method Not Implemented", 501)
    return call(stage, request.query_params, who)


def in_the_way(stage: Stage) -> Response | None:
    """Return the answer of a site in a bad mood."""
    mood = stage.moods.of(SITE)
    if mood == "blocked":
        return HTMLResponse(CHALLENGE)
    if mood != "busy":
        return None
    reset = int((stage.now() + timedelta(minutes=2)).timestamp())
    told = {"limit": "3000", "remaining": "0", "reset": str(reset), "policy": "3000;w=300"}
    headers = {f"ratelimit-{name}": value for name, value in told.items()}
    return error("RateLimitExceeded", "Rate Limit Exceeded", 429, headers)


def error(
    word: str, message: str, status: int = 400, headers: dict[str, str] | None = None
) -> Response:
    """Say what is wrong."""
    return JSONResponse({"error": word, "message": message}, status, headers)


def _resolve(stage: Stage, asked: QueryParams, who: str) -> Response:  # noqa: ARG001 - as its like
    handle = memory.found(stage, asked.get("handle", ""))
    if handle is None:
        return error("InvalidRequest", "Unable to resolve handle")
    return JSONResponse({"did": handle.id})


def _posts(stage: Stage, asked: QueryParams, who: str) -> Response:  # noqa: ARG001 - as its like
    uris = asked.getlist("uris")
    if not 0 < len(uris) <= MOST_POSTS:
        return error("InvalidRequest", "Error: uris must not have more than 25 elements")
    found = [memory.post_of(stage, uri) for uri in uris]
    shown = [post for post in found if post is not None and memory.is_shown(stage, post)]
    return JSONResponse({"posts": [records.view(stage, post) for post in shown]})


def _thread(stage: Stage, asked: QueryParams, who: str) -> Response:  # noqa: ARG001 - as its like
    uri = asked.get("uri", "")
    post = memory.post_of(stage, uri)
    if post is None or not memory.is_shown(stage, post):
        return error("NotFound", f"Post not found: {uri}")
    view = records.view(stage, post)
    shown = {"$type": "app.bsky.feed.defs#threadViewPost", "post": view, "replies": []}
    return JSONResponse({"thread": shown})


def _profile(stage: Stage, asked: QueryParams, who: str) -> Response:  # noqa: ARG001 - as its like
    handle = memory.found(stage, asked.get("actor", ""))
    refused = _refused(stage, handle)
    if refused is not None or handle is None:
        return refused or error("InvalidRequest", "Profile not found")
    _, artist = memory.people(stage)[handle.id]
    return JSONResponse(records.profile(stage, handle, artist))


def _refused(stage: Stage, handle: Handle | None) -> Response | None:
    state = memory.of(stage).states.get(handle.id, "") if handle else "deleted"
    if not state:
        return None
    if state in STATES:
        words = "Account has been suspended" if state == "takendown" else "Account is deactivated"
        return error(STATES[state], words)
    return error("InvalidRequest", "Profile not found")


def _author_feed(stage: Stage, asked: QueryParams, who: str) -> Response:  # noqa: ARG001 - as its like
    handle = memory.found(stage, asked.get("actor", ""))
    refused = _refused(stage, handle)
    if refused is not None or handle is None:
        return refused or error("InvalidRequest", "Profile not found")
    only_media = asked.get("filter") == "posts_with_media"
    own = stage.world.of(SITE, handle.id)
    return _feed(stage, [post for post in own if post.pages or not only_media], asked)


def _list_feed(stage: Stage, asked: QueryParams, who: str) -> Response:  # noqa: ARG001 - as its like
    if not _is_the_list(stage, asked):
        return error("UnknownList", "List not found")
    ids = stage.world.lists(SITE)[LIST_KEY]
    found = [post for post in stage.world.on(SITE) if post.id in ids]
    return _feed(stage, found, asked, reposts=True)


def _list(stage: Stage, asked: QueryParams, who: str) -> Response:  # noqa: ARG001 - as its like
    if not _is_the_list(stage, asked):
        return error("InvalidRequest", "List not found")
    own = stage.world.collector.handles[SITE]
    folder = next(each for each in stage.world.folders(SITE) if each.id == LIST_KEY)
    about = {
        "uri": asked["list"],
        "cid": records.cid(LIST_KEY),
        "name": folder.name,
        "purpose": "app.bsky.graph.defs#curatelist",
        "listItemCount": 3,
        "creator": records.author(stage, own),
        "indexedAt": records.time(records.JOINED),
    }
    return JSONResponse({"list": about, "items": []})


def _is_the_list(stage: Stage, asked: QueryParams) -> bool:
    own = stage.world.collector.handles[SITE].id
    return asked.get("list") == f"at://{own}/app.bsky.graph.list/{LIST_KEY}"


def _generator(stage: Stage, asked: QueryParams, who: str) -> Response:  # noqa: ARG001 - as its like
    mika = stage.world.artists[0].handles[SITE]
    if not _is_the_feed(stage, asked):
        return error("InvalidRequest", "could not find feed")
    view = {
        "uri": asked["feed"],
        "cid": records.cid("winter"),
        "did": "did:web:feeds.example",
        "creator": records.author(stage, mika),
        "displayName": "Winter pictures",
        "likeCount": 12,
        "indexedAt": records.time(records.JOINED),
    }
    return JSONResponse({"view": view, "isOnline": True, "isValid": True})


def _custom_feed(stage: Stage, asked: QueryParams, who: str) -> Response:  # noqa: ARG001 - as its like
    if not _is_the_feed(stage, asked):
        return error("UnknownFeed", "could not find feed")
    found = [post for post in stage.world.on(SITE) if post.work.index % 3 == 0]
    return _feed(stage, found, asked, is_endless=True)


def _is_the_feed(stage: Stage, asked: QueryParams) -> bool:
    mika = stage.world.artists[0].handles[SITE].id
    return asked.get("feed") == f"at://{mika}/app.bsky.feed.generator/{memory.FEED_KEY}"


def _own_likes(stage: Stage, asked: QueryParams, who: str) -> Response:
    handle = memory.found(stage, asked.get("actor", ""))
    if handle is None or handle.id != who:
        return error("InvalidRequest", "Profile not found")
    liked = [stage.world.post(SITE, one) for one in stage.world.lists(SITE)["likes"]]
    return _feed(stage, [post for post in liked if post], asked)


def _saved(stage: Stage, asked: QueryParams, who: str) -> Response:
    if not who:
        return error("AuthMissing", "Authentication Required", 401)
    found = [stage.world.post(SITE, one) for one in stage.world.lists(SITE)["likes"][::3]]
    page, cursor = _paged([post for post in found if post], asked)
    kept = [
        {
            "subject": {"uri": records.uri(post), "cid": records.cid(post.id)},
            "createdAt": records.time(post.published_at),
            "item": _item(stage, post),
        }
        for post in page
    ]
    return JSONResponse({"bookmarks": kept, **cursor})


def _item(stage: Stage, post: Publication) -> dict[str, Any]:
    if memory.is_shown(stage, post):
        return {"$type": "app.bsky.feed.defs#postView", **records.view(stage, post)}
    kind = "app.bsky.feed.defs#notFoundPost"
    return {"$type": kind, "uri": records.uri(post), "notFound": True}


def _feed(
    stage: Stage,
    found: Sequence[Publication],
    asked: QueryParams,
    *,
    reposts: bool = False,
    is_endless: bool = False,
) -> Response:
    if not asked.get("limit", "50").isdecimal() or int(asked.get("limit", "50")) > MOST:
        return error("InvalidRequest", "Error: limit can not be greater than 100")
    page, cursor = _paged([post for post in found if memory.is_shown(stage, post)], asked)
    items: list[dict[str, Any]] = []
    for place, post in enumerate(page):
        items.append({"post": records.view(stage, post)})
        if reposts and place % REPOSTED == 0:
            items.append(_repost(stage, post.account))
    if is_endless and not cursor:  # as some feeds end
        cursor = {"cursor": asked.get("cursor", "end")}
    return JSONResponse({"feed": items, **cursor})


def _repost(stage: Stage, by: Handle) -> dict[str, Any]:
    fox = stage.world.fox(SITE)
    reason = {
        "$type": "app.bsky.feed.defs#reasonRepost",
        "by": records.author(stage, by),
        "indexedAt": records.time(fox.published_at),
    }
    return {"post": records.view(stage, fox), "reason": reason}


def _paged(
    found: Sequence[Publication], asked: QueryParams
) -> tuple[Sequence[Publication], dict[str, str]]:
    """Return one page and where it goes on; a full page always leads on, be it to nothing."""
    size, after = int(asked.get("limit", "50")), asked.get("cursor", "")
    ids = [post.id for post in found]
    first = ids.index(after) + 1 if after in ids else 0
    page = found[first : first + size] if not after or after in ids else ()
    return page, {"cursor": page[-1].id} if len(page) == size else {}


CALLS: dict[str, Call] = {
    "com.atproto.identity.resolveHandle": _resolve,
    "app.bsky.actor.getProfile": _profile,
    "app.bsky.bookmark.getBookmarks": _saved,
    "app.bsky.feed.getActorLikes": _own_likes,
    "app.bsky.feed.getAuthorFeed": _author_feed,
    "app.bsky.feed.getFeed": _custom_feed,
    "app.bsky.feed.getFeedGenerator": _generator,
    "app.bsky.feed.getListFeed": _list_feed,
    "app.bsky.feed.getPosts": _posts,
    "app.bsky.feed.getPostThread": _thread,
    "app.bsky.graph.getList": _list,
}
