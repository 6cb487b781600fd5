"""Whoever knows a site guides the requests to it: where to, what may be shown there, and when."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one request goes: the address as it will be dialled, in lower case, without a query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> tuple[str, str, int]:
        """Return what has to be equal for two requests to go to the same server."""
        return self.scheme, self.host, self.port


class Guide(Protocol):
    """Asked before every single request, those that a redirect leads to included.

    `name` is what messages call the site. `allowed_private` are hosts (`nas.local`) or hosts with
    port (`127.0.0.1:9001`) that may lie in a private network.
    """

    @property
    def name(self) -> str | None:
        """Return the site's name; None: messages name the host."""
        ...

    @property
    def allowed_private(self) -> frozenset[str]: ...

    def check(self, spot: Spot) -> None:
        """Raise AddressRefused where requests of this site do not go."""
        ...

    def is_one_place(self, here: Spot, there: Spot) -> bool:
        """Say whether what was meant for `here`, on the same server, may be shown `there`."""
        ...

    def turn(self, spot: Spot, seconds: float) -> AbstractContextManager[object]:
        """Wait until it may be asked and hold that until the answer is in.

        The answer will be in, or given up, after so many seconds. May raise RateLimited.
        """
        ...


@dataclass(frozen=True, slots=True)
class Anywhere:
    """Guides to any public host, as soon as we like: for single addresses that a person gave."""

    allowed_private: frozenset[str] = frozenset()
    name: str | None = None

    def check(self, spot: Spot) -> None:
        """Let it go anywhere."""

    def is_one_place(self, here: Spot, there: Spot) -> bool:  # noqa: ARG002 - any on one server
        return True

    @contextmanager
    def turn(self, spot: Spot, seconds: float) -> Iterator[None]:  # noqa: ARG002 - waits for none
        yield
