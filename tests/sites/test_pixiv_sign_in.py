"""Signing in to pixiv: by its page, with a token one has, and again and again."""

import http.client
import re
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from artkeep.errors import BadAnswer, Blocked, LoginNeeded, RateLimited, SiteChanged, SiteDown
from artkeep.fakes.pixiv import memory
from artkeep.model.refs import PostRef
from artkeep.sites.base import Login
from artkeep.sites.pixiv import SITE
from tests.sites.playing_pixiv import KEY, Canned, playing

VERIFIER = "a-secret-that-nobody-else-has-and-that-is-long-enough"
FOX = PostRef("pixiv", "90000001")


@pytest.fixture(scope="module")
def one_pixiv():
    with playing(works=4) as house:
        yield house


@pytest.fixture
def pixiv(one_pixiv):
    one_pixiv.served.moods.clear()
    one_pixiv.served.log.clear()
    memory.of(one_pixiv.stage).refresh = {memory.REFRESH_TOKEN}
    return one_pixiv


def ask(url, method="GET", form=None):
    """Ask as a browser does; return the answer's headers and its text."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=20)
    try:
        kind = {"content-type": "application/x-www-form-urlencoded"}
        connection.request(method, f"{parts.path}?{parts.query}", urlencode(form or {}), kind)
        answer = connection.getresponse()
        return answer.headers, answer.read().decode()
    finally:
        connection.close()


def click(pixiv, verifier=VERIFIER):
    """Sign in on the page as a person does; return the address that the browser ends at."""
    page = SITE.authorize_url(pixiv.way(), "our-state", verifier, "http://127.0.0.1:8600/back")
    _, form = ask(page)
    challenge = re.search(r'name="code_challenge" value="([^"]+)"', form)[1]
    headers, _ = ask(page, "POST", {"code_challenge": challenge, "account": "sample_user"})
    return headers["location"]


def test_a_person_signs_in_and_pastes_the_address(pixiv):
    login = SITE.redeem(pixiv.way(), click(pixiv), VERIFIER, "")

    assert ("7001", "sample_user") == (login.account, login.name)
    assert 3600 == (login.expires_at - pixiv.clock.now()).total_seconds()
    assert "Fox in the Snow" == SITE.fetch(pixiv.way(login), FOX).title


def test_the_page_does_not_lead_back_so_there_is_a_guide():
    assert [True] * 4 == [step.endswith(".") for step in SITE.about.guide]


def test_the_address_can_be_copied_from_the_page_itself(pixiv):
    address = click(pixiv)
    _, page = ask(address)
    shown = unescape(re.search(r'readonly value="([^"]+)"', page)[1])

    assert address == shown
    assert "7001" == SITE.redeem(pixiv.way(), shown, VERIFIER, "").account


@pytest.mark.parametrize(
    "form",
    [
        "{code}",
        "  {code}\n",
        "code={code}",
        "?state=QmFjaw&code={code}",
        "pixiv://account/login?code={code}&via=login",
        "https://app-api.pixiv.net/web/v1/users/auth/pixiv/callback?code={code}&state=x#_",
    ],
)
def test_whatever_was_pasted_the_code_in_it_is_found(pixiv, form):
    code = parse_qs(urlsplit(click(pixiv)).query)["code"][0]

    assert "7001" == SITE.redeem(pixiv.way(), form.format(code=code), VERIFIER, "").account


@pytest.mark.parametrize("pasted", ["", "  ", "https://www.pixiv.net/", "what now?"])
def test_what_has_no_code_is_said_without_asking(pixiv, pasted):
    with pytest.raises(LoginNeeded, match="there is no code in that"):
        SITE.redeem(pixiv.way(), pasted, VERIFIER, "")
    assert [] == pixiv.served.log


def test_a_code_is_good_once_and_for_half_a_minute(pixiv):
    once, late = click(pixiv), click(pixiv)
    SITE.redeem(pixiv.way(), once, VERIFIER, "")
    pixiv.clock.forward(31)

    for pasted in (once, late):
        with pytest.raises(LoginNeeded):
            SITE.redeem(pixiv.way(), pasted, VERIFIER, "")


def test_a_code_is_worth_nothing_without_our_secret(pixiv):
    with pytest.raises(LoginNeeded):
        SITE.redeem(pixiv.way(), click(pixiv), "somebody else's secret", "")


def test_a_refresh_token_of_another_program_will_do(pixiv):
    login = SITE.sign_in(pixiv.way(), {"refresh_token": f" {memory.REFRESH_TOKEN}\n"})

    assert "7001" == login.account
    assert ["refresh_token"] == list(SITE.fields)


@pytest.mark.parametrize("pasted", [{}, {"refresh_token": "  "}, {"refresh_token": "wrong"}])
def test_a_wrong_token_is_said(pixiv, pasted):
    with pytest.raises(LoginNeeded):
        SITE.sign_in(pixiv.way(), pasted)


def test_a_renewed_login_has_another_access_token(pixiv):
    before = SITE.sign_in(pixiv.way(), KEY)
    pixiv.clock.forward(3601)

    after = SITE.renew(pixiv.way(), before)

    assert before.secrets["refresh_token"] == after.secrets["refresh_token"]
    assert "Fox in the Snow" == SITE.fetch(pixiv.way(after), FOX).title


def test_a_token_that_rotates_is_followed(pixiv):
    first = SITE.sign_in(pixiv.way(), KEY)
    pixiv.served.moods.set("pixiv", "rotated", times=1)

    second = SITE.renew(pixiv.way(), first)
    third = SITE.renew(pixiv.way(), second)

    assert first.secrets["refresh_token"] != second.secrets["refresh_token"]
    assert second.secrets["refresh_token"] == third.secrets["refresh_token"]
    with pytest.raises(LoginNeeded):
        SITE.renew(pixiv.way(), first)


@pytest.mark.parametrize(
    ("mood", "error"),
    [("expired", LoginNeeded), ("busy", RateLimited), ("blocked", Blocked), ("down", SiteDown)],
)
def test_a_bad_mood_is_understood(pixiv, mood, error):
    pixiv.served.moods.set("pixiv", mood)

    with pytest.raises(error):
        SITE.sign_in(pixiv.way(), KEY)


def test_an_app_that_is_no_longer_known_is_not_our_login(pixiv):
    with pytest.raises(BadAnswer, match="invalid_client"):
        SITE.sign_in(pixiv.way(client_id="another"), KEY)


def test_an_answer_without_a_token_is_a_change():
    with pytest.raises(SiteChanged, match="lacks 'response'"):
        SITE.sign_in(Canned(b"{}"), KEY)


def test_the_token_is_shown_to_the_api_alone():
    login = Login("7001", "sample_user", {"access_token": "a", "refresh_token": "r"})

    assert {"authorization": "Bearer a"} == SITE.headers(login, "base_url")
    for key in SITE.about.addresses.keys() - {"base_url"}:
        assert {} == SITE.headers(login, key)


def test_no_token_is_shown_where_a_login_is_printed(pixiv):
    login = SITE.sign_in(pixiv.way(), KEY)

    assert [] == [secret for secret in login.secrets.values() if secret in repr(login)]
