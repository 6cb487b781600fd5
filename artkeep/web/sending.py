"""Files that are made while they are sent: headers, parts, and no work for who has hung up."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

import anyio.from_thread
from fastapi import Request
from starlette.requests import ClientDisconnect
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from artkeep.web.files import ASK_AGAIN, POLICY, is_known
from artkeep.web.ranges import part_of
from artkeep.web.saving import saved_as


class Closeable(Protocol):
    """What has to be closed when nothing more of it is sent."""

    def close(self) -> None:
        """Give back what it holds."""


@dataclass(frozen=True, slots=True)
class Made:
    """A file to send. `chunks` gives its bytes from a first one up to and without a last one."""

    name: str
    media_type: str
    length: int
    etag: str
    chunks: Callable[[int, int], Iterator[bytes]]
    holding: Closeable


class Sent(StreamingResponse):
    """Sends a file; what it is made of is given back, also when nobody listens any more."""

    def __init__(self, made: Made, start: int, end: int, status: int) -> None:
        super().__init__(made.chunks(start, end), status_code=status)
        self._holding = made.holding

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._holding.close()


def send(request: Request, made: Made) -> Response:
    """Send a file, whole or the part that was asked for; close it where nothing is sent."""
    headers = {
        **attachment(made.name, made.media_type),
        "etag": made.etag,
        "accept-ranges": "bytes",
    }
    part = part_of(request.headers, made.length, made.etag)
    if is_known(request, made.etag) or part is None:
        made.holding.close()
        status = 304 if part is not None else 416
        if part is None:
            headers["content-range"] = f"bytes */{made.length}"
        return Response(status_code=status, headers=headers)
    headers["content-length"] = str(part.length)
    if part.is_asked:
        headers["content-range"] = f"bytes {part.start}-{part.end - 1}/{made.length}"
    status = 206 if part.is_asked else 200
    if request.method == "HEAD":
        made.holding.close()
        return Response(status_code=status, headers=headers)
    sent = Sent(made, part.start, part.end, status)
    sent.headers.update(headers)
    return sent


def attachment(name: str, media_type: str) -> dict[str, str]:
    """Return the headers that save an answer under a name."""
    return {
        "content-type": media_type,
        "content-disposition": saved_as(name),
        "cache-control": ASK_AGAIN,
        "content-security-policy": POLICY,
    }


def still_there(request: Request) -> Callable[[], None]:
    """Return what raises ClientDisconnect once whoever asked has hung up; for worker threads."""

    def going() -> None:
        if anyio.from_thread.run(request.is_disconnected):
            raise ClientDisconnect

    return going
