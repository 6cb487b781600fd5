"""Behind the scenes (`/_/…`): other processes set moods, let things happen, and read the log."""

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from artkeep.fakes.manners import Seen
from artkeep.fakes.stage import Stage


def routes(stage: Stage, log: list[Seen]) -> list[BaseRoute]:
    """Return the routes; none of them is part of any site."""

    def mood(request: Request) -> Response:
        query = request.query_params
        times = int(query["times"]) if "times" in query else None
        return _done(
            lambda: stage.moods.set(request.path_params["site"], query.get("mood", ""), times)
        )

    def event(request: Request) -> Response:
        asked = request.path_params
        what = request.query_params.get("event", "")
        return _done(lambda: stage.world.happen(asked["site"], asked["post"], what))

    def posts(request: Request) -> Response:
        site = request.path_params["site"]
        return _lines(
            {
                "id": post.id,
                "url": post.url,
                "title": post.title,
                "kind": post.kind,
                "pages": len(post.pages),
                "fate": stage.world.fate(site, post.id),
            }
            for post in stage.world.on(site)
        )

    def seen(_: Request) -> Response:
        return _lines({**asdict(one), "at": one.at.isoformat()} for one in list(log))

    def forget(_: Request) -> Response:
        return _done(log.clear)

    return [
        Route("/_/moods/{site}", mood, methods=["POST"]),
        Route("/_/works/{site}/{post:path}", event, methods=["POST"]),
        Route("/_/works/{site}", posts),
        Route("/_/log", seen),
        Route("/_/log", forget, methods=["DELETE"]),
    ]


def _done(work: Callable[[], None]) -> Response:
    try:
        work()
    except (ValueError, KeyError) as error:
        return PlainTextResponse(f"{error.args[0]}\n", HTTPStatus.BAD_REQUEST)
    return Response(status_code=HTTPStatus.NO_CONTENT)


def _lines(rows: Iterable[dict[str, object]]) -> Response:
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return Response(text, media_type="application/jsonl")
