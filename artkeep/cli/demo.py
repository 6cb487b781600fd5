"""`artkeep demo`: try it on a library of pictures drawn on the spot."""

from contextlib import suppress

import click

from artkeep import demo
from artkeep.cli.working import say


@click.command("demo")
@click.option("--port", type=click.IntRange(0, 65_535), default=8600, show_default=True)
def command(*, port: int) -> None:
    """Serve a library of pictures drawn on the spot; it is gone when you end it."""
    with suppress(KeyboardInterrupt):  # the way out, not an interruption
        demo.run(port, lambda url: say(f"The demo is at {url} (Ctrl-C ends it, nothing is kept)"))
