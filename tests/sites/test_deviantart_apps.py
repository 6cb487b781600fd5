"""DeviantArt in all its moods, and by whose token it is asked."""

from datetime import timedelta

import pytest

from artkeep.errors import (
    BadAnswer,
    Blocked,
    LoginNeeded,
    RateLimited,
    SiteChanged,
    SiteDown,
    Unreachable,
)
from artkeep.fakes.deviantart import memory
from artkeep.model.refs import CollectionRef, PostRef
from artkeep.sites.deviantart import SITE

FOX_PAGE = "https://www.deviantart.com/mika-aoyama/art/Fox-in-the-Snow-900000001"
GALLERY = CollectionRef("deviantart", "gallery/ann")


@pytest.fixture
def house(deviantart):
    return deviantart


@pytest.fixture
def http(house):
    return house.signed_in()


@pytest.fixture
def fox(house):
    return PostRef("deviantart", house.world.fox("deviantart").uuid)


@pytest.mark.parametrize(
    ("mood", "error", "words"),
    [
        ("busy", RateLimited, "asks us to pause until"),
        ("blocked", Blocked, "keeps us out for now"),
        ("changed", SiteChanged, "'userid'"),
        ("expired", LoginNeeded, "artkeep login deviantart"),
        ("down", SiteDown, "503"),
        ("truncated", Unreachable, "broke off"),
        ("wrong_length", Unreachable, "broke off"),
    ],
)
def test_a_bad_mood_is_understood(house, fox, mood, error, words):
    http = house.signed_in(ask_pages="no")
    gallery = CollectionRef("deviantart", "gallery/ann")
    house.served.moods.set("deviantart", mood)

    for ask in (
        lambda: SITE.fetch(http, fox),
        lambda: SITE.list(http, gallery, None),
        lambda: SITE.describe(http, gallery),
    ):
        with pytest.raises(error, match=words):
            ask()


def test_slow_down_may_come_with_a_good_status(house, http, fox):
    house.served.moods.set("deviantart", "busy", times=2)
    for _ in range(2):
        with pytest.raises(RateLimited) as told:
            SITE.fetch(http, fox)
        assert timedelta(seconds=60) == told.value.until - house.clock.now()

    assert "Fox in the Snow" == SITE.fetch(http, fox).title


def test_who_is_kept_out_waits_five_minutes(house, http, fox):
    house.served.moods.set("deviantart", "blocked")

    for ref in (fox, SITE.parse(FOX_PAGE)):
        with pytest.raises(Blocked) as told:
            SITE.fetch(http, ref)
        assert 300 == told.value.retry_after


def test_nobody_in_particular_reads_with_the_application_s_token(house, fox):
    way = house.way()
    found = [SITE.fetch(way, fox) for _ in range(2)]

    assert ["Fox in the Snow"] * 2 == [post.title for post in found]
    assert len(house.asked("oauth")) <= 1


def test_the_application_s_token_is_asked_for_again_when_its_hour_is_over(house, fox):
    way = house.way()
    SITE.fetch(way, fox)
    house.served.log.clear()
    house.clock.forward(memory.ACCESS_LASTS.total_seconds())
    SITE.fetch(way, fox)

    assert ["/token"] == house.asked("oauth")


def test_a_token_that_the_site_has_forgotten_is_asked_for_again(house, fox):
    way = house.way()
    SITE.fetch(way, fox)
    house.memory.access.clear()
    house.served.log.clear()

    assert "Fox in the Snow" == SITE.fetch(way, fox).title
    assert ["/token"] == house.asked("oauth")


@pytest.mark.parametrize("missing", ["client_id", "client_secret"])
def test_who_has_no_application_is_told_how_to_get_one(house, fox, missing):
    with pytest.raises(LoginNeeded, match=r"deviantart\.com/developers/ and set sites\.deviantart"):
        SITE.fetch(house.way(**{missing: ""}), fox)
    assert [] == house.served.log


def test_a_wrong_secret_is_not_called_a_wrong_login(house, fox):
    with pytest.raises(BadAnswer, match=r"check sites\.deviantart\.client_id"):
        SITE.fetch(house.way(client_id="1", client_secret="another"), fox)


def test_the_token_is_shown_in_its_header_and_nowhere_else(house, http, fox):
    SITE.fetch(http, fox)

    assert {True} == {
        "authorization" in seen.headers for seen in house.served.log if seen.key == "base"
    }
    assert {False} == {
        "authorization" in seen.headers for seen in house.served.log if seen.key == "web"
    }
    assert [] == [seen for seen in house.served.log if "token" in seen.query]
