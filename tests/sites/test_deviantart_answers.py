"""What DeviantArt's answers mean, those too that its copy does not give."""

from datetime import UTC, datetime

import pytest

from artkeep.errors import (
    BadAnswer,
    Blocked,
    Gone,
    LoginNeeded,
    PictureRefused,
    RateLimited,
    SiteChanged,
    SiteDown,
    Withheld,
)
from artkeep.model.refs import AccountRef, CollectionRef, PostRef
from artkeep.sites.deviantart import SITE
from tests.sites.playing_deviantart import Canned

FOX_PAGE = "https://www.deviantart.com/mika-aoyama/art/Fox-in-the-Snow-900000001"
GALLERY = CollectionRef("deviantart", "gallery/ann")
LONG = "0A1B2C3D-1111-2222-3333-444455556666"
REF = PostRef("deviantart", LONG)
WIXMP = "https://images-wixmp-ed30a86b8c4ca887773594c2.wixmp.com/f/8460"
WORK = {
    "deviationid": LONG,
    "url": FOX_PAGE,
    "title": "Fox in the Snow",
    "author": {"userid": "1a2b3c4d", "username": "Mika-Aoyama"},
    "stats": {"comments": 3, "favourites": 41},
    "published_time": "1600000000",
    "is_mature": False,
    "is_deleted": False,
    "is_downloadable": False,
    "content": {"src": f"{WIXMP}/devu4g1-1.png?token=a", "width": 9, "height": 8},
}
SAID = {"deviationid": LONG, "description": "", "tags": []}
READ_OF_WORK = ["deviationid", "url", "title", "author", "published_time", "is_mature"]
READ_OF_SAID = ["deviationid", "description", "tags"]
SHOWN = {**WORK["content"], "src": f"{WIXMP}/devu4g1-1.png/v1/fill/w_9/fox-fullview.jpg?token=a"}
GIVEN = {**WORK, "content": SHOWN, "is_downloadable": True}
FILE = {"src": "https://wixmp-ed30.wixmp.com/f/8460/devu4g1-1.png?token=b", "filename": "fox.png"}


def without(record, name):
    return {key: value for key, value in record.items() if key != name}


def telling(work=WORK, said=SAID, **more):
    """Return a way that tells of one work."""
    return Canned(
        {
            f"/deviation/{LONG}": [(200, work)],
            "/deviation/metadata": [(200, {"metadata": [said]})],
            **more,
        }
    )


def test_an_older_answer_is_read_with_what_it_has():
    dated = {**WORK, "published_time": "2016-09-12T07:59:06-0700"}
    found = SITE.fetch(telling(dated), REF)

    assert datetime(2016, 9, 12, 14, 59, 6, tzinfo=UTC) == found.published_at
    assert AccountRef("deviantart", "1A2B3C4D") == found.account.ref
    assert ("Mika-Aoyama", "https://www.deviantart.com/mika-aoyama") == (
        found.account.handle,
        found.account.url,
    )
    assert (None, 41, 3) == (found.counts.views, found.counts.favourites, found.counts.comments)
    assert ((), "/f/8460/devu4g1-1.png") == (found.pages[0].fallbacks, found.pages[0].stamp)


@pytest.mark.parametrize("name", READ_OF_WORK)
def test_a_field_of_a_work_that_is_missing_is_named(name):
    with pytest.raises(SiteChanged, match=f"lacks '{name}'"):
        SITE.fetch(telling(without(WORK, name)), REF)


@pytest.mark.parametrize("name", READ_OF_SAID)
def test_a_field_of_what_is_said_of_it_that_is_missing_is_named(name):
    with pytest.raises(SiteChanged, match=f"lacks '{name}'"):
        SITE.fetch(telling(said=without(SAID, name)), REF)


@pytest.mark.parametrize("name", ["results", "has_more", "next_offset"])
def test_a_field_of_a_list_that_is_missing_is_named(name):
    batch = without({"results": [], "has_more": True, "next_offset": 24}, name)

    with pytest.raises(SiteChanged, match=f"lacks '{name}'"):
        SITE.list(Canned({"/gallery/all": [(200, batch)]}), GALLERY, None)


