"""What a site says of trouble is passed on, in as many words as a person reads."""

import pytest

from artkeep.errors import SiteChanged, SiteError
from artkeep.model.logins import Login
from artkeep.model.refs import PostRef
from artkeep.sites import SITES
from artkeep.sites.reading import reading_of, their_words
from tests.sites.playing_boorus import Canned

LONG = "x: " * 1700
LOGIN = Login("art.example/1", "ann", {"access_token": "a", "bearer_token": "b", "api_key": "c"})
WORDS_OF = {
    "bluesky": ("did:plc:fox/3k", {"error": LONG, "message": LONG}),
    "danbooru": ("7", {"message": LONG}),
    "deviantart": ("1A2B3C4D-0000-0000-0000-000000000000", {"error_description": LONG}),
    "mastodon": ("art.example/1", {"error": LONG}),
    "philomena": ("derpibooru.org/1", {"error": LONG}),
    "pixiv": ("910001", {"error": {"message": LONG}}),
    "twitter": ("20", {"detail": LONG}),
}


def talking(name, answer, status, **options):
    """Return a way to a site that says much."""
    usual = {key: option.default for key, option in SITES[name].about.options.items()}
    way = Canned({"error": "invalid_request"} | answer, status, **{**usual, **options})
    way.login = LOGIN
    return way


@pytest.mark.parametrize("name", WORDS_OF)
@pytest.mark.parametrize("status", [400, 403, 404, 422, 500])
def test_a_site_that_says_much_is_quoted_in_part(name, status):
    post, answer = WORDS_OF[name]

    with pytest.raises(SiteError) as raised:
        SITES[name].fetch(talking(name, answer, status), PostRef(name, post))

    assert len(str(raised.value)) < 500


def test_a_server_that_says_much_is_quoted_in_part():
    way = talking("twitter", {"code": 400, "message": LONG}, 400, ask_through="fxtwitter")

    with pytest.raises(SiteError, match=r"answered 400 about .*x: x") as raised:
        SITES["twitter"].fetch(way, PostRef("twitter", "20"))

    assert len(str(raised.value)) < 500


def test_a_value_that_cannot_be_read_is_quoted_in_part():
    with (
        pytest.raises(SiteChanged, match="the post lacks could not convert") as raised,
        reading_of("danbooru", "the post"),
    ):
        float(LONG)

    assert len(str(raised.value)) < 500


def test_a_few_words_stay_as_they_are():
    assert ("Not Found", "7") == (their_words("Not Found"), their_words(7))
