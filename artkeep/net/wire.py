"""Connections to the addresses that were checked, none of them slower than its deadline."""

import ssl
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from math import inf
from typing import Any, cast

import httpcore2
import httpx2

from artkeep.clock import Clock
from artkeep.errors import BadAnswer, Unreachable
from artkeep.net import guard
from artkeep.texts import text

_CONNECTIONS = 100
_IDLE_CONNECTIONS = 20
_IDLE_SECONDS = 30.0


class Deadline(threading.local):
    """When the asking of this thread has to be over, by `Clock.monotonic`.

    A time-out for each read is not enough: a site that sends a byte now and then never runs
    into one, neither in its headers nor in its body.
    """

    at = inf


class Wire:
    """Sends requests over pooled connections; those of two wires are never mixed.

    `allowed_private` are hosts (`nas.local`) or hosts with port (`127.0.0.1:9001`) whose address
    is not checked. Proxies named by the environment are not used: a proxy resolves names itself,
    and then nobody has checked where we go.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        allowed_private: frozenset[str],
        resolve: guard.Resolve,
        tls: ssl.SSLContext,
    ) -> None:
        self.deadline = Deadline()
        self._pool = httpcore2.ConnectionPool(
            ssl_context=tls,
            max_connections=_CONNECTIONS,
            max_keepalive_connections=_IDLE_CONNECTIONS,
            keepalive_expiry=_IDLE_SECONDS,
            network_backend=_Dialler(clock, self.deadline, allowed_private, resolve),
        )

    def send(self, request: httpx2.Request) -> httpx2.Response:
        """Return the answer with its body still to come; close it. Raises httpcore2's errors."""
        answer = self._pool.handle_request(
            httpcore2.Request(
                method=request.method,
                url=httpcore2.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx2.Response(
            answer.status,
            headers=answer.headers,
            stream=_Body(answer),
            extensions=answer.extensions,
            request=request,
        )

    def close(self) -> None:
        self._pool.close()


class _Body(httpx2.SyncByteStream):
    """The bytes of an answer, as they come."""

    def __init__(self, answer: httpcore2.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from cast("Iterable[bytes]", self._answer.stream)

    def close(self) -> None:
        self._answer.close()


class _Dialler(httpcore2.NetworkBackend):
    """Resolves a name once, checks what it stands for, and connects to exactly that."""

    def __init__(
        self,
        clock: Clock,
        deadline: Deadline,
        allowed_private: frozenset[str],
        resolve: guard.Resolve,
    ) -> None:
        self._clock = clock
        self._deadline = deadline
        self._allowed_private = allowed_private
        self._resolve = resolve
        self._system = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        failure: Exception = httpcore2.ConnectError("the name stands for no address")
        for address in self._checked(host, port):
            try:
                stream = self._system.connect_tcp(
                    address,
                    port,
                    _left(self._clock, self._deadline, timeout),
                    local_address,
                    socket_options,
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error  # perhaps the next address of the same name answers
            else:
                return _TimedStream(stream, self._clock, self._deadline)
        raise failure

    def _checked(self, host: str, port: int) -> list[str]:
        try:
            addresses = list(self._resolve(host, port))
        except OSError as error:
            raise httpcore2.ConnectError(str(error)) from error
        if not {host, guard.netloc(host, port)} & self._allowed_private:
            guard.require_public(host, addresses)
        return addresses


class _TimedStream(httpcore2.NetworkStream):
    """A connection on which no single read or write outlives the deadline."""

    def __init__(self, stream: httpcore2.NetworkStream, clock: Clock, deadline: Deadline) -> None:
        self._stream = stream
        self._clock = clock
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._clock, self._deadline, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._clock, self._deadline, timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        left = _left(self._clock, self._deadline, timeout)
        stream = self._stream.start_tls(ssl_context, server_hostname, left)
        return _TimedStream(stream, self._clock, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(clock: Clock, deadline: Deadline, timeout: float | None) -> float:
    """Return the seconds that one step may take."""
    left = deadline.at - clock.monotonic()
    if left <= 0:
        raise httpcore2.ReadTimeout("the deadline has passed")
    return min(left, inf if timeout is None else timeout)


@contextmanager
def speaking(site: str) -> Iterator[None]:
    """Say in our words how a conversation with a site went wrong."""
    try:
        yield
    except httpcore2.TimeoutException as error:
        raise Unreachable(site, text("does not answer in time")) from error
    except httpcore2.ConnectError as error:
        raise Unreachable(site, text("cannot be reached ({error})", error=error)) from error
    except (httpcore2.NetworkError, httpcore2.ProtocolError) as error:
        raise Unreachable(site, text("broke off ({error})", error=error)) from error
    except httpx2.DecodingError as error:
        raise BadAnswer(
            site, text("sent bytes that cannot be unpacked ({error})", error=error)
        ) from error
