"""A site on a real socket of this machine, that answers as a test wants and remembers who asked."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from urllib.parse import urlsplit

ART = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 1000  # a picture, as far as the first bytes say
LIMIT = 1_000_000  # bytes of a picture that is accepted

# What a client trusts that asks for http:// only; reading the system's authorities takes a while.
NOBODY = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it arrived; header names in lower case."""

    path: str
    headers: dict[str, str]
    method: str = "GET"
    content: bytes = b""


@dataclass
class Site:
    """`answers` by path; any other path answers 200 with "here I am"."""

    port: int
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    connections: list[object] = field(default_factory=list)
    scheme: str = "http"

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"{self.scheme}://{host}:{self.port}{path}"

    @property
    def allowed(self) -> frozenset[str]:
        """What lets a client come here although it is a private network."""
        return frozenset({f"127.0.0.1:{self.port}"})


@contextmanager
def site(tls: ssl.SSLContext | None = None, address: str = "127.0.0.1") -> Iterator[Site]:
    server = (_Server6 if ":" in address else _Server)((address, 0), _Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
    made = Site(server.server_address[1], scheme="http" if tls is None else "https")
    server.site = made
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    site: Site

    def server_bind(self) -> None:
        TCPServer.server_bind(self)  # HTTPServer's would ask the network for our name


class _Server6(_Server):
    """Hears IPv6 and IPv4."""

    address_family = socket.AF_INET6

    def server_bind(self) -> None:
        self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        super().server_bind()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def setup(self) -> None:
        super().setup()
        assert isinstance(self.server, _Server)
        self.site = self.server.site
        self.site.connections.append(self)

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        content = self.rfile.read(int(headers.get("content-length", 0)))
        self.site.asked.append(Asked(self.path, headers, self.command, content))
        self.site.answers.get(urlsplit(self.path).path, body(b"here I am"))(self)

    do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815 - the names are theirs

    def handle(self) -> None:
        try:
            super().handle()
        except (OSError, ValueError):  # the client has gone, as some tests want
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def body(content: bytes, status: int = 200, **headers: str) -> Answer:
    """Answer properly; `Content_Type="text/plain"` is a header."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        sent = {"Content-Length": str(len(content)), **_named(headers)}
        for name, value in sent.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(content)

    return answer


def redirect(location: str, status: int = 302) -> Answer:
    return body(b"", status, Location=location)


def raw(*pieces: bytes, pause: float = 0.0, endless: bool = False) -> Answer:
    """Answer with exactly these bytes; `endless` repeats the last until nobody reads any more."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        for piece in pieces:
            handler.wfile.write(piece)
            handler.wfile.flush()
        while endless:
            threading.Event().wait(pause)
            handler.wfile.write(pieces[-1])
            handler.wfile.flush()

    return answer


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
