"""Signing in to DeviantArt: by a click on its page, and again and again with tokens used once."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from artkeep.errors import BadAnswer, Blocked, LoginNeeded, RateLimited, SiteChanged, SiteDown
from artkeep.model.refs import PostRef
from artkeep.sites.deviantart import SITE
from tests.sites.playing_deviantart import BACK, VERIFIER, Canned, asked, clicked, playing

TOKENS = {"access_token": "a", "refresh_token": "r", "expires_in": 3600}


@pytest.fixture(scope="module")
def one_house():
    with playing(works=4) as house:
        yield house


@pytest.fixture
def house(one_house):
    one_house.served.moods.clear()
    one_house.served.log.clear()
    return one_house


def page(house, **told):
    return SITE.authorize_url(house.way(**told), "our-state", VERIFIER, BACK)


def signed_in(house):
    return SITE.redeem(house.way(), clicked(page(house)), VERIFIER, BACK)


def fox(house):
    return PostRef("deviantart", house.world.fox("deviantart").uuid)


def test_a_person_clicks_and_is_led_back(house):
    back = clicked(page(house))
    told = parse_qs(urlsplit(back).query)
    login = SITE.redeem(house.way(), back, VERIFIER, BACK)

    assert back.startswith(f"{BACK}?")
    assert ["our-state"] == told["state"]
    own = house.world.collector.handles["deviantart"]
    assert (own.id, "ann") == (login.account, login.name)
    assert 3600 == (login.expires_at - house.clock.now()).total_seconds()
    assert "Fox in the Snow" == SITE.fetch(house.way(login), fox(house)).title


def test_the_page_leads_back_so_there_is_no_guide():
    assert () == SITE.about.guide


def test_the_page_says_what_is_asked_for(house):
    status, _, text = asked(page(house))

    assert 200 == status
    assert ["user", "browse"] == re.findall("<li>(.+?)</li>", text)
    assert "Authorize" in text


def test_more_can_be_asked_for_and_never_less(house):
    told = parse_qs(urlsplit(page(house, scopes="browse stash publish")).query)

    assert ["user browse stash publish"] == told["scope"]


def test_the_code_alone_can_be_pasted(house):
    code = parse_qs(urlsplit(clicked(page(house))).query)["code"][0]

    assert "ann" == SITE.redeem(house.way(), code, VERIFIER, BACK).name


def test_a_registered_way_back_is_used_letter_by_letter(house):
    """The person pastes the address where that leads nowhere of ours."""
    own = "http://localhost:8080/callback"
    back = clicked(page(house, redirect_uri=own))

    assert back.startswith(f"{own}?code=")
    assert "ann" == SITE.redeem(house.way(redirect_uri=own), back, VERIFIER, BACK).name


def test_who_denies_is_told_so(house):
    with pytest.raises(LoginNeeded, match="denied the request"):
        SITE.redeem(house.way(), clicked(page(house), allow="no"), VERIFIER, BACK)
    assert [] == [seen for seen in house.served.log if seen.path == "/token"]


@pytest.mark.parametrize("pasted", ["", "  ", "https://www.deviantart.com/", "what now?"])
def test_what_has_no_code_is_said_without_asking(house, pasted):
    with pytest.raises(LoginNeeded, match="there is no code in that"):
        SITE.redeem(house.way(), pasted, VERIFIER, BACK)
    assert [] == house.served.log


def test_a_code_is_good_once_and_for_ten_minutes(house):
    once, late = clicked(page(house)), clicked(page(house))
    SITE.redeem(house.way(), once, VERIFIER, BACK)
    house.clock.forward(601)

    for pasted in (once, late):
        with pytest.raises(LoginNeeded):
            SITE.redeem(house.way(), pasted, VERIFIER, BACK)


@pytest.mark.parametrize(
    ("verifier", "back"),
    [("somebody else's secret, just as long as ours is", BACK), (VERIFIER, f"{BACK}/")],
)
def test_a_code_is_worth_nothing_without_our_secret_and_our_way_back(house, verifier, back):
    with pytest.raises(LoginNeeded):
        SITE.redeem(house.way(), clicked(page(house)), verifier, back)


def test_an_application_without_a_secret_can_be_used(house):
    way = house.way(client_secret="")
    login = SITE.redeem(way, clicked(page(house)), VERIFIER, BACK)

    assert "ann" == SITE.renew(way, login).name


def test_each_renewal_brings_the_token_of_the_next(house):
    first = signed_in(house)
    house.clock.forward(3601)
    second = SITE.renew(house.way(), first)
    third = SITE.renew(house.way(), second)

    assert 3 == len({login.secrets["refresh_token"] for login in (first, second, third)})
    assert (first.account, first.name) == (third.account, third.name)
    assert "Fox in the Snow" == SITE.fetch(house.way(third), fox(house)).title


def test_a_token_is_good_for_one_renewal(house):
    first = signed_in(house)
    second = SITE.renew(house.way(), first)

    with pytest.raises(LoginNeeded, match="artkeep login deviantart"):
        SITE.renew(house.way(), first)
    assert "ann" == SITE.renew(house.way(), second).name


def test_a_token_that_comes_twice_can_end_everything_that_came_of_it(house):
    first = signed_in(house)
    second = SITE.renew(house.way(), first)
    house.served.moods.set("deviantart", "rotated")

    for login in (first, second):
        with pytest.raises(LoginNeeded):
            SITE.renew(house.way(), login)
    with pytest.raises(LoginNeeded):
        SITE.fetch(house.way(second), fox(house))


def test_a_renewal_asks_once(house):
    login = signed_in(house)
    house.served.log.clear()
    SITE.renew(house.way(), login)

    assert [("oauth", "/token")] == [(seen.key, seen.path) for seen in house.served.log]


@pytest.mark.parametrize(
    ("mood", "error"),
    [("expired", LoginNeeded), ("busy", RateLimited), ("blocked", Blocked), ("down", SiteDown)],
)
def test_a_bad_mood_is_understood(house, mood, error):
    login = signed_in(house)
    house.served.moods.set("deviantart", mood)

    with pytest.raises(error):
        SITE.renew(house.way(), login)


def test_an_application_that_is_not_known_is_not_our_login(house):
    login = signed_in(house)

    with pytest.raises(BadAnswer, match=r"check sites\.deviantart\.client_id") as told:
        SITE.renew(house.way(client_secret="another"), login)
    assert not isinstance(told.value, LoginNeeded)


def test_without_an_application_there_is_no_page(house):
    with pytest.raises(LoginNeeded, match="register one of your own"):
        page(house, client_id="")


def test_a_login_that_may_not_say_whose_it_is_is_refused():
    denied = {"error": "insufficient_scope", "error_description": "x", "status": "error"}
    way = Canned({"/token": [(200, TOKENS)], "/user/whoami": [(403, denied)]}, login=False)

    with pytest.raises(LoginNeeded, match="does not allow this"):
        SITE.redeem(way, "abc", VERIFIER, BACK)


@pytest.mark.parametrize("missing", TOKENS)
def test_an_answer_without_a_token_is_a_change(missing):
    given = {name: value for name, value in TOKENS.items() if name != missing}
    user = {"userid": "1A2B", "username": "ann"}
    way = Canned({"/token": [(200, given)], "/user/whoami": [(200, user)]}, login=False)

    with pytest.raises(SiteChanged, match=f"lacks '{missing}'"):
        SITE.redeem(way, "abc", VERIFIER, BACK)


def test_the_token_is_shown_to_the_api_alone(house):
    login = house.login()
    shown = {"authorization": f"Bearer {login.secrets['access_token']}"}

    assert shown == SITE.headers(login, "base_url")
    for key in SITE.about.addresses.keys() - {"base_url"}:
        assert {} == SITE.headers(login, key)


def test_no_token_is_shown_where_a_login_is_printed(house):
    login = signed_in(house)

    assert [] == [secret for secret in login.secrets.values() if secret in repr(login)]
