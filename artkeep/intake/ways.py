"""The way to a site, with the login that the work at hand is done with."""

from artkeep.jobs import Turn
from artkeep.library import logins
from artkeep.sites.base import Site
from artkeep.workbench import Workbench
from artkeep.workbench.way import Way


def to(bench: Workbench, site: str, account: str | None, turn: Turn | None) -> tuple[Site, Way]:
    """Return a site and the way to it.

    `account` is whose login is used: "" for none, None for the first that works, if any.
    `turn` says what is waited for.
    """
    if account is None:
        with bench.db.read() as tx:
            held = [each for each in logins.of_site(tx, site) if not each.broken]
        account = held[0].account if held else ""
    return bench.site(site, account=account, turn=turn)
