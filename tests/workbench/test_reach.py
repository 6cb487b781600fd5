"""Where the requests of a site may go: its hosts or those of the settings, nothing like them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artkeep.errors import AddressRefused
from artkeep.model.pace import Pace
from artkeep.net.guard import read_spot
from artkeep.workbench.reach import PICTURES_PACE, Place, Reach, query_of
from artkeep.workbench.site_settings import read
from tests.workbench.mini import HOMES, MINI

REAL = read(MINI, {}).reach
FAKE = read(
    MINI,
    {
        "base_url": "http://127.0.0.1:9001/mini/base",
        "oauth_url": "http://127.0.0.1:9001/mini/oauth",
        "pictures_url": "http://127.0.0.1:9001/mini/pictures",
    },
).reach
ART = read(HOMES, {}).reach.at_home("art.example")
FAKE_ART = read(HOMES, {"base_url": "http://127.0.0.1:9001/homes/base/{home}"}).reach.at_home(
    "art.example"
)


def place(reach: Reach, url: str, *, is_picture: bool = False) -> Place:
    return reach.place_of(read_spot(url), is_picture=is_picture)


@pytest.mark.parametrize(
    ("reach", "url", "expected"),
    [
        (REAL, "https://api.mini.example/v1/post?id=1", Place("base_url", is_below=True)),
        (REAL, "https://api.mini.example/v1", Place("base_url", is_below=True)),
        (REAL, "https://API.mini.example:443/v1/", Place("base_url", is_below=True)),
        (REAL, "https://api.mini.example/v1x", Place("base_url")),
        (REAL, "https://api.mini.example/art", Place("base_url")),
        (REAL, "https://api.mini.example/v1/../art", Place("base_url")),
        (REAL, "https://api.mini.example/v1/%2e%2e/art", Place("base_url")),
        (REAL, "http://api.mini.example/v1/post", Place("base_url")),
        (REAL, "https://oauth.mini.example/token", Place("oauth_url", is_below=True)),
        (REAL, "https://i.mini.example/1.png", Place("pictures_url", is_below=True)),
        (REAL, "http://i.mini.example/1.png", Place("pictures_url")),
        (REAL, "https://a.pictures.example/1.png", Place("pictures_url")),
        (REAL, "http://old.example/1.png", Place("pictures_url")),
        (FAKE, "http://127.0.0.1:9001/mini/base/post", Place("base_url", is_below=True)),
        (FAKE, "http://127.0.0.1:9001/mini/pictures/1", Place("pictures_url", is_below=True)),
        (ART, "https://art.example/api/v1", Place("base_url", "art.example", is_below=True)),
        (ART, "https://art.example/@mika", Place("base_url", "art.example")),
        (ART, "https://other.example/api", Place("base_url", "other.example")),
        (ART, "https://cdn.homes.example/1.png", Place("pictures_url", is_below=True)),
        (
            FAKE_ART,
            "http://127.0.0.1:9001/homes/base/art.example/api",
            Place("base_url", "art.example", is_below=True),
        ),
        (
            FAKE_ART,
            "http://127.0.0.1:9001/homes/base/other.example/api",
            Place("base_url", "art.example"),
        ),
    ],
)
def test_an_address_belongs_to_a_place(reach: Reach, url: str, expected: Place) -> None:
    assert expected == place(reach, url)


@pytest.mark.parametrize(
    ("reach", "url"),
    [
        (REAL, "https://mini.example/"),
        (REAL, "https://api.mini.example.evil.example/v1/"),
        (REAL, "https://evilapi.mini.example/v1/"),
        (REAL, "https://api.mini.example:8443/v1/"),
        (REAL, "http://api.mini.example:443/v1/"),
        (REAL, "https://pictures.example/1.png"),
        (REAL, "https://apictures.example/1.png"),
        (REAL, "https://sub.old.example/1.png"),
        (REAL, "http://127.0.0.1:9001/mini/base"),
        (FAKE, "https://api.mini.example/v1/post"),
        (FAKE, "https://a.pictures.example/1.png"),
        (FAKE, "http://127.0.0.1:9002/mini/base"),
        (FAKE, "https://127.0.0.1:9001/mini/base"),
        (FAKE, "http://localhost:9001/mini/base"),
        (ART, "https://other.example:8443/api"),
    ],
)
def test_any_other_address_is_refused(reach: Reach, url: str) -> None:
    with pytest.raises(AddressRefused, match="none of the hosts"):
        place(reach, url)


def test_only_what_the_settings_name_may_be_private() -> None:
    assert frozenset() == REAL.allowed_private == ART.allowed_private
    assert {"127.0.0.1:9001"} == FAKE.allowed_private == FAKE_ART.allowed_private


def test_pictures_of_a_site_with_many_homes_may_lie_anywhere() -> None:
    anywhere = place(ART, "https://files.other.example/1.png", is_picture=True)

    assert Place("pictures", "files.other.example") == anywhere
    assert (True, Pace(gap=0.3)) == (ART.is_for_pictures(anywhere), ART.pace_of(anywhere))
    assert "pictures files.other.example" == str(anywhere)


def test_pictures_of_nobody_in_particular_have_a_pace_too() -> None:
    alone = Reach("x", {"base_url": HOMES.about.addresses["base_url"]}, {}, "art.example")

    assert PICTURES_PACE == alone.pace_of(Place("pictures", "a.example"))


@pytest.mark.parametrize(
    ("target", "at", "expected"),
    [
        ("/post", "base_url", "http://127.0.0.1:9001/mini/base/post"),
        ("post", "base_url", "http://127.0.0.1:9001/mini/base/post"),
        ("/token", "oauth_url", "http://127.0.0.1:9001/mini/oauth/token"),
        (
            "http://127.0.0.1:9001/mini/base/x?a=1",
            "base_url",
            "http://127.0.0.1:9001/mini/base/x?a=1",
        ),
        # an address as the site has it is asked where the settings have put it
        ("https://api.mini.example/v1/post", "base_url", "http://127.0.0.1:9001/mini/base/post"),
        ("https://api.mini.example/v1?a=1", "base_url", "http://127.0.0.1:9001/mini/base?a=1"),
        ("https://i.mini.example/1.png", "base_url", "http://127.0.0.1:9001/mini/pictures/1.png"),
        ("https://api.mini.example/v12", "base_url", "https://api.mini.example/v12"),
    ],
)
def test_a_target_becomes_an_address(target: str, at: str, expected: str) -> None:
    assert expected == FAKE.url_of(target, at, {})


def test_parameters_are_added_to_what_is_there() -> None:
    params = {"tags": ["a b", "c"], "page": 2, "whole": True, "cursor": None}

    assert "tags=a+b&tags=c&page=2&whole=true" == query_of(params)
    assert "https://api.mini.example/v1/x?tags=a" == REAL.url_of("/x", "base_url", {"tags": "a"})
    assert "https://api.mini.example/v1/x?y=1&tags=a" == REAL.url_of(
        "/x?y=1", "base_url", {"tags": "a"}
    )
    assert "https://api.mini.example/v1/x" == REAL.url_of("/x", "base_url", {"tags": None})


def test_a_home_is_filled_in() -> None:
    assert "https://art.example/api" == ART.base("base_url")
    assert "https://art.example/api/v1" == ART.url_of("/v1", "base_url", {})
    moved = FAKE_ART.url_of("https://art.example/api/v1", "base_url", {})
    assert "http://127.0.0.1:9001/homes/base/art.example/v1" == moved


def test_nobody_guesses_which_home_is_meant() -> None:
    with pytest.raises(AddressRefused, match="many homes"):
        read(HOMES, {}).reach.base("base_url")


HOSTILE = [
    "",
    "localhost",
    "a.example/x",
    "a.example:80",
    "a.example?x",
    "me@a.example",
    "10.0.0.10",
    "..example",
    "-a.example",
    "a..example",
    "a.example#",
    "a.example.",
    "{home}",
    "ä.example",
    "a b.example",
    "a.example\n",
]


@pytest.mark.parametrize("home", HOSTILE)
def test_a_home_is_the_name_of_a_host(home: str) -> None:
    with pytest.raises(AddressRefused):
        read(HOMES, {}).reach.at_home(home)


@given(st.text(max_size=40) | st.text("ab.-1/:@?#%", max_size=12).map("{}.example".format))
def test_no_home_leads_to_another_host(home: str) -> None:
    try:
        reach = read(HOMES, {}).reach.at_home(home)
    except AddressRefused:
        return
    assert home.lower() == read_spot(reach.base("base_url")).host
