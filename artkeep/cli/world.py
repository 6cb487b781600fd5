"""`artkeep world`: the fake sites alone, for whoever wants to lead a program to them."""

from contextlib import suppress

import click

from artkeep import demo
from artkeep.cli.working import say


@click.command("world")
@click.option("--port", type=click.IntRange(0, 65_535), default=8700, show_default=True)
@click.option("--fast", is_flag=True, help="No pauses on either side, and simpler drawings.")
@click.option(
    "--works",
    type=click.IntRange(min=1),
    default=300,
    show_default=True,
    help="How many works there are.",
)
def command(*, port: int, fast: bool, works: int) -> None:
    """Serve small copies of the sites, and print the settings that lead another process there.

    The same artists with the same works are on them each time. Trouble is had for the asking:
    POST /_/moods/pixiv?mood=busy&times=3, POST /_/works/pixiv/90000001?event=deleted.
    """
    with suppress(KeyboardInterrupt):  # the way out, not an interruption
        demo.world(port, works, _print, fast=fast)


def _print(url: str, settings: dict[str, str]) -> None:
    for name, value in settings.items():
        click.echo(f"{name}={value}")
    say(f"The fake sites are at {url} (Ctrl-C ends them)")
