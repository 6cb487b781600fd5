"""What a page of DeviantArt is made of: its state, as JavaScript is handed it."""

import json

import pytest

from artkeep.errors import Blocked, Gone, RateLimited, SiteChanged, SiteDown
from artkeep.sites.deviantart import SITE, pages
from artkeep.sites.deviantart.kinds import HOME
from artkeep.sites.deviantart.pages import Page
from tests.sites.playing_deviantart import Canned

LONG = "0A1B2C3D-1111-2222-3333-444455556666"
NUMBERED = f"{HOME}/deviation/900000001"
EMPTY = "<!DOCTYPE html><title>A work</title>"
MEDIA = {
    "baseUri": "https://images-wixmp-ed30.wixmp.com/f/8460/devu4g1-1.png",
    "prettyName": "fox",
    "types": [{"t": "fullview", "c": "/v1/fill/w_9,h_8,blur_30,q_80/<prettyName>-fullview.jpg"}],
}


def page_with(*media):
    known = {"deviationUuid": LONG, "additionalMedia": list(media)}
    state = {"@@entities": {"deviation": {}, "deviationExtended": {"900000001": known}}}
    quoted = json.dumps(json.dumps(state)).replace("'", r"\'")
    return Page(f"<script>window.__INITIAL_STATE__ = JSON.parse({quoted});\n</script>", NUMBERED)


def read_from(page):
    return pages.read(page, LONG, "900000001").further


def test_one_token_opens_what_is_made_of_a_file_and_two_the_file_too():
    once = {"position": 1, "media": {**MEDIA, "token": ["a"]}, "filename": "it's one"}
    twice = {"position": 2, "media": {**MEDIA, "token": ["a", "b"]}}
    bare = {"position": 3, "media": MEDIA}
    made = f"{MEDIA['baseUri']}/v1/fill/w_9,h_8,q_80/fox-fullview.jpg"

    assert [
        (f"{made}?token=a", ()),
        (f"{MEDIA['baseUri']}?token=b", (f"{made}?token=a",)),
        (made, ()),
    ] == [(page.url, page.fallbacks) for page in read_from(page_with(bare, twice, once))]


def test_films_among_further_pictures_are_left_out():
    film = {"position": 1, "type": "video", "media": {"baseUri": "x", "types": []}}
    picture = {"position": 2, "type": "image", "media": {**MEDIA, "token": ["a"]}}

    (page,) = read_from(page_with(film, picture))
    assert "/f/8460/devu4g1-1.png" == page.stamp


@pytest.mark.parametrize("missing", ["baseUri", "prettyName", "types"])
def test_a_field_that_is_missing_is_named(missing):
    media = {name: value for name, value in MEDIA.items() if name != missing}

    with pytest.raises(SiteChanged, match=f"lacks '{missing}'"):
        read_from(page_with({"position": 1, "media": media}))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<p>nothing</p>", "its state"),
        ('window.__INITIAL_STATE__ = JSON.parse("{not json}")', "Expecting"),
        ('window.__INITIAL_STATE__ = JSON.parse("{}")', "@@entities"),
    ],
)
def test_a_page_without_its_state_is_a_change(text, words):
    with pytest.raises(SiteChanged, match=words):
        read_from(Page(text, NUMBERED))


@pytest.mark.parametrize(
    ("status", "error"),
    [(404, Gone), (410, Gone), (403, Blocked), (500, SiteDown), (429, RateLimited)],
)
def test_a_page_that_does_not_come_is_understood(status, error):
    with pytest.raises(error):
        SITE.settle(Canned({NUMBERED: [(status, EMPTY)]}), SITE.parse(NUMBERED))
