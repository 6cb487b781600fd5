"""What all fakes have in common: they remember who asked, take their time, and have moods."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus

from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from artkeep.fakes.moods import PICTURES
from artkeep.fakes.stage import Stage

AS_A_REAL_SITE = 0.08  # seconds until an answer comes
BACKSTAGE = "_"
REMEMBERED = 200_000  # requests
SLICES = 8  # pieces of a slow answer
DOWN_PAGE = "<html><head><title>503</title></head><body><h1>Service Unavailable</h1></body></html>"
LOGIN_PAGE = "<!DOCTYPE html><html><title>Sign in</title><form><input name=password></form></html>"


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as it arrived. `path` is below the site's address; header names in lower case."""

    at: datetime
    site: str
    key: str
    method: str
    path: str
    query: str
    headers: dict[str, str] = field(repr=False)


class Manners:
    """The outermost layer of the fakes."""

    def __init__(self, app: ASGIApp, stage: Stage, log: list[Seen], pause_seconds: float) -> None:
        self._app = app
        self._stage = stage
        self._log = log
        self._pause_seconds = pause_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        site, key, path = _parts(scope["path"])
        if scope["type"] != "http" or site == BACKSTAGE:
            await self._app(scope, receive, send)
            return
        self._log.append(_seen(scope, self._stage.now(), (site, key, path)))
        del self._log[:-REMEMBERED]
        if self._pause_seconds:
            await asyncio.sleep(self._pause_seconds)
        for_picture = "pictures" in key
        mood = self._stage.moods.taken(site, for_picture=for_picture).removeprefix(PICTURES)
        await self._answer(mood, scope, receive, send)

    async def _answer(self, mood: str, scope: Scope, receive: Receive, send: Send) -> None:
        instead = _instead(mood)
        if instead is not None:
            await instead(scope, receive, send)
        elif mood in ("slow", "truncated", "wrong_length"):
            spoiled = _Spoiled(send, mood, self._stage.moods.slow_seconds)
            await self._app(scope, receive, spoiled)
            await spoiled.end()
        else:
            await self._app(scope, receive, send)


class _Spoiled:
    """Takes a whole answer, and sends what becomes of it in a bad mood."""

    def __init__(self, send: Send, mood: str, slow_seconds: float) -> None:
        self._send = send
        self._mood = mood
        self._slow_seconds = slow_seconds
        self._start: Message = {}
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
        elif message["type"] == "http.response.body":
            self._body += message.get("body", b"")

    async def end(self) -> None:
        if self._mood == "slow":
            await self._slowly()
            return
        if self._mood == "truncated":  # chunks, and the last one never comes
            self._start["headers"] = _without_length(self._start["headers"])
        await self._send(self._start)
        half = self._body[: len(self._body) // 2]
        await self._send({"type": "http.response.body", "body": half, "more_body": True})
        # the server misses the rest and closes the connection

    async def _slowly(self) -> None:
        await self._send(self._start)
        size = len(self._body) // SLICES + 1
        for place in range(0, size * SLICES, size):
            piece = self._body[place : place + size]
            await self._send({"type": "http.response.body", "body": piece, "more_body": True})
            await asyncio.sleep(self._slow_seconds / SLICES)
        await self._send({"type": "http.response.body", "body": b"", "more_body": False})


def _instead(mood: str) -> Response | None:
    if mood == "down":
        return HTMLResponse(DOWN_PAGE, HTTPStatus.SERVICE_UNAVAILABLE)
    if mood == "page":
        return HTMLResponse(LOGIN_PAGE)
    if mood == "missing":
        return HTMLResponse("<h1>404 Not Found</h1>", HTTPStatus.NOT_FOUND)
    return None


def _parts(path: str) -> tuple[str, str, str]:
    """Return site, key and the path below."""
    _, site, key, rest = (*path.split("/", 3), "", "", "")[:4]
    return site, key, f"/{rest}"


def _seen(scope: Scope, at: datetime, parts: tuple[str, str, str]) -> Seen:
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    site, key, path = parts
    query = scope["query_string"].decode("latin-1")
    return Seen(at, site, key, scope["method"], path, query, headers)


def _without_length(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    return [(name, value) for name, value in headers if name.lower() != b"content-length"]
