"""Ask the web for a file, a page or JSON: bounded, failing in our words.

Every request says who we are, goes only where `guard` and the guide of its site let it, when its
guide says so, and is counted: by the bytes after unpacking and by the seconds in all. Redirects
are followed here, one by one, each checked and paced like the first; what was meant for one place
(a login, a cookie, a form) is never shown to another. Cookies that a site sets are not kept.
"""

import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import httpcore2
import httpx2

from artkeep import __version__
from artkeep.clock import Clock
from artkeep.errors import BadAnswer
from artkeep.net import body, guard
from artkeep.net.answer import Answer, Received
from artkeep.net.guide import Anywhere, Guide
from artkeep.net.pages import LOOKED_AT
from artkeep.net.redirects import Request, onward
from artkeep.net.status import failure
from artkeep.net.wire import Wire, speaking
from artkeep.texts import text

MAX_REDIRECTS = 5
TEXT_BYTES = 8 << 20
TEXT_SECONDS = 60.0
FILE_SECONDS = 900.0

_PATIENCE = {"connect": 10.0, "read": 30.0, "write": 30.0, "pool": 30.0}  # seconds for one step
_ALWAYS = {"user-agent": f"Artkeep/{__version__}", "accept": "*/*", "accept-encoding": "gzip"}
_ANYWHERE = Anywhere()


