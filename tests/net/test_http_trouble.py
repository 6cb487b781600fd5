"""What is too much, breaks off, never ends or goes wrong fails in our words."""

import gzip
from datetime import timedelta
from pathlib import Path

import pytest

from artkeep.clock import SystemClock
from artkeep.errors import (
    AnswerTooLarge,
    BadAnswer,
    DiskFull,
    RateLimited,
    SiteDown,
    SiteError,
    Unreachable,
)
from artkeep.net.guide import Anywhere
from artkeep.net.http import MAX_REDIRECTS, Http
from tests.clocks import HandClock
from tests.net.site import ART, LIMIT, NOBODY, Answer, Site, body, raw, redirect, site

SOON = 0.3  # seconds that a site gets which never ends


TOO_MUCH: list[Answer] = [
    body(ART * 5),
    raw(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 65_536, endless=True),
    raw(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"10000\r\n" + b"x" * 65_536 + b"\r\n",
        endless=True,
    ),
    body(gzip.compress(bytes(50_000_000)), Content_Encoding="gzip"),
    body(gzip.compress(gzip.compress(bytes(50_000_000))), Content_Encoding="gzip, gzip"),
    raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999\r\n\r\n"),
]


@pytest.mark.parametrize(
    "answer", TOO_MUCH, ids=["said", "endless", "chunked", "bomb", "bomb in a bomb", "boast"]
)
def test_more_than_we_accept_is_not_taken(
    http: Http, fake: Site, art: Path, answer: Answer
) -> None:
    fake.answers["/"] = answer

    with pytest.raises(AnswerTooLarge, match="at most 1,000,000 are accepted"):
        http.stream_to(fake.url(), art, max_bytes=LIMIT)

    assert False is art.exists()


