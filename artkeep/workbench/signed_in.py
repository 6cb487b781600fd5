"""The login that a way was opened with, renewed when its time has come."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Protocol

from artkeep.model.logins import Login
from artkeep.net.answer import Answer

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
