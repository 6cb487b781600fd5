"""The API of DeviantArt."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from artkeep.fakes.artists import Handle
from artkeep.fakes.deviantart import extras, files, folders, memory, works
from artkeep.fakes.deviantart.memory import SITE, Access
from artkeep.fakes.stage import Stage
from artkeep.fakes.world import Publication

VERSIONS = frozenset({"20240701", "20210526", "20200519", "20160316"})
LAST_OFFSET, LAST_OF_GALLERIES = 50_000, 10_000
SHORT_PAGE = 20  # every other page lacks some
MOST_IDS, MOST_IDS_EXTENDED = 50, 10
EXTENDED = "ext_"
BLOCKED_PAGE = (
    "<!DOCTYPE HTML><HTML><HEAD><TITLE>ERROR: The request could not be satisfied</TITLE></HEAD>"
    "<BODY><H1>403 ERROR</H1><H2>The request could not be satisfied.</H2><HR>Request blocked. "
    "We can't connect to the server for this app or website at this time.</BODY></HTML>"
)
OVER = (
    "Expired oAuth2 user token. The client should request a new one with an access code or a "
    "refresh token."
)


@dataclass(frozen=True)
class Asked:
    """A question with what it says, and who asks."""

    stage: Stage
    query: dict[str, str]
    ids: list[str]
    path: dict[str, str]
    who: Access

    def number(self, name: str, usual: int) -> int:
        return int(self.query.get(name, usual))

    def is_set(self, name: str) -> bool:
        return self.query.get(name, "").lower() in {"1", "true", "yes"}


Call = Callable[[Asked], Response]


def routes(stage: Stage) -> list[BaseRoute]:
    """Return what the API answers to, also for who brings the whole path of the real one."""
    return [
        Route(f"/deviantart/base{above}{path}", _answer(stage, call))
        for above in ("", "/api/v1/oauth2")
        for path, call in CALLS.items()
    ]


def _answer(stage: Stage, call: Call) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        pairs = request.query_params.multi_items()
        ids = [value for name, value in pairs if name.startswith("deviationids[")]
        with stage.lock:
            who = _who(stage, request)
            if isinstance(who, Response):
                return who
            return call(Asked(stage, dict(pairs), ids, request.path_params, who))

    return answer


def _who(stage: Stage, request: Request) -> Access | Response:
    """Return who asks, or what keeps them out."""
    refused = in_the_way(stage) or _of_version(request)
    if refused is not None:
        return refused
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    known = memory.of(stage).access.get(token) if scheme == "Bearer" else None
    if known is None:
        return error(401, "invalid_token", "Invalid token.")
    if known.until <= stage.now() or stage.moods.of(SITE) == "expired":
        return error(401, "invalid_token", OVER)
    return known


def _of_version(request: Request) -> Response | None:
    if not request.headers.get("user-agent"):
        return HTMLResponse(BLOCKED_PAGE, 403)
    if request.headers.get("da-minor-version", "20240701") not in VERSIONS:
        return error(404, "version_error", "Api endpoint not found.")
    return None


def in_the_way(stage: Stage) -> Response | None:
    """Bar the way when the site is in such a mood; an error may come with a 200."""
    mood = stage.moods.of(SITE)
    if mood == "blocked":
        return HTMLResponse(BLOCKED_PAGE, 403, {"server": "CloudFront"})
    if mood != "busy":
        return None
    if next(memory.of(stage).slowed) % 2 == 0:
        return error(429, "user_api_threshold", "User request limit reached.")
    return error(200, "application_api_threshold", "Client request limit reached.")


def error(status: int, word: str, said: str, code: int | None = None) -> Response:
    """Say what is wrong, as all of the API does."""
    told = {"error": word, "error_description": said, "status": "error"}
    return JSONResponse(told if code is None else {**told, "error_code": code}, status)


def _placebo(asked: Asked) -> Response:  # noqa: ARG001  as its like
    return JSONResponse({"status": "success"})


def _whoami(asked: Asked) -> Response:
    if not asked.who.is_signed_in or "user" not in asked.who.scope.split():
        return error(403, "insufficient_scope", "The token lacks the scope user.")
    own = asked.stage.world.collector.handles[SITE]
    return JSONResponse(works.user(asked.stage, own))


def _profile(asked: Asked) -> Response:
    found = who(asked.stage, asked.path["user"])
    if found is None:
        return _nobody()
    return JSONResponse(works.profile(asked.stage, found))


def _nobody() -> Response:
    return error(400, "invalid_request", "User not found.", 0)


def who(stage: Stage, name: str) -> Handle | None:
    """Find an account by its name."""
    own = (artist.handles.get(SITE) for artist in stage.world.artists)
    named = (one for one in own if one is not None and one.handle == name.lower())
    return next(named, None)


def _found(stage: Stage, long_id: str) -> Publication | None:
    return next((post for post in stage.world.on(SITE) if post.uuid == long_id.upper()), None)


def _deviation(asked: Asked) -> Response:
    stage, long_id = asked.stage, asked.path["id"]
    extra = extras.by_id(stage, long_id)
    if extra is not None:
        return JSONResponse(extra)
    post = _found(stage, long_id)
    if post is None or stage.world.fate(SITE, post.id) == "deleted":
        return error(404, "invalid_request", "Deviation not found.", 0)
    return JSONResponse(works.deviation(stage, post, is_signed_in=asked.who.is_signed_in))


def _metadata(asked: Asked) -> Response:
    extended = {
        name.removeprefix(EXTENDED)
        for name in asked.query
        if name.startswith(EXTENDED) and asked.is_set(name)
    }
    if not 0 < len(asked.ids) <= (MOST_IDS_EXTENDED if extended else MOST_IDS):
        return error(400, "invalid_request", "Request field validation failed.")
    found = [_said(asked.stage, long_id, extended) for long_id in asked.ids]
    return JSONResponse({"metadata": [one for one in found if one]})


def _said(stage: Stage, long_id: str, extended: set[str]) -> dict[str, Any]:
    """Return what is said of a work; nothing of what is gone."""
    post = _found(stage, long_id)
    if post is None:
        return extras.metadata(stage, long_id)
    is_gone = stage.world.fate(SITE, post.id) == "deleted"
    return {} if is_gone else works.metadata(stage, post, extended)


def _download(asked: Asked) -> Response:
    post, known = _found(asked.stage, asked.path["id"]), memory.of(asked.stage)
    if post is None or asked.stage.world.fate(SITE, post.id) in {"deleted", "private"}:
        return error(404, "invalid_request", "Deviation not found.", 1)
    if not files.is_downloadable(post):
        return error(400, "invalid_request", "Deviation not downloadable.", 2)
    if not known.downloads_left:
        return error(400, "invalid_request", "Free download limit reached.", 2)
    known.downloads_left -= 1
    picture = post.pages[0]
    return JSONResponse(
        {
            "src": files.original(asked.stage, post, 0),
            "filename": f"{files.pretty_name(post)}.{picture.ending}",
            "width": picture.width,
            "height": picture.height,
            "filesize": picture.size_bytes,
        }
    )


def _all_of(part: str) -> Call:
    def call(asked: Asked) -> Response:
        owner = _owner(asked)
        if owner is None:
            return _nobody()
        return _batch(asked, folders.everything(asked.stage, part, owner), part)

    return call


def _folder_of(part: str) -> Call:
    def call(asked: Asked) -> Response:
        owner = _owner(asked)
        if owner is None:
            return _nobody()
        known = folders.all_of(asked.stage, part, owner)
        folder = next((one for one in known if one.id == asked.path["id"].upper()), None)
        if folder is None:
            return error(404, "invalid_request", "Folder not found.", 0)
        posts = folders.within(asked.stage, folder)
        if part == "gallery" and asked.query.get("mode", "popular") == "popular":
            posts = sorted(posts, key=lambda post: -post.counts.favourites)
        return _batch(asked, posts, part, name=folder.name)

    return call


def _folders_of(part: str) -> Call:
    def call(asked: Asked) -> Response:
        owner = _owner(asked)
        if owner is None:
            return _nobody()
        known = folders.all_of(asked.stage, part, owner)
        told = [folders.told(asked.stage, one) for one in known if not one.parent]
        return _paged(asked, told, most=50, size=50)

    return call


def _owner(asked: Asked) -> Handle | None:
    own = asked.stage.world.collector.handles[SITE].handle if asked.who.is_signed_in else ""
    return who(asked.stage, asked.query.get("username", own))


def _batch(asked: Asked, posts: Sequence[Publication], part: str, name: str = "") -> Response:
    """Tell of some works; what is gone stays in favourites only."""
    if asked.number("offset", 0) >= LAST_OF_GALLERIES:
        return error(400, "invalid_request", "Request field validation failed.")
    stage = asked.stage
    is_gallery = part == "gallery"
    shown = [
        works.deviation(stage, post, is_signed_in=asked.who.is_signed_in)
        for post in posts
        if _is_shown(asked, post)
        and not (is_gallery and stage.world.fate(SITE, post.id) == "deleted")
    ]
    if is_gallery:
        shown += extras.of(stage, asked.query.get("username", ""))
    is_short = asked.number("offset", 0) // SHORT_PAGE % 2 == 1
    return _paged(asked, shown, most=24, size=SHORT_PAGE if is_short else 24, name=name)


def _is_shown(asked: Asked, post: Publication) -> bool:
    return asked.is_set("mature_content") or not works.is_mature(post)


def _paged(asked: Asked, found: Sequence[Any], *, most: int, size: int, name: str = "") -> Response:
    offset, limit = asked.number("offset", 0), asked.number("limit", 10)
    if not 0 <= offset <= LAST_OFFSET or not 1 <= limit <= most:
        return error(400, "invalid_request", "Request field validation failed.")
    end = offset + min(limit, size)
    has_more = end < len(found)
    told = {
        "has_more": has_more,
        "next_offset": end if has_more else None,
        "results": list(found[offset:end]),
    }
    return JSONResponse({**told, "name": name} if name else told)


CALLS: dict[str, Call] = {
    "/placebo": _placebo,
    "/user/whoami": _whoami,
    "/user/profile/{user}": _profile,
    "/deviation/metadata": _metadata,
    "/deviation/download/{id}": _download,
    "/deviation/{id}": _deviation,
    "/gallery/folders": _folders_of("gallery"),
    "/gallery/all": _all_of("gallery"),
    "/gallery/{id}": _folder_of("gallery"),
    "/collections/folders": _folders_of("favourites"),
    "/collections/all": _all_of("favourites"),
    "/collections/{id}": _folder_of("favourites"),
}
