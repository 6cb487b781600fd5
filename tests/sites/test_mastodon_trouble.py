"""Mastodon's posts that are not to be had, over real sockets, and why."""

from datetime import timedelta

import pytest

from artkeep.errors import (
    BadAnswer,
    Blocked,
    Gone,
    LoginNeeded,
    RateLimited,
    SiteChanged,
    SiteDown,
    Unreachable,
    Withheld,
)
from artkeep.fakes.mastodon import memory
from artkeep.model.refs import PostRef
from artkeep.sites.mastodon import SITE
from tests.sites.playing_boorus import as_it_was, playing
from tests.sites.playing_social import Scripted, login

PATH = "/api/v1/statuses/1"
REF = PostRef("mastodon", "art.example/1")


@pytest.fixture(scope="module")
def one_mastodon():
    with playing(SITE, works=12) as house:
        yield house


@pytest.fixture
def mastodon(one_mastodon):
    as_it_was(one_mastodon, memory.of(one_mastodon.stage), memory.Memory())
    return one_mastodon


@pytest.fixture
def http(mastodon):
    return mastodon.way()


@pytest.fixture
def fox(mastodon):
    return PostRef("mastodon", mastodon.world.fox("mastodon").id)


@pytest.mark.parametrize("event", ["deleted", "private"])
def test_a_post_that_is_not_there_for_us_is_gone(mastodon, http, fox, event):
    mastodon.happen(fox.id, event)

    with pytest.raises(Gone, match="no longer there, or not for everybody"):
        SITE.fetch(http, fox)


def test_a_home_that_tells_strangers_nothing_wants_a_login(mastodon, http, fox):
    memory.of(mastodon.stage).secure.add("art.example")

    with pytest.raises(LoginNeeded, match="run: artkeep login mastodon"):
        SITE.fetch(http, fox)


@pytest.mark.parametrize(
    ("mood", "error"),
    [
        ("busy", RateLimited),
        ("blocked", Blocked),
        ("changed", SiteChanged),
        ("down", SiteDown),
        ("truncated", Unreachable),
    ],
)
def test_every_trouble_has_its_name(mastodon, http, fox, mood, error):
    mastodon.mood(mood)

    with pytest.raises(error):
        SITE.fetch(http, fox)


def test_a_home_is_left_alone_as_long_as_it_says(mastodon, http, fox):
    mastodon.mood("busy")

    with pytest.raises(RateLimited) as caught:
        SITE.fetch(http, fox)
    assert mastodon.clock.now() + timedelta(minutes=3) == caught.value.until


@pytest.mark.parametrize(
    ("answer", "error", "said"),
    [
        ([], SiteChanged, "answered no object"),
        ({}, SiteChanged, "a status lacks 'reblog'"),
        (b"<html>a blog</html>", BadAnswer, "does not speak as Mastodon does"),
        (b"", BadAnswer, "does not speak as Mastodon does"),
        ((404, b"<html>nginx</html>"), BadAnswer, "does not speak as Mastodon does"),
        ((410, {"error": "Gone"}), Gone, "suspended or deleted"),
        ((401, {"error": "The access token is invalid"}), LoginNeeded, "token is invalid"),
        ((422, {"error": "requires an authenticated user"}), LoginNeeded, "authenticated"),
        ((403, {"error": "This action is not allowed"}), Withheld, "not allowed"),
        ((400, {"error": "Odd"}), BadAnswer, "answered 400 .* Odd"),
        ((503, {"error": "Remote data"}), SiteDown, "answered 503 Remote data"),
        ((429, {"error": "x"}, {"x-ratelimit-reset": "1772366700"}), RateLimited, "12:05:00"),
        ((429, b"", {"retry-after": "60"}), RateLimited, "12:01:00"),
        ((429, b"", {"x-ratelimit-reset": "soon"}), RateLimited, "12:05:00"),
        (
            (403, b"<title>Just a moment...</title>", {"cf-mitigated": "challenge"}),
            Blocked,
            "human",
        ),
    ],
)
def test_what_it_answers_means_something(answer, error, said):
    with pytest.raises(error, match=said):
        SITE.fetch(Scripted({PATH: answer}), REF)


def test_a_token_that_may_not_read_is_no_good():
    refused = (403, {"error": "This action is outside the authorized scopes"})

    with pytest.raises(LoginNeeded, match="this token may not read"):
        SITE.fetch(Scripted({PATH: refused}, login("art.example/1")), REF)
