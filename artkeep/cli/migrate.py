"""`artkeep migrate`."""

import click

from artkeep.clock import SystemClock
from artkeep.db.engine import Database
from artkeep.db.migrate import migrate
from artkeep.settings import load_settings


@click.command("migrate")
def command() -> None:
    """Bring a PostgreSQL library to this version. A library in a file does so when opened."""
    settings = load_settings()
    with Database(settings.database_url or settings.home / "library.db", SystemClock()) as database:
        migrate(database, home=settings.home)
    click.echo("the library is at this version", err=True)
