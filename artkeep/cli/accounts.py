"""`artkeep accounts`."""

import json

import click

from artkeep.cli.opening import opened
from artkeep.cli.working import say
from artkeep.library import logins
from artkeep.model.logins import HeldLogin


@click.command("accounts")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object an account.")
def command(*, as_json: bool) -> None:
    """Show who is signed in where, and which logins no longer hold."""
    with opened() as bench, bench.db.read() as tx:
        held = logins.recent(tx)
    for one in held:
        click.echo(json.dumps(_told(one), ensure_ascii=False) if as_json else _line(one))
    if not held:
        say("nobody is signed in anywhere; artkeep login SITE does that")


def _line(one: HeldLogin) -> str:
    until = (
        f"until {one.expires_at:%Y-%m-%d %H:%M} UTC, then renewed" if one.expires_at else "lasts"
    )
    return f"{one.site:12}  {one.name or one.account:24}  {one.broken or until}"


def _told(one: HeldLogin) -> dict[str, object]:
    return {
        "site": one.site,
        "account": one.account,
        "name": one.name,
        "expires_at": one.expires_at and one.expires_at.isoformat(),
        "broken": one.broken,
    }
