"""`artkeep version`."""

import click

from artkeep import __version__


@click.command("version")
def command() -> None:
    """Say which version this is."""
    click.echo(__version__)
