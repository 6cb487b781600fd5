"""Passwords: hashed with argon2id, checked so that nobody learns more than yes or no.

A check takes some tenths of a second and 64 MiB on purpose; two at once are enough for people,
and more would only be of use to those who guess.
"""

import hmac
import secrets
import unicodedata
from collections import OrderedDict
from threading import BoundedSemaphore, Lock

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from artkeep.errors import BadRequest
from artkeep.texts import text

SHORTEST = 8  # characters
LONGEST = 1000
_AT_ONCE = 2
_REMEMBERED = 64  # passwords that fitted, and as many that did not


class Passwords:
    """Hashes and checks, a few at a time. One for each process.

    What a hash costs is the second choice of RFC 9106 unless told otherwise.
    """

    def __init__(self, *, memory_kib: int = 65_536, passes: int = 3) -> None:
        self._hasher = PasswordHasher(time_cost=passes, memory_cost=memory_kib)
        self._busy = BoundedSemaphore(_AT_ONCE)
        self._nobodys = ""
        self._key = secrets.token_bytes(32)
        self._fitted: OrderedDict[bytes, None] = OrderedDict()
        self._failed: OrderedDict[bytes, None] = OrderedDict()
        self._writing = Lock()
        self.in_turn = Lock()  # for those who ask many times at once and need one answer

    def hashed(self, password: str) -> str:
        """Return what to keep of a password. Raises BadRequest for one that is no good."""
        plain = _same_everywhere(password)
        if len(plain) < SHORTEST:
            raise BadRequest(text("A password has at least {n} characters.", n=SHORTEST))
        if len(plain) > LONGEST:
            raise BadRequest(text("A password has at most {n} characters.", n=LONGEST))
        with self._busy:
            return self._hasher.hash(plain)

    def fits(self, kept: str | None, password: str) -> bool:
        """Say whether a password is the one of `kept`; None is nobody's and takes as long."""
        plain = _same_everywhere(password)[:LONGEST]
        with self._busy:
            try:
                self._hasher.verify(kept or self._of_nobody(), plain)
                does_fit = kept is not None
            except (VerifyMismatchError, InvalidHashError):
                does_fit = False
        if kept is not None:
            self._remember(self._fitted if does_fit else self._failed, kept, password)
        return does_fit

    def fitted(self, kept: str, password: str) -> bool:
        """Say whether a password was that of `kept` lately: who shows it with each request.

        What is remembered is worth nothing to anybody but this process.
        """
        return self._mark(kept, password) in self._fitted

    def failed(self, kept: str, password: str) -> bool:
        """Say whether a password was lately found not to be that of `kept`."""
        return self._mark(kept, password) in self._failed

    def _remember(self, among: OrderedDict[bytes, None], kept: str, password: str) -> None:
        with self._writing:
            among[self._mark(kept, password)] = None
            while len(among) > _REMEMBERED:
                among.popitem(last=False)

    def _mark(self, kept: str, password: str) -> bytes:
        plain = _same_everywhere(password)[:LONGEST]
        return hmac.digest(self._key, f"{kept} {plain}".encode(errors="replace"), "sha256")

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
