"""All fakes behind one port, each site below a path of its own: `/pixiv/base/…`.

A site is there when its module `artkeep.fakes.<site>` is, with `routes(stage)`; the second part of
each path is the key of the adapter's setting without `_url`. Pictures have `pictures` in their key.
"""

import logging
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Route

from artkeep.clock import SystemClock
from artkeep.fakes import backstage
from artkeep.fakes.manners import AS_A_REAL_SITE, Manners, Seen
from artkeep.fakes.moods import Moods
from artkeep.fakes.stage import Stage
from artkeep.fakes.world import SITES, World

HOST = "127.0.0.1"
KEEP_ALIVE = 75  # seconds, as most web servers have it
HOME = "{home}"
_THREAD = "fakes"

Fake = Callable[[Stage], list[BaseRoute]]


@dataclass(frozen=True, slots=True)
class Served:
    """The fakes while they are served at `url`; `log` grows with every request."""

    url: str
    stage: Stage
    log: list[Seen]
    keys: Mapping[str, Mapping[str, str]]  # site → key → "" or "/{home}"

    @property
    def moods(self) -> Moods:
        return self.stage.moods

    @property
    def world(self) -> World:
        return self.stage.world

    def addresses(self) -> dict[str, dict[str, str]]:
        """Return every base address: site → key → address; many homes are written `{home}`."""
        return {
            site: {key: self.stage.address(site, key) + home for key, home in keys.items()}
            for site, keys in self.keys.items()
        }

    def settings(self) -> dict[str, str]:
        """Return the settings that lead a program here, by the name of their variable."""
        told = {
            site: {f"{key}_url": address for key, address in addresses.items()}
            | dict(options(site))
            for site, addresses in self.addresses().items()
        }
        return {
            f"ARTKEEP_SITES__{site.upper()}__{key.upper()}": value
            for site, keys in told.items()
            for key, value in keys.items()
        }

    def without_pauses(self) -> dict[str, str]:
        """Return the settings that let a program ask as quickly as it can."""
        return {f"ARTKEEP_SITES__{site.upper()}__PACE": "none" for site in self.addresses()}


def fakes() -> dict[str, Fake]:
    """Return the fakes that there are, by site."""
    there = [name for site in SITES if _is_module(name := f"{__package__}.{site}")]
    return {name.rpartition(".")[2]: import_module(name).routes for name in there}


def options(site: str) -> Mapping[str, str]:
    """Return what a program has to be told to play with a fake: its `OPTIONS`, if it has some."""
    name = f"{__package__}.{site}"
    found: Mapping[str, str] = (
        getattr(import_module(name), "OPTIONS", {}) if _is_module(name) else {}
    )
    return found


def _is_module(name: str) -> bool:
    """Say whether there is such a module; a folder without one in it is none."""
    spec = find_spec(name)
    return spec is not None and spec.origin is not None


def world_app(
    stage: Stage, fakes: Mapping[str, Fake], log: list[Seen], *, pause_seconds: float = 0.0
) -> Manners:
    """Return all fakes as one ASGI application."""
    routes = [route for fake in fakes.values() for route in fake(stage)]
    app = Starlette(routes=[*backstage.routes(stage, log), *routes])
    return Manners(app, stage, log, pause_seconds)


def keys_of(fake: Fake, stage: Stage) -> dict[str, str]:
    """Return which addresses a fake answers at: key → what follows, "" or `/{home}`."""
    found = {}
    for route in fake(stage):
        if isinstance(route, Route):
            _, _, key, *rest = route.path.split("/")
            found[key] = f"/{HOME}" if rest[:1] == [HOME] else ""
    return found


@contextmanager
def serving(
    world: World | None = None,
    *,
    port: int = 0,
    works: int = 300,
    fast: bool = True,
    now: Callable[[], datetime] | None = None,
    played: Mapping[str, Fake] | None = None,
) -> Iterator[Served]:
    """Serve the fakes on this machine until the block ends; port 0 takes a free one.

    `fast`: answers come without a pause, and a world made here has quick drawings. `played` are
    the fakes to serve, all by default. Raises OSError when the port is taken.
    """
    sites = fakes() if played is None else played
    shown = world or World(works, quick=fast or None)
    with socket.create_server((HOST, port)) as listening:
        # else the body of an answer waits 40 ms for the client to confirm its head
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        home = f"http://{HOST}:{listening.getsockname()[1]}"
        stage = Stage(shown, Moods(), lambda: home, now or SystemClock().now)
        log: list[Seen] = []
        app = world_app(stage, sites, log, pause_seconds=0.0 if fast else AS_A_REAL_SITE)
        keys = {site: keys_of(fake, stage) for site, fake in sites.items()}
        with _running(app, listening):
            yield Served(home, stage, log, keys)


@contextmanager
def _running(app: Manners, listening: socket.socket) -> Iterator[None]:
    logging.getLogger("uvicorn.error").addFilter(_is_of_another)
    config = uvicorn.Config(
        app,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(
        target=server.run, kwargs={"sockets": [listening]}, name=_THREAD, daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()


def _is_of_another(record: logging.LogRecord) -> bool:
    """Pass what other servers of this process say; that our answers break off is on purpose."""
    return record.threadName != _THREAD or record.levelno >= logging.CRITICAL
