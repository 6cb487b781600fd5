"""Asking with any method, and taking any answer; a guide says where to, when, and what is seen."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from artkeep.errors import AddressRefused, BadAnswer, Blocked, RateLimited, SiteChanged
from artkeep.net.guide import Spot
from artkeep.net.http import Http
from tests.clocks import HandClock
from tests.net.site import NOBODY, Site, body, redirect

FORM = b"code=abc"
ABOUT = {"content-type": "application/x-www-form-urlencoded", "authorization": "Bearer t"}


@dataclass
class Guiding:
    """A guide as a test wants it, that remembers where it was asked."""

    allowed_private: frozenset[str]
    clock: HandClock
    name: str | None = "art"
    closed: str = "/closed"
    apart: str = "/apart"
    waits: float = 0.0
    spots: list[str] = field(default_factory=list)
    held: int = 0
    away_until: datetime | None = None

    def check(self, spot: Spot) -> None:
        if spot.path.startswith(self.closed):
            raise AddressRefused("art", "closed")

    def is_one_place(self, here: Spot, there: Spot) -> bool:
        return here.path.startswith(self.apart) == there.path.startswith(self.apart)

    @contextmanager
    def turn(self, spot: Spot, seconds: float) -> Iterator[None]:
        assert seconds <= 60
        if self.away_until is not None:
            raise RateLimited("art", self.away_until)
        self.clock.forward(self.waits)
        self.spots.append(spot.path)
        self.held += 1
        yield
        self.held -= 1


@pytest.fixture
def guide(fake: Site, clock: HandClock) -> Guiding:
    return Guiding(fake.allowed, clock)


@pytest.fixture
def guided(clock: HandClock) -> Iterator[Http]:
    with Http(clock, tls=NOBODY) as http:
        yield http


@pytest.mark.parametrize("status", [200, 302, 400, 401, 404, 429, 503])
def test_an_answer_is_taken_whatever_its_status(
    guided: Http, guide: Guiding, fake: Site, status: int
) -> None:
    fake.answers["/"] = body(b'{"error": 1}', status, X_Odd="Yes", Content_Type="application/json")

    answer = guided.ask("GET", fake.url(), guide=guide)

    assert (status, b'{"error": 1}', "Yes") == (
        answer.status,
        answer.content,
        answer.headers["x-odd"],
    )
    assert "error" not in repr(answer)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_any_method_takes_its_content_along(
    guided: Http, guide: Guiding, fake: Site, method: str
) -> None:
    guided.ask(method, fake.url(), headers=ABOUT, content=FORM, guide=guide)

    asked = fake.asked[0]
    assert (method, FORM, ABOUT["content-type"]) == (
        asked.method,
        asked.content,
        asked.headers["content-type"],
    )


@pytest.mark.parametrize("status", [301, 302, 303])
def test_behind_a_redirect_a_form_is_asked_for_without_itself(
    guided: Http, guide: Guiding, fake: Site, status: int
) -> None:
    fake.answers["/form"] = redirect("/done", status)

    answer = guided.ask("POST", fake.url("/form"), headers=ABOUT, content=FORM, guide=guide)

    second = fake.asked[1]
    assert (fake.url("/done"), "GET", b"") == (answer.url, second.method, second.content)
    assert "content-type" not in second.headers
    assert "Bearer t" == second.headers["authorization"]


@pytest.mark.parametrize("status", [307, 308])
def test_a_form_is_sent_again_to_the_same_place_alone(
    guided: Http, guide: Guiding, fake: Site, status: int
) -> None:
    fake.answers["/form"] = redirect("/done", status)
    fake.answers["/other"] = redirect("/apart", status)

    done = guided.ask("POST", fake.url("/form"), headers=ABOUT, content=FORM, guide=guide)
    other = guided.ask("POST", fake.url("/other"), headers=ABOUT, content=FORM, guide=guide)

    assert (200, status) == (done.status, other.status)
    assert ["/form", "/done", "/other"] == [asked.path for asked in fake.asked]
    assert FORM == fake.asked[1].content


def test_a_redirect_that_leads_where_we_do_not_go_is_the_answer(
    guided: Http, guide: Guiding, fake: Site
) -> None:
    fake.answers["/"] = redirect("/closed/door")

    answer = guided.ask("GET", fake.url(), guide=guide)

    assert (302, "/closed/door") == (answer.status, answer.headers["location"])
    with pytest.raises(AddressRefused):
        guided.text(fake.url(), guide=guide)


def test_the_first_address_is_checked_too(guided: Http, guide: Guiding, fake: Site) -> None:
    with pytest.raises(AddressRefused):
        guided.ask("GET", fake.url("/closed"), guide=guide)

    assert ([], []) == (fake.asked, guide.spots)


def test_a_login_is_not_shown_to_another_place_on_the_same_server(
    guided: Http, guide: Guiding, fake: Site
) -> None:
    fake.answers["/"] = redirect("/apart")
    fake.answers["/apart"] = redirect("/back")

    guided.ask("GET", fake.url(), headers=ABOUT, guide=guide)

    assert ["Bearer t", None, None] == [each.headers.get("authorization") for each in fake.asked]


def test_each_request_waits_for_its_turn_and_holds_it_until_the_answer_is_in(
    guided: Http, guide: Guiding, fake: Site, tmp_path: Path
) -> None:
    """And the waiting is not held against the site."""
    guide.waits = 50
    fake.answers["/1"] = redirect("/2")

    guided.text(fake.url("/1"), guide=guide, seconds=10)

    assert (["/1", "/2"], 0) == (guide.spots, guide.held)


def test_a_guide_may_send_us_away(guided: Http, guide: Guiding, fake: Site) -> None:
    guide.away_until = datetime(2026, 3, 1, 13, tzinfo=UTC)

    with pytest.raises(RateLimited, match="asks us to pause until 13:00:00 UTC"):
        guided.ask("GET", fake.url(), guide=guide)

    assert [] == fake.asked


def test_messages_call_a_site_as_its_guide_does(guided: Http, guide: Guiding, fake: Site) -> None:
    fake.answers["/"] = body(b"", 500)

    with pytest.raises(BadAnswer, match=r"^art: answered 500"):
        guided.text(fake.url(), guide=guide)


CHECK = b"<!DOCTYPE html><title>Just a moment...</title><div class='cf-turnstile'></div>"
LOGIN = b'<html><form><input name=p type="password"></form>'


@pytest.mark.parametrize("status", [403, 503])
def test_a_human_check_with_a_bad_status_is_known(
    http: Http, fake: Site, tmp_path: Path, status: int
) -> None:
    fake.answers["/"] = body(CHECK, status, Content_Type="text/html")

    with pytest.raises(Blocked, match="human"):
        http.text(fake.url())
    with pytest.raises(Blocked, match="human"):
        http.stream_to(fake.url(), tmp_path / "art", max_bytes=1)


def test_a_check_of_cloudflare_is_known_by_its_header(http: Http, fake: Site) -> None:
    fake.answers["/"] = body(b"", 403, CF_Mitigated="challenge")

    with pytest.raises(Blocked):
        http.json(fake.url())


@pytest.mark.parametrize("page", [CHECK, LOGIN])
def test_a_page_that_bars_us_is_known_where_json_is_due(
    http: Http, fake: Site, page: bytes
) -> None:
    fake.answers["/"] = body(page)

    with pytest.raises(Blocked, match="instead of JSON"):
        http.json(fake.url())


def test_any_other_page_where_json_is_due_is_a_change(http: Http, fake: Site) -> None:
    fake.answers["/"] = body(b"<html>We have moved to GraphQL</html>")

    with pytest.raises(SiteChanged):
        http.json(fake.url())


def test_a_file_comes_with_what_tells_its_version(http: Http, fake: Site, tmp_path: Path) -> None:
    fake.answers["/a"] = body(b"a", ETag='"v1"', Last_Modified="Sun, 01 Mar 2026 12:00:00 GMT")
    fake.answers["/b"] = body(b"b", Last_Modified="Sun, 01 Mar 2026 12:00:00 GMT")

    received = [
        http.stream_to(fake.url(p), tmp_path / "f", max_bytes=9) for p in ("/a", "/b", "/c")
    ]

    assert ['"v1"', "Sun, 01 Mar 2026 12:00:00 GMT", None] == [each.stamp for each in received]
