"""What is meant for one site is never shown to another, and TLS is what it says."""

import ssl
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import product

import pytest

from artkeep.clock import SystemClock
from artkeep.errors import Unreachable
from artkeep.net.http import Http
from tests.net.certificate import contexts
from tests.net.site import Site, body, redirect, site

NAMES = ("a.example", "sub.a.example", "b.example")
SECRETS = {"Authorization": "Bearer token", "Cookie": "session=1", "X-Api-Key": "key"}


@dataclass(frozen=True, slots=True)
class Sites:
    """Two of each scheme, so that a port can differ too; all answer to all names."""

    http: Site
    https: Site
    other_http: Site
    other_https: Site
    client_tls: ssl.SSLContext

    def client(self, tls: ssl.SSLContext | None = None) -> Http:
        return Http(
            SystemClock(),
            resolve=lambda _host, _port: ["127.0.0.1"],
            allowed_private=frozenset(NAMES) | {"c.example"},
            tls=tls or self.client_tls,
        )


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    server_tls, client_tls = contexts(tmp_path_factory.mktemp("tls"), *NAMES)
    with ExitStack() as running:
        yield Sites(
            http=running.enter_context(site()),
            https=running.enter_context(site(server_tls)),
            other_http=running.enter_context(site()),
            other_https=running.enter_context(site(server_tls)),
            client_tls=client_tls,
        )


# From http and from https, to: another port, a name below, another name; over both schemes.
CROSSINGS = list(
    product(
        ("http", "https"),
        [
            ("other_http", "a.example"),
            ("other_https", "a.example"),
            ("http", "sub.a.example"),
            ("https", "sub.a.example"),
            ("http", "b.example"),
            ("https", "b.example"),
        ],
    )
)


@pytest.mark.parametrize(("start", "end"), CROSSINGS)
def test_a_secret_is_not_shown_to_another_site(
    sites: Sites, start: str, end: tuple[str, str]
) -> None:
    first: Site = getattr(sites, start)
    second: Site = getattr(sites, end[0])
    first.answers["/start"] = redirect(second.url("/end", host=end[1]))
    first.asked.clear()
    second.asked.clear()

    with sites.client() as http:
        http.text(first.url("/start", host="a.example"), headers=SECRETS)

    assert SECRETS == _secrets(first, "/start")
    assert {} == _secrets(second, "/end")


def test_the_crossings_are_all_twelve() -> None:
    assert 12 == len(CROSSINGS)


def test_a_change_of_scheme_alone_is_another_site(sites: Sites) -> None:
    sites.http.answers["/start"] = redirect(sites.https.url("/end", host="a.example"))
    sites.https.asked.clear()

    with sites.client() as http:
        http.text(sites.http.url("/start", host="a.example"), headers=SECRETS)

    assert {} == _secrets(sites.https, "/end")


def test_a_secret_does_not_come_back_after_a_round_trip(sites: Sites) -> None:
    sites.http.answers["/start"] = redirect(sites.http.url("/away", host="b.example"))
    sites.http.answers["/away"] = redirect(sites.http.url("/back", host="a.example"))
    sites.http.asked.clear()

    with sites.client() as http:
        http.text(sites.http.url("/start", host="a.example"), headers=SECRETS)

    assert {} == _secrets(sites.http, "/back")


def test_a_secret_stays_with_its_site(sites: Sites) -> None:
    sites.https.answers["/start"] = redirect("/end")
    sites.https.asked.clear()

    with sites.client() as http:
        http.text(sites.https.url("/start", host="a.example"), headers=SECRETS)

    assert SECRETS == _secrets(sites.https, "/end")


def test_what_is_no_secret_goes_along(sites: Sites) -> None:
    sites.http.answers["/start"] = redirect(sites.http.url("/end", host="b.example"))
    sites.http.asked.clear()

    with sites.client() as http:
        http.text(
            sites.http.url("/start", host="a.example"),
            headers={"Referer": "https://a.example/", "User-Agent": "Artkeep"},
        )

    sent = sites.http.asked[1].headers
    assert ("https://a.example/", "Artkeep") == (sent["referer"], sent["user-agent"])


def test_the_name_stays_the_name_although_a_number_is_dialled(sites: Sites) -> None:
    """TLS checks the name in the certificate, and the site is told which of its names we want."""
    sites.https.asked.clear()

    with sites.client() as http:
        http.text(sites.https.url(host="b.example"))

    assert f"b.example:{sites.https.port}" == sites.https.asked[0].headers["host"]


def test_a_certificate_of_another_name_is_refused(sites: Sites) -> None:
    sites.https.asked.clear()

    with sites.client() as http, pytest.raises(Unreachable, match=r"c\.example"):
        http.text(sites.https.url(host="c.example"))

    assert [] == sites.https.asked


def test_a_certificate_that_nobody_vouches_for_is_refused(sites: Sites) -> None:
    with (
        sites.client(tls=ssl.create_default_context()) as http,
        pytest.raises(Unreachable, match="certificate verify failed"),
    ):
        http.text(sites.https.url(host="a.example"))


def test_a_connection_to_one_name_is_not_used_for_another(sites: Sites) -> None:
    sites.https.answers["/"] = body(b"hello")
    sites.https.connections.clear()

    with sites.client() as http:
        for name in ("a.example", "b.example", "a.example"):
            http.text(sites.https.url(host=name))

    assert 2 == len(sites.https.connections)


def _secrets(asked: Site, path: str) -> dict[str, str]:
    """Return those secrets that arrived with the request for a path."""
    [request] = [each for each in asked.asked if each.path == path]
    arrived = {name: request.headers.get(name.lower()) for name in SECRETS}
    return {name: value for name, value in arrived.items() if value is not None}
