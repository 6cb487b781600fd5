"""Ask the web for a file, a text or JSON: paced, bounded, failing in our words.

Every request says who we are, goes only where `guard` lets it, and is counted: by the bytes
after unpacking and by the seconds in all. Redirects are followed here, one by one, each checked
and paced like the first; what was meant for one site (a login, a cookie) is never shown to
another. Cookies that a site sets are not kept.
"""

import json
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, Self

import httpcore2
import httpx2

from artkeep import __version__
from artkeep.clock import Clock
from artkeep.errors import BadAnswer
from artkeep.net import body, guard
from artkeep.net.guard import site_of
from artkeep.net.status import require_success
from artkeep.net.wire import Wire, speaking

MAX_REDIRECTS = 5
TEXT_BYTES = 8 << 20
TEXT_SECONDS = 60.0
FILE_SECONDS = 900.0

_PORTS = {"http": 80, "https": 443}
_PATIENCE = {"connect": 10.0, "read": 30.0, "write": 30.0, "pool": 30.0}  # seconds for one step

# What another site may see when we are sent on to it. Everything else might be a secret.
_HARMLESS = frozenset({"accept", "accept-encoding", "accept-language", "referer", "user-agent"})

_ALWAYS = {"user-agent": f"Artkeep/{__version__}", "accept": "*/*", "accept-encoding": "gzip"}


class Lane(Protocol):
    """Keeps the peace with sites: waits until a host may be asked again."""

    def wait(self, host: str) -> None:
        """Wait for our turn at `host` (`name`, with `:port` if odd); may raise RateLimited."""


@dataclass(frozen=True, slots=True)
class Received:
    """A file that was fetched.

    `url` is where it was found after all redirects; `content_type` what the site calls it, in
    lower case and without parameters, "" when it does not say; never to be relied on.
    `size_bytes` and `sha256` (hex) are of the bytes as written.
    """

    url: str
    content_type: str
    size_bytes: int
    sha256: str


class Http:
    """A client for any number of threads. Close it, or use it in a `with`.

    `allowed_private` are hosts, or `host:port`, that may lie in a private network: the fakes of
    the tests, a server at home that the settings name. A call may add some for itself.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        lane: Lane | None = None,
        allowed_private: frozenset[str] = frozenset(),
        resolve: guard.Resolve = guard.resolve,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._clock = clock
        self._lane = lane
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
        allowed_private: frozenset[str] = frozenset(),
        seconds: float = FILE_SECONDS,
    ) -> Received:
        """Fetch a file into `path`, hashed while it is written; no `path` is left on failure.

        Raises AddressRefused, Unreachable (also when it breaks off), AnswerTooLarge, BadAnswer,
        RateLimited and DiskFull.
        """
        wanted = _headers(headers, {"accept-encoding": "identity"})  # pictures are packed already
        try:
            with self._asked(url, wanted, allowed_private, seconds) as answer:
                size_bytes, sha256 = body.write(answer, path, max_bytes)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return Received(str(answer.url), body.content_type(answer), size_bytes, sha256)

    def text(
        self,
        url: str,
        *,
        max_bytes: int = TEXT_BYTES,
        headers: Mapping[str, str] | None = None,
        allowed_private: frozenset[str] = frozenset(),
        seconds: float = TEXT_SECONDS,
    ) -> str:
        """Return a page as text, in the encoding that the site names or else UTF-8.

        What cannot be decoded becomes `�`. Raises like `stream_to`.
        """
        with self._asked(url, _headers(headers), allowed_private, seconds) as answer:
            return body.text(answer, max_bytes)

    def json(
        self,
        url: str,
        *,
        max_bytes: int = TEXT_BYTES,
        headers: Mapping[str, str] | None = None,
        allowed_private: frozenset[str] = frozenset(),
        seconds: float = TEXT_SECONDS,
    ) -> Any:
        """Return what an API answers. Raises like `stream_to`; BadAnswer when it is not JSON."""
        wanted = _headers(headers, {"accept": "application/json"})
        with self._asked(url, wanted, allowed_private, seconds) as answer:
            content = b"".join(body.chunks(answer, max_bytes))
        try:
            return json.loads(content)
        except (ValueError, RecursionError) as error:
            raise BadAnswer(site_of(answer.url), f"answered what is not JSON ({error})") from error

    def close(self) -> None:
        with self._lock:
            for wire in self._wires.values():
                wire.close()
            self._wires.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _asked(
        self, url: str, headers: httpx2.Headers, allowed_private: frozenset[str], seconds: float
    ) -> Iterator[httpx2.Response]:
        """Give the good answer at the end of the redirects, its body still to come."""
        wire = self._wire(allowed_private | self._allowed_private)
        here = guard.web_address(url)
        until = self._clock.monotonic() + seconds
        for _ in range(MAX_REDIRECTS + 1):
            until += self._wait_for_our_turn(here)
            wire.deadline.at = until
            with _sent(wire, here, headers) as answer:
                if not answer.has_redirect_location:
                    require_success(answer, site_of(here), self._clock.now())
                    yield answer
                    return
                there = _redirect(here, answer.headers["location"])
            if _origin(there) != _origin(here):
                headers = _harmless(headers)
            here = there
        raise BadAnswer(site_of(here), f"sent us on more than {MAX_REDIRECTS} times")

    def _wait_for_our_turn(self, url: httpx2.URL) -> float:
        """Wait as the lane says; return how many seconds, which the site cannot help."""
        before = self._clock.monotonic()
        if self._lane is not None:
            self._lane.wait(site_of(url))
        return self._clock.monotonic() - before

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


def _harmless(headers: httpx2.Headers) -> httpx2.Headers:
    return httpx2.Headers({name: headers[name] for name in headers if name in _HARMLESS})


@contextmanager
def _sent(wire: Wire, url: httpx2.URL, headers: httpx2.Headers) -> Iterator[httpx2.Response]:
    request = httpx2.Request("GET", url, headers=headers, extensions={"timeout": _PATIENCE})
    with speaking(site_of(url)):
        answer = wire.send(request)
    try:
        yield answer
    finally:
        answer.close()


def _redirect(here: httpx2.URL, location: str) -> httpx2.URL:
    try:
        there = str(here.join(location))
    except (httpx2.InvalidURL, ValueError):
        there = location
    return guard.web_address(there)


def _origin(url: httpx2.URL) -> tuple[str, str, int]:
    return url.scheme, guard.host_of(url), url.port or _PORTS[url.scheme]
