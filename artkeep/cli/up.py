"""`artkeep up`: the browser workbench and the workers in one process."""

from contextlib import suppress

import click

from artkeep.cli.opening import opened
from artkeep.cli.working import say
from artkeep.collect.schedule import Schedule
from artkeep.explore import project
from artkeep.handlers import HANDLERS
from artkeep.jobs.local import Workers
from artkeep.library import users
from artkeep.settings import read, shown
from artkeep.web.security import Names
from artkeep.web.server import serve
from artkeep.workbench import Workbench, site_settings


@click.command("up")
@click.option("--host", help="Listen on this address instead of ARTKEEP_HOST.")
@click.option("--port", type=click.IntRange(0, 65_535), help="Instead of ARTKEEP_PORT.")
def command(*, host: str | None, port: int | None) -> None:
    """Serve the workbench in the browser, and work what waits."""
    with opened(chatty=True, host=host, port=port) as bench:
        settings = bench.settings
        project.ask_if_due(bench)
        workers = Workers(bench, HANDLERS, lease_seconds=settings.lease_seconds)
        with workers, Schedule(bench), suppress(KeyboardInterrupt):  # the way to end it
            serve(
                bench,
                settings.host,
                settings.port,
                ready=lambda url: say_where(bench, url),
                shown=[*shown(host=host, port=port), *site_settings.shown(read())],
            )


def say_where(bench: Workbench, url: str) -> None:
    """Say where the pages are, and what is missing to use them from elsewhere."""
    say(f"Artkeep is at {url} (Ctrl-C ends it)")
    with bench.db.read() as tx:
        is_guarded = users.is_guarded(tx)
    if Names(bench.settings.host, bench.settings.public_url).exposed and not is_guarded:
        say("Others can look at it and change nothing; to change things: artkeep password")
