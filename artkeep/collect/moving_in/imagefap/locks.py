"""How the program's last revision locked its database and pictures with a password.

The key is PBKDF2 of the password, with a salt that is the same everywhere. The database and each
picture are Fernet tokens without their base64. The name of a picture's file is its SHA-256,
enciphered with AES as two blocks.
"""

import base64
import hashlib
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from artkeep.errors import BadRequest
from artkeep.texts import text

HEAD_BYTES = 2
_ROUNDS = 1_745_202
_SALT = bytes.fromhex("da342c39328088f1c818784051952a26")
_FERNET = b"\x80\x00"  # its version, and the first byte of a time; a pickle has its protocol there


@dataclass(frozen=True, slots=True)
class Key:
    """32 bytes that a password stands for."""

    secret: bytes

    def opened(self, locked: bytes) -> bytes:
        """Open a database or a picture. Raises BadRequest when it was locked with another key."""
        token = base64.urlsafe_b64encode(locked)
        try:
            return Fernet(base64.urlsafe_b64encode(self.secret)).decrypt(token)
        except InvalidToken as error:
            raise BadRequest(text("the password does not open it")) from error

    def name_of(self, sha256: str) -> str:
        """Return the name of a picture's file, without its ending."""
        # the program's own way; names only, so that ECB gives away no more than equal pictures
        cipher = Cipher(algorithms.AES(self.secret), modes.ECB()).encryptor()  # noqa: S305 - theirs
        return (cipher.update(bytes.fromhex(sha256)) + cipher.finalize()).hex()


def of_password(password: str) -> Key:
    """Make the key of a password; takes a second."""
    secret = hashlib.pbkdf2_hmac("sha256", password.encode(), _SALT, _ROUNDS, dklen=32)
    return Key(secret)


def is_locked(content: bytes) -> bool:
    """Say whether this is locked, by how it begins."""
    return content.startswith(_FERNET)
