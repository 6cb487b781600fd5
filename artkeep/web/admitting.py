"""Who is let in with a name and a password; who guesses is slowed down."""

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass

from fastapi import Request

from artkeep.errors import BadRequest
from artkeep.library import knocks, users
from artkeep.library.passwords import Passwords
from artkeep.model.users import User
from artkeep.texts import text
from artkeep.workbench import Workbench

KNOWN = "artkeep_known"  # cookie: who has signed in with this browser before
# how long a try may have to wait at most, seconds: guessers come from anywhere, so an account
# opens again soon for the person it belongs to, and one address does not
OF_AN_ACCOUNT = 60.0
OF_AN_ADDRESS = 900.0
NETWORK = 64  # bits of an IPv6 address that are one customer's
WRONG = text("This name and password do not belong together.")
NOBODY_CAN = text("There is no password yet. On the machine itself, run: artkeep password")


@dataclass(frozen=True, slots=True)
class Door:
    """What people are let in with. `secret` is what marks of browsers are made with."""

    bench: Workbench
    passwords: Passwords
    secret: bytes


def admitted(request: Request, door: Door, name: str, password: str) -> User:
    """Return who has this name and password. Raises BadRequest, TooManyTries."""
    address, account = f"address {network(request)}", whose_turn(request, door, name)
    with door.bench.db.begin() as tx:
        knocks.count(tx, {address: OF_AN_ADDRESS, account: OF_AN_ACCOUNT})
        known = users.known(tx, name)
        can_anybody = users.is_guarded(tx)
    if not can_anybody:
        raise BadRequest(NOBODY_CAN)
    who, kept = known or (None, None)
    if not door.passwords.fits(kept, password) or who is None or kept is None:
        raise BadRequest(WRONG)
    with door.bench.db.begin() as tx:
        knocks.forget(tx, account)
        knocks.take_back(tx, address)
        if door.passwords.is_old(kept):
            users.hash_again(tx, who.id, door.passwords.hashed(password))
    return who


def whose_turn(request: Request, door: Door, name: str) -> str:
    """Return what counts tries for an account: its own browsers are not slowed down by others."""
    if hmac.compare_digest(
        request.cookies.get(KNOWN, "").encode(), mark(request, door, name).encode()
    ):
        return f"browser {hashlib.sha256(request.state.browser.encode()).hexdigest()[:32]}"
    return f"account {hashlib.sha256(name.encode()).hexdigest()[:32]}"


def mark(request: Request, door: Door, name: str) -> str:
    """Return what shows that a browser signed in as somebody before; nobody else can make it."""
    words = f"known {request.state.browser} {name}".encode()
    return hmac.new(door.secret, words, hashlib.sha256).hexdigest()


def network(request: Request) -> str:
    """Return the address that asks; of IPv6 the part that one customer has for themselves."""
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if address.version == 4:  # noqa: PLR2004 - there are 4 and 6
        return str(address)
    return str(ipaddress.ip_network((address, NETWORK), strict=False))
