"""Nobody makes us ask what is behind somebody's front door."""

import socket
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from artkeep.clock import SystemClock
from artkeep.errors import AddressRefused, Unreachable
from artkeep.net import guard
from artkeep.net.guide import Anywhere
from artkeep.net.http import Http
from tests.net.addresses import DISGUISED, HERE, ODD, PRIVATE
from tests.net.site import NOBODY, Site, redirect, site

EVERYWHERE = "::" if socket.has_dualstack_ipv6() else "0.0.0.0"


@pytest.fixture(scope="module")
def here() -> Iterator[Site]:
    """A server on every address of this machine, IPv4 and IPv6."""
    with site(address=EVERYWHERE) as running:
        yield running


@pytest.fixture(scope="module")
def http() -> Iterator[Http]:
    """A client as the workbench has it."""
    with Http(SystemClock()) as opened:
        yield opened


@pytest.mark.parametrize("host", HERE + DISGUISED + PRIVATE)
def test_a_private_address_is_never_asked(http: Http, here: Site, host: str) -> None:
    here.asked.clear()
    here.connections.clear()

    with pytest.raises(AddressRefused):
        http.text(f"http://{host}:{here.port}/")

    assert ([], []) == (here.asked, here.connections)


@pytest.mark.parametrize("url", ODD)
def test_an_odd_address_is_never_asked(http: Http, here: Site, url: str) -> None:
    here.asked.clear()
    here.connections.clear()

    with pytest.raises(AddressRefused):
        http.text(url.format(port=here.port))

    assert ([], []) == (here.asked, here.connections)


@pytest.mark.parametrize("host", [*HERE[:4], "[::1]", "[::ffff:127.0.0.1]"])
def test_the_server_would_have_answered(here: Site, host: str) -> None:
    """Without this the tests above would prove nothing."""
    if EVERYWHERE != "::" and ":" in host:
        pytest.skip("this machine has no IPv6")
    netloc = f"{host}:{here.port}"

    with Http(SystemClock(), tls=NOBODY, allowed_private=frozenset({netloc})) as http:
        assert "here I am" == http.text(f"http://{netloc}/")


@pytest.mark.parametrize(
    "address", [each.strip("[]") for each in HERE[:3] + PRIVATE if "%" not in each]
)
def test_a_name_that_stands_for_a_private_address_is_not_asked(here: Site, address: str) -> None:
    here.connections.clear()

    with (
        Http(SystemClock(), tls=NOBODY, resolve=lambda _host, _port: [address]) as http,
        pytest.raises(
            AddressRefused, match=r"innocent\.example: this leads into a private network"
        ),
    ):
        http.text(f"http://innocent.example:{here.port}/")

    assert [] == here.connections


def test_one_private_address_among_public_ones_is_enough(here: Site) -> None:
    here.connections.clear()

    with (
        Http(
            SystemClock(), tls=NOBODY, resolve=lambda _host, _port: ["93.184.216.34", "127.0.0.1"]
        ) as http,
        pytest.raises(AddressRefused),
    ):
        http.text(f"http://both.example:{here.port}/")

    assert [] == here.connections


