"""What the copy of DeviantArt remembers: codes, tokens and how they descend from one another."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from artkeep.fakes.stage import Stage

SITE = "deviantart"
CLIENT_ID = "24680"
CLIENT_SECRET = "sample-client-secret"  # noqa: S105  a toy's key, for whoever plays with it
ACCESS_LASTS = timedelta(hours=1)
REFRESH_LASTS = timedelta(days=90)
CODE_LASTS = timedelta(minutes=10)
ANYTHING = "user browse"


@dataclass(frozen=True)
class Code:
    """What the sign-in page gave, to be exchanged by whoever knows the verifier."""

    challenge: str
    way_back: str
    scope: str
    until: datetime


@dataclass(frozen=True)
class Access:
    """An access token. `family` is the sign-in it descends from, 0 for an application's own."""

    family: int
    scope: str
    until: datetime

    @property
    def is_signed_in(self) -> bool:
        return self.family > 0


@dataclass
class Refresh:
    """A refresh token, good for one use."""

    family: int
    scope: str
    until: datetime
    is_used: bool = False


@dataclass
class Memory:
    """`downloads_left` is how many originals are still given away this week."""

    codes: dict[str, Code] = field(default_factory=dict)
    access: dict[str, Access] = field(default_factory=dict)
    refresh: dict[str, Refresh] = field(default_factory=dict)
    serial: Iterator[int] = field(default_factory=lambda: count(1))
    slowed: Iterator[int] = field(default_factory=count)
    downloads_left: int = 10_000


@dataclass(frozen=True)
class Given:
    """The tokens of one answer. `refresh` is "" for an application."""

    access: str
    refresh: str
    scope: str


def of(stage: Stage) -> Memory:
    """Return the memory of the DeviantArt on this stage."""
    return stage.state(SITE, Memory)


def sign_in(memory: Memory, now: datetime, scope: str = ANYTHING) -> Given:
    """Give the first tokens of a new sign-in."""
    return _given(memory, now, next(memory.serial), scope)


def renew(memory: Memory, now: datetime, token: str, *, is_strict: bool) -> Given | None:
    """Exchange a refresh token; None when it is no longer good.

    `is_strict`: one that comes again was stolen, so everything that descends from it dies.
    """
    known = memory.refresh.get(token)
    if known is None or known.until <= now:
        return None
    if known.is_used:
        if is_strict:
            forget(memory, known.family)
        return None
    known.is_used = True
    return _given(memory, now, known.family, known.scope)


def forget(memory: Memory, family: int) -> None:
    """Drop every token of a sign-in."""
    memory.access = {word: one for word, one in memory.access.items() if one.family != family}
    memory.refresh = {word: one for word, one in memory.refresh.items() if one.family != family}


def application(memory: Memory, now: datetime) -> Given:
    """Give an application a token of its own."""
    access = f"app-{next(memory.serial)}"
    memory.access[access] = Access(0, "browse", now + ACCESS_LASTS)
    return Given(access, "", "browse")


def _given(memory: Memory, now: datetime, family: int, scope: str) -> Given:
    serial = next(memory.serial)
    access, refresh = f"access-{serial}", f"refresh-{serial}"
    memory.access[access] = Access(family, scope, now + ACCESS_LASTS)
    memory.refresh[refresh] = Refresh(family, scope, now + REFRESH_LASTS)
    return Given(access, refresh, scope)
