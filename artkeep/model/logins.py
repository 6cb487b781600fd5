"""What proves who we are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Login:
    """What proves who we are on a site; sealed in the library, never logged.

    `account` is the site's id of the account, `name` what is shown; on a site with many homes
    `account` begins with its home: `art.example/1116`. `secrets` are the adapter's own words:
    tokens, keys, cookies. `expires_at`: when they have to be renewed.
    """

    account: str
    name: str
    secrets: Mapping[str, str] = field(repr=False)
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class HeldLogin:
    """A login that the library holds, without what it is made of.

    `version` is raised with each renewal; `checked_at` is when the site last gave or renewed it;
    `broken` says in words why it no longer holds, None while it does.
    """

    site: str
    account: str
    name: str
    expires_at: datetime | None
    version: int
    created_at: datetime
    checked_at: datetime
    broken: str | None
