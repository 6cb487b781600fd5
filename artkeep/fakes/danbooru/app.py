"""What Danbooru's JSON answers."""

import base64
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from artkeep.fakes.danbooru import records, search
from artkeep.fakes.danbooru.records import SITE
from artkeep.fakes.danbooru.search import Refused
from artkeep.fakes.stage import Stage
from artkeep.fakes.world import Publication

CHALLENGE = (
    "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>"
    '<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script></body></html>'
)
NOBODY = {"id": None, "name": "Anonymous", "level": 0, "level_string": "Anonymous"}

Query = dict[str, str]
Call = Callable[[Stage, Query], Any]


def routes(stage: Stage) -> list[BaseRoute]:
    """Return what is asked."""
    return [Route(f"/danbooru/base{path}", _asked(stage, call)) for path, call in CALLS.items()]


def _asked(stage: Stage, call: Call) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        in_the_way = _mood(stage, request)
        if in_the_way is not None:
            return in_the_way
        mine = {"signed_in": "yes"} if request.headers.get("authorization") else {}
        query = {**request.query_params, **request.path_params, **mine}
        try:
            return JSONResponse(call(stage, query))
        except Refused as refused:
            return error(refused.status, refused.error, refused.message)

    return answer


def _mood(stage: Stage, request: Request) -> Response | None:
    """Bar the way in a bad mood, and to whoever shows a wrong key."""
    mood = stage.moods.of(SITE)
    if mood == "busy":
        return error(429, "RateLimit::RateLimitError", "You're doing that too fast.", wait=30)
    if mood == "blocked":
        return HTMLResponse(CHALLENGE, 403, {"cf-mitigated": "challenge"})
    shown = request.headers.get("authorization", "")
    name = stage.world.collector.handles[SITE].handle
    right = base64.b64encode(f"{name}:{records.KEY}".encode()).decode()
    if shown and (mood == "expired" or shown != f"Basic {right}"):
        return error(401, "SessionLoader::AuthenticationFailure", "Invalid API key")
    return None


def error(status: int, name: str, message: str, wait: int | None = None) -> Response:
    """Say what is wrong."""
    said = {"success": False, "error": name, "message": message, "backtrace": []}
    return JSONResponse(said, status, {"retry-after": str(wait)} if wait else {})


def _missing() -> Refused:
    return Refused(404, "ActiveRecord::RecordNotFound", "That record was not found.")


def _numbers(query: Query, key: str) -> list[str]:
    return query.get(f"search[{key}]", "").split(",")


def _limited(query: Query, found: Iterable[Any]) -> list[Any]:
    return list(found)[: int(query.get("limit", "20"))]


def _posts(stage: Stage, query: Query) -> Any:
    tags = query.get("tags", "")
    found = search.search(stage, tags, query.get("page", ""), query.get("limit", ""))
    return [_post(stage, post, query) for post in found]


def _post(stage: Stage, post: Publication, query: Query) -> Any:
    if "media_metadata" in query.get("only", "").split(","):
        return {"id": int(post.id), "media_metadata": records.metadata(stage, post)}
    return records.post(stage, post)


def _one_post(stage: Stage, query: Query) -> Any:
    return _post(stage, _there(stage, query["number"]), query)


def _there(stage: Stage, number: str) -> Publication:
    post = stage.world.post(SITE, number)
    if post is None or not records.is_there(stage, post):
        raise _missing()
    return post


def _commentaries(stage: Stage, query: Query) -> Any:
    found = (stage.world.post(SITE, number) for number in _numbers(query, "post_id"))
    said = (records.commentary(post) for post in found if post is not None)
    return _limited(query, (each for each in said if each is not None))


def _users(stage: Stage, query: Query) -> Any:
    numbers, names = _numbers(query, "id"), _numbers(query, "name")
    return _limited(
        query,
        (
            records.user(stage, own)
            for own in records.users(stage)
            if own.id in numbers or own.handle in names
        ),
    )


def _user(stage: Stage, query: Query) -> Any:
    for own in records.users(stage):
        if own.id == query["number"]:
            return records.user(stage, own)
    raise _missing()


def _profile(stage: Stage, query: Query) -> Any:
    if "signed_in" not in query:
        return NOBODY
    return records.user(stage, stage.world.collector.handles[SITE])


def _all_artists(stage: Stage) -> list[dict[str, Any]]:
    return [
        records.artist(each.handles[SITE], each.links.get(SITE, ()))
        for each in stage.world.artists
        if SITE in each.handles
    ]


def _artists(stage: Stage, query: Query) -> Any:
    names = _numbers(query, "name")
    return _limited(query, (each for each in _all_artists(stage) if each["name"] in names))


def _artist(stage: Stage, query: Query) -> Any:
    for each in _all_artists(stage):
        if str(each["id"]) == query["number"]:
            return each
    raise _missing()


def _pool(stage: Stage, query: Query) -> Any:
    ids = search.pool(stage, query["number"])
    if ids is None:
        raise _missing()
    folder = next(own for own in stage.world.folders(SITE) if own.id == query["number"])
    shown = {**_folder(stage, folder.id, folder.name, ids), "category": "series"}
    return shown | {"description": "", "is_deleted": False, "post_count": len(ids)}


def _favgroup(stage: Stage, query: Query) -> Any:
    number = query["number"]
    if number == records.PRIVATE_FAVGROUP and "signed_in" not in query:
        raise Refused(403, "User::PrivilegeError", "Access denied")
    if number not in {records.FAVGROUP, records.PRIVATE_FAVGROUP}:
        raise _missing()
    ids = stage.world.lists(SITE)["favorites"][:10]
    own = stage.world.collector.handles[SITE]
    shown = _folder(stage, number, "Best_of_winter", ids[::-1])
    return shown | {"creator_id": int(own.id), "is_public": number == records.FAVGROUP}


def _folder(stage: Stage, number: str, name: str, ids: Sequence[str]) -> dict[str, Any]:
    key = "posts" if stage.moods.of(SITE) == "changed" else "post_ids"
    return {
        "id": int(number),
        "name": name,
        "created_at": "2024-05-04T03:02:01.000-04:00",
        "updated_at": "2026-05-04T03:02:01.000-04:00",
        key: [int(post_id) for post_id in ids],
    }


def _favourites(stage: Stage, query: Query) -> Any:
    own = stage.world.collector.handles[SITE]
    ids = search.favourites(stage) if own.id in _numbers(query, "user_id") else ()
    first = records.FIRST_FAVOURITE + len(ids)
    made = [{"id": first - place, "post_id": int(each)} for place, each in enumerate(ids)]
    page = query.get("page", "")
    if page.startswith("b"):
        made = [each for each in made if each["id"] < int(page[1:])]
    return _limited(query, made)


CALLS: dict[str, Call] = {
    "/posts.json": _posts,
    "/posts/{number:int}.json": lambda stage, query: _one_post(stage, _plain(query)),
    "/artist_commentaries.json": _commentaries,
    "/users.json": _users,
    "/users/{number:int}.json": lambda stage, query: _user(stage, _plain(query)),
    "/profile.json": _profile,
    "/artists.json": _artists,
    "/artists/{number:int}.json": lambda stage, query: _artist(stage, _plain(query)),
    "/pools/{number:int}.json": lambda stage, query: _pool(stage, _plain(query)),
    "/favorite_groups/{number:int}.json": lambda stage, query: _favgroup(stage, _plain(query)),
    "/favorites.json": _favourites,
}


def _plain(query: Query) -> Query:
    return query | {"number": str(query["number"])}
