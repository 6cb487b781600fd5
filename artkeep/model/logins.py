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