@pytest.mark.parametrize(
    ("changes", "error", "words"),
    [
        ({"is_deleted": True}, Gone, "was deleted"),
        ({"tier_access": "locked-subscribed"}, Withheld, "subscribers"),
        ({"premium_folder_data": {"type": "paid", "has_access": False}}, Withheld, "who pays"),
        ({"videos": [{"src": "x"}]}, PictureRefused, "a film"),
        ({"flash": {"src": "x"}}, PictureRefused, "a Flash film"),
    ],
)
def test_why_there_is_no_picture_is_said(changes, error, words):
    with pytest.raises(error, match=words):
        SITE.fetch(telling({**WORK, **changes}), REF)


@pytest.mark.parametrize(
    ("changes", "error", "words"),
    [
        ({"excerpt": "At six"}, PictureRefused, "a text"),
        ({"text_content": {}}, PictureRefused, "a text"),
        ({}, Withheld, "not shown to you"),
    ],
)
def test_what_comes_without_a_picture_is_said(changes, error, words):
    with pytest.raises(error, match=words):
        SITE.fetch(telling({**without(WORK, "content"), **changes}), REF)


def test_what_is_open_to_us_is_read():
    opened = {
        "tier_access": "unlocked",
        "premium_folder_data": {"type": "paid", "has_access": True},
    }

    assert "Fox in the Snow" == SITE.fetch(telling({**WORK, **opened}), REF).title


@pytest.mark.parametrize(
    ("status", "answer", "expected"),
    [
        (200, FILE, FILE["src"]),
        (200, {**FILE, "filename": "fox.psd"}, SHOWN["src"]),
        (400, {"error": "invalid_request", "error_description": "No more.", "error_code": 2}, None),
        (403, {"error": "access_denied", "error_description": "Subscribers only."}, None),
        (
            404,
            {"error": "invalid_request", "error_description": "Not found.", "error_code": 1},
            None,
        ),
    ],
)
def test_an_original_that_cannot_be_had_leaves_what_is_shown(status, answer, expected):
    way = telling(GIVEN, **{f"/deviation/download/{LONG}": [(status, answer)]})

    assert (expected or SHOWN["src"]) == SITE.fetch(way, REF).pages[0].url


@pytest.mark.parametrize(
    ("status", "answer", "error"),
    [
        (429, {"error": "user_api_threshold"}, RateLimited),
        (500, {"error": "server_error"}, SiteDown),
        (200, {"filename": "fox.png"}, SiteChanged),
    ],
)
def test_trouble_with_an_original_is_not_taken_for_a_refusal(status, answer, error):
    way = telling(GIVEN, **{f"/deviation/download/{LONG}": [(status, answer)]})

    with pytest.raises(error):
        SITE.fetch(way, REF)


@pytest.mark.parametrize(
    ("status", "answer", "error", "words"),
    [
        (200, {"error": "user_api_threshold", "status": "error"}, RateLimited, "pause"),
        (200, {"error": "invalid_token"}, LoginNeeded, "artkeep login"),
        (401, {"error": "unauthorized", "error_description": "x"}, LoginNeeded, "artkeep login"),
        (403, {"error": "insufficient_scope"}, LoginNeeded, "does not allow this"),
        (403, {"error": "unverified_account"}, LoginNeeded, "e-mail address"),
        (403, {"error": "access_denied", "error_description": "Private."}, Withheld, "Private"),
        (404, {"error": "version_error", "error_description": "Api"}, SiteChanged, "Api"),
        (404, {"error": "invalid_request"}, Gone, "no longer there"),
        (400, {"error": "invalid_request", "error_description": "User not found."}, Gone, "there"),
        (400, {"error": "invalid_request", "error_description": "Odd."}, BadAnswer, "Odd"),
        (500, {"error": "server_error"}, SiteDown, "500"),
        (200, {"error": "server_error"}, SiteDown, "200"),
        (503, "<h1>Service Unavailable</h1>", SiteDown, "503"),
        (403, "<h2>Request blocked.</h2>", Blocked, "keeps us out"),
        (200, "<html><div class=g-recaptcha></div></html>", Blocked, "human"),
        (200, "<html><h1>Hello</h1></html>", SiteChanged, "not JSON"),
        (200, "[]", SiteChanged, "no object"),
        (200, "[" * 100_000, SiteChanged, "not JSON"),
    ],
)
def test_trouble_is_said_in_our_words(status, answer, error, words):
    with pytest.raises(error, match=words) as told:
        SITE.fetch(Canned({f"/deviation/{LONG}": [(status, answer)]}), REF)
    assert error is type(told.value)
