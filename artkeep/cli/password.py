"""`artkeep password [NAME]`."""

import json
import sys

import click

from artkeep.cli.opening import opened
from artkeep.cli.patience import say
from artkeep.library import users
from artkeep.library.passwords import Passwords
from artkeep.model.users import OWNER, Role, User
from artkeep.workbench import Workbench


@click.command("password")
@click.argument("name", default=OWNER)
@click.option("--stdin", "from_stdin", is_flag=True, help="Read the password from stdin, a line.")
@click.option("--remove", is_flag=True, help="Take the password away; a guest goes as a whole.")
@click.option("--list", "listing", is_flag=True, help="Show who has a password.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a person.")
def command(*, name: str, from_stdin: bool, remove: bool, listing: bool, as_json: bool) -> None:
    """Choose the password for changing things in the browser, or one for a guest, NAME.

    With a password, whoever has not signed in may look and not change, also on this machine; and
    a library that is open to the network can be changed by its owner. Guests may look. Whoever
    was signed in by that name is signed out everywhere.
    """
    with opened() as bench:
        if listing or as_json:
            _show(bench, as_json=as_json)
        elif remove:
            _remove(bench, name)
        else:
            _choose(bench, name, _typed(from_stdin=from_stdin))


def _typed(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    typed: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return typed


def _choose(bench: Workbench, name: str, password: str) -> None:
    kept = Passwords().hashed(password)
    with bench.db.begin() as tx:
        who = users.set_password(tx, name, kept)
    also = "" if who.role is Role.OWNER else ", a guest, who may look"
    say(f"{who.name}{also} signs in at /sign-in now")


def _remove(bench: Workbench, name: str) -> None:
    with bench.db.begin() as tx:
        users.remove(tx, name)
    say(f"{users.plain(name)} can no longer sign in")


def _show(bench: Workbench, *, as_json: bool) -> None:
    with bench.db.read() as tx:
        held = [one for one in users.everybody(tx) if one.has_password]
    for one in held:
        click.echo(json.dumps(_told(one), ensure_ascii=False) if as_json else _line(one))
    if not held:
        say("there is no password; artkeep password chooses one")


def _line(one: User) -> str:
    return f"{one.name:24}  {one.role.value}"


def _told(one: User) -> dict[str, str]:
    return {"name": one.name, "role": one.role.value}
