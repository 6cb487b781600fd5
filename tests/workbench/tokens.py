"""A server whose refresh tokens can be used once, and the library that holds one of its logins."""

from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from threading import Lock
from urllib.parse import parse_qs

from artkeep.model.logins import Login
from tests.net.site import Site, body

FIRST = {"access": "access-0-of-ann", "refresh": "refresh-0-of-ann"}


@dataclass
class Tokens:
    """What the server knows: which tokens are good, and how often it gave new ones."""

    access: str = FIRST["access"]
    refresh: str = FIRST["refresh"]
    given: int = 0
    refused: int = 0
    lock: Lock = field(default_factory=Lock)

    def play(self, server: Site) -> None:
        """Have the server answer: `/oauth/token` renews, `/base/x` wants a good token."""
        server.answers["/oauth/token"] = self._token
        server.answers["/base/x"] = self._x

    def _token(self, handler: BaseHTTPRequestHandler) -> None:
        asked: bytes = handler.server.site.asked[-1].content  # type: ignore[attr-defined]
        with self.lock:
            if parse_qs(asked.decode())["word"] != [self.refresh]:
                self.refused += 1
                body(b"invalid_grant", 400)(handler)
                return
            self.given += 1
            self.access = f"access-{self.given}-of-ann"
            self.refresh = f"refresh-{self.given}-of-ann"
            body(f"{self.access} {self.refresh}".encode())(handler)

    def _x(self, handler: BaseHTTPRequestHandler) -> None:
        is_good = handler.headers["authorization"] == f"Bearer {self.access}"
        body(b'{"ok": true}' if is_good else b"no", 200 if is_good else 401)(handler)


def login_of(tokens: Tokens, expires_at=None) -> Login:
    """Return a login that the server knows."""
    return Login("7", "Ann", {"access": tokens.access, "refresh": tokens.refresh}, expires_at)
