"""`artkeep demo`: everything tried on small copies of the sites, nothing kept."""

from contextlib import suppress

import click

from artkeep import demo
from artkeep.cli.working import say

_WELCOME = """\
This is a demo: a library of drawn pictures, and small copies of pixiv, DeviantArt, Bluesky and
five more sites on this machine. The real web is never asked, and nothing is kept.

    The demo is at {url} (Ctrl-C ends it)

What to try:
  {url}              the gallery: works arrive while you look
  {url}/sources      the lists they come from; pixiv waits for you to sign in
  {url}/login/pixiv  sign in to the copy of pixiv: follow the page, any name will do
  {url}/gone         a post that its artist deleted, kept here
  {url}/similar      drop a picture: do I have this one?
An evening with it is told step by step in docs/tutorial.md.
"""


@click.command("demo")
@click.option("--port", type=click.IntRange(0, 65_535), default=8600, show_default=True)
def command(*, port: int) -> None:
    """Serve a library over small copies of the sites; it is gone when you end it."""
    say("Setting up the demo …")
    with suppress(KeyboardInterrupt):  # the way out, not an interruption
        demo.run(port, lambda url: say(_WELCOME.format(url=url)))
    say("The demo has ended; nothing of it is left.")
