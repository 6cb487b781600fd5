"""Sign in to a site: on its own page (OAuth) or with what a person has at hand; and sign out.

A new login is kept sealed, and what had failed for want of one goes on.
"""

from collections.abc import Mapping

from artkeep import jobs
from artkeep.collect import fetch, recheck, refresh
from artkeep.db.engine import Tx
from artkeep.errors import LoginNeeded, NotFound, UnknownAddress
from artkeep.library import collections, logins
from artkeep.model.logins import Login
from artkeep.model.records import Run, RunState
from artkeep.model.refs import CollectionId
from artkeep.net.oauth import Attempt
from artkeep.sites.base import LogsIn, Site, TakesKey
from artkeep.texts import text
from artkeep.workbench import Workbench

_FOR_WANT_OF_IT = LoginNeeded.__name__  # as a run tells what it failed with


def page(bench: Workbench, name: str, attempt: Attempt, redirect: str) -> str:
    """Return the site's page to send the person to; it leads back to `redirect`.

    Raises LoginNeeded where an application has to be registered first.
    """
    site, way = bench.site(name)
    if not isinstance(site, LogsIn):
        raise _not_so(site)
    return site.authorize_url(way, attempt.state, attempt.verifier, redirect)


def with_code(bench: Workbench, name: str, pasted: str, verifier: str, redirect: str) -> Login:
    """Sign in with the code, or the address, that the site's page ended with."""
    site, way = bench.site(name)
    if not isinstance(site, LogsIn):
        raise _not_so(site)
    with way.heeding():
        login = site.redeem(way, pasted, verifier, redirect)
    return _keep(bench, name, login)


def with_key(bench: Workbench, name: str, pasted: Mapping[str, str]) -> Login:
    """Sign in with what was pasted, by the names of the site's fields."""
    site, way = bench.site(name)
    if not isinstance(site, TakesKey):
        raise _not_so(site)
    missing = [field for field in site.fields if not pasted.get(field, "").strip()]
    if missing:
        raise LoginNeeded(name, text("something is missing: {names}", names=", ".join(missing)))
    with way.heeding():
        login = site.sign_in(way, pasted)
    return _keep(bench, name, login)


def forget(bench: Workbench, name: str, account: str) -> None:
    """Sign out: forget a login. Raises NotFound."""
    with bench.db.begin() as tx:
        if not logins.remove(tx, name, account):
            raise NotFound(
                text("nobody is signed in to {name} as {account}", name=name, account=account)
            )


def _not_so(site: Site) -> UnknownAddress:
    return UnknownAddress(text("nobody can sign in to {about} in this way", about=site.about.title))


def _keep(bench: Workbench, name: str, login: Login) -> Login:
    with bench.db.begin() as tx:
        logins.save(tx, bench.seal, name, login)
        for run in jobs.of_kinds(tx, {refresh.KIND, fetch.KIND, recheck.KIND}):
            if run.state is RunState.FAILED and run.error_kind == _FOR_WANT_OF_IT:
                _go_on(tx, run, name, login)
    return login


def _go_on(tx: Tx, run: Run, name: str, login: Login) -> None:
    """Let a run go on that failed for want of this login; a list is read with it from now on."""
    if run.kind != refresh.KIND:
        if run.subject == name:
            jobs.retry(tx, run.id)
        return
    held = collections.get(tx, CollectionId(int(run.subject)))
    if held.ref.site == name and held.account in {"", login.account}:
        collections.read_as(tx, held.id, login.account)
        jobs.retry(tx, run.id)
