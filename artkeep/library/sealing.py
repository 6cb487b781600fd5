"""Seals what proves who we are, so that a copy of the library alone is of no use to a thief.

AES-256-GCM, with a key that lies beside the library in `secret.key` (only its owner may read it),
or is made from the setting `secret`. What is sealed is bound to its site and account.
"""

import hashlib
import json
import os
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from pathlib import Path
from threading import Lock

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from artkeep.errors import LoginNeeded

FILE_NAME = "secret.key"
_KEY_BYTES = 32
_MARK_BYTES = 4
_NONCE_BYTES = 12
_VERSION = b"\x01"
_SALT = b"artkeep logins"  # the same everywhere: all that work on a library need the same key


class Seal:
    """Seals and opens. Makes a key in `folder` when there is none and no `secret`."""

    def __init__(self, folder: Path, secret: str | None = None) -> None:
        self._path = folder / FILE_NAME
        self._secret = secret
        self._key: bytes | None = None
        self._lock = Lock()

    def closed(self, words: Mapping[str, str], site: str, account: str) -> bytes:
        """Return these words sealed."""
        key = self._known_key() or self._new_key()
        nonce = secrets.token_bytes(_NONCE_BYTES)
        text = json.dumps(dict(words)).encode()
        return (
            _VERSION + _mark(key) + nonce + AESGCM(key).encrypt(nonce, text, _bound(site, account))
        )

    def opened(self, sealed: bytes, site: str, account: str) -> dict[str, str]:
        """Return what was sealed. Raises LoginNeeded when our key is another one, or missing."""
        key = self._known_key()
        start = len(_VERSION) + _MARK_BYTES
        nonce, text = sealed[start : start + _NONCE_BYTES], sealed[start + _NONCE_BYTES :]
        if key is None or sealed[:start] != _VERSION + _mark(key):
            raise LoginNeeded(site, self._lost(site))
        try:
            words: dict[str, str] = json.loads(
                AESGCM(key).decrypt(nonce, text, _bound(site, account))
            )
        except InvalidTag as error:
            raise LoginNeeded(site, self._lost(site)) from error
        return words

    def _lost(self, site: str) -> str:
        key = "the setting `secret`" if self._secret else f"the key {self._path}"
        return (
            f"the sign-in was sealed with another key; put {key} back as it was, "
            f"or run: artkeep login {site}"
        )

    def _known_key(self) -> bytes | None:
        with self._lock:
            if self._key is None:
                self._key = _made_from(self._secret) if self._secret else _in_file(self._path)
            return self._key

    def _new_key(self) -> bytes:
        """Write a key, or take the one that another process has just written."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        beside = self._path.with_name(f".{FILE_NAME}.{secrets.token_hex(8)}")
        file = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(file, "wb") as writing:
                writing.write(urlsafe_b64encode(secrets.token_bytes(_KEY_BYTES)))
                writing.flush()
                os.fsync(writing.fileno())
            os.link(beside, self._path)
        except FileExistsError:
            pass
        finally:
            beside.unlink()
        key = self._known_key()
        assert key is not None
        return key


def _in_file(path: Path) -> bytes | None:
    try:
        return urlsafe_b64decode(path.read_bytes())
    except FileNotFoundError:
        return None


def _made_from(secret: str) -> bytes:
    return hashlib.scrypt(secret.encode(), salt=_SALT, n=1 << 14, r=8, p=1, dklen=_KEY_BYTES)


def _mark(key: bytes) -> bytes:
    """Return by what a key is known, so that a wrong one is told from a damaged row."""
    return hashlib.sha256(b"artkeep key " + key).digest()[:_MARK_BYTES]


def _bound(site: str, account: str) -> bytes:
    return f"{site}\n{account}".encode()
