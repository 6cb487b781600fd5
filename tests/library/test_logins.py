"""Logins are kept sealed, and taken by one at a time to be renewed."""

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from artkeep.db.engine import Database
from artkeep.db.tables import login
from artkeep.errors import LoginNeeded
from artkeep.library import logins
from artkeep.library.logins import Busy, Found, Mine
from artkeep.library.sealing import Seal
from artkeep.model.logins import HeldLogin, Login
from tests.clocks import HandClock

SECRETS = {"access": "acc-e-ss", "refresh": "re-fre-sh"}


class Hands:
    """Processes as a test wants them."""

    def __init__(self, name: str, dead: str = "") -> None:
        self.name = name
        self.dead = dead

    def ourselves(self) -> str:
        return self.name

    def has_died(self, worker: str | None) -> bool:
        return worker == self.dead


ONE, TWO = Hands("one"), Hands("two")


@pytest.fixture
def seal(tmp_path: Path) -> Seal:
    return Seal(tmp_path / "home")


@pytest.fixture
def ann(clock: HandClock) -> Login:
    return Login("7001", "Ann", SECRETS, clock.now() + timedelta(hours=1))


@pytest.fixture
def library(database: Database, seal: Seal, ann: Login) -> Database:
    """A library that holds one login."""
    save(database, seal, ann)
    return database


def save(database: Database, seal: Seal, given: Login, site: str = "pixiv") -> None:
    with database.begin() as tx:
        logins.save(tx, seal, site, given)


def find(database: Database, seal: Seal, account: str = "7001") -> Found:
    with database.read() as tx:
        return logins.find(tx, seal, "pixiv", account)


def take(database: Database, seal: Seal, stale: Found, hands: Hands = ONE) -> Mine | Found | Busy:
    with database.begin() as tx:
        return logins.take_for_renewal(tx, seal, "pixiv", stale, hands)


def test_a_login_is_found_as_it_was_saved(library: Database, seal: Seal, ann: Login) -> None:
    assert Found(ann, 1) == find(library, seal)


def test_no_secret_lies_in_the_library_as_it_is(library: Database) -> None:
    with library.read() as tx:
        row = tx.execute(sa.select(login)).one()

    assert [] == [word for word in SECRETS.values() if word in str(row)]
    assert [] == [word for word in SECRETS.values() if word.encode() in bytes(row.sealed)]


def test_signing_in_again_replaces_the_login(
    library: Database, seal: Seal, clock: HandClock
) -> None:
    clock.forward(60)
    again = Login("7001", "Ann B.", {"access": "other"})
    save(library, seal, again)

    assert Found(again, 2) == find(library, seal)
    with library.read() as tx:
        [held] = logins.of_site(tx, "pixiv")
    assert timedelta(seconds=60) == held.checked_at - held.created_at


def test_the_logins_can_be_listed_without_their_secrets(
    library: Database, seal: Seal, ann: Login, clock: HandClock
) -> None:
    save(library, seal, Login("3", "Bo", {}), "danbooru")
    clock.forward(1)
    save(library, seal, Login("7002", "Cy", {}))
    noon = clock.now() - timedelta(seconds=1)

    with library.read() as tx:
        assert [
            HeldLogin("pixiv", "7001", "Ann", ann.expires_at, 1, noon, noon, None),
            HeldLogin("pixiv", "7002", "Cy", None, 1, clock.now(), clock.now(), None),
        ] == logins.of_site(tx, "pixiv")
        assert ["danbooru", "pixiv", "pixiv"] == [held.site for held in logins.recent(tx)]


def test_a_login_that_is_removed_is_gone(library: Database, seal: Seal) -> None:
    with library.begin() as tx:
        assert [True, False] == [logins.remove(tx, "pixiv", "7001") for _ in range(2)]

    with pytest.raises(LoginNeeded, match="nobody is signed in as 7001; run: artkeep login pixiv"):
        find(library, seal)


# Renewing


def test_one_at_a_time_renews(library: Database, seal: Seal) -> None:
    stale = find(library, seal)

    assert Mine(stale, is_doubtful=False) == take(library, seal, stale)
    assert isinstance(take(library, seal, stale, TWO), Busy)


def test_what_a_renewal_brought_is_there_for_the_others(library: Database, seal: Seal) -> None:
    stale = find(library, seal)
    take(library, seal, stale)
    with library.begin() as tx:
        fresh = logins.renewed(tx, seal, "pixiv", stale, Login("?", "", {"access": "new"}))

    assert Found(Login("7001", "Ann", {"access": "new"}), 2) == fresh
    assert fresh == take(library, seal, stale, TWO)
    assert Mine(fresh, is_doubtful=False) == take(library, seal, fresh, TWO)


def test_a_renewal_that_nobody_ended_is_taken_over(
    library: Database, seal: Seal, clock: HandClock
) -> None:
    stale = find(library, seal)
    take(library, seal, stale)

    assert Mine(stale, is_doubtful=True) == take(library, seal, stale, Hands("two", dead="one"))
    assert isinstance(take(library, seal, stale, ONE), Busy)
    clock.forward(121)
    assert Mine(stale, is_doubtful=True) == take(library, seal, stale, ONE)


@pytest.mark.parametrize("is_doubtful", [False, True])
def test_a_renewal_that_failed_can_be_tried_again(
    library: Database, seal: Seal, *, is_doubtful: bool
) -> None:
    stale = find(library, seal)
    take(library, seal, stale)
    with library.begin() as tx:
        logins.not_renewed(tx, "pixiv", stale, broken=None, is_doubtful=is_doubtful)

    assert Mine(stale, is_doubtful=is_doubtful) == take(library, seal, stale, TWO)


def test_a_login_that_is_over_says_why_until_somebody_signs_in(
    library: Database, seal: Seal, ann: Login
) -> None:
    stale = find(library, seal)
    take(library, seal, stale)
    with library.begin() as tx:
        logins.not_renewed(tx, "pixiv", stale, broken="it is over", is_doubtful=False)

    with pytest.raises(LoginNeeded, match="pixiv: it is over"):
        find(library, seal)
    with library.read() as tx:
        assert "it is over" == logins.of_site(tx, "pixiv")[0].broken
    save(library, seal, ann)
    assert Found(ann, 2) == find(library, seal)


def test_a_renewal_does_not_undo_a_sign_in_that_came_meanwhile(
    library: Database, seal: Seal
) -> None:
    stale = find(library, seal)
    take(library, seal, stale)
    newest = Login("7001", "Ann", {"access": "signed in anew"})
    save(library, seal, newest)
    with library.begin() as tx:
        late = logins.renewed(tx, seal, "pixiv", stale, Login("7001", "Ann", {"access": "late"}))
        logins.not_renewed(tx, "pixiv", stale, broken="late", is_doubtful=False)

    assert Found(newest, 2) == late == find(library, seal)
