"""A site of somebody else, on a loopback port, that a workbench is allowed to ask."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from artkeep.clock import SystemClock
from artkeep.net.http import Http
from artkeep.workbench import Workbench


class Silent(SimpleHTTPRequestHandler):
    """Serves files and tells nobody."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is theirs
        """Keep the tests' output clean."""


@contextmanager
def site(folder: Path) -> Iterator[str]:
    """Serve a folder, and return its address as `host:port`."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=folder))
    thread = Thread(target=server.serve_forever, name="site")
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def asking(bench: Workbench, netloc: str) -> Iterator[Workbench]:
    """Give a workbench that may ask this site, though it lies in a private network."""
    with Http(SystemClock(), allowed_private=frozenset({netloc})) as http:
        yield replace(bench, http=http)
