"""`artkeep login SITE`."""

import sys

import click

from artkeep.cli.opening import opened
from artkeep.cli.working import say
from artkeep.collect import signing_in
from artkeep.errors import BadRequest
from artkeep.model.logins import Login
from artkeep.net import oauth
from artkeep.sites import by_name
from artkeep.sites.base import LogsIn, Site, TakesKey
from artkeep.workbench import Workbench


@click.command("login")
@click.argument("site")
@click.option("--key", is_flag=True, help="Sign in with a token or key that you have.")
@click.option(
    "--token-stdin",
    is_flag=True,
    help="Read what the site wants from stdin: a line each, in the order it is asked for.",
)
def command(*, site: str, key: bool, token_stdin: bool) -> None:
    """Sign in to SITE, for what only members see.

    On the site's own page where it has one, else with what you paste, which is not shown. Nothing
    secret belongs on a command line: other programs can read it there.
    """
    with opened() as bench:
        login = _signed_in(bench, by_name(site), key=key or token_stdin, from_stdin=token_stdin)
    say(f"signed in to {site} as {login.name or login.account}")


def _signed_in(bench: Workbench, site: Site, *, key: bool, from_stdin: bool) -> Login:
    if isinstance(site, LogsIn) and not key:
        return _on_their_page(bench, site.name, site.about.guide)
    if not isinstance(site, TakesKey):
        words = "a login on its own page" if isinstance(site, LogsIn) else "no login"
        raise BadRequest(f"{site.about.title} knows {words}; there is nothing to paste")
    return signing_in.with_key(bench, site.name, _pasted(site, from_stdin=from_stdin))


def _on_their_page(bench: Workbench, name: str, guide: tuple[str, ...]) -> Login:
    """Lead a person to the site's page, and take the address that they ended at."""
    attempt = oauth.begin()
    settings = bench.settings
    back = f"http://{settings.host}:{settings.port}/login/{name}/back"
    url = signing_in.page(bench, name, attempt, back)
    steps = guide or (
        "Open the page below and allow Artkeep to read.",
        "It leads to an address that may not answer. Copy that whole address from the browser.",
    )
    for number, step in enumerate(steps, 1):
        say(f"{number}. {step}")
    say(f"\nThe page: {url}\n")
    pasted = click.prompt("The address you ended at", hide_input=True, err=True)
    code = pasted if guide else oauth.code_of(name, pasted, attempt.state)
    return signing_in.with_code(bench, name, code, attempt.verifier, back)


def _pasted(site: TakesKey, *, from_stdin: bool) -> dict[str, str]:
    if from_stdin:
        lines = sys.stdin.read().splitlines()
        return dict(zip(site.fields, lines, strict=False))
    pasted = {}
    for name, says in site.fields.items():
        say(says)
        pasted[name] = click.prompt(name.replace("_", " "), hide_input=True, err=True)
    return pasted
