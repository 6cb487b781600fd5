"""`/api/similar`: what in the library shows a picture, nearest first."""

import json
from dataclasses import dataclass
from typing import Annotated

from fastapi import Query, Request
from starlette.concurrency import run_in_threadpool

from artkeep.errors import BadRequest
from artkeep.explore import similar
from artkeep.explore.similar import Match, Wanted
from artkeep.model.records import AlikeKind
from artkeep.texts import text
from artkeep.web import closed
from artkeep.web.desk import AtDesk, Desk
from artkeep.web.receiving import received
from artkeep.web.similar import matches_of_url

URL_AT_MOST = 10_000  # bytes of a body that names an address


@dataclass(frozen=True, slots=True)
class Found:
    """One picture of the library that shows what was asked about."""

    sha256: str
    artwork_id: int
    kind: AlikeKind
    distance: int
    score: float
    why: str
    posts: list[str]
    paths: list[str]


@dataclass(frozen=True, slots=True)
class Matches:
    """The answer; empty when nothing in the library shows the picture."""

    matches: list[Found]


async def find(
    request: Request, desk: AtDesk, limit: Annotated[int, Query(ge=1, le=1000)] = 20
) -> Matches:
    """Compare the picture in the body, or with JSON `{"url": …}` the one at that address."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        url = await url_in(request)
        matches = await run_in_threadpool(matches_of_url, desk, url)
        return Matches([found(match, desk) for match in closed.matches(desk, matches)[:limit]])
    async with received(request, desk.bench) as file:
        matches = await run_in_threadpool(
            similar.to_file, desk.bench, file.path, Wanted(limit=limit)
        )
    return Matches([found(match, desk) for match in closed.matches(desk, matches)])


async def url_in(request: Request) -> str:
    """Read `{"url": …}`. Raises BadRequest."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > URL_AT_MOST:
            raise BadRequest(text('send JSON of the form {"url": "https://…"}'))
    try:
        url = json.loads(body)["url"]
    except (ValueError, KeyError, TypeError) as error:
        raise BadRequest(text('send JSON of the form {"url": "https://…"}')) from error
    if not isinstance(url, str):
        raise BadRequest(text("url is a string"))
    return url


def found(match: Match, desk: Desk) -> Found:
    """Return a match as JSON has it."""
    return Found(
        sha256=match.image.sha256,
        artwork_id=match.artwork_id,
        kind=match.alike.kind,
        distance=match.alike.distance,
        score=round(match.alike.score, 3),
        why=match.alike.why,
        posts=match.posts,
        paths=[desk.place(place.name) for place in match.places if place.site == "folder"],
    )
