"""PKCE and state: what is sent, what has to come back."""

import pytest

from artkeep.errors import LoginNeeded
from artkeep.net import oauth


def test_the_challenge_is_that_of_the_standard() -> None:
    # RFC 7636, appendix B
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"

    assert "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM" == oauth.challenge(verifier)


def test_every_attempt_has_words_of_its_own_that_it_does_not_show() -> None:
    attempts = [oauth.begin() for _ in range(50)]
    words = {word for attempt in attempts for word in (attempt.state, attempt.verifier)}

    assert 100 == len(words)
    assert {True} == {43 <= len(word) <= 128 for word in words}
    assert "Attempt()" == repr(oauth.begin())


def test_the_page_is_asked_with_the_challenge_alone() -> None:
    attempt = oauth.begin()
    page = oauth.page("https://a.example/authorize", {"state": attempt.state}, attempt.verifier)

    assert attempt.verifier not in page
    assert page.startswith(f"https://a.example/authorize?state={attempt.state}&code_challenge=")
    assert page.endswith("&code_challenge_method=S256")


@pytest.mark.parametrize(
    "pasted",
    [
        "AbC-123",
        " AbC-123\n",
        "pixiv://account/login?code=AbC-123&via=login",
        "https://a.example/callback?state=xyz&code=AbC-123#top",
        "http://127.0.0.1:8600/login/deviantart?code=AbC-123&state=xyz",
    ],
)
def test_the_code_is_found_in_what_is_pasted(pasted: str) -> None:
    assert "AbC-123" == oauth.code_of("pixiv", pasted)


@pytest.mark.parametrize("pasted", ["", "https://a.example/", "?code=", "http://[", "a b c"])
def test_what_holds_no_code_is_said(pasted: str) -> None:
    with pytest.raises(LoginNeeded, match="no code in that"):
        oauth.code_of("pixiv", pasted)


def test_a_sign_in_that_the_site_refused_says_why() -> None:
    with pytest.raises(LoginNeeded, match="The user said no"):
        oauth.code_of("a", "/back?error=access_denied&error_description=The+user+said+no", "s")


@pytest.mark.parametrize("pasted", ["/back?code=c&state=other", "/back?code=c", "c", "/?state=é"])
def test_a_code_that_came_without_our_state_is_not_taken(pasted: str) -> None:
    with pytest.raises(LoginNeeded, match="another sign-in"):
        oauth.code_of("a", pasted, "ours")


def test_a_code_that_came_with_our_state_is_taken() -> None:
    assert "c" == oauth.code_of("a", "/back?code=c&state=ours", "ours")
