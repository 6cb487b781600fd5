"""X's official API: what its answers mean, the token, and what it may cost."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from artkeep.errors import (
    BadAnswer,
    BadSetting,
    Blocked,
    Gone,
    LoginNeeded,
    OverBudget,
    PictureRefused,
    RateLimited,
    SiteChanged,
    SiteDown,
    SiteError,
    Withheld,
)
from artkeep.fakes.twitter import memory
from artkeep.model.refs import CollectionRef, PostRef
from artkeep.sites.twitter import SITE
from tests.sites.playing_twitter import Canned, as_it_was, every, playing

REF = PostRef("twitter", "1740000000000000001")
MIKA = CollectionRef("twitter", "media/424242")
PHOTO = {
    "media_key": "3_1",
    "type": "photo",
    "url": "https://pbs.twimg.com/media/GAbcdEfGhIjKlMn.png",
    "width": 1200,
    "height": 900,
}
TWEET = {
    "id": "1740000000000000001",
    "text": "pond &amp; reeds https://t.co/a https://t.co/x",
    "author_id": "704411200",
    "created_at": "2023-12-27T10:00:00.000Z",
    "possibly_sensitive": False,
    "attachments": {"media_keys": ["3_1"]},
    "public_metrics": {"retweet_count": 1, "reply_count": 2, "like_count": 3},
    "entities": {
        "urls": [
            {"url": "https://t.co/a", "expanded_url": "https://pond.example/?a=1&b=2"},
            {"url": "https://t.co/x", "expanded_url": "https://x.com/o/1", "media_key": "3_1"},
        ]
    },
}
USER = {"id": "704411200", "name": "Otter", "username": "ink_otter", "protected": False}
REPOST = {"referenced_tweets": [{"type": "retweeted", "id": "1"}]}


def one(media=(PHOTO,), **changes):
    tweet = {name: value for name, value in {**TWEET, **changes}.items() if value is not None}
    return Canned({"data": tweet, "includes": {"users": [USER], "media": list(media)}})


@pytest.fixture(scope="module")
def one_house():
    with playing() as house:
        yield house


@pytest.fixture
def house(one_house):
    as_it_was(one_house)
    return one_house


@pytest.fixture
def fox(house):
    return PostRef("twitter", house.world.fox("twitter").id)


def test_links_are_written_out_and_those_to_its_own_pictures_left_out():
    found = SITE.fetch(one(), REF)

    assert "pond & reeds https://pond.example/?a=1&b=2" == found.caption
    assert "https://pbs.twimg.com/media/GAbcdEfGhIjKlMn?format=png&name=orig" == found.pages[0].url
    assert {"data": TWEET, "media": [PHOTO]} == json.loads(found.raw)


def test_the_date_is_in_the_id_but_for_the_oldest():
    assert datetime(2023, 12, 27, 13, 21, 42, 293000, UTC) == SITE.fetch(one(), REF).published_at
    old = SITE.fetch(one(id="20", created_at="2006-03-21T20:50:14.000Z"), PostRef("twitter", "20"))
    assert datetime(2006, 3, 21, 20, 50, 14, tzinfo=UTC) == old.published_at


def test_pictures_come_in_the_order_of_the_post():
    second = {**PHOTO, "media_key": "3_2", "url": "https://pbs.twimg.com/media/GB?format=jpg"}
    missing = {"media_keys": ["3_2", "3_gone", "3_1"]}
    pages = SITE.fetch(one([PHOTO, second], attachments=missing), REF).pages

    assert ["GB", "GAbcdEfGhIjKlMn"] == [page.stamp for page in pages]


def test_a_picture_of_another_shape_is_kept_as_it_is():
    odd = {**PHOTO, "url": "https://pbs.twimg.com/card_img/1"}

    assert ("https://pbs.twimg.com/card_img/1", None) == (
        SITE.fetch(one([odd]), REF).pages[0].url,
        SITE.fetch(one([odd]), REF).pages[0].stamp,
    )


def test_a_post_of_words_alone_has_no_pictures():
    found = SITE.fetch(one([], attachments=None, text="a & b", entities=None), REF)

    assert ((), "a & b") == (found.pages, found.title)


def test_a_title_is_what_there_is():
    described = [{**PHOTO, "alt_text": "A pond\nat night"}]

    assert "A pond" == SITE.fetch(one(described, text="https://t.co/x"), REF).title
    assert "ink_otter: 1740000000000000001" == SITE.fetch(one(text=""), REF).title


def test_a_repost_is_nothing_of_its_own():
    with pytest.raises(PictureRefused, match="a repost"):
        SITE.fetch(one(**REPOST), REF)
    told = {"data": [{**TWEET, **REPOST}], "includes": {"users": [USER]}, "meta": {}}
    assert () == SITE.list(Canned(told), MIKA, None).posts


def test_a_quoted_post_stays_a_link():
    quoting = [{"type": "quoted", "id": "1"}]

    assert 1 == len(SITE.fetch(one(referenced_tweets=quoting), REF).pages)


@pytest.mark.parametrize(
    "name", ["id", "text", "author_id", "created_at", "public_metrics", "possibly_sensitive"]
)
def test_a_field_that_is_missing_is_named(name):
    with pytest.raises(SiteChanged, match=f"lacks '{name}'"):
        SITE.fetch(one(**{name: None}), REF)


def said(title, kind="about:blank", **more):
    return {"title": title, "detail": title, "type": kind, **more}


def problem(kind, detail="x"):
    return {"errors": [{"detail": detail, "type": f"https://api.twitter.com/2/problems/{kind}"}]}


CHECK = b"<!DOCTYPE html><title>Just a moment...</title><script src=challenge-platform></script>"
PAGE = b"<!DOCTYPE html><html><body>Maintenance</body></html>"


@pytest.mark.parametrize(
    ("status", "answer", "error"),
    [
        (200, problem("resource-not-found"), Gone),
        (200, problem("resource-not-found", "User has been suspended: [x]."), Withheld),
        (200, problem("not-authorized-for-resource"), Withheld),
        (200, problem("something-new"), BadAnswer),
        (200, {}, Gone),
        (200, {"errors": ["odd"]}, BadAnswer),
        (200, [], SiteChanged),
        (200, b"", SiteChanged),
        (200, PAGE, SiteChanged),
        (200, CHECK, Blocked),
        (400, said("Invalid Request"), BadAnswer),
        (401, said("Unauthorized"), LoginNeeded),
        (402, said("CreditsDepleted"), OverBudget),
        (403, said("Forbidden"), LoginNeeded),
        (403, CHECK, Blocked),
        (403, PAGE, BadAnswer),
        (404, said("Not Found"), Gone),
        (404, PAGE, BadAnswer),
        (429, said("Too Many Requests"), RateLimited),
        (429, said("UsageCapExceeded", "https://api.x.com/2/problems/usage-capped"), OverBudget),
        (429, PAGE, RateLimited),
        (500, said("Internal Server Error"), SiteDown),
        (503, PAGE, SiteDown),
    ],
)
def test_trouble_is_said_in_our_words(status, answer, error):
    with pytest.raises(SiteError) as told:
        SITE.fetch(Canned(answer, status), REF)

    assert error is type(told.value)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"x-rate-limit-reset": "{now+90}"}, 90),
        ({"x-rate-limit-reset": "{now-5}"}, 1),
        ({"x-rate-limit-reset": "99999999999"}, 86_400),
        ({"retry-after": "7"}, 7),
        ({}, 900),
    ],
)
def test_a_window_ends_when_x_says(headers, seconds):
    http = Canned(said("Too Many Requests"), 429)
    now = int(http.now().timestamp())
    http.reply.headers.update(
        {
            name: value.format(**{"now+90": now + 90, "now-5": now - 5})
            for name, value in headers.items()
        }
    )

    with pytest.raises(RateLimited) as told:
        SITE.fetch(http, REF)
    assert http.now() + timedelta(seconds=seconds) == told.value.until


def test_a_token_is_tried_for_nothing(house, fox):
    login = SITE.sign_in(house.way(), {"bearer_token": f" Bearer {memory.TOKEN}\n"})

    assert (memory.PROJECT, {"bearer_token": memory.TOKEN}) == (login.account, login.secrets)
    assert (["/tweets"], set()) == (house.asked("usage"), house.memory.read)
    assert fox == SITE.fetch(house.way(login), fox).ref


@pytest.mark.parametrize("token", ["", "two words", "wrong", "\u017f"])
def test_a_wrong_token_is_refused(house, token):
    with pytest.raises(LoginNeeded):
        SITE.sign_in(house.way(), {"bearer_token": token})


def test_a_token_is_shown_to_the_api_alone(house, fox):
    http = house.api()
    page = SITE.fetch(http, fox).pages[0]
    http.text(page.url)

    shown = {seen.key: seen.headers.get("authorization") for seen in house.served.log}
    assert {"usage": shown["base"], "base": f"Bearer {memory.TOKEN}", "pictures": None} == shown


def test_a_budget_is_kept_to_the_cent(house):
    """12 cents buy 12 posts: of 27 the newest 12 are read, and not one more."""
    http = house.api(budget_usd_per_month="0.12")

    with pytest.raises(OverBudget, match=r"12 posts were read .* 0\.12 USD of the 0\.12 that"):
        every(http, MIKA)
    assert 12 == len(house.memory.read)


def test_what_is_too_little_for_a_batch_is_left_over(house):
    with pytest.raises(OverBudget, match="looked at again on 02 March"):
        SITE.list(house.api(budget_usd_per_month="0.04"), MIKA, None)
    assert ([], set()) == (house.asked("base"), house.memory.read)


def test_others_who_read_with_the_same_project_spend_the_same_budget(house, fox):
    day = house.clock.now().date()
    house.memory.read = {(day, str(number)) for number in range(500)}

    for ask in (
        lambda http: SITE.fetch(http, fox),
        lambda http: SITE.list(http, MIKA, None),
        lambda http: SITE.describe(http, MIKA),
    ):
        with pytest.raises(OverBudget, match=r"500 posts .* 5\.00 USD of the 5\.00"):
            ask(house.api())
        assert fox == SITE.fetch(house.api(budget_usd_per_month="5.01"), fox).ref
        house.memory.read.discard((day, fox.id))


def test_a_plan_at_a_fixed_price_is_not_counted(house, fox):
    SITE.fetch(house.api(budget_usd_per_month="none"), fox)
    SITE.fetch(house.api(budget_usd_per_month="0", usd_per_post="0"), fox)

    assert ["/tweets"] == house.asked("usage")


@pytest.mark.parametrize("key", ["budget_usd_per_month", "usd_per_post"])
@pytest.mark.parametrize("amount", ["much", "-1", "inf", "nan"])
def test_an_amount_that_makes_no_sense_is_named(house, fox, key, amount):
    with pytest.raises(BadSetting, match=f"sites.twitter.{key} should be"):
        SITE.fetch(house.api(**{key: amount}), fox)
