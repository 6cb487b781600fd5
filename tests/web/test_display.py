"""How works are shown: everybody's own choice, and the owner's for everyone."""

import pytest

from artkeep.web import looks
from artkeep.web.app import create_app
from artkeep.web.looks import Looks
from tests.explore.books import jpegs, post, shelve
from tests.web.browsing import HERE, Browser

THERE = "http://192.168.1.7:8600"


@pytest.fixture
def engine():
    """One of them: what differs between the two lies below the pages, and is tried there."""
    return "sqlite"


@pytest.fixture
def owner(bench):
    shelve(bench, post("1", 1), jpegs(1))
    return Browser(create_app(bench, shown=()), HERE)


def guest(bench):
    return Browser(create_app(bench, "0.0.0.0", shown=()), THERE)


def is_large(browser):
    return "/large.jpg" in browser.get("/p/1").text


def test_a_visitors_choice_is_their_own(owner, bench):
    one, other = guest(bench), guest(bench)

    answer = one.submit("/display/home", image="large", ipp="7", r="/p/1", **{"for": "me"})

    assert (303, "/p/1") == (answer.status_code, answer.headers["location"])
    assert [True, False, False] == [is_large(browser) for browser in (one, other, owner)]


def test_the_owners_choice_is_for_everyone_who_made_none(owner, bench):
    chose = guest(bench)
    chose.submit("/display/home", image="medium", **{"for": "me"})

    owner.submit("/display/home", image="large", **{"for": "everyone"})

    assert [True, True, False] == [is_large(each) for each in (owner, guest(bench), chose)]


def test_a_script_that_does_not_say_for_whom_means_everyone(owner, bench):
    answer = owner.submit("/display/home", image="large", ipp="50", order="artwork")

    assert "/" == answer.headers["location"]
    assert is_large(guest(bench))


def test_a_visitor_chooses_for_nobody_else(owner, bench):
    answer = guest(bench).submit("/display/home", image="large", **{"for": "everyone"})

    assert 403 == answer.status_code
    assert not is_large(owner)


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/display/home", {"image": "abc"}),
        ("/display/home", {"ipp": "-1"}),
        ("/display/home", {"ipp": "501"}),
        ("/display/home", {"ipp": "many"}),
        ("/display/home", {"ipp": "٣"}),
        ("/display/home", {"order": "backwards"}),
        ("/display/home", {"blur": "a bit"}),
        ("/display/home", {}),
        ("/display/artwork", {"image": "none"}),
        ("/display/artwork", {"image": "abc"}),
    ],
)
@pytest.mark.parametrize("whom", ["me", "everyone"])
def test_what_makes_no_sense_is_not_saved(owner, path, fields, whom):
    answer = owner.submit(path, **fields, **{"for": whom})

    assert 400 == answer.status_code
    assert "set-cookie" not in answer.headers


def test_choosing_for_a_work_leads_back_to_it(owner):
    answers = [owner.submit(f"/display/artwork{r}", image="large") for r in ("/1", "", "/a%20b")]

    assert ["/a/1", "/", "/a/a%20b"] == [each.headers["location"] for each in answers]


def test_a_cookie_that_makes_no_sense_counts_as_none(owner):
    owner.cookies.set(looks.COOKIE, "display.home.image=abc&display.home.ipp=%00&x=y")

    assert 200 == owner.get("/p/1").status_code
    assert not is_large(owner)


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        ({"display.home.ipp": "0"}, Looks(ipp=0)),
        ({"display.home.ipp": "1000"}, Looks()),
        (
            {"display.blur": "yes", "display.home.order": "artwork"},
            Looks(order="artwork", blur=True),
        ),
        ({"display.unknown": "yes"}, Looks()),
    ],
)
def test_choices_are_read_word_by_word(choices, expected):
    assert expected == looks.said(Looks(), choices)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("auto", "/thumb/ab/s.webp"),
        ("original", "/screen/ab"),
        ("square_medium", "/image/ab/square_medium.jpg"),
        ("none", ""),
    ],
)
def test_a_picture_has_an_address_for_each_choice(name, expected):
    assert expected == looks.picture_url("ab", name)