class ChangingName:
    """A name that stands for something else each time it is asked for."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = list(addresses)
        self.asked = 0

    def __call__(self, _host: str, _port: int) -> Sequence[str]:
        self.asked += 1
        return [self.addresses[min(self.asked, len(self.addresses)) - 1]]


def test_a_name_that_changes_its_mind_is_asked_where_it_was_checked() -> None:
    """DNS rebinding: the check and the connection see one and the same answer."""
    with site(address="127.0.0.2") as checked:
        name = ChangingName("127.0.0.2", "127.0.0.1")
        allowed = frozenset({f"changing.example:{checked.port}"})
        with Http(SystemClock(), tls=NOBODY, resolve=name, allowed_private=allowed) as http:
            http.text(checked.url(host="changing.example"))

        assert 1 == name.asked
        assert f"changing.example:{checked.port}" == checked.asked[0].headers["host"]


def test_each_new_connection_is_checked_anew(here: Site) -> None:
    here.connections.clear()
    name = ChangingName("192.168.0.1")

    with Http(SystemClock(), tls=NOBODY, resolve=name) as http:
        for _ in range(2):
            with pytest.raises(AddressRefused):
                http.text(f"http://changing.example:{here.port}/")

    assert (2, []) == (name.asked, here.connections)


def test_a_name_that_stands_for_nothing_is_unreachable() -> None:
    with (
        Http(SystemClock(), tls=NOBODY, resolve=lambda _host, _port: []) as http,
        pytest.raises(Unreachable, match="no address"),
    ):
        http.text("http://nothing.example/")


def test_a_name_too_long_for_the_system_is_unreachable(http: Http) -> None:
    with pytest.raises(Unreachable, match="is no name"):
        http.text(f"http://{'a' * 64}.example/")


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1:{port}/",
        "//127.0.0.1:{port}/",
        "http://localhost:{port}/",
        "http://[::1]:{port}/",
        "http://2130706433:{port}/",
        "http://169.254.169.254/latest/meta-data/",
        "http://me@127.0.0.1:{port}/",
        "file:///etc/passwd",
        "ftp://127.0.0.1:{port}/",
        "http://[",
        "http://127.0.0.1:port/",
        "http://127.0.0.1:{port}\\@example.com/",
    ],
)
def test_a_redirect_into_a_private_network_is_not_followed(
    here: Site, fake: Site, location: str, tmp_path: Path
) -> None:
    here.connections.clear()
    fake.answers["/art.png"] = redirect(location.format(port=here.port))
    art = tmp_path / "art.png"

    with (
        Http(SystemClock(), tls=NOBODY, allowed_private=fake.allowed) as http,
        pytest.raises(AddressRefused),
    ):
        http.stream_to(fake.url("/art.png"), art, max_bytes=100)

    assert ([], False) == (here.connections, art.exists())


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_every_kind_of_redirect_is_checked(here: Site, fake: Site, http: Http, status: int) -> None:
    here.connections.clear()
    fake.answers["/moved"] = redirect(here.url(), status)

    with pytest.raises(AddressRefused):
        http.text(fake.url("/moved"), guide=Anywhere(fake.allowed))

    assert (1, []) == (len(fake.asked), here.connections)


def test_a_later_redirect_is_checked_like_the_first(here: Site, fake: Site) -> None:
    here.connections.clear()
    fake.answers["/1"] = redirect("/2")
    fake.answers["/2"] = redirect("/3")
    fake.answers["/3"] = redirect(here.url())

    with (
        Http(SystemClock(), tls=NOBODY, allowed_private=fake.allowed) as http,
        pytest.raises(AddressRefused),
    ):
        http.text(fake.url("/1"))

    assert [] == here.connections


def test_a_permission_is_for_one_port(here: Site, fake: Site) -> None:
    with Http(SystemClock(), tls=NOBODY, allowed_private=fake.allowed) as http:
        assert "here I am" == http.text(fake.url())
        with pytest.raises(AddressRefused):
            http.text(here.url())


def test_a_permission_for_a_host_is_for_all_its_ports(here: Site, fake: Site) -> None:
    with Http(SystemClock(), tls=NOBODY, allowed_private=frozenset({"127.0.0.1"})) as http:
        assert ["here I am"] * 2 == [http.text(fake.url()), http.text(here.url())]


def test_a_permission_for_one_call_opens_nothing_for_the_next(fake: Site, http: Http) -> None:
    """Not even over the connection that is still open."""
    http.text(fake.url(), guide=Anywhere(fake.allowed))

    with pytest.raises(AddressRefused):
        http.text(fake.url())

    assert 1 == len(fake.asked)


@pytest.mark.parametrize(
    "address",
    [
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "93.184.216.34",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0",
        "169.253.255.255",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "2606:4700:4700::1111",
        "2a00:1450:4001:800::200e",
        "64:ff9b::101:101",
    ],
)
def test_the_public_web_is_open(address: str) -> None:
    assert True is guard.is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com",
        "https://i.pximg.example/img/12345_p0.png?x=1#top",
        "https://my_artist.tumblr.example:8443/",
        "https://xn--fiqs8s.example/",
        "https://中国.example/",
        "http://93.184.216.34:8080/art.jpg",
        "http://[2606:4700:4700::1111]/",
        "http://1e100.example./",
        "http://4chan.example/",
        "http://example.0xf00d.example/",
    ],
)
def test_an_ordinary_address_may_be_asked(url: str) -> None:
    assert url.partition("#")[0] in str(guard.web_address(url)) or "xn--" in str(
        guard.web_address(url)
    )


def test_a_refusal_does_not_repeat_a_password() -> None:
    with pytest.raises(AddressRefused) as refusal:
        guard.web_address("ftp://me:secret@example.com/")

    assert "secret" not in str(refusal.value)


def test_the_cases_are_many() -> None:
    assert len(HERE + DISGUISED + PRIVATE + ODD) >= 40
