"""Passwords: hashed with argon2id, checked so that nobody learns more than yes or no.

A check takes some tenths of a second and 64 MiB on purpose; two at once are enough for people,
and more would only be of use to those who guess.
"""

import secrets
import unicodedata
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from artkeep.errors import BadRequest

SHORTEST = 8  # characters
LONGEST = 1000
_AT_ONCE = 2


class Passwords:
    """Hashes and checks, a few at a time. One for each process.

    What a hash costs is the second choice of RFC 9106 unless told otherwise.
    """

    def __init__(self, *, memory_kib: int = 65_536, passes: int = 3) -> None:
        self._hasher = PasswordHasher(time_cost=passes, memory_cost=memory_kib)
        self._busy = BoundedSemaphore(_AT_ONCE)
        self._nobodys = ""

    def hashed(self, password: str) -> str:
        """Return what to keep of a password. Raises BadRequest for one that is no good."""
        plain = _same_everywhere(password)
        if len(plain) < SHORTEST:
            raise BadRequest(f"A password has at least {SHORTEST} characters.")
        if len(plain) > LONGEST:
            raise BadRequest(f"A password has at most {LONGEST} characters.")
        with self._busy:
            return self._hasher.hash(plain)

    def fits(self, kept: str | None, password: str) -> bool:
        """Say whether a password is the one of `kept`; None is nobody's and takes as long."""
        plain = _same_everywhere(password)[:LONGEST]
        with self._busy:
            try:
                self._hasher.verify(kept or self._of_nobody(), plain)
            except (VerifyMismatchError, InvalidHashError):
                return False
        return kept is not None

    def is_old(self, kept: str) -> bool:
        """Say whether a password should be hashed again, since we do it better today."""
        return self._hasher.check_needs_rehash(kept)

    def _of_nobody(self) -> str:
        if not self._nobodys:
            self._nobodys = self._hasher.hash(secrets.token_urlsafe())
        return self._nobodys


def _same_everywhere(password: str) -> str:
    """Return the form of a password that all keyboards and systems agree on."""
    return unicodedata.normalize("NFKC", password)
