"""The manual of the family: what a site's adapter is, and what it may ask of us.

An adapter reads addresses and answers; nothing else. It stores nothing, decides nothing and
never sleeps: pace, time-outs, retries, logins and permissions come with the `SiteHttp` it is
handed. What a site offers is what its adapter has: the program asks with `isinstance`.

Every field of an answer is read inside one `try` that becomes `SiteChanged` and names the field.
What a site says about trouble is said in our words, wherever it hides them:

- slow down → `RateLimited` with the time to go on; a page that bars robots → `Blocked`
- signed out, or only for members → `LoginNeeded`; there but not for us → `Withheld`
- deleted, by a clear word of the site → `Gone`; a 403 alone never is
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol, runtime_checkable

from artkeep.model.found import CollectionInfo, Listing, PostInfo, Told
from artkeep.model.logins import Login
from artkeep.model.pace import Pace, Window
from artkeep.model.refs import CollectionRef, PostRef, Ref
from artkeep.net.programs import Ran

__all__ = [
    "About",
    "Address",
    "Authenticates",
    "Lists",
    "Login",
    "LogsIn",
    "Names",
    "Option",
    "Pace",
    "Ran",
    "Renews",
    "Reply",
    "Site",
    "SiteHttp",
    "TakesKey",
    "Told",
    "Window",
]


@dataclass(frozen=True, slots=True)
class Address:
    """A base address that the settings may change: `sites.<site>.<key>`.

    `pictures`: it gives files, not answers; it is paced by itself and never sees a login.
    A site with many homes (a server anybody may run) writes `{home}` where the host name goes:
    then any public host may be asked, each at its own pace, and pictures may lie anywhere.
    """

    url: str
    pace: Pace = field(default_factory=Pace)
    pictures: bool = False
    more_hosts: tuple[str, ...] = ()  # other hosts that belong to it; `*.name` is any below


@dataclass(frozen=True, slots=True)
class Option:
    """Something a site needs to be told: a setting `sites.<site>.<key>`."""

    says: str
    default: str | None = None
    secret: bool = False


@dataclass(frozen=True, slots=True)
class About:
    """What a person may want to know of a site; the reference is made from it.

    `guide` is for a `LogsIn` whose page does not lead back to us: the steps to take, in sentences,
    until the person pastes the address where they ended. Empty: the page leads back.
    `tells` is what it says of nearly every picture, so that filters may ask for it.
    """

    title: str
    home: str
    addresses: Mapping[str, Address]  # by the key of their setting; `base_url` is the first
    api_docs: str | None = None
    login: str = ""  # what a login needs and where to get it, in a sentence; "": there is none
    guide: tuple[str, ...] = ()
    options: Mapping[str, Option] = field(default_factory=dict)
    examples: Mapping[str, str] = field(default_factory=dict)  # what it gives → an address
    tells: frozenset[Told] = frozenset()
    checked: date = date(2026, 11, 21)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it came, for adapters that must see status or headers.

    `headers` have lower-case names. `url` is where it came from after redirects.
    """

    status: int
    headers: Mapping[str, str]
    content: bytes
    url: str

    @property
    def text(self) -> str:
        """The content as text; what is not UTF-8 becomes `�`."""
        return self.content.decode("utf-8", "replace")


