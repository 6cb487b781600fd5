"""What we ask for arrives whole, bounded and counted, or fails in our words."""

import gzip
from hashlib import sha256
from pathlib import Path

import pytest

from artkeep import __version__
from artkeep.errors import (
    BadAnswer,
)
from artkeep.net.answer import Received
from artkeep.net.http import Http
from tests.net.site import ART, LIMIT, Site, body, raw, redirect, site


def test_a_file_is_hashed_while_it_is_written(http: Http, fake: Site, art: Path) -> None:
    fake.answers["/a.png"] = body(ART, Content_Type='Image/PNG; name="a"')

    received = http.stream_to(fake.url("/a.png"), art, max_bytes=LIMIT)

    named = Received(fake.url("/a.png"), "image/png", len(ART), sha256(ART).hexdigest())
    assert named == received
    assert ART == art.read_bytes()


def test_the_size_of_a_file_is_asked_without_its_bytes(http: Http, fake: Site) -> None:
    fake.answers["/a.png"] = body(ART)
    fake.answers["/unsaid"] = raw(
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nart\r\n0\r\n\r\n"
    )

    assert len(ART) == http.announced(fake.url("/a.png"))
    assert http.announced(fake.url("/unsaid")) is None


def test_the_size_of_what_is_not_there_is_an_error(http: Http, fake: Site) -> None:
    fake.answers["/gone"] = body(b"gone", 404)

    with pytest.raises(BadAnswer) as raised:
        http.announced(fake.url("/gone"))
    assert 404 == raised.value.answered


def test_a_redirect_is_followed_and_told(http: Http, fake: Site, art: Path) -> None:
    fake.answers["/short"] = redirect("/long?size=full#top")

    received = http.stream_to(fake.url("/short"), art, max_bytes=LIMIT)

    assert fake.url("/long?size=full#top") == received.url
    assert ["/short", "/long?size=full"] == [each.path for each in fake.asked]


def test_a_site_that_names_no_type_gives_none(http: Http, fake: Site, art: Path) -> None:
    assert "" == http.stream_to(fake.url(), art, max_bytes=LIMIT).content_type


def test_an_empty_file_is_a_file(http: Http, fake: Site, art: Path) -> None:
    fake.answers["/"] = body(b"")

    assert 0 == http.stream_to(fake.url(), art, max_bytes=0).size_bytes
    assert b"" == art.read_bytes()


def test_a_file_of_just_the_size_is_accepted(http: Http, fake: Site, art: Path) -> None:
    fake.answers["/"] = body(ART)

    assert len(ART) == http.stream_to(fake.url(), art, max_bytes=len(ART)).size_bytes


def test_a_page_is_text_in_the_encoding_it_names(http: Http, fake: Site) -> None:
    fake.answers["/"] = body("桜".encode("shift_jis"), Content_Type="text/html; charset=Shift_JIS")

    assert "桜" == http.text(fake.url())


@pytest.mark.parametrize("charset", ["", "utf-8", "no-such-thing", "zlib", "undefined"])
def test_a_page_is_utf8_where_nothing_sensible_is_named(
    http: Http, fake: Site, charset: str
) -> None:
    fake.answers["/"] = body(
        "桜 \udcff".encode(errors="surrogateescape"), Content_Type=f"text/html; charset={charset}"
    )

    assert "桜 �" == http.text(fake.url())


def test_an_api_answers_json(http: Http, fake: Site) -> None:
    fake.answers["/"] = body(b'{"works": [1, 2]}')

    assert {"works": [1, 2]} == http.json(fake.url())
    assert "application/json" == fake.asked[0].headers["accept"]


@pytest.mark.parametrize("content", [b"<html>", b"", b"\xff\xfe\xfd", b"[" * 200_000])
def test_what_is_not_json_is_said(http: Http, fake: Site, content: bytes) -> None:
    fake.answers["/"] = body(content)

    with pytest.raises(BadAnswer, match="not JSON"):
        http.json(fake.url())


def test_packed_text_is_unpacked(http: Http, fake: Site) -> None:
    fake.answers["/"] = body(gzip.compress(b"a long page"), Content_Encoding="gzip")

    assert "a long page" == http.text(fake.url())


def test_we_say_who_we_are(http: Http, fake: Site) -> None:
    http.text(fake.url())

    assert f"Artkeep/{__version__}" == fake.asked[0].headers["user-agent"]


def test_the_caller_may_say_otherwise(http: Http, fake: Site) -> None:
    http.text(fake.url(), headers={"User-Agent": "Someone/1", "ACCEPT": "text/plain"})

    asked = fake.asked[0].headers
    assert ("Someone/1", "text/plain") == (asked["user-agent"], asked["accept"])


def test_pictures_are_not_asked_for_packed(http: Http, fake: Site, art: Path) -> None:
    http.stream_to(fake.url(), art, max_bytes=LIMIT)

    assert "identity" == fake.asked[0].headers["accept-encoding"]


def test_one_connection_serves_many_requests(http: Http, fake: Site) -> None:
    for _ in range(3):
        http.text(fake.url())

    assert (3, 1) == (len(fake.asked), len(fake.connections))


def test_cookies_of_a_site_are_not_kept(http: Http, fake: Site) -> None:
    fake.answers["/"] = body(b"", Set_Cookie="track=me; Path=/")

    http.text(fake.url())
    http.text(fake.url())

    assert "cookie" not in fake.asked[1].headers


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"])
def test_a_proxy_of_the_environment_is_not_used(
    http: Http, fake: Site, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    with site() as proxy:
        monkeypatch.setenv(name, proxy.url())
        http.text(fake.url())

        assert (1, []) == (len(fake.asked), proxy.asked)
