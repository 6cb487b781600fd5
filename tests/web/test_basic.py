"""Programs that know HTTP Basic sign in with each request, on their roads alone."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from artkeep.db.tables import knock
from artkeep.library import saved_searches, users
from artkeep.library.passwords import Passwords
from artkeep.model.users import OWNER
from artkeep.web import basic
from artkeep.web.app import create_app
from artkeep.web.routes import ROUTES
from tests.explore import books
from tests.explore.books import shelve
from tests.web.browsing import Browser

THERE = "http://192.168.1.7:8600"
PASSWORD, GUESTS = "correct horse", "battery staple"
PATHS = ("/opds", "/opds/works", "/opds/searches", "/opds/page/1/0", "/feed", "/artworks/1/cbz")


@pytest.fixture
def engine():
    """One of them: what differs between the two lies below the pages, and is tried there."""
    return "sqlite"


@pytest.fixture
def bench(bench, clock):
    """A library of one work, on the network, that only those may look at who are named."""
    bench.db.clock = clock
    shelve(bench, books.fox(), books.jpegs(3))
    cheap = Passwords(memory_kib=64, passes=1)
    with bench.db.begin() as tx:
        users.set_password(tx, OWNER, cheap.hashed(PASSWORD))
        users.set_password(tx, "mika", cheap.hashed(GUESTS))
        saved_searches.save(tx, "Foxes", "fox")
    return replace(
        bench, clock=clock, settings=bench.settings.model_copy(update={"visitors": "named"})
    )


@pytest.fixture
def app(bench):
    return create_app(bench, "0.0.0.0", shown=(), passwords=Passwords(memory_kib=64, passes=1))


@pytest.fixture
def reader(app):
    """A program that reads comics."""
    return TestClient(app, base_url=THERE, follow_redirects=False)


def tries(bench):
    """How often each of those who try has tried lately and not known."""
    with bench.db.read() as tx:
        return sorted(tx.execute(sa.select(knock.c.tries).where(knock.c.tries > 0)).scalars())


def test_every_road_of_theirs_is_a_read(app):
    table = {route.path: route for route in ROUTES if route.method == "GET"}

    assert basic.ROADS <= table.keys()
    assert {"bytes"} == {table[path].shows for path in basic.ROADS}
    assert basic.ROADS >= {path for path in table if path.startswith("/opds")}


@pytest.mark.parametrize("path", PATHS)
def test_who_may_not_look_is_asked_for_a_password_and_let_in_with_it(reader, path):
    refused = reader.get(path)
    assert (401, basic.CHALLENGE) == (refused.status_code, refused.headers["www-authenticate"])
    assert "set-cookie" not in refused.headers

    let_in = reader.get(path, auth=("somebody", PASSWORD))
    assert 200 == let_in.status_code
    assert "set-cookie" not in let_in.headers


def test_who_may_not_look_is_told_in_their_language(reader):
    refused = reader.get("/opds", headers={"accept-language": "de"})

    expected = "Nur Angemeldete dürfen in diese Bibliothek schauen.\n"
    assert ("de", expected) == (refused.headers["content-language"], refused.text)


def test_names_and_tokens(reader, bench):
    with bench.db.begin() as tx:
        token = users.add_token(tx, "tablet")
    for name, password in [("", PASSWORD), ("owner", PASSWORD), ("mika", GUESTS), ("x", token)]:
        assert 200 == reader.get("/opds", auth=(name, password)).status_code

    for name, password in [("mika", PASSWORD), ("owner", GUESTS), ("x", GUESTS), ("x", "")]:
        refused = reader.get("/opds", auth=(name, password))
        assert (401, basic.CHALLENGE) == (refused.status_code, refused.headers["www-authenticate"])


@pytest.mark.parametrize("header", ["Basic", "Basic !!", "Basic /w==", "Basic bm90aGluZw=="])
def test_what_is_no_name_and_password_lets_nobody_in(reader, header):
    assert 401 == reader.get("/opds", headers={"authorization": header}).status_code


def test_who_guesses_is_slowed_down_and_who_knows_is_not(reader, clock):
    assert 200 == reader.get("/opds", auth=("x", PASSWORD)).status_code

    statuses = [reader.get("/opds", auth=("x", f"guess {n}")).status_code for n in range(12)]
    assert {401, 429} == set(statuses)
    assert [*sorted(statuses)] == statuses
    refused = reader.get("/opds", auth=("x", "another guess"))
    assert refused.headers["retry-after"]

    assert 200 == reader.get("/opds", auth=("x", PASSWORD)).status_code


def test_a_program_that_asks_many_times_at_once_is_let_in_each_time(reader, bench):
    slow = Passwords(memory_kib=8192, passes=8)
    with bench.db.begin() as tx:
        users.set_password(tx, OWNER, slow.hashed(PASSWORD))

    with ThreadPoolExecutor(12) as threads:
        asked = [threads.submit(reader.get, "/opds", auth=("x", PASSWORD)) for _ in range(12)]
    assert {200} == {each.result().status_code for each in asked}


def test_a_program_with_an_old_password_keeps_nobody_else_out(app, reader, bench):
    statuses = {reader.get("/feed", auth=("x", "last year's")).status_code for _ in range(12)}
    assert ({401}, [1, 1]) == (statuses, tries(bench))  # its address and the account, once

    browser = Browser(app, THERE)
    assert 303 == browser.submit("/sign-in", name="owner", password=PASSWORD).status_code


def test_many_at_once_with_one_wrong_password_are_one_try(reader, bench):
    with ThreadPoolExecutor(12) as threads:
        asked = [threads.submit(reader.get, "/opds", auth=("x", "wrong")) for _ in range(12)]
    assert ({401}, [1, 1]) == ({each.result().status_code for each in asked}, tries(bench))


def test_another_password_ends_what_was_let_in(reader, bench):
    assert 200 == reader.get("/opds", auth=("x", PASSWORD)).status_code
    with bench.db.begin() as tx:
        users.set_password(tx, OWNER, Passwords(memory_kib=64, passes=1).hashed("another one"))

    assert 401 == reader.get("/opds", auth=("x", PASSWORD)).status_code
    assert 200 == reader.get("/opds", auth=("x", "another one")).status_code


@pytest.mark.parametrize(
    "path", ["/", "/artworks/1", "/artworks/1/meta", "/settings", "/api/gallery"]
)
def test_it_is_no_way_into_the_pages(reader, path):
    refused = reader.get(path, auth=("owner", PASSWORD))

    assert refused.status_code in {303, 401}
    assert "www-authenticate" not in refused.headers


def test_it_changes_nothing(reader):
    for path in ("/searches", "/api/works", "/artworks/1/trash"):
        refused = reader.post(path, auth=("owner", PASSWORD))
        assert 401 == refused.status_code
        assert "www-authenticate" not in refused.headers


def test_who_is_signed_in_already_may_send_the_password_of_a_proxy_along(app, bench):
    browser = Browser(app, THERE)
    browser.submit("/sign-in", name="owner", password=PASSWORD)

    for path in (*PATHS, "/searches/1/feed"):
        assert 200 == browser.get(path, auth=("of the", "proxy in front")).status_code
    assert [] == tries(bench)


@pytest.mark.parametrize("address", [THERE, "https://192.168.1.7"])
def test_people_are_led_to_the_page_where_they_sign_in(app, address):
    refused = Browser(app, address).get("/opds")

    assert (303, "/sign-in?r=%2Fopds") == (refused.status_code, refused.headers["location"])


def test_a_reader_that_takes_pages_too_is_asked_for_a_password(reader):
    accepted = "application/atom+xml, application/rss+xml, text/html;q=0.7, */*;q=0.1"
    refused = reader.get("/feed", headers={"accept": accepted})

    assert (401, basic.CHALLENGE) == (refused.status_code, refused.headers["www-authenticate"])


def test_where_everybody_may_look_only_the_kept_searches_ask(bench):
    open_ = replace(bench, settings=bench.settings.model_copy(update={"visitors": "anyone"}))
    passwords = Passwords(memory_kib=64, passes=1)
    reader = TestClient(create_app(open_, "0.0.0.0", shown=(), passwords=passwords), base_url=THERE)

    asked = {path: reader.get(path).status_code for path in (*PATHS, "/searches/1/feed")}
    assert {"/opds/searches", "/searches/1/feed"} == {p for p, code in asked.items() if code == 401}
    assert 200 == reader.get("/searches/1/feed", auth=("mika", GUESTS)).status_code


def test_a_library_without_a_password_takes_any(visitor):
    assert 200 == visitor.get("/opds/searches", auth=("any", "thing")).status_code
