"""The API of pixiv's app."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import parse_qs, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from artkeep.fakes.artists import Artist, Handle
from artkeep.fakes.pixiv import memory, works
from artkeep.fakes.pixiv.memory import SITE, Bookmark
from artkeep.fakes.stage import Stage
from artkeep.fakes.world import Publication

PAGE, SHORT_PAGE = 30, 26
LAST_OFFSET = 5000
CHALLENGE = (
    "<!DOCTYPE html><html><head><title>Just a moment...</title></head>"
    "<body><h2>Checking if the site connection is secure</h2>"
    '<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script></body></html>'
)
IN_THE_WAY = frozenset({"busy", "blocked"})
ACCOUNT = "7001"  # the only one that can sign in

Query = dict[str, str]
Call = Callable[[Stage, Query], Response]


def routes(stage: Stage) -> list[BaseRoute]:
    """Return what the app asks."""
    return [
        *(Route(f"/pixiv/base{path}", _asked(stage, call)) for path, call in CALLS.items()),
        *(
            Route(f"/pixiv/base{path}", _told(stage, call), methods=["POST"])
            for path, call in CHANGES.items()
        ),
    ]


def _asked(stage: Stage, call: Call) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        query = dict(request.query_params)
        with stage.lock:
            return refusal(stage, request) or call(stage, query)

    return answer


def _told(stage: Stage, call: Call) -> Any:
    async def answer(request: Request) -> Response:
        sent = parse_qs((await request.body()).decode())
        query = {key: own[-1] for key, own in sent.items()}
        with stage.lock:
            return refusal(stage, request) or call(stage, query)

    return answer


def refusal(stage: Stage, request: Request) -> Response | None:
    """Return the answer of a site in a bad mood, or to whoever has not signed in."""
    mood = stage.moods.of(SITE)
    if mood in IN_THE_WAY:
        return in_the_way(stage)
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    until = memory.of(stage).access.get(token)
    if mood == "expired" or scheme != "Bearer" or until is None or until <= stage.now():
        why = "Please check your Access Token to fix this. Error Message: invalid_grant"
        return error(400, f"Error occurred at the OAuth process. {why}")
    return None


def in_the_way(stage: Stage) -> Response:
    """Bar the way; "slow down" by turns as it was for years and as it is since 2026."""
    if stage.moods.of(SITE) == "blocked":
        return HTMLResponse(CHALLENGE, 403, {"cf-mitigated": "challenge"})
    if next(memory.of(stage).slowed) % 2 == 0:
        return error(403, "Rate Limit")
    return error(429, "Rate Limit", {"retry-after": "120"})


def error(
    status: int, message: str = "", headers: dict[str, str] | None = None, shown: str = ""
) -> Response:
    """Say what is wrong. `shown` is for people, in their language."""
    said = {"user_message": shown, "message": message, "reason": "", "user_message_details": {}}
    return JSONResponse({"error": said}, status, headers)


def _detail(stage: Stage, query: Query) -> Response:
    post = stage.world.post(SITE, query.get("illust_id", ""))
    if post is None or works.limit_of(stage, post) == "unknown":
        return error(404, shown="該当作品は削除されたか、存在しない作品IDです。")
    if works.limit_of(stage, post) == "mypixiv":
        return error(403, shown="作者によって非公開に設定されています。")
    return JSONResponse({"illust": works.work(stage, post, alone=True)})


def _ugoira(stage: Stage, query: Query) -> Response:
    post = stage.world.post(SITE, query.get("illust_id", ""))
    if post is None or works.limit_of(stage, post) or post.kind != "moving":
        return error(404)
    delays = enumerate(post.pages[0].delays)
    frames = [{"file": f"{place:06}.jpg", "delay": delay} for place, delay in delays]
    zips = {"medium": works.zipped(stage, post)}
    return JSONResponse({"ugoira_metadata": {"zip_urls": zips, "frames": frames}})


def _user(stage: Stage, query: Query) -> Response:
    found = who(stage, query.get("user_id", ""))
    if found is None or stage.world.has_left(SITE, found[0].id):
        return error(404)
    handle, artist = found
    shown = {**works.user(handle), "comment": artist.about if artist else ""}
    name = "owner" if stage.moods.of(SITE) == "changed" else "user"
    return JSONResponse({name: shown, "profile": _profile(stage, handle, artist)})


def _profile(stage: Stage, handle: Handle, artist: Artist | None) -> dict[str, Any]:
    links = artist.links.get(SITE, ()) if artist else ()
    mine = handle.id == ACCOUNT
    public = memory.of(stage).bookmarks["public"]
    return {
        "webpage": links[-1] if links else None,
        "total_illusts": len(stage.world.of(SITE, handle.id)),
        "total_manga": 0,
        "total_novels": 0,
        "total_illust_bookmarks_public": len(public) if mine else 0,
        "twitter_account": links[0].rpartition("/")[2] if links else "",
        "twitter_url": links[0] if links else None,
        "pawoo_url": None,
        "is_premium": False,
    }


def who(stage: Stage, number: str) -> tuple[Handle, Artist | None] | None:
    """Find a user by number; the collector makes nothing."""
    own = stage.world.collector.handles[SITE]
    if number == own.id:
        return own, None
    for artist in stage.world.artists:
        if SITE in artist.handles and artist.handles[SITE].id == number:
            return artist.handles[SITE], artist
    return None


def _illusts(stage: Stage, query: Query) -> Response:
    found = who(stage, query.get("user_id", ""))
    if found is None:
        nobody = {"id": None, "name": "", "account": ""}
        return JSONResponse({"user": nobody, "illusts": [], "next_url": None})
    posts = [post for post in stage.world.of(SITE, found[0].id) if _is_listed(stage, post)]
    if "type" in query:
        wanted = query["type"] == "manga"
        posts = [post for post in posts if (works.type_of(post) == "manga") == wanted]
    about = {"user": works.user(found[0])}
    return _by_offset(stage, "/v1/user/illusts", query, posts, about)


def _is_listed(stage: Stage, post: Publication) -> bool:
    """Whether an artist's own page shows a work at all."""
    return works.limit_of(stage, post) not in {"unknown", "mypixiv"}


