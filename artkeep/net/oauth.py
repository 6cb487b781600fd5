"""Signing in on a site's own page (OAuth 2.1): what is kept, what is sent, what comes back.

The person is sent to the site's page with a `state` and the digest of a `verifier` (PKCE). They
come back with a code, which is worth nothing without the verifier, and with the state, which
shows that it was us who sent them.
"""

import hashlib
import re
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode, urlsplit

from artkeep.errors import LoginNeeded
from artkeep.texts import text

METHOD = "S256"
_CODE = re.compile(r"[\w.~+/=-]{1,2000}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to sign in; both words are secrets until it has ended."""

    state: str = field(repr=False)
    verifier: str = field(repr=False)


def begin() -> Attempt:
    """Return a new attempt: 256 random bits each, in the letters that RFC 7636 allows."""
    return Attempt(secrets.token_urlsafe(32), secrets.token_urlsafe(32))


def challenge(verifier: str) -> str:
    """Return what the site may know of a verifier beforehand (RFC 7636, method S256)."""
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def page(address: str, params: Mapping[str, str], verifier: str) -> str:
    """Return the page to send the person to."""
    asked = {**params, "code_challenge": challenge(verifier), "code_challenge_method": METHOD}
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"


def code_of(site: str, pasted: str, state: str | None = None) -> str:
    """Return the code in the address that a person came back to, or the code itself.

    With a `state`, only the address that has it will do. Raises LoginNeeded.
    """
    pasted = pasted.strip()
    if state is None and _CODE.fullmatch(pasted):
        return pasted
    told = _told(pasted)
    if "error" in told:
        reason = told.get("error_description", told["error"])
        raise LoginNeeded(
            site, text("the sign-in was not allowed ({reason}); begin again", reason=reason[:200])
        )
    if state is not None and not secrets.compare_digest(
        told.get("state", "").encode(), state.encode()
    ):
        raise LoginNeeded(site, text("this is the end of another sign-in; begin again"))
    if not _CODE.fullmatch(told.get("code", "")):
        raise LoginNeeded(
            site, text("there is no code in that; copy the whole address that has code= in it")
        )
    return told["code"]


def _told(address: str) -> dict[str, str]:
    try:
        query = urlsplit(address).query
    except ValueError:
        return {}
    return {name: values[0] for name, values in parse_qs(query).items()}
