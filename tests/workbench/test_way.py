"""What an adapter asks with: whole answers, errors in our words, logins where they belong."""

from datetime import timedelta
from pathlib import Path

import pytest

from artkeep.errors import (
    AddressRefused,
    BadAnswer,
    Blocked,
    RateLimited,
    SiteChanged,
    SiteDown,
    Unreachable,
)
from artkeep.model.refs import PostRef
from artkeep.sites.base import Login, Reply
from tests.clocks import HandClock
from tests.net.site import Site, body, raw, redirect, site
from tests.workbench.conftest import Open
from tests.workbench.mini import HOMES, MINI

ANN = Login("7", "Ann", {"access": "t1", "refresh": "r1"})
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40
CHECK = b"<html><title>Just a moment...</title></html>"
OK = b"HTTP/1.1 200 OK\r\n"


def shown(server: Site) -> list[str | None]:
    """Return what of a login each request showed."""
    return [asked.headers.get("authorization") for asked in server.asked]


def test_an_adapter_reads_a_post(way: Open, server: Site) -> None:
    server.answers["/base/post"] = body(b'{"title": "Fox"}')

    post = MINI.fetch(way(), PostRef("mini", "1"))

    assert "Fox" == post.title
    assert "/base/post?id=1" == server.asked[0].path
    assert "application/json" == server.asked[0].headers["accept"]


def test_the_way_tells_what_the_settings_say(way: Open, server: Site, clock: HandClock) -> None:
    told = way(color="red")

    assert server.url("/oauth") == told.address("oauth_url")
    assert {"client_id": "mini-1", "color": "red"} == told.options
    assert (None, clock.now()) == (told.login, told.now())
    assert ANN == way(ANN).login
    assert "r1" not in repr(way(ANN))


@pytest.mark.parametrize("status", [200, 400, 404, 500])
def test_whatever_is_answered_is_handed_over(way: Open, server: Site, status: int) -> None:
    server.answers["/base/x"] = body("né".encode(), status, X_Left="3")

    reply = way().ask("GET", "/x", page=2)

    assert isinstance(reply, Reply)
    assert (status, "né", "3") == (reply.status, reply.text, reply.headers["x-left"])
    assert server.url("/base/x?page=2") == reply.url


def test_forms_and_json_are_sent_as_such(way: Open, server: Site) -> None:
    way().ask("POST", "/token", at="oauth_url", form={"code": "a b", "none": None, "n": 1})
    way().ask("PUT", "/x", body={"title": "né"}, headers={"X-Mine": "1"})

    first, second = server.asked
    assert ("/oauth/token", "POST", b"code=a+b&n=1") == (first.path, first.method, first.content)
    assert "application/x-www-form-urlencoded" == first.headers["content-type"]
    assert ("PUT", b'{"title": "n\\u00e9"}') == (second.method, second.content)
    assert ("application/json", "1") == (
        second.headers["content-type"],
        second.headers["x-mine"],
    )


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (body(b"", 404), BadAnswer),
        (body(b"", 500), SiteDown),
        (body(b"", 429, Retry_After="7"), RateLimited),
        (body(CHECK, 403), Blocked),
        (body(CHECK), Blocked),
        (body(b"<html>new</html>"), SiteChanged),
        (raw(OK + b"Content-Length: 100\r\n\r\n", b"{"), Unreachable),
    ],
)
def test_trouble_is_said_in_our_words(way: Open, server: Site, answer, error) -> None:
    server.answers["/base/x"] = answer

    with pytest.raises(error):
        way().json("/x")


def test_a_page_is_text(way: Open, server: Site) -> None:
    server.answers["/base/x"] = body(
        "<p>né".encode("latin-1"), Content_Type="text/html; charset=latin-1"
    )
    server.answers["/base/y"] = body(b"", 410)

    assert "<p>né" == way().text("/x")
    with pytest.raises(BadAnswer) as refusal:
        way().text("/y")
    assert 410 == refusal.value.answered


# Where to


def test_another_host_is_not_asked(way: Open, server: Site) -> None:
    with site() as other, pytest.raises(AddressRefused):
        way().json(other.url("/base/x"))

    assert [] == server.asked


def test_a_redirect_to_another_host_is_not_followed(way: Open, server: Site) -> None:
    with site() as other:
        server.answers["/base/x"] = redirect(other.url("/"))

        with pytest.raises(AddressRefused):
            way().json("/x")
        assert other.url("/") == way().ask("GET", "/x").headers["location"]
        assert [] == other.asked


def test_another_home_in_a_private_network_is_not_asked(way: Open, server: Site) -> None:
    """Only what the settings name may be private, and here they name nothing."""
    at_home = way(site=HOMES).at_home("localhost.example")

    with pytest.raises((AddressRefused, Unreachable)):
        at_home.json("/x")
    with pytest.raises(AddressRefused):
        way(site=HOMES).at_home("art.example").json(server.url("/x"))
    assert [] == server.asked


# The login


