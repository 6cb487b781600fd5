"""The workbench as `artkeep up` runs it, on a loopback port, inside a test."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event, Thread
from typing import Any

from artkeep.handlers import HANDLERS
from artkeep.imaging.pool import Pool
from artkeep.jobs.local import Workers
from artkeep.settings import Settings
from artkeep.texts.languages import Languages
from artkeep.web.server import Server, server_for
from artkeep.workbench import Workbench, open_workbench
from tests.working import add_all

PATIENCE = 20  # seconds for a server to start or end


@dataclass(frozen=True)
class House:
    """A running workbench and where it is."""

    bench: Workbench
    url: str


@contextmanager
def served(
    home: Path,
    decoders: Pool,
    handlers: Mapping[str, Any] = HANDLERS,
    pictures: Path | None = None,
) -> Iterator[House]:
    """Open a library, bring pictures into it, work what waits and serve its pages."""
    settings = Settings(home=home, workers=2)
    with open_workbench(settings) as opened:
        bench = replace(opened, pool=decoders)
        if pictures is not None:
            add_all(bench, pictures)
        with running(bench, handlers) as house:
            yield house


@contextmanager
def running(
    bench: Workbench, handlers: Mapping[str, Any], languages: Languages | None = None
) -> Iterator[House]:
    """Work and serve until the block ends."""
    with Workers(bench, handlers):
        server = server_for(bench, "127.0.0.1", 0, languages=languages)
        thread = Thread(target=server.run, name="pages")
        thread.start()
        try:
            yield House(bench, f"http://127.0.0.1:{port_of(server)}")
        finally:
            server.should_exit = True
            thread.join(PATIENCE)
        assert not thread.is_alive(), "the server did not end"


def port_of(server: Server) -> int:
    """Wait until the server listens, and return the port that it got."""
    never = Event()
    for _ in range(PATIENCE * 100):
        if server.started:
            return int(server.servers[0].sockets[0].getsockname()[1])
        never.wait(0.01)
    raise TimeoutError("the server did not start")