OK = b"HTTP/1.1 200 OK\r\n"
BROKEN: dict[str, Answer] = {
    "cut short": raw(OK + b"Content-Length: 1000\r\n\r\n", b"only this"),
    "cut in a chunk": raw(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"64\r\nonly this"),
    "cut between chunks": raw(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"4\r\nonly\r\n"),
    "cut in the head": raw(OK + b"Content-Le"),
    "nothing": raw(b""),
    "not http": raw(b"SSH-2.0-OpenSSH_9.2\r\n"),
    "lengths that differ": raw(OK + b"Content-Length: 3\r\nContent-Length: 5\r\n\r\n", b"abcde"),
    "length of words": raw(OK + b"Content-Length: many\r\n\r\n", b"abcde"),
    "length below zero": raw(OK + b"Content-Length: -5\r\n\r\n", b"abcde"),
    "endless length": raw(OK + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n", b"abcde"),
    "endless head": raw(OK, b"X-More: and more\r\n" * 100, endless=True),
}


@pytest.mark.parametrize("answer", BROKEN.values(), ids=BROKEN.keys())
def test_what_breaks_off_is_nothing(http: Http, fake: Site, art: Path, answer: Answer) -> None:
    fake.answers["/"] = answer

    with pytest.raises(Unreachable):
        http.stream_to(fake.url(), art, max_bytes=LIMIT)

    assert False is art.exists()


def test_what_is_left_over_behind_the_length_is_not_taken(
    http: Http, fake: Site, art: Path
) -> None:
    fake.answers["/"] = raw(OK + b"Content-Length: 4\r\n\r\n", b"only this")

    http.stream_to(fake.url(), art, max_bytes=LIMIT)

    assert b"only" == art.read_bytes()


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_what_cannot_be_unpacked_is_said(http: Http, fake: Site, art: Path, coding: str) -> None:
    fake.answers["/"] = body(b"this was never packed", Content_Encoding=coding)

    with pytest.raises(BadAnswer, match="cannot be unpacked"):
        http.stream_to(fake.url(), art, max_bytes=LIMIT)

    assert False is art.exists()


SLOW: dict[str, Answer] = {
    "body": raw(OK + b"Content-Length: 1000000\r\n\r\n", b"x", pause=0.02, endless=True),
    "head": raw(OK + b"X-Slow: ", b"x", pause=0.02, endless=True),
    "silence": raw(OK + b"Content-Length: 10\r\n\r\n", b"", pause=0.02, endless=True),
}


@pytest.mark.parametrize("answer", SLOW.values(), ids=SLOW.keys())
def test_a_site_that_never_ends_is_left(http: Http, fake: Site, art: Path, answer: Answer) -> None:
    fake.answers["/"] = answer

    with pytest.raises(Unreachable, match="does not answer in time"):
        http.stream_to(fake.url(), art, max_bytes=LIMIT, seconds=SOON)

    assert False is art.exists()


def test_all_redirects_together_have_one_deadline(fake: Site, clock: HandClock) -> None:
    def later(location: str) -> Answer:
        def answer(handler: object) -> None:
            clock.forward(4)
            redirect(location)(handler)  # type: ignore[arg-type]

        return answer

    fake.answers.update({"/1": later("/2"), "/2": later("/3"), "/3": later("/4")})

    with (
        Http(clock, tls=NOBODY, allowed_private=fake.allowed) as http,
        pytest.raises(Unreachable, match="in time"),
    ):
        http.text(fake.url("/1"), seconds=10)

    assert ["/1", "/2", "/3"] == [each.path for each in fake.asked]


def test_a_port_where_nobody_listens_is_unreachable(http: Http) -> None:
    with site() as gone:
        url, allowed = gone.url(), gone.allowed

    with pytest.raises(Unreachable, match="cannot be reached"):
        http.text(url, guide=Anywhere(allowed))


def test_redirects_in_a_circle_end(http: Http, fake: Site) -> None:
    fake.answers["/a"] = redirect("/b")
    fake.answers["/b"] = redirect("/a")

    with pytest.raises(BadAnswer, match="sent us on"):
        http.text(fake.url("/a"))

    assert MAX_REDIRECTS + 1 == len(fake.asked)


def test_as_many_redirects_as_allowed_are_followed(http: Http, fake: Site) -> None:
    for step in range(MAX_REDIRECTS):
        fake.answers[f"/{step}"] = redirect(f"/{step + 1}")

    assert "here I am" == http.text(fake.url("/0"))


@pytest.mark.parametrize("status", [300, 304, 400, 401, 403, 404, 410, 451])
def test_a_refusal_tells_its_status(http: Http, fake: Site, art: Path, status: int) -> None:
    fake.answers["/"] = body(b"no", status)

    with pytest.raises(BadAnswer, match=f"answered {status}") as refusal:
        http.stream_to(fake.url(), art, max_bytes=LIMIT)

    assert (status, True, False) == (refusal.value.answered, refusal.value.permanent, art.exists())


@pytest.mark.parametrize("status", [408, 500, 502, 503, 599])
def test_a_site_in_trouble_is_asked_again_later(http: Http, fake: Site, status: int) -> None:
    fake.answers["/"] = body(b"oh no", status)

    with pytest.raises(SiteDown) as trouble:
        http.text(fake.url())

    assert (status, False) == (trouble.value.answered, trouble.value.permanent)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [
        ("120", 120),
        (" 7 ", 7),
        ("0", 0),
        ("Sun, 01 Mar 2026 12:30:00 GMT", 1800),
        ("Sun, 01 Mar 2026 12:30:00 -0000", 1800),
        ("Sun, 01 Mar 2026 09:30:00 GMT", 0),
        ("99999999999999999999", 86_400),
        ("Sun, 01 Mar 2099 12:30:00 GMT", 86_400),
    ],
)
def test_we_wait_as_long_as_a_site_asks(
    fake: Site, clock: HandClock, status: int, retry_after: str, seconds: int
) -> None:
    fake.answers["/"] = body(b"", status, Retry_After=retry_after)

    with (
        Http(clock, tls=NOBODY, allowed_private=fake.allowed) as http,
        pytest.raises(RateLimited) as limit,
    ):
        http.text(fake.url())

    assert clock.now() + timedelta(seconds=seconds) == limit.value.until


@pytest.mark.parametrize("headers", [{}, {"Retry_After": "soon"}])
def test_a_site_that_asks_us_to_wait_but_not_how_long_gets_a_minute(
    fake: Site, clock: HandClock, headers: dict[str, str]
) -> None:
    fake.answers["/"] = body(b"", 429, **headers)

    with (
        Http(clock, tls=NOBODY, allowed_private=fake.allowed) as http,
        pytest.raises(RateLimited) as limit,
    ):
        http.text(fake.url())

    assert clock.now() + timedelta(minutes=1) == limit.value.until


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_said(http: Http, fake: Site, art: Path) -> None:
    art.symlink_to("/dev/full")
    fake.answers["/"] = body(ART)

    with pytest.raises(DiskFull):
        http.stream_to(fake.url(), art, max_bytes=LIMIT)

    assert (False, True) == (art.is_symlink(), Path("/dev/full").exists())


def test_a_file_that_cannot_be_made_is_no_error_of_the_site(
    http: Http, fake: Site, tmp_path: Path
) -> None:
    with pytest.raises(FileNotFoundError):
        http.stream_to(fake.url(), tmp_path / "nowhere" / "art", max_bytes=LIMIT)


def test_an_error_names_the_site(http: Http, fake: Site) -> None:
    fake.answers["/"] = body(b"", 404)

    with pytest.raises(SiteError) as refusal:
        http.text(fake.url())

    assert f"127.0.0.1:{fake.port}: answered 404 Not Found" == str(refusal.value)


def test_a_closed_client_may_be_closed_again(fake: Site) -> None:
    http = Http(SystemClock(), tls=NOBODY, allowed_private=fake.allowed)
    http.text(fake.url())

    http.close()
    http.close()