def _series(stage: Stage, query: Query) -> Response:
    number = query.get("illust_series_id", "")
    posts = [post for post in stage.world.on(SITE) if post.series and post.series.id == number]
    if not posts or posts[0].series is None:
        return error(404)
    about = {
        "id": int(number),
        "title": posts[0].series.title,
        "caption": "",
        "series_work_count": len(posts),
        "create_date": posts[-1].published_at.astimezone(works.JAPAN).isoformat(),
        "user": works.user(posts[0].account),
    }
    listed = [post for post in posts if _is_listed(stage, post)]
    return _by_offset(stage, "/v1/illust/series", query, listed, {"illust_series_detail": about})


def _by_offset(
    stage: Stage, path: str, query: Query, posts: Sequence[Publication], besides: dict[str, Any]
) -> Response:
    offset = int(query.get("offset", "0"))
    if offset > LAST_OFFSET:
        return error(400, '{"offset":["offset must be no more than 5000"]}')
    more = offset + PAGE < len(posts)
    following = _url(stage, path, query | {"offset": str(offset + PAGE)}) if more else None
    made = [works.work(stage, post) for post in posts[offset : offset + PAGE]]
    return JSONResponse({**besides, "illusts": made, "next_url": following})


def _url(stage: Stage, path: str, query: Query) -> str:
    return f"{stage.address(SITE, 'base')}{path}?{urlencode(query)}"


def _bookmarks(stage: Stage, query: Query) -> Response:
    """Show those added before the cursor; every other page is a short one."""
    refused = _not_yours(stage, query)
    if refused:
        return refused
    before = int(query["max_bookmark_id"]) if "max_bookmark_id" in query else None
    held = _held(stage, query)
    rest = [own for own in held if before is None or own.number < before]
    size = SHORT_PAGE if (len(held) - len(rest)) % 4 else PAGE
    shown, more = rest[:size], len(rest) > size
    posts = [post for own in shown if (post := stage.world.post(SITE, own.work)) is not None]
    cursor = {"max_bookmark_id": str(shown[-1].number)} if more else {}
    following = _url(stage, "/v1/user/bookmarks/illust", query | cursor) if more else None
    made = [works.work(stage, post) for post in posts]
    return JSONResponse({"illusts": made, "next_url": following})


def _not_yours(stage: Stage, query: Query) -> Response | None:
    if who(stage, query.get("user_id", "")) is None:
        return error(404)
    if query.get("restrict") == "private" and query["user_id"] != ACCOUNT:
        return error(403, shown="このブックマークは公開されていません。")
    return None


def _held(stage: Stage, query: Query) -> list[Bookmark]:
    if query["user_id"] != ACCOUNT:
        return []
    held = memory.of(stage).bookmarks[query.get("restrict", "public")]
    return [own for own in held.values() if "tag" not in query or query["tag"] in own.labels]


def _folders(stage: Stage, query: Query) -> Response:
    refused = _not_yours(stage, query)
    if refused:
        return refused
    which = query.get("restrict", "public")
    mine = query["user_id"] == ACCOUNT
    counted = memory.labels_of(memory.of(stage), which) if mine else {}
    tags = [{"name": name, "count": number} for name, number in counted.items()]
    return JSONResponse({"bookmark_tags": tags, "next_url": None})


def _bookmark(stage: Stage, query: Query) -> Response:
    known = memory.of(stage)
    held = [
        (which, kept[work])
        for work in (query.get("illust_id", ""),)
        for which, kept in known.bookmarks.items()
        if work in kept
    ]
    labels = held[0][1].labels if held else ()
    told = {
        "is_bookmarked": bool(held),
        "restrict": held[0][0] if held else "public",
        "tags": [{"name": label, "is_registered": True} for label in labels],
    }
    return JSONResponse({"bookmark_detail": told})


def _state(stage: Stage, query: Query) -> Response:  # noqa: ARG001  nothing is asked
    return JSONResponse({"user_state": {"is_mail_authorized": True, "can_change_pixiv_id": True}})


def _add(stage: Stage, sent: Query) -> Response:
    post = stage.world.post(SITE, sent.get("illust_id", ""))
    if post is None or works.limit_of(stage, post) == "unknown":
        return error(404)
    labels = tuple(sent.get("tags[]", sent.get("tags", "")).split())
    memory.bookmark(memory.of(stage), post.id, sent.get("restrict", "public"), labels)
    return JSONResponse({})


def _remove(stage: Stage, sent: Query) -> Response:
    memory.unbookmark(memory.of(stage), sent.get("illust_id", ""))
    return JSONResponse({})


CALLS: dict[str, Call] = {
    "/v1/illust/detail": _detail,
    "/v1/ugoira/metadata": _ugoira,
    "/v1/user/detail": _user,
    "/v1/user/illusts": _illusts,
    "/v1/illust/series": _series,
    "/v1/user/bookmarks/illust": _bookmarks,
    "/v1/user/bookmark-tags/illust": _folders,
    "/v2/illust/bookmark/detail": _bookmark,
    "/v1/user/me/state": _state,
}
CHANGES: dict[str, Call] = {"/v2/illust/bookmark/add": _add, "/v1/illust/bookmark/delete": _remove}
