"""An attempt to sign in on a site's page, without a place where it would have to be kept.

Both secrets of an attempt are made from the secret of this library's pages, the browser that
asks and the second it began: another process, or this one after a restart, makes the same; no
other browser can, and nobody can begin an attempt in somebody else's.
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from datetime import datetime

from artkeep.errors import LoginNeeded
from artkeep.net.oauth import Attempt
from artkeep.texts import text

LASTS = 15 * 60  # seconds


def begun(secret: bytes, browser: str, site: str, began: int) -> Attempt:
    """Return the attempt that a browser began at this second."""
    state = _word(secret, f"state {browser} {site} {began}")
    return Attempt(f"{began:x}.{state}", _word(secret, f"verifier {browser} {site} {began}"))


def again(secret: bytes, browser: str, site: str, began: int, now: datetime) -> Attempt:
    """Return an attempt that has not gone on for too long. Raises LoginNeeded."""
    if not 0 <= now.timestamp() - began <= LASTS:
        raise LoginNeeded(site, text("this sign-in was begun too long ago; begin again"))
    return begun(secret, browser, site, began)


def second_of(site: str, state: str) -> int:
    """Read from a state when its attempt began. Raises LoginNeeded."""
    try:
        return int(state.partition(".")[0], 16)
    except ValueError as error:
        raise LoginNeeded(site, text("this is the end of another sign-in; begin again")) from error


def _word(secret: bytes, about: str) -> str:
    digest = hmac.new(secret, f"sign-in {about}".encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")
