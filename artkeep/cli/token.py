"""`artkeep token [NAME]`."""

import click

from artkeep.cli.opening import opened
from artkeep.cli.patience import say
from artkeep.errors import BadRequest
from artkeep.library import users


@click.command("token")
@click.argument("name", required=False)
@click.option("--remove", is_flag=True, help="Make the token of this name worth nothing.")
def command(*, name: str | None, remove: bool) -> None:
    """Make a token that lets a script do what the owner may; without NAME show those there are.

    The token is printed once, on stdout. A script sends it with each request to /api/… as
    `Authorization: Bearer TOKEN`. Without a password nobody needs one on this machine.
    """
    if remove and not name:
        raise BadRequest("say which token to remove: artkeep token NAME --remove")
    with opened() as bench:
        if name is None:
            with bench.db.read() as tx:
                held = users.tokens(tx)
            for one in held:
                click.echo(f"{one.name:24}  since {one.created_at:%Y-%m-%d %H:%M} UTC")
            return
        with bench.db.begin() as tx:
            if remove:
                users.remove_token(tx, name)
            else:
                click.echo(users.add_token(tx, name))
    if remove:
        say(f"{name} is worth nothing now")
