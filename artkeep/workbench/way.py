"""The way to one site: what an adapter asks with, and what pictures come by.

It knows the site's addresses as the settings have them, waits as its pace says, shows the login
where it belongs and nowhere else, and has everybody heed what the site says about haste.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import local
from typing import Any

from artkeep.clock import Clock
from artkeep.errors import BadAnswer, Blocked, OverBudget, RateLimited
from artkeep.jobs import Turn
from artkeep.jobs.lanes import LaneKey, Lanes, NotYet, Waiting
from artkeep.model.logins import Login
from artkeep.net import pages, programs
from artkeep.net.answer import Answer, Received
from artkeep.net.guard import read_spot
from artkeep.net.guide import Spot
from artkeep.net.http import Http
from artkeep.net.pages import PageKind
from artkeep.net.programs import Ran
from artkeep.net.status import asked_to_wait_until
from artkeep.sites.base import Authenticates, Reply, Site
from artkeep.texts import text
from artkeep.workbench.reach import HOME, PICTURES_PACE, Place, Reach, query_of
from artkeep.workbench.signed_in import SignedIn, has_expired
from artkeep.workbench.telling import Told

_UNPACED_AT_ONCE = 8
_JSON = {"accept": "application/json"}


class _Asked(local):
    """What this thread asked last."""

    lane: LaneKey | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """The way to one site, perhaps to one home of it; any number of threads may use it.

    `lanes` of None asks without pauses. `waiting` is told in words what is waited for, and None
    when that is over; what it raises ends the waiting.
    """

    site: Site
    reach: Reach
    options: Mapping[str, str] = field(repr=False)
    web: Http
    clock: Clock
    lanes: Lanes | None = None
    signed_in: SignedIn | None = None
    waiting: Waiting | None = None
    _asked: _Asked = field(default_factory=_Asked, repr=False)

    @property
    def login(self) -> Login | None:
        """The login that this was opened with, as it stands."""
        return self.signed_in.login if self.signed_in else None

    @property
    def name(self) -> str:
        """What messages call whom we ask: the home, or else the site."""
        return self.reach.home or self.site.name

    def address(self, key: str = "base_url") -> str:
        return self.reach.base(key)

    def at_home(self, home: str) -> "Way":
        return replace(self, reach=self.reach.at_home(home))

    def now(self) -> datetime:
        return self.clock.now()

    def saying(self, turn: Turn) -> "Way":
        """Return the same way for a turn: it shows what is waited for, and can be stopped."""
        return replace(self, waiting=Told(turn).tell)

    def pictures_at_once(self) -> int:
        """Return how many pictures may be on their way at once."""
        paces = [one.pace for one in self.reach.addresses.values() if one.pictures]
        at_once = max((pace.at_once for pace in paces), default=PICTURES_PACE.at_once)
        return max(at_once, _UNPACED_AT_ONCE) if self.lanes is None else at_once

    def json(
        self,
        target: str,
        *,
        at: str = "base_url",
        headers: Mapping[str, str] | None = None,
        **params: object,
    ) -> Any:
        url = self.reach.url_of(target, at, params)
        answer = self._answer("GET", url, {**_JSON, **(headers or {})})
        with self.heeding():
            answer.require_success(self.now())
            return answer.json()

    def text(
        self,
        target: str,
        *,
        at: str = "base_url",
        headers: Mapping[str, str] | None = None,
        **params: object,
    ) -> str:
        url = self.reach.url_of(target, at, params)
        answer = self._answer("GET", url, headers or {})
        with self.heeding():
            answer.require_success(self.now())
            return answer.text()

    def ask(
        self,
        method: str,
        target: str,
        *,
        at: str = "base_url",
        headers: Mapping[str, str] | None = None,
        form: Mapping[str, object] | None = None,
        body: object | None = None,
        **params: object,
    ) -> Reply:
        url = self.reach.url_of(target, at, params)
        content, about = _content(form, body)
        answer = self._answer(method, url, {**about, **(headers or {})}, content)
        return Reply(answer.status, answer.headers, answer.content, answer.url)

    def program(self, words: Sequence[str], *, at: str = "base_url") -> Ran:
        place = self.reach.place_of(read_spot(self.address(at)))
        with self.turn(place, programs.PATIENCE_SECONDS):
            return programs.run(self.name, words)

    def stream_to(
        self, url: str, path: Path, max_bytes: int, referer: str | None = None
    ) -> Received:
        """Fetch a picture into `path`; no `path` is left on failure. No login is ever shown.

        Raises what `Http.stream_to` does; Blocked when a human check or a sign-in came in its
        place, BadAnswer for any other page or text, and for nothing.
        """
        where = self.reach.url_of(url, "base_url", {})
        headers = {} if referer is None else {"referer": referer}
        guide = _Guide(self, is_picture=True)
        with self.heeding():
            received = self.web.stream_to(
                where, path, max_bytes=max_bytes, headers=headers, guide=guide
            )
            try:
                _require_picture(self.name, path, received)
            except BaseException:
                path.unlink()
                raise
        return received

    def announced(self, url: str, referer: str | None = None) -> int | None:
        """Ask for a picture's head alone; return its bytes, None where that is not said.

        Raises BadAnswer where it is not there.
        """
        headers = {} if referer is None else {"referer": referer}
        guide = _Guide(self, is_picture=True)
        with self.heeding():
            where = self.reach.url_of(url, "base_url", {})
            return self.web.announced(where, headers=headers, guide=guide)

    @contextmanager
    def heeding(self) -> Iterator[None]:
        """Have everybody heed what the site says meanwhile: wait longer, or stay away.

        Whoever calls an adapter does it in here, since many sites say so in their own way.
        """
        try:
            yield
        except (NotYet, OverBudget):  # our own word
            raise
        except RateLimited as error:
            until = self._cool(error.until, "asked us to slow down")
            if until > error.until:
                raise RateLimited(error.site, until) from error
            raise
        except Blocked as error:
            self._cool(self.now() + timedelta(seconds=error.retry_after or 0), "barred us")
            raise

    def turn(self, place: Place, seconds: float) -> AbstractContextManager[object]:
        """Wait for a place's turn, and hold it."""
        if self.lanes is None:
            return nullcontext()
        return self._turn(self.lanes, place, seconds)

    def shows_login(self, place: Place) -> bool:
        """Say whether our login may be seen at a place."""
        if self.login is None or not place.is_below or self.reach.is_for_pictures(place):
            return False
        if HOME not in self.site.about.addresses[place.key].url:
            return True
        return self.login.account.startswith(f"{self.reach.home}/")

    def _answer(
        self, method: str, url: str, headers: Mapping[str, str], content: bytes | None = None
    ) -> Answer:
        """Ask, once more with a renewed login when the site says that ours has run out."""
        place = self.reach.place_of(read_spot(url))
        signed_in = self.signed_in if self.shows_login(place) else None
        login = signed_in.fresh() if signed_in else None
        answer = self._sent(method, url, {**self._shown(login, place), **headers}, content)
        if signed_in and login and has_expired(answer):
            login = signed_in.renewed(login)
            if login is not None:
                shown = {**self._shown(login, place), **headers}
                answer = self._sent(method, url, shown, content)
        until = asked_to_wait_until(answer.status, answer.headers, self.now())
        if until is not None:
            self._cool(until, "asked us to slow down")
        return answer

    def _sent(
        self, method: str, url: str, headers: Mapping[str, str], content: bytes | None
    ) -> Answer:
        guide = _Guide(self, is_picture=False)
        return self.web.ask(method, url, headers=headers, content=content, guide=guide)

    def _shown(self, login: Login | None, place: Place) -> Mapping[str, str]:
        if login is None or not isinstance(self.site, Authenticates):
            return {}
        return self.site.headers(login, place.key)

    @contextmanager
    def _turn(self, lanes: Lanes, place: Place, seconds: float) -> Iterator[None]:
        account = self.login.account if self.login and self.shows_login(place) else ""
        lane = LaneKey(self.site.name, account, str(place))
        pace = self.reach.pace_of(place)
        with lanes.turn(lane, pace, seconds=seconds, waiting=self.waiting) as at:
            self._asked.lane, self._asked.at = lane, at
            yield

    def _cool(self, until: datetime, why: str) -> datetime:
        """Have the lane that was asked last rest until then; return until when it really does."""
        if self.lanes is None or self._asked.lane is None or self._asked.at is None:
            return until
        return self.lanes.cool(self._asked.lane, until, why, asked_at=self._asked.at)


