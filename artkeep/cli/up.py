"""`artkeep up`: the browser workbench and the workers in one process."""

import click

from artkeep.cli.opening import opened
from artkeep.web.server import serve


@click.command("up")
@click.option("--host", help="Listen on this address instead of ARTKEEP_HOST.")
@click.option("--port", type=int, help="Listen on this port instead of ARTKEEP_PORT.")
def command(*, host: str | None, port: int | None) -> None:
    """Serve the workbench in the browser, and work what waits."""
    with opened() as bench:
        serve(bench, host or bench.settings.host, port or bench.settings.port)