def test_the_login_is_shown_where_it_belongs(way: Open, server: Site, tmp_path: Path) -> None:
    signed_in = way(ANN)
    server.answers["/pictures/1"] = body(PNG)

    signed_in.ask("GET", "/x")
    signed_in.ask("GET", "/y", at="oauth_url")
    signed_in.ask("GET", "/elsewhere/z", at="base_url")
    signed_in.ask("GET", server.url("/z"))
    signed_in.ask("GET", server.url("/pictures/1"))
    signed_in.stream_to(server.url("/pictures/1"), tmp_path / "1", 100_000)

    assert ["Bearer t1", "Bearer t1", "Bearer t1", None, None, None] == shown(server)


def test_no_picture_is_asked_for_with_a_login(way: Open, server: Site, tmp_path: Path) -> None:
    """Not even where answers are given."""
    server.answers["/base/1.png"] = body(PNG)

    way(ANN).stream_to("/1.png", tmp_path / "1", 100_000)

    assert [None] == shown(server)


def test_a_redirect_takes_no_login_to_another_place(way: Open, server: Site) -> None:
    server.answers["/base/x"] = redirect("/pictures/1")
    server.answers["/base/y"] = redirect("/oauth/y")
    server.answers["/base/z"] = redirect("/base/w")

    for path in ("/x", "/y", "/z"):
        way(ANN).ask("GET", path)

    t1 = "Bearer t1"
    assert [t1, None, t1, None, t1, t1] == shown(server)


def test_a_login_is_shown_at_its_own_home_alone(way: Open, server: Site) -> None:
    told = {"base_url": server.url("/homes/{home}")}
    signed_in = way(Login("art.example/7", "Ann", ANN.secrets), HOMES, **told)

    signed_in.at_home("art.example").ask("GET", "/x")
    signed_in.at_home("other.example").ask("GET", "/x")
    signed_in.at_home("art.example").ask("GET", server.url("/homes/other.example/x"))

    assert ["Bearer t1", None, None] == shown(server)


def test_what_the_adapter_says_goes_before_the_login(way: Open, server: Site) -> None:
    way(ANN).ask("GET", "/x", headers={"authorization": "Basic b"})

    assert ["Basic b"] == shown(server)


# Pictures


def test_a_picture_comes_with_what_tells_its_version(
    way: Open, server: Site, tmp_path: Path
) -> None:
    server.answers["/pictures/1.png"] = body(PNG, ETag='"a"', Content_Type="image/png")
    path = tmp_path / "1"

    received = way().stream_to(server.url("/pictures/1.png"), path, 100_000, "https://a.example/")

    assert (len(PNG), '"a"', "image/png") == (
        received.size_bytes,
        received.stamp,
        received.content_type,
    )
    assert PNG == path.read_bytes()
    assert "https://a.example/" == server.asked[0].headers["referer"]


NOT_PICTURES = {
    "a human check": (body(CHECK, Content_Type="image/png"), Blocked),
    "a human check with its status": (body(CHECK, 403), Blocked),
    "a page to sign in": (body(b"<html><input type='password'>"), Blocked),
    "a page": (body(b"<!doctype html><h1>Removed</h1>", Content_Type="image/jpeg"), BadAnswer),
    "json": (body(b'{"error": "gone"}'), BadAnswer),
    "nothing": (body(b""), BadAnswer),
    "not there": (body(b"", 404), BadAnswer),
    "cut short": (raw(OK + b"Content-Length: 99999\r\n\r\n", PNG), Unreachable),
    "two lengths": (raw(OK + b"Content-Length: 3\r\nContent-Length: 5\r\n\r\n", PNG), Unreachable),
}


@pytest.mark.parametrize(("answer", "error"), NOT_PICTURES.values(), ids=NOT_PICTURES)
def test_what_is_no_picture_is_not_taken(
    way: Open, server: Site, tmp_path: Path, answer, error
) -> None:
    server.answers["/pictures/1.png"] = answer

    with pytest.raises(error):
        way().stream_to(server.url("/pictures/1.png"), tmp_path / "1", 100_000)

    assert [] == list(tmp_path.iterdir())


def test_a_picture_called_a_page_is_a_picture(way: Open, server: Site, tmp_path: Path) -> None:
    server.answers["/pictures/1.png"] = body(PNG, Content_Type="text/html")

    assert (
        "text/html"
        == way().stream_to(server.url("/pictures/1.png"), tmp_path / "1", 100_000).content_type
    )


# Haste


def test_without_lanes_what_the_site_says_passes_as_it_is(way: Open, clock: HandClock) -> None:
    until = clock.now() + timedelta(minutes=3)

    with pytest.raises(RateLimited) as limit, way().heeding():
        raise RateLimited("mini", until)

    assert until == limit.value.until


def test_as_many_pictures_at_once_as_the_site_likes(way: Open) -> None:
    assert 8 == way().pictures_at_once()
    assert 3 == way(lanes=object()).pictures_at_once()
