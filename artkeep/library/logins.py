"""Logins of ours: kept sealed, and renewed by one at a time.

A site may give tokens that can be used once to get new ones. So whoever renews takes a lease
first, and stores what came before anybody uses it; the others wait and read the new ones. Only
what is lost between the site's answer and our commit is lost, and then a person signs in again.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

import sqlalchemy as sa

from artkeep.db.dialect import insert_or_get
from artkeep.db.engine import Tx
from artkeep.db.tables import login
from artkeep.errors import LoginNeeded
from artkeep.library.sealing import Seal
from artkeep.model.logins import HeldLogin, Login
from artkeep.texts import text

_LEASE = timedelta(seconds=120)  # longer than asking can take


@dataclass(frozen=True, slots=True)
class Found:
    """A login as it stands; `version` tells whether it was renewed since."""

    login: Login
    version: int


@dataclass(frozen=True, slots=True)
class Mine:
    """It is ours to renew. `is_doubtful`: the last one who tried never said how it ended."""

    found: Found
    is_doubtful: bool


@dataclass(frozen=True, slots=True)
class Busy:
    """Another worker renews it now."""


class Workers(Protocol):
    """Knows processes apart (artkeep.jobs.worker)."""

    def ourselves(self) -> str | None:
        """Name this process."""
        ...

    def has_died(self, worker: str | None) -> bool:
        """Say whether a process is known to have ended."""
        ...


def save(tx: Tx, seal: Seal, site: str, given: Login) -> None:
    """Keep a login; one of the same account is replaced."""
    values = _values(tx, seal, site, given)
    fresh = {**values, "site": site, "account": given.account, "version": 1, "created_at": tx.now}
    login_id, is_new = insert_or_get(tx, login, fresh, ("site", "account"))
    if not is_new:
        values["version"] = login.c.version + 1
        tx.execute(sa.update(login).where(login.c.id == login_id).values(values))


def _values(tx: Tx, seal: Seal, site: str, given: Login) -> dict[str, Any]:
    return {
        "name": given.name,
        "sealed": seal.closed(given.secrets, site, given.account),
        "expires_at": given.expires_at,
        "checked_at": tx.now,
        "broken": None,
        "renewing_until": None,
        "renewing_by": None,
    }


def find(tx: Tx, seal: Seal, site: str, account: str) -> Found:
    """Return a login. Raises LoginNeeded when there is none, or it no longer holds."""
    return _found(_row(tx, site, account), seal)


def of_site(tx: Tx, site: str) -> list[HeldLogin]:
    """Return the logins on a site, the oldest first."""
    return _held(tx, _HELD.where(login.c.site == site))


def recent(tx: Tx) -> list[HeldLogin]:
    """Return the logins on all sites."""
    return _held(tx, _HELD)


def remove(tx: Tx, site: str, account: str) -> bool:
    """Forget a login; say whether there was one."""
    return bool(tx.execute(sa.delete(login).where(_is(site, account))).rowcount)


def take_for_renewal(
    tx: Tx, seal: Seal, site: str, stale: Found, workers: Workers
) -> Mine | Found | Busy:
    """Take a login to renew it; Found when that has been done since, Busy while another does.

    Raises LoginNeeded when it no longer holds.
    """
    row = _row(tx, site, stale.login.account, is_locked=True)
    found = _found(row, seal)
    if found.version != stale.version:
        return found
    is_taken = row.renewing_until is not None and row.renewing_until > tx.now
    if is_taken and not workers.has_died(row.renewing_by):
        return Busy()
    taken = {"renewing_until": tx.now + _LEASE, "renewing_by": workers.ourselves()}
    tx.execute(sa.update(login).where(login.c.id == row.id).values(taken))
    return Mine(found, is_doubtful=row.renewing_until is not None)


def renewed(tx: Tx, seal: Seal, site: str, stale: Found, fresh: Login) -> Found:
    """Keep what a renewal brought, unless somebody has signed in anew meanwhile."""
    account = stale.login.account
    fresh = Login(account, fresh.name or stale.login.name, fresh.secrets, fresh.expires_at)
    values = {**_values(tx, seal, site, fresh), "version": stale.version + 1}
    written = sa.update(login).where(_is(site, account), login.c.version == stale.version)
    if tx.execute(written.values(values)).rowcount:
        return Found(fresh, stale.version + 1)
    return find(tx, seal, site, account)


def not_renewed(tx: Tx, site: str, stale: Found, *, broken: str | None, is_doubtful: bool) -> None:
    """Let go of a login that could not be renewed.

    `broken` says why it never will be, None that it may be tried again; `is_doubtful` that the
    site's answer may have been lost.
    """
    written = sa.update(login).where(
        _is(site, stale.login.account), login.c.version == stale.version
    )
    ended_at = tx.now if is_doubtful else None
    values = {"renewing_until": ended_at, "renewing_by": None, "broken": broken}
    tx.execute(written.values(values))


_HELD = sa.select(
    login.c.site,
    login.c.account,
    login.c.name,
    login.c.expires_at,
    login.c.version,
    login.c.created_at,
    login.c.checked_at,
    login.c.broken,
).order_by(login.c.site, login.c.created_at, login.c.id)


def _held(tx: Tx, query: sa.Select[Any]) -> list[HeldLogin]:
    return [HeldLogin(**row) for row in tx.execute(query).mappings()]


def _is(site: str, account: str) -> sa.ColumnElement[bool]:
    return sa.and_(login.c.site == site, login.c.account == account)


def _row(tx: Tx, site: str, account: str, *, is_locked: bool = False) -> sa.Row[Any]:
    query = sa.select(
        login.c.id,
        login.c.site,
        login.c.account,
        login.c.name,
        login.c.sealed,
        login.c.expires_at,
        login.c.version,
        login.c.broken,
        login.c.renewing_until,
        login.c.renewing_by,
    ).where(_is(site, account))
    row = tx.execute(query.with_for_update() if is_locked else query).one_or_none()
    if row is None:
        raise LoginNeeded(
            site,
            text(
                "nobody is signed in as {account}; run: artkeep login {site}",
                account=account,
                site=site,
            ),
        )
    if row.broken is not None:
        raise LoginNeeded(site, row.broken)
    return row


def _found(row: sa.Row[Any], seal: Seal) -> Found:
    secrets = seal.opened(row.sealed, row.site, row.account)
    return Found(Login(row.account, row.name, secrets, row.expires_at), row.version)