@dataclass(frozen=True, slots=True)
class _Guide:
    """Guides one request, and where it is redirected to."""

    way: Way
    is_picture: bool

    @property
    def name(self) -> str:
        return self.way.name

    @property
    def allowed_private(self) -> frozenset[str]:
        return self.way.reach.allowed_private

    def check(self, spot: Spot) -> None:
        self._place(spot)

    def is_one_place(self, here: Spot, there: Spot) -> bool:
        return self._place(here) == self._place(there)

    def turn(self, spot: Spot, seconds: float) -> AbstractContextManager[object]:
        return self.way.turn(self._place(spot), seconds)

    def _place(self, spot: Spot) -> Place:
        return self.way.reach.place_of(spot, is_picture=self.is_picture)


def _content(
    form: Mapping[str, object] | None, body: object | None
) -> tuple[bytes | None, Mapping[str, str]]:
    """Return what is sent along, and the header that says what it is."""
    if form is not None:
        sent = query_of(form).encode("ascii")
        return sent, {"content-type": "application/x-www-form-urlencoded"}
    if body is not None:
        return json.dumps(body).encode(), {"content-type": "application/json"}
    return None, {}


def _require_picture(name: str, path: Path, received: Received) -> None:
    """Raise Blocked or BadAnswer when what came is a page, a text or nothing."""
    if not received.size_bytes:
        raise BadAnswer(name, text("sent an empty file instead of a picture"))
    kind = pages.in_file(path)
    if kind in (PageKind.CHECK, PageKind.LOGIN):
        raise Blocked(name, text("sent {kind} instead of a picture", kind=kind))
    if kind is not None:
        raise BadAnswer(name, text("sent {kind} instead of a picture", kind=kind))
