"""Lead somebody else's client to the fakes, from within the client's own process.

A witness is run as a program of its own (`asking.py`); there `lead` puts an adapter onto its
`requests` session, and every address of a real host is asked at the fake that stands for it. The
client sees the real address in the answer, so that its redirects and checks work as they do
outside. No request goes to the real host: what no fake stands for is refused.
"""

import json
import os
from urllib.parse import urlsplit, urlunsplit

import requests
from requests.adapters import HTTPAdapter

from tests.witnesses.hosts import HOSTS

ADDRESSES = "ARTKEEP_TEST_ADDRESSES"
HERE = frozenset({"127.0.0.1", "localhost"})


def addresses():
    """Return where the fakes are, as whoever started this program said: site → key → address."""
    return json.loads(os.environ[ADDRESSES])


def lead(session, where=None):
    """Put our adapter onto a session; return the session."""
    leading = Leading(where or addresses())
    session.trust_env = False
    for scheme in ("https://", "http://"):
        session.mount(scheme, leading)
    return session


def lead_everywhere(where=None):
    """Put our adapter onto every session that this process makes from now on."""
    leading = Leading(where or addresses())
    requests.Session.get_adapter = lambda _session, url: leading  # noqa: ARG005 - named by its callers


class Leading(HTTPAdapter):
    """Sends every request to the fake of its host."""

    def __init__(self, where):
        self.where = where
        super().__init__()

    def send(self, request, **options):
        asked = request.url
        request.url = led(asked, self.where)
        try:
            answer = super().send(request, **options)
        finally:
            request.url = asked
        answer.url = asked
        return answer


def led(url, where):
    """Return the address at the fake. Raises InvalidURL when none stands for that host."""
    parts = urlsplit(url)
    if parts.hostname in HERE:
        return url
    site, key = fake_of(parts.hostname, parts.path)
    base = urlsplit(where[site][key].replace("{home}", parts.hostname))
    return urlunsplit((base.scheme, base.netloc, base.path + (parts.path or "/"), parts.query, ""))


def fake_of(host, path):
    """Return site and key of the fake that stands for a host, or for a part of it."""
    fitting = [name for name in HOSTS if fits(name, host, path)]
    if not fitting:
        raise requests.exceptions.InvalidURL(f"no fake stands for {host}{path}")
    return HOSTS[max(fitting, key=len)]


def fits(name, host, path):
    """Say whether a name of the table is meant by a host and a path."""
    named, slash, below = name.partition("/")
    is_below = f"{path}/".startswith(f"/{below}/") if slash else True
    if named.startswith("*."):
        return host.endswith(named[1:]) and is_below
    return host == named and is_below
