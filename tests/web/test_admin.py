"""Reading all lists and throwing works away by the addresses of old; a library only to look at."""

from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from artkeep import jobs
from artkeep.collect import refresh
from artkeep.library import collections, knocks, trash
from artkeep.model.found import CollectionInfo
from artkeep.model.refs import CollectionRef
from artkeep.web.app import create_app
from tests.explore.books import fox, jpegs, shelve
from tests.web.browsing import HERE, Browser, said

TOKEN = "a token of sixteen"
ID = "90000001"


@pytest.fixture
def shelf(bench):
    """A library with a work."""
    shelve(bench, fox(pages=1), jpegs(1))
    return bench


@pytest.fixture
def pages(shelf):
    """A browser in front of it."""
    return Browser(create_app(shelf, shown=()), HERE)


@pytest.fixture
def followed(shelf):
    """A library that follows a list."""
    ref = CollectionRef("pixiv", "bookmarks:7001")
    with shelf.db.begin() as tx:
        collections.follow(tx, CollectionInfo(ref, "Bookmarks", "https://www.pixiv.net/"))
    return shelf


def read_runs(bench):
    with bench.db.read() as tx:
        return [run for run in jobs.recent(tx, 9) if run.kind == refresh.KIND]


def test_all_lists_are_read_once_somebody_says_so(followed):
    pages = Browser(create_app(followed, shown=()), HERE)
    assert [] == read_runs(followed)

    answer = pages.submit("/refresh")

    assert (303, "/activity") == (answer.status_code, answer.headers["location"])
    assert 1 == len(read_runs(followed))


@pytest.fixture
def looked_at(followed, clock):
    """The same, only looked at."""
    followed.db.clock = clock
    settings = followed.settings.model_copy(update={"read_only": True, "read_only_token": TOKEN})
    return replace(followed, settings=settings, clock=clock)


@pytest.fixture
def script(looked_at):
    """A script that knows of /admin, elsewhere on the network."""
    return TestClient(create_app(looked_at, "0.0.0.0", shown=()), base_url="http://192.168.1.7")


def test_what_changes_something_is_closed_in_a_library_that_is_looked_at(looked_at):
    pages = Browser(create_app(looked_at, shown=()), HERE)

    assert [403, 403] == [pages.get(path).status_code for path in ("/refresh", f"/a/{ID}/delete")]
    for path in ("/refresh", f"/a/{ID}/delete", "/display/policy"):
        assert 403 == pages.submit(path, policy="enabled").status_code
    assert 403 == pages.submit("/display/home", image="large").status_code
    assert 303 == pages.submit("/display/home", image="large", **{"for": "me"}).status_code
    assert "Read all lists" in said(pages.get("/admin").text)


def test_a_script_reads_all_lists_with_the_token(script, looked_at):
    answer = script.post("/admin", data={"token_ref": f" {TOKEN} "})

    assert (200, "refreshing\n") == (answer.status_code, answer.text)
    assert 1 == len(read_runs(looked_at))
    assert 400 == script.post("/admin", data={"token_ref": TOKEN}).status_code


def test_a_script_deletes_with_the_token(script, looked_at):
    answer = script.post("/admin", data={"token_del": TOKEN, "artwork": ID})

    assert (200, "deleting\n") == (answer.status_code, answer.text)
    with looked_at.db.read() as tx:
        assert 1 == trash.count(tx)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"token_ref": "wrong"}, 403),
        ({"token_ref": ""}, 403),
        ({"token_ref": "   "}, 403),
        ({"token_del": "wrong", "artwork": ID}, 403),
        ({"token_del": TOKEN, "artwork": "1"}, 404),
        ({"token_del": TOKEN}, 400),
        ({"artwork": ID}, 400),
        ({}, 400),
    ],
)
def test_what_admin_is_not_told_well_is_refused_in_plain_words(script, fields, expected):
    answer = script.post("/admin", data=fields)

    assert expected == answer.status_code
    assert answer.headers["content-type"].startswith("text/plain")


def test_tokens_cannot_be_guessed_for_long(script, clock):
    for _ in range(knocks.FREE):
        script.post("/admin", data={"token_ref": "a guess"})

    answer = script.post("/admin", data={"token_ref": TOKEN})
    assert (429, "1") == (answer.status_code, answer.headers["retry-after"])


def test_without_a_token_none_is_right(looked_at):
    settings = looked_at.settings.model_copy(update={"read_only_token": None})
    script = TestClient(create_app(replace(looked_at, settings=settings), shown=()), base_url=HERE)

    for said_token in ("", " ", "None", TOKEN):
        assert 403 == script.post("/admin", data={"token_ref": said_token}).status_code


def test_in_a_library_that_can_be_changed_admin_does_nothing(pages, shelf):
    answer = pages.submit("/admin", token_del=TOKEN, artwork=ID)

    assert (200, "text/plain; charset=utf-8") == (
        answer.status_code,
        answer.headers["content-type"],
    )
    with shelf.db.read() as tx:
        assert 0 == trash.count(tx)
