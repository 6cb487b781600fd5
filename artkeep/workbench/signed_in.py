"""The login that a way was opened with, renewed when its time has come."""

from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from threading import Lock
from typing import Protocol

from artkeep.clock import Clock
from artkeep.db.engine import Database
from artkeep.errors import BadAnswer, LoginNeeded, RateLimited
from artkeep.jobs import worker
from artkeep.library import logins
from artkeep.library.logins import Found, Mine
from artkeep.library.sealing import Seal
from artkeep.model.logins import Login
from artkeep.net.answer import Answer
from artkeep.sites.base import Renews, Site, SiteHttp

_EARLY = timedelta(minutes=5)  # a token is renewed so long before it runs out
_NOT = timedelta(0)
_LOOK_AGAIN_SECONDS = 0.2
_LOOKED_AT = 4096  # bytes of a refusal
# how sites say that a token has run out, beside the status 401
_RUN_OUT = (b"invalid_grant", b"invalid_token", b"expiredtoken", b"oauth process")


def has_expired(answer: Answer) -> bool:
    """Say whether a site refuses a login that once was good: it may have to be renewed."""
    if answer.status == HTTPStatus.UNAUTHORIZED:
        return True
    words = answer.content[:_LOOKED_AT].lower()
    return answer.status == HTTPStatus.BAD_REQUEST and any(word in words for word in _RUN_OUT)


class SignedIn(Protocol):
    """A login that can be asked for while it changes."""

    @property
    def login(self) -> Login:
        """The login as it was last seen."""
        ...

    def fresh(self) -> Login:
        """Return it, renewed if its time has come. Raises LoginNeeded when it is over."""
        ...

    def renewed(self, refused: Login) -> Login | None:
        """Return it renewed, since the site refuses this one; None: that cannot be done."""
        ...


@dataclass(frozen=True, slots=True)
class Given:
    """A login that nobody keeps, as it is."""

    login: Login

    def fresh(self) -> Login:
        return self.login

    def renewed(self, refused: Login) -> Login | None:  # noqa: ARG002 - there is no other
        return None


class Kept:
    """A login of the library; any number of threads and processes may use it at once.

    `nobodys_way` is the way to the site without a login, to renew with.
    """

    def __init__(
        self,
        database: Database,
        seal: Seal,
        site: Site,
        account: str,
        nobodys_way: SiteHttp,
    ) -> None:
        self._database = database
        self._seal = seal
        self._site = site
        self._nobodys_way = nobodys_way
        self._lock = Lock()
        self._early = 0  # which version was renewed early, or found so: once is enough
        with database.read() as tx:
            self._found = logins.find(tx, seal, site.name, account)

    @property
    def login(self) -> Login:
        return self._found.login

    def fresh(self) -> Login:
        with self._lock:
            login = self._found.login
            if not self._is_due(login):
                return login
            fresh = self._renewed() or login
            self._early = self._found.version
            return fresh

    def renewed(self, refused: Login) -> Login | None:
        with self._lock:
            if self._found.login is not refused:  # another thread was quicker
                return self._found.login
            return self._renewed()

    def _is_due(self, login: Login) -> bool:
        if login.expires_at is None:
            return False
        early = _NOT if self._early == self._found.version else _EARLY
        return login.expires_at - self._clock.now() < early

    @property
    def _clock(self) -> Clock:
        return self._database.clock

    def _renewed(self) -> Login | None:
        """Renew, or wait for who does."""
        if not isinstance(self._site, Renews):
            return None
        while True:
            with self._database.begin() as tx:
                taken = logins.take_for_renewal(
                    tx, self._seal, self._site.name, self._found, worker
                )
            if isinstance(taken, Found):
                self._found = taken
                return taken.login
            if isinstance(taken, Mine):
                return self._renew(self._site, taken)
            self._clock.sleep(_LOOK_AGAIN_SECONDS)

    def _renew(self, site: Renews, mine: Mine) -> Login:
        """Ask for fresh tokens, and keep them before anybody uses them."""
        try:
            fresh = site.renew(self._nobodys_way, mine.found.login)
        except LoginNeeded as error:
            words = _lost(self._site.name) if mine.is_doubtful else _words(error)
            self._give_up(mine, broken=words, is_doubtful=False)
            raise LoginNeeded(self._site.name, words) from error
        except BaseException as error:
            answered = isinstance(error, BadAnswer | RateLimited)
            self._give_up(mine, broken=None, is_doubtful=not answered)
            raise
        with self._database.begin() as tx:
            self._found = logins.renewed(tx, self._seal, self._site.name, mine.found, fresh)
        return self._found.login

    def _give_up(self, mine: Mine, *, broken: str | None, is_doubtful: bool) -> None:
        with self._database.begin() as tx:
            name = self._site.name
            logins.not_renewed(tx, name, mine.found, broken=broken, is_doubtful=is_doubtful)


def _lost(site: str) -> str:
    return (
        "the sign-in was lost: an earlier renewal was cut off before its answer was kept; "
        f"run: artkeep login {site}"
    )


def _words(error: LoginNeeded) -> str:
    return str(error).removeprefix(f"{error.site}: ")
