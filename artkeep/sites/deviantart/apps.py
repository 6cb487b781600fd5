"""What an application may read when nobody is signed in: tokens for an hour, kept in memory."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from artkeep.errors import LoginNeeded
from artkeep.sites.base import SiteHttp
from artkeep.sites.deviantart import answers
from artkeep.sites.deviantart.kinds import NAME
from artkeep.texts import text

REGISTER = "https://www.deviantart.com/developers/"
_EARLY = timedelta(minutes=5)

_App = tuple[str, str]  # where its tokens come from, and its id


@dataclass(frozen=True, slots=True)
class _Token:
    word: str
    until: datetime


class AppTokens:
    """The tokens of applications, asked for again when their hour is over; threads share it."""

    def __init__(self) -> None:
        self._tokens: dict[_App, _Token] = {}
        self._lock = Lock()

    def token(self, http: SiteHttp) -> str:
        """Return the token of the application that the settings name. Raises LoginNeeded."""
        app = http.address("oauth_url"), require(http, "client_id")
        secret = require(http, "client_secret")
        with self._lock:
            known = self._tokens.get(app)
            if known is None or known.until - http.now() < _EARLY:
                known = _asked(http, app[1], secret)
                self._tokens[app] = known
            return known.word

    def forget(self, token: str) -> None:
        """Drop a token that is no longer good."""
        with self._lock:
            self._tokens = {app: one for app, one in self._tokens.items() if one.word != token}


def require(http: SiteHttp, key: str) -> str:
    """Return an option that needs an application of one's own. Raises LoginNeeded."""
    value = http.options.get(key, "").strip()
    if not value:
        raise LoginNeeded(
            NAME,
            text(
                "answers applications only: register one of your own at {register} and "
                "set sites.{name}.client_id and sites.{name}.client_secret; to see what "
                "only members see, then run: artkeep login {name}",
                register=REGISTER,
                name=NAME,
            ),
        )
    return value


def _asked(http: SiteHttp, client_id: str, secret: str) -> _Token:
    form = {
        "grant_type": "client_credentials",
        "client_id": client_id,
        "client_secret": secret,
    }
    reply = http.ask("POST", "/token", at="oauth_url", form=form)
    answer = answers.understood(http, reply, "the application's token")
    with answers.reading("the application's token"):
        until = http.now() + timedelta(seconds=int(answer["expires_in"]))
        return _Token(str(answer["access_token"]), until)
