"""Signing in to the small copy of DeviantArt: its page, its codes, its tokens."""

import base64
import hashlib
import json
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from artkeep.fakes.deviantart import OPTIONS
from tests.fakes.asking_deviantart import api, ask, token

BACK = "http://127.0.0.1:8600/back"
VERIFIER = "a-secret-that-nobody-else-has-and-that-is-long-enough"
CHALLENGE = (
    base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
)
PAGE = {
    "response_type": "code",
    "client_id": OPTIONS["client_id"],
    "redirect_uri": BACK,
    "scope": "user browse",
    "state": "our-state",
    "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
}
CODE = {**OPTIONS, "grant_type": "authorization_code", "redirect_uri": BACK}


@pytest.fixture
def house(deviantart):
    return deviantart


def click(house, allow="yes", **changes):
    url = f"{house.url}/deviantart/oauth/authorize?{urlencode({**PAGE, **changes})}"
    return ask(url, "POST", {"allow": allow})


def code_of(answer):
    return parse_qs(urlsplit(answer[1]["location"]).query)["code"][0]


def test_the_page_leads_back_with_a_code_and_our_state(house):
    status, headers, _ = click(house)
    told = parse_qs(urlsplit(headers["location"]).query)

    assert (303, True) == (status, headers["location"].startswith(f"{BACK}?"))
    assert (["our-state"], ["https://www.deviantart.com"]) == (told["state"], told["iss"])


def test_a_no_leads_back_as_well(house):
    told = parse_qs(urlsplit(click(house, allow="no")[1]["location"]).query)

    assert (["access_denied"], ["our-state"]) == (told["error"], told["state"])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"client_id": "1"}, "no such application"),
        ({"response_type": "token"}, "no such application"),
        ({"code_challenge": ""}, "code_challenge parameter is required"),
        ({"code_challenge_method": "plain"}, "code_challenge parameter is required"),
        ({"redirect_uri": "https://evil.example/"}, "redirect_uri is not one"),
        ({"scope": "user <everything>"}, "no scope &lt;everything&gt;"),
    ],
)
def test_a_page_that_is_asked_for_wrongly_leads_nowhere(house, changes, words):
    url = f"{house.url}/deviantart/oauth/authorize?{urlencode({**PAGE, **changes})}"
    status, _, content = ask(url)

    assert (400, True) == (status, words in content.decode())
    assert 400 == click(house, **changes)[0]


def test_a_code_is_exchanged_once_by_who_knows_the_secret(house):
    code = code_of(click(house))
    wrong = token(house, **CODE, code=code_of(click(house)), code_verifier="another")
    status, given = token(house, **CODE, code=code, code_verifier=VERIFIER)
    again = token(house, **CODE, code=code, code_verifier=VERIFIER)

    assert (200, 3600, "Bearer") == (status, given["expires_in"], given["token_type"])
    assert "user browse" == given["scope"]
    assert (400, "Incorrect authorization code.") == (wrong[0], wrong[1]["error_description"])
    assert 400 == again[0]
    assert (200, "ann") == (
        api(house, "/user/whoami", given["access_token"])[0],
        api(house, "/user/whoami", given["access_token"])[1]["username"],
    )


def test_a_client_can_say_who_it_is_as_http_knows_it(house):
    said = base64.b64encode(":".join(OPTIONS.values()).encode()).decode()
    url, form = f"{house.url}/deviantart/oauth/token", {"grant_type": "client_credentials"}

    assert 200 == ask(url, "POST", form, authorization=f"Basic {said}")[0]
    assert 401 == ask(url, "POST", {**form, "client_id": OPTIONS["client_id"]})[0]


def test_a_refresh_token_is_good_once(house, given):
    form = {**OPTIONS, "grant_type": "refresh_token"}
    status, second = token(house, **form, refresh_token=given.refresh)
    again = token(house, **form, refresh_token=given.refresh)

    assert (200, True) == (status, second["refresh_token"] != given.refresh)
    assert (400, "The refresh_token is invalid.") == (again[0], again[1]["error_description"])
    assert 200 == token(house, **form, refresh_token=second["refresh_token"])[0]


def test_where_tokens_rotate_a_stolen_one_ends_the_whole_family(house, given):
    form = {**OPTIONS, "grant_type": "refresh_token"}
    _, second = token(house, **form, refresh_token=given.refresh)
    house.moods.set("deviantart", "rotated")

    assert 400 == token(house, **form, refresh_token=given.refresh)[0]
    assert 400 == token(house, **form, refresh_token=second["refresh_token"])[0]
    assert 401 == api(house, "/placebo", second["access_token"])[0]


def test_a_sign_in_can_be_revoked(house, given):
    url = f"{house.url}/deviantart/oauth/revoke"

    assert 200 == api(house, "/placebo", given.access)[0]
    assert {"status": "success"} == json.loads(ask(url, "POST", {"token": given.refresh})[2])
    assert 401 == api(house, "/placebo", given.access)[0]
