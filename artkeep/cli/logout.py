"""`artkeep logout SITE [ACCOUNT]`."""

import click

from artkeep.cli.opening import opened
from artkeep.cli.working import say
from artkeep.collect import signing_in
from artkeep.errors import BadRequest, NotFound
from artkeep.library import logins
from artkeep.model.logins import HeldLogin
from artkeep.sites import by_name


@click.command("logout")
@click.argument("site")
@click.argument("account", required=False)
def command(*, site: str, account: str | None) -> None:
    """Forget the login on SITE; ACCOUNT, by name or number, where there are several."""
    with opened() as bench:
        with bench.db.read() as tx:
            held = logins.of_site(tx, by_name(site).name)
        one = _meant(site, held, account)
        signing_in.forget(bench, one.site, one.account)
    say(f"signed out of {site}, {one.name or one.account}")


def _meant(site: str, held: list[HeldLogin], account: str | None) -> HeldLogin:
    meant = [one for one in held if account in (None, one.account, one.name)]
    if not meant:
        who = f" as {account}" if account else ""
        raise NotFound(f"nobody is signed in to {site}{who}")
    if len(meant) > 1:
        names = ", ".join(one.name or one.account for one in meant)
        raise BadRequest(f"several are signed in to {site}; say which: {names}")
    return meant[0]
