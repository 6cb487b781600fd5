"""Serve the pages until a signal ends it; streams end first, so that nobody is waited for."""

import socket
from collections.abc import Callable, Sequence

import uvicorn

from artkeep.errors import Conflict
from artkeep.settings import Shown
from artkeep.texts import text
from artkeep.texts.languages import Languages
from artkeep.web.app import create_app
from artkeep.web.live import Live
from artkeep.workbench import Workbench

GOODBYE = 5  # seconds that a request may still take when we are asked to end


class Server(uvicorn.Server):
    """uvicorn, which otherwise waits for streams that never end by themselves."""

    def __init__(self, config: uvicorn.Config, *lives: Live) -> None:
        super().__init__(config)
        self._lives = lives

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for live in self._lives:
            live.close()
        await super().shutdown(sockets)


def serve(
    bench: Workbench,
    host: str,
    port: int,
    *,
    ready: Callable[[str], None],
    shown: Sequence[Shown],
) -> None:
    """Serve until SIGINT or SIGTERM; `ready` is told the address. Raises Conflict.

    `shown` are the settings as the settings page lists them.
    """
    listening = _listen(host, port)
    with listening:
        ready(f"http://{host}:{listening.getsockname()[1]}")
        server_for(bench, host, port, shown).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    """Take the address now: a port in use is said before anybody is sent there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family)
    except OSError as error:
        raise Conflict(
            text(
                "cannot listen on {host}, port {port}: {reason}; "
                "is Artkeep open already? `--port` takes another one",
                host=host,
                port=port,
                reason=error.strerror,
            )
        ) from error
    # else the body of an answer waits 40 ms for the browser to confirm its head
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def server_for(
    bench: Workbench,
    host: str,
    port: int,
    shown: Sequence[Shown] | None = None,
    languages: Languages | None = None,
) -> Server:
    """Make a server that is not yet running."""
    app = create_app(bench, host, shown, languages=languages)
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,  # our logs take the lines
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GOODBYE,
    )
    return Server(config, app.state.desk.live, app.state.desk.live_outside)