class SiteHttp(Protocol):
    """The way to one site, with its base addresses, pace and, perhaps, a login.

    A target is a path below an address of `About.addresses` (`base_url` unless `at` says), or a
    whole URL that begins with one of these addresses or lies on one of their hosts; any other is
    `AddressRefused`. `params` go into the query, a list repeats its name, None is left out.
    A URL that begins with an address as `About` has it is asked where the settings have put it.

    The login's headers are shown on the host of its address itself (on a site with many homes:
    of its own home), never on `more_hosts`, on hosts of pictures or behind a redirect elsewhere.
    """

    @property
    def login(self) -> Login | None:
        """The login that this was opened with."""
        ...

    @property
    def options(self) -> Mapping[str, str]:
        """What the settings say of this site, the defaults of `About.options` filled in."""
        ...

    def address(self, key: str = "base_url") -> str:
        """Return a base address as the settings have it, without a slash at its end."""
        ...

    def at_home(self, home: str) -> "SiteHttp":
        """Return the way to one home, a host name, of a site that has many."""
        ...

    def now(self) -> datetime:
        """Return the time, aware."""
        ...

    def json(
        self,
        target: str,
        *,
        at: str = "base_url",
        headers: Mapping[str, str] | None = None,
        **params: object,
    ) -> Any:
        """Ask for JSON. Statuses from 400 on raise (`BadAnswer.answered` has the status)."""
        ...

    def text(
        self,
        target: str,
        *,
        at: str = "base_url",
        headers: Mapping[str, str] | None = None,
        **params: object,
    ) -> str:
        """Ask for a page. Raises like `json`."""
        ...

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
        """Ask and return whatever came, whatever its status; `body` is sent as JSON.

        Raises only when there was no answer at all: `Unreachable`, `AnswerTooLarge` and the like.
        """
        ...

    def program(self, words: Sequence[str], *, at: str = "base_url") -> Ran:
        """Run a program that asks an address in our place, in that address's turn.

        It knows nothing of our settings and logins. Raises BadSetting when there is no such
        program, Unreachable when it takes too long, AnswerTooLarge when it says too much.
        """
        ...


@runtime_checkable
class Site(Protocol):
    """The least a site can do. `name` is that of its module and its settings."""

    name: str
    about: About

    def parse(self, url: str) -> Ref | None:
        """Read an address, purely; None: it is not of this site, or not of a post or list."""
        ...

    def url(self, ref: Ref) -> str:
        """Write an address for people, purely: `parse(url(ref)) == ref`."""
        ...

    def fetch(self, http: SiteHttp, ref: PostRef) -> PostInfo:
        """Ask for one post. Raises Gone, Withheld, LoginNeeded, SiteChanged and the like."""
        ...


@runtime_checkable
class Lists(Protocol):
    """A site with lists that can be followed."""

    def describe(self, http: SiteHttp, ref: CollectionRef) -> CollectionInfo:
        """Ask what a list is called and whose it is. Raises Gone when it is not there."""
        ...

    def list(self, http: SiteHttp, ref: CollectionRef, cursor: str | None) -> Listing:
        """Ask for one batch, the first for None; the newest addition comes first."""
        ...


@runtime_checkable
class Names(Protocol):
    """A site whose posts can have an address under another name: a handle, a short link."""

    def settle(self, http: SiteHttp, ref: Ref) -> Ref:
        """Return the lasting address: ids instead of names that may change."""
        ...


@runtime_checkable
class Authenticates(Protocol):
    """A site that wants to see a login with each request."""

    def headers(self, login: Login, at: str) -> Mapping[str, str]:
        """Return what shows the login at this address; never asked for picture hosts."""
        ...


@runtime_checkable
class Renews(Protocol):
    """A site whose logins run out, and can be renewed without the person."""

    def renew(self, http: SiteHttp, login: Login) -> Login:
        """Return the login with fresh tokens. Raises LoginNeeded when it is over."""
        ...


@runtime_checkable
class LogsIn(Renews, Protocol):
    """A site whose login is made on a page of its own (OAuth), and has to be renewed."""

    def authorize_url(self, http: SiteHttp, state: str, verifier: str, redirect: str) -> str:
        """Return the page to send the person to. `verifier` is the secret of PKCE."""
        ...

    def redeem(self, http: SiteHttp, code: str, verifier: str, redirect: str) -> Login:
        """Exchange the code, or the whole address the person came back to."""
        ...


@runtime_checkable
class TakesKey(Protocol):
    """A site whose login is something a person can paste: a key, a token, cookies."""

    def sign_in(self, http: SiteHttp, pasted: Mapping[str, str]) -> Login:
        """Try what was pasted, by the names of `fields`. Raises LoginNeeded when it is wrong."""
        ...

    @property
    def fields(self) -> Mapping[str, str]:
        """What has to be pasted: name → a sentence where to find it."""
        ...