class Http:
    """A client for any number of threads. Close it, or use it in a `with`.

    `allowed_private` are hosts, or `host:port`, that may lie in a private network whoever guides.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        allowed_private: frozenset[str] = frozenset(),
        resolve: guard.Resolve = guard.resolve,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._clock = clock
        self._allowed_private = allowed_private
        self._resolve = resolve
        self._tls = tls
        self._wires: dict[frozenset[str], Wire] = {}
        self._lock = threading.Lock()

    def stream_to(
        self,
        url: str,
        path: Path,
        *,
        max_bytes: int,
        headers: Mapping[str, str] | None = None,
        guide: Guide = _ANYWHERE,
        seconds: float = FILE_SECONDS,
    ) -> Received:
        """Fetch a file into `path`, hashed while it is written; no `path` is left on failure.

        Raises AddressRefused, Unreachable (also when it breaks off), AnswerTooLarge, BadAnswer,
        Blocked, RateLimited and DiskFull.
        """
        wanted = _headers(headers, {"accept-encoding": "identity"})  # pictures are packed already
        request = Request("GET", guard.web_address(url), wanted)
        try:
            with self._answered(request, guide, seconds) as answer:
                self._require_success(answer, guide)
                size_bytes, sha256 = body.write(answer, path, max_bytes)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        told = answer.headers
        return Received(
            str(answer.url),
            body.content_type(answer),
            size_bytes,
            sha256,
            told.get("etag"),
            told.get("last-modified"),
        )

    def announced(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        guide: Guide = _ANYWHERE,
        seconds: float = TEXT_SECONDS,
    ) -> int | None:
        """Ask for a file and leave when its head has come; return how large it is said to be.

        None: it is there, and its size is not said. Raises like `stream_to`.
        """
        wanted = _headers(headers, {"accept-encoding": "identity"})
        request = Request("GET", guard.web_address(url), wanted)
        with self._answered(request, guide, seconds) as answer:
            self._require_success(answer, guide)
            length = answer.headers.get("content-length", "")
        return int(length) if length.isascii() and length.isdecimal() else None

    def ask(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
        guide: Guide = _ANYWHERE,
        seconds: float = TEXT_SECONDS,
    ) -> Answer:
        """Return what was answered, whatever its status.

        A redirect is followed where we may go; one that leads elsewhere is the answer. Raises
        AddressRefused, Unreachable, AnswerTooLarge, and RateLimited when the guide does.
        """
        request = Request(method, guard.web_address(url), _headers(headers), content, is_any=True)
        return self._whole(request, guide, TEXT_BYTES, seconds)

    def text(
        self,
        url: str,
        *,
        max_bytes: int = TEXT_BYTES,
        headers: Mapping[str, str] | None = None,
        guide: Guide = _ANYWHERE,
        seconds: float = TEXT_SECONDS,
    ) -> str:
        """Return a page as text, in the encoding that the site names or else UTF-8.

        What cannot be decoded becomes `�`. Raises like `stream_to`.
        """
        request = Request("GET", guard.web_address(url), _headers(headers))
        answer = self._whole(request, guide, max_bytes, seconds)
        answer.require_success(self._clock.now())
        return answer.text()

    def json(
        self,
        url: str,
        *,
        max_bytes: int = TEXT_BYTES,
        headers: Mapping[str, str] | None = None,
        guide: Guide = _ANYWHERE,
        seconds: float = TEXT_SECONDS,
    ) -> Any:
        """Return what an API answers. Raises like `stream_to`; SiteChanged when it is not JSON."""
        wanted = _headers(headers, {"accept": "application/json"})
        request = Request("GET", guard.web_address(url), wanted)
        answer = self._whole(request, guide, max_bytes, seconds)
        answer.require_success(self._clock.now())
        return answer.json()

    def close(self) -> None:
        with self._lock:
            for wire in self._wires.values():
                wire.close()
            self._wires.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _whole(self, request: Request, guide: Guide, max_bytes: int, seconds: float) -> Answer:
        with self._answered(request, guide, seconds) as answer:
            content = b"".join(body.chunks(answer, max_bytes))
        return Answer(
            guide.name or guard.site_of(answer.url),
            answer.status_code,
            dict(answer.headers),
            content,
            str(answer.url),
            answer.charset_encoding,
        )

    def _require_success(self, answer: httpx2.Response, guide: Guide) -> None:
        if not answer.is_success:
            site = guide.name or guard.site_of(answer.url)
            page = body.beginning(answer, LOOKED_AT)
            raise failure(site, answer.status_code, dict(answer.headers), page, self._clock.now())

    @contextmanager
    def _answered(
        self, request: Request, guide: Guide, seconds: float
    ) -> Iterator[httpx2.Response]:
        """Give the answer at the end of the redirects, its body still to come."""
        wire = self._wire(guide.allowed_private | self._allowed_private)
        until = self._clock.monotonic() + seconds
        guide.check(guard.spot_of(request.url))
        for _ in range(MAX_REDIRECTS + 1):
            asked_at = self._clock.monotonic()
            with guide.turn(guard.spot_of(request.url), until - asked_at):
                until += self._clock.monotonic() - asked_at  # the site cannot help our waiting
                wire.deadline.at = until
                with _sent(wire, request, guide.name) as answer:
                    following = onward(request, answer, guide)
                    if following is None:
                        yield answer
                        return
            request = following
        raise BadAnswer(
            guide.name or guard.site_of(request.url),
            text("sent us on more than {max_redirects} times", max_redirects=MAX_REDIRECTS),
        )

    def _wire(self, allowed_private: frozenset[str]) -> Wire:
        """Return the connections for these permissions: one made with them serves no other."""
        with self._lock:
            if self._tls is None:
                self._tls = httpcore2.default_ssl_context()  # slow: reads all authorities
            if allowed_private not in self._wires:
                self._wires[allowed_private] = Wire(
                    self._clock,
                    allowed_private=allowed_private,
                    resolve=self._resolve,
                    tls=self._tls,
                )
            return self._wires[allowed_private]


def _headers(theirs: Mapping[str, str] | None, ours: Mapping[str, str] = {}) -> httpx2.Headers:
    """Return the headers of a request; what the caller wants goes before what we would send."""
    headers = httpx2.Headers(_ALWAYS)
    headers.update(ours)
    headers.update(theirs or {})
    return headers


@contextmanager
def _sent(wire: Wire, request: Request, name: str | None) -> Iterator[httpx2.Response]:
    sent = httpx2.Request(
        request.method,
        request.url,
        headers=request.headers,
        content=request.content,
        extensions={"timeout": _PATIENCE},
    )
    with speaking(name or guard.site_of(request.url)):
        answer = wire.send(sent)
    try:
        yield answer
    finally:
        answer.close()
