"""What Philomena's JSON answers, at any home."""

from collections.abc import Callable, Sequence

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from artkeep.fakes.philomena import query, records
from artkeep.fakes.philomena.query import Unreadable
from artkeep.fakes.philomena.records import SITE
from artkeep.fakes.stage import Stage
from artkeep.fakes.world import Publication

CHALLENGE = (
    "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>"
    '<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script></body></html>'
)
MOST, LAST = 50, 10_000

Query = dict[str, str]
Call = Callable[[Stage, str, Query], Response]


def routes(stage: Stage) -> list[BaseRoute]:
    """Return what is asked."""
    base = "/philomena/base/{home}/api/v1/json"
    return [Route(base + path, _asked(stage, call)) for path, call in CALLS.items()]


def _asked(stage: Stage, call: Call) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        mood, home = stage.moods.of(SITE), request.path_params["home"]
        if mood == "busy":
            return PlainTextResponse("", 429)
        if mood == "blocked":
            return HTMLResponse(CHALLENGE)
        if home not in records.EVERYTHING:
            return HTMLResponse("<html><h1>404 Not Found</h1></html>", 404)
        asked = {**request.query_params}
        if "number" in request.path_params:
            asked["number"] = str(request.path_params["number"])
        return call(stage, home, asked)

    return answer


def _signed_in(stage: Stage, home: str, asked: Query) -> bool:
    if stage.moods.of(SITE) == "expired":
        return False
    return asked.get("key") == records.KEY and home == "derpibooru.org"


def _image(stage: Stage, home: str, asked: Query) -> Response:
    number = f"{home}/{asked['number']}"
    other = records.memory(stage).merged.get(number)
    post = stage.world.post(SITE, number)
    if other is not None:
        at = stage.world.on(SITE)[0].published_at
        found = records.merged(asked["number"], other, at)
    elif post is not None:
        found = records.image(stage, post)
    else:
        return PlainTextResponse("", 404)
    return JSONResponse({"image": found, "interactions": []})


def _images(stage: Stage, home: str, asked: Query) -> Response:
    try:
        reader = query.Reader(stage, asked.get("q", ""), signed_in=_signed_in(stage, home, asked))
        wanted = reader.test()
    except Unreadable as error:
        return JSONResponse({"error": str(error)}, 400)
    found = [post for post in _seen(stage, home, asked) if wanted(post)]
    shown = _paged(_sorted(stage, found, asked), asked)
    if shown is None:
        return HTMLResponse("<html><h1>500 Internal Server Error</h1></html>", 500)
    images = [records.image(stage, post) for post in shown]
    return JSONResponse({"images": images, "interactions": [], "total": len(found)})


def _seen(stage: Stage, home: str, asked: Query) -> list[Publication]:
    """Return what is at a home and not hidden by the filter that one looks through."""
    sees_everything = asked.get("filter_id") == records.EVERYTHING[home]
    hidden = set() if sees_everything else records.memory(stage).filtered
    return [
        post
        for post in stage.world.on(SITE)
        if post.place == home
        and records.is_shown(stage, post)
        and hidden.isdisjoint(records.tags(post))
    ]


def _sorted(stage: Stage, found: list[Publication], asked: Query) -> list[Publication]:
    field, is_rising = asked.get("sf", ""), asked.get("sd") == "asc"
    if field.startswith("gallery_id:"):
        place = _places(stage, field.partition(":")[2])
        return sorted(found, key=lambda post: place.get(post.id, -1), reverse=is_rising)
    by = ORDERS.get(field, ORDERS["id"])
    return sorted(found, key=lambda post: (by(post), int(post.own_id)), reverse=not is_rising)


def _places(stage: Stage, number: str) -> dict[str, int]:
    """Return where the images of a gallery are, counted from the last addition."""
    lists = stage.world.lists(SITE)
    found = (ids for key, ids in lists.items() if key.endswith(f"/{number}"))
    return {image: place for ids in found for place, image in enumerate(ids)}


def _paged(found: Sequence[Publication], asked: Query) -> Sequence[Publication] | None:
    """Return one page; None behind the ten thousandth, where the site gives up."""
    size = min(int(asked.get("per_page", "25")), MOST)
    first = (int(asked.get("page", "1")) - 1) * size
    return None if first + size > LAST else found[first : first + size]


def _galleries(stage: Stage, home: str, asked: Query) -> Response:
    wanted = asked.get("q", "").removeprefix("id:")
    own = stage.world.collector.handles[SITE]
    galleries = [
        {
            "id": int(wanted),
            "title": folder.name,
            "thumbnail_id": int(stage.world.lists(SITE)[folder.id][0].rpartition("/")[2]),
            "spoiler_warning": "",
            "description": "",
            "creator": own.handle,
            "creator_id": int(own.id.rpartition("/")[2]),
        }
        for folder in stage.world.folders(SITE)
        if folder.id == f"{home}/{wanted}"
    ]
    return JSONResponse({"galleries": galleries, "total": len(galleries)})


ORDERS: dict[str, Callable[[Publication], int]] = {
    "id": lambda post: int(post.own_id),
    "score": lambda post: post.counts.score,
    "faves": lambda post: post.counts.favourites,
}
CALLS: dict[str, Call] = {
    "/images/{number:int}": _image,
    "/search/images": _images,
    "/search/galleries": _galleries,
}
